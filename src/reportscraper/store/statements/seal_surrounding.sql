-- name: county
SELECT code, name, province, sample FROM county

-- name: body
SELECT county_code, name, level FROM body

-- name: report
SELECT body.county_code, body.name, report.year, version.number, version.is_current, version.url
FROM report_version AS version LEFT JOIN report ON report.id = report_id LEFT JOIN body ON body.id = body_id

-- name: page
SELECT page.url, county_code, kind, title, listed_title, listed_on, list_column, etag, last_modified, outcome, reason,
       first.file, first.offset, current.file, current.offset
FROM page LEFT JOIN capture AS first ON first.id = first_capture_id LEFT JOIN capture AS current ON current.id = current_capture_id

-- name: page_file
SELECT page_url, position, page_file.url, capture.file, capture.offset
FROM page_file LEFT JOIN capture ON capture.id = capture_id

-- name: finding
SELECT finding.id, fingerprint, finding.county_code, source, rule, severity, message, message_zh, cells, table_number, row_number,
       column_number, year, body.name, version.url
FROM finding LEFT JOIN body ON body.id = body_id JOIN report_version AS version ON version.id = version_id

-- name: figure_finding
SELECT version.url, indicator.code, applicant_id, finding.fingerprint
FROM figure_finding LEFT JOIN report_version AS version ON version.id = figure_finding.version_id
  LEFT JOIN indicator ON indicator.id = indicator_id LEFT JOIN finding ON finding.id = finding_id
