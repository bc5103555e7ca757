-- New and revised reports
-- The versions that were stored last, of the nation or a county, those that have been revised since as well.
--   :county  code of a county; empty for all
--   :most  how many

SELECT version.id AS version_id, county.code AS county_code, county.name AS county, body.name AS body, report.year AS year,
       version.number AS version, version.title AS title, version.published_on AS published_on, capture.fetched_at AS fetched_at,
       version.figures AS figures
FROM (
  SELECT * FROM (SELECT id FROM report_version WHERE :county = '' ORDER BY id DESC LIMIT :most)
  UNION ALL
  SELECT version.id FROM body CROSS JOIN report ON report.body_id = body.id CROSS JOIN report_version AS version ON version.report_id = report.id
  WHERE :county <> '' AND body.county_code = :county
) AS stored
CROSS JOIN report_version AS version ON version.id = stored.id
JOIN capture ON capture.id = version.capture_id
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
ORDER BY version.id DESC
LIMIT :most
