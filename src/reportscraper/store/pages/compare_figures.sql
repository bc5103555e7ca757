-- Figures to compare
-- Cells of the listed bodies and indicators between two years, for one applicant type where a table has them.
--   :bodies  JSON list of county code/name
--   :indicators  JSON list of indicators
--   :applicant  applicant type
--   :first  first year
--   :last  last year

SELECT county.code AS county_code, county.name AS county, body.name AS body, report.year AS year, version.form AS form,
       indicator.code AS indicator, applicant.code AS applicant, figure.value AS value,
       CASE figure.kind
         WHEN 0 THEN 'number' WHEN 1 THEN 'none' WHEN 2 THEN 'blank'
         WHEN 3 THEN 'dash' WHEN 4 THEN 'missing' ELSE 'unreadable'
       END AS kind,
       (SELECT min(severity) FROM figure_doubt AS doubt WHERE doubt.version_id = figure.version_id
        AND doubt.indicator_id = figure.indicator_id AND doubt.applicant_id = figure.applicant_id) AS doubt,
       (SELECT finding_id FROM figure_doubt AS doubt WHERE doubt.version_id = figure.version_id
        AND doubt.indicator_id = figure.indicator_id AND doubt.applicant_id = figure.applicant_id
        ORDER BY severity LIMIT 1) AS against,
       version.url AS url
FROM json_each(:bodies) AS wanted
JOIN body ON body.county_code = substr(wanted.value, 1, instr(wanted.value, '/') - 1)
  AND body.name = substr(wanted.value, instr(wanted.value, '/') + 1)
JOIN county ON county.code = body.county_code
JOIN report ON report.body_id = body.id AND report.year BETWEEN :first AND :last
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN figure ON figure.version_id = version.id
JOIN indicator ON indicator.id = figure.indicator_id AND indicator.code IN (SELECT value FROM json_each(:indicators))
JOIN applicant ON applicant.id = figure.applicant_id AND (applicant.id = 0 OR applicant.code = :applicant)
ORDER BY wanted.key, report.year, indicator.id
