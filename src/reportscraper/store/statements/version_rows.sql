-- name: stored_figures
SELECT indicator.code AS indicator, coalesce(applicant.code, '') AS applicant, kind, value
FROM figure JOIN indicator ON indicator.id = indicator_id JOIN applicant ON applicant.id = applicant_id
WHERE version_id = ?

-- name: stored_proposals
SELECT indicator.code AS indicator, coalesce(applicant.code, '') AS applicant, raw
FROM proposal JOIN indicator ON indicator.id = indicator_id JOIN applicant ON applicant.id = applicant_id
WHERE version_id = ?

-- name: subject
SELECT body.county_code AS county_code, body.name AS body, report.year AS year, version.number AS number
FROM report_version AS version JOIN report ON report.id = version.report_id JOIN body ON body.id = report.body_id
WHERE version.id = ?
