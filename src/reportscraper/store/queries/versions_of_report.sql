-- Versions of a report
-- Every version of a report, the oldest first, with where it was read from.
--   :body  full name of the body
--   :county  name or code of the county; empty when the body's name is enough
--   :year  report year

SELECT version.number AS version, version.is_current AS is_current, version.id AS version_id, version.published_on AS published_on,
  capture.fetched_at AS fetched_at, version.url AS url, version.title AS title
FROM report_version AS version
JOIN report ON report.id = version.report_id
JOIN capture ON capture.id = version.capture_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
WHERE body.name = :body AND :county IN ('', county.name, county.code) AND report.year = CAST(:year AS INTEGER)
ORDER BY version.number
