-- On which grounds requests are refused
-- How often the bodies of a province gave each ground of refusal of the forms since 2019 in a year, all applicants; figures that an open
-- error speaks against are left out.
--   :province  province, such as 浙江省
--   :year  report year

SELECT indicator.code AS ground, indicator.zh AS ground_zh, indicator.en AS ground_en, sum(figure.value) AS requests, count(*) AS reports,
  sum(figure.value > 0) AS reports_with_any
FROM county
CROSS JOIN body ON body.county_code = county.code
CROSS JOIN report ON report.body_id = body.id AND report.year = CAST(:year AS INTEGER)
CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
CROSS JOIN indicator ON indicator.id IN (SELECT id FROM indicator WHERE code GLOB 'denied_*')
CROSS JOIN figure ON figure.version_id = version.id AND figure.indicator_id = indicator.id
  AND figure.applicant_id = (SELECT id FROM applicant WHERE code = 'total')
WHERE county.province = :province AND figure.value IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM figure_doubt AS doubt WHERE doubt.version_id = figure.version_id AND doubt.indicator_id = figure.indicator_id
    AND doubt.applicant_id = figure.applicant_id AND doubt.severity = 'error')
GROUP BY indicator.id
ORDER BY requests DESC, indicator.id
