-- Compare an indicator
-- Values of one cell of the official forms for all bodies of a county and a span of years.
--   :indicator  code of an indicator, such as denied_process
--   :applicant  applicant type, such as total; empty for figures that are not by applicant
--   :county  name or code of the county; empty for all
--   :first_year  first year; empty for all
--   :last_year  last year; empty for all

-- Not asked of figure_list: only so are the figures found by their whole key, one a report.
SELECT county.name AS county, body.name AS body, report.year AS year, figure.value AS value,
  coalesce(note.unit, indicator.unit) AS unit,
  (SELECT min(severity) FROM figure_doubt AS doubt WHERE doubt.version_id = figure.version_id
    AND doubt.indicator_id = figure.indicator_id AND doubt.applicant_id = figure.applicant_id) AS doubt,
  'exact' AS exactness, 'table' AS source,
  (SELECT count(*) FROM finding WHERE finding.version_id = version.id AND severity = 'error') AS errors, version.url AS url
FROM indicator
JOIN applicant ON applicant.code IS nullif(:applicant, '')
JOIN report ON report.year BETWEEN CAST(:first_year AS INTEGER) AND CAST(coalesce(nullif(:last_year, ''), '9999') AS INTEGER)
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN figure ON figure.version_id = version.id AND figure.indicator_id = indicator.id AND figure.applicant_id = applicant.id
JOIN body ON body.id = report.body_id
LEFT JOIN county ON county.code = body.county_code
LEFT JOIN figure_note AS note ON note.version_id = figure.version_id
  AND note.indicator_id = figure.indicator_id AND note.applicant_id = figure.applicant_id
WHERE indicator.code = :indicator AND figure.value IS NOT NULL AND :county IN ('', county.name, county.code)
ORDER BY county.name, body.name, report.year
