-- Compare an indicator
-- Values of one cell of the official forms for the bodies of a county, province, function or level and a span of years.
--   :indicator  code of an indicator, such as denied_process
--   :applicant  applicant type, such as total; empty for figures that are not by applicant
--   :county  name or code of the county; empty for all
--   :province  province, such as 浙江省; empty for all
--   :function  function of the bodies, such as education (docs/functions.md); empty for all
--   :level  level of the bodies, such as department; empty for all
--   :first_year  first year; empty for all
--   :last_year  last year; empty for all

-- Not asked of figure_list: only so are the bodies looked for first, and the figures found by their whole key, one a report.
SELECT county.name AS county, body.name AS body, report.year AS year, figure.value AS value,
  coalesce(note.unit, indicator.unit) AS unit,
  (SELECT min(severity) FROM figure_doubt AS doubt WHERE doubt.version_id = figure.version_id
    AND doubt.indicator_id = figure.indicator_id AND doubt.applicant_id = figure.applicant_id) AS doubt,
  'exact' AS exactness, 'table' AS source,
  (SELECT count(*) FROM finding WHERE finding.version_id = version.id AND severity = 'error') AS errors, version.url AS url,
  county.code AS county_code, county.province AS province, body.level AS level, body.function AS function,
  coalesce(now.name, body.name) AS body_now, body.lineage_id AS lineage_id, succession.year AS change_year, succession.last_year AS change_last_year,
  succession.date || ' ' || succession.kind || ': ' || before || ' → ' || after || ' ' || document AS change
FROM indicator
JOIN applicant ON applicant.code IS nullif(:applicant, '')
CROSS JOIN body
JOIN report ON report.body_id = body.id
  AND report.year BETWEEN CAST(:first_year AS INTEGER) AND CAST(coalesce(nullif(:last_year, ''), '9999') AS INTEGER)
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN figure ON figure.version_id = version.id AND figure.indicator_id = indicator.id AND figure.applicant_id = applicant.id
LEFT JOIN county ON county.code = body.county_code
LEFT JOIN figure_note AS note ON note.version_id = figure.version_id
  AND note.indicator_id = figure.indicator_id AND note.applicant_id = figure.applicant_id
LEFT JOIN lineage ON lineage.id = body.lineage_id
LEFT JOIN body AS now ON now.id = lineage.body_id
LEFT JOIN succession ON succession.id = (
  SELECT each.id FROM body_succession AS part_in JOIN succession AS each ON each.id = part_in.succession_id
  WHERE part_in.body_id = body.id AND part_in.is_after = 1 AND each.effect = 'break' AND each.year <= report.year
  ORDER BY each.year DESC, each.id DESC LIMIT 1)
WHERE indicator.code = :indicator AND figure.value IS NOT NULL AND body.id IN (
  SELECT body.id FROM body LEFT JOIN county ON county.code = body.county_code
  WHERE :county IN ('', county.name, county.code) AND :province IN ('', county.province)
    AND :function IN ('', body.function) AND :level IN ('', body.level))
ORDER BY county.code, body_now, body.lineage_id, report.year, body.name
