-- Reports fetched last
-- The versions that were fetched last; of those fetched on one day the latest years and publications first.
--   :most  how many

SELECT county.code AS county_code, county.name AS county, body.name AS body, report.year AS year, version.number AS version,
       version.published_on AS published_on, capture.fetched_at AS fetched_at,
       (SELECT count(*) FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error') AS errors,
       (SELECT count(*) FROM finding WHERE finding.version_id = version.id AND finding.severity = 'warning') AS warnings
FROM (SELECT * FROM report_version WHERE is_current = 1 ORDER BY id DESC LIMIT 500) AS version
JOIN capture ON capture.id = version.capture_id
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
ORDER BY date(capture.fetched_at) DESC, report.year DESC, version.published_on DESC, version.id
LIMIT :most
