-- Facts of a report
-- Title, dates, form, address and capture of the current version.
--   :body  full name of the body
--   :county  name or code of the county; empty when the body's name is enough
--   :year  report year

SELECT county.name AS county, county.code AS county_code, body.name AS body, body.level AS level, report.year AS year,
  version.title AS title, version.form AS form, version.published_on AS published_on, version.period_start AS period_start,
  version.period_end AS period_end, version.issuer AS issuer, version.number AS version, version.url AS url,
  capture.fetched_at AS fetched_at, capture.sha256 AS capture_sha256, capture.file AS archive_file,
  capture."offset" AS archive_offset, capture.length AS archive_length, capture.content_type AS content_type,
  version.encoding AS encoding, version.parser_version AS parser_version, version.id AS version_id, body.id AS body_id
FROM report
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN capture ON capture.id = version.capture_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
WHERE body.name = :body AND :county IN ('', county.name, county.code) AND report.year = CAST(:year AS INTEGER)
