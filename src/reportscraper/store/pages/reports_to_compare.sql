-- Reports to compare
-- Which years of the listed bodies have a report.
--   :bodies  JSON list of county code/name
--   :first  first year
--   :last  last year

SELECT body.county_code AS county_code, body.name AS body, report.year AS year, version.id AS version_id
FROM json_each(:bodies) AS wanted
JOIN body ON body.county_code = substr(wanted.value, 1, instr(wanted.value, '/') - 1)
  AND body.name = substr(wanted.value, instr(wanted.value, '/') + 1)
JOIN report ON report.body_id = body.id AND report.year BETWEEN :first AND :last
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
ORDER BY wanted.key, report.year
