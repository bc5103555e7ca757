-- One version of a report
-- Everything known about a version: what it says of itself and where it lies in the archive.
--   :county  county code
--   :body  full name of the body
--   :year  report year
--   :version  number of the version, 0 for the one that stands

SELECT version.id AS version_id, version.number AS version, version.is_current AS is_current, version.url AS url,
       version.title AS title, version.form AS form, version.published_on AS published_on,
       version.period_start AS period_start, version.period_end AS period_end, version.issuer AS issuer,
       version.encoding AS encoding, version.parser_version AS parser_version,
       county.code AS county_code, county.name AS county, county.province AS province,
       body.name AS body, body.level AS level, report.year AS year, report.id AS report_id,
       capture.fetched_at AS fetched_at, capture.sha256 AS sha256, capture.file AS file, capture."offset" AS "offset",
       capture.length AS length, capture.size AS size, capture.content_type AS content_type,
       (SELECT count(*) FROM report_version AS each WHERE each.report_id = report.id) AS versions,
       (SELECT max(other.year) FROM report AS other WHERE other.body_id = body.id AND other.year < report.year) AS year_before,
       (SELECT min(other.year) FROM report AS other WHERE other.body_id = body.id AND other.year > report.year) AS year_after
FROM report_version AS version
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
JOIN capture ON capture.id = version.capture_id
WHERE county.code = :county AND body.name = :body AND report.year = CAST(:year AS INTEGER)
  AND ((:version = 0 AND version.is_current = 1) OR version.number = :version)
