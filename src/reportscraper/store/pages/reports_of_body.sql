-- The reports of a body
-- A row a year: when it was published and fetched, how many versions there are, and open findings.
--   :county  county code
--   :body  full name

SELECT county.code AS county_code, body.name AS body, body.level AS level, county.deadlines AS own_deadlines, report.year AS year, version.id AS version_id,
       version.number AS version, version.form AS form, version.published_on AS published_on, capture.fetched_at AS fetched_at,
       (SELECT count(*) FROM finding LEFT JOIN review USING (fingerprint) WHERE verdict IS NULL AND severity = 'error'
        AND finding.version_id = version.id) AS errors,
       (SELECT count(*) FROM finding LEFT JOIN review USING (fingerprint) WHERE verdict IS NULL AND severity = 'warning'
        AND finding.version_id = version.id) AS warnings
FROM body
JOIN county ON county.code = body.county_code
JOIN report ON report.body_id = body.id
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN capture ON capture.id = version.capture_id
WHERE county.code = :county AND body.name = :body
ORDER BY report.year
