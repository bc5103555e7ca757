-- Latest reports
-- The reports published last, with their open findings.
--   :most  how many; 20 when empty

SELECT county.name AS county, body.name AS body, report.year AS year, version.published_on AS published_on,
  version.title AS title, version.number AS version, version.url AS url, version.id AS version_id,
  (SELECT count(*) FROM finding LEFT JOIN review USING (fingerprint)
   WHERE finding.version_id = version.id AND severity <> 'info' AND verdict IS NULL) AS findings
FROM report_version AS version
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
WHERE version.is_current = 1
ORDER BY version.published_on DESC NULLS LAST, version.id DESC
LIMIT CASE WHEN :most = '' THEN 20 ELSE CAST(:most AS INTEGER) END
