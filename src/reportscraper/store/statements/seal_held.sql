-- name: version
SELECT url, title, form, published_on, period_start, period_end, issuer, credit_code, site_code, encoding, reading_hash, figures,
       statements
FROM report_version WHERE id = ?

-- name: whose
SELECT body.county_code, body.name, report.year
FROM report_version AS version LEFT JOIN report ON report.id = version.report_id LEFT JOIN body ON body.id = report.body_id
WHERE version.id = ?

-- name: figure
SELECT indicator.code, applicant.code, value, kind, place
FROM figure LEFT JOIN indicator ON indicator.id = indicator_id LEFT JOIN applicant ON applicant.id = applicant_id
WHERE version_id = ? ORDER BY indicator_id, applicant_id

-- name: figure_note
SELECT indicator.code, applicant.code, raw, figure_note.unit, inferred
FROM figure_note LEFT JOIN indicator ON indicator.id = indicator_id LEFT JOIN applicant ON applicant.id = applicant_id
WHERE version_id = ? ORDER BY indicator_id, applicant_id

-- name: section
SELECT position, kind, heading, text, subheadings FROM section WHERE version_id = ? ORDER BY position

-- name: statement
SELECT position, section, measure, indicator_code, value, unit, qualifier, kind, direction, quote, quote_start, quote_end
FROM statement WHERE version_id = ? ORDER BY position

-- name: attachment
SELECT position, url, text FROM attachment WHERE version_id = ? ORDER BY position

-- name: part
SELECT position, base, part.url, capture.file, capture.offset
FROM part LEFT JOIN capture ON capture.id = capture_id WHERE version_id = ? ORDER BY position

-- name: proposal
SELECT position, indicator.code, applicant.code, value, raw, proposal.unit, confidence, accepted, place, page, left, top, right, bottom
FROM proposal LEFT JOIN indicator ON indicator.id = indicator_id LEFT JOIN applicant ON applicant.id = applicant_id
WHERE version_id = ? ORDER BY position
