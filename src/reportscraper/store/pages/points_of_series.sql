-- Points of series
-- Values of the listed series for the listed bodies between two years.
--   :bodies  JSON list of county code/name
--   :series  JSON list of series
--   :first  first year
--   :last  last year

SELECT county.code AS county_code, county.name AS county, body.name AS body, report.year AS year, version.form AS form,
       series.code AS series, point.value AS value, part.exactness AS exactness, part.source AS source, part.cells AS cells,
       (SELECT min(severity) FROM series_doubt AS doubt WHERE doubt.version_id = point.version_id AND doubt.series_id = point.series_id)
        AS doubt,
       (SELECT finding_id FROM series_doubt AS doubt WHERE doubt.version_id = point.version_id AND doubt.series_id = point.series_id
        ORDER BY severity LIMIT 1) AS against, version.url AS url
FROM json_each(:bodies) AS wanted
JOIN body ON body.county_code = substr(wanted.value, 1, instr(wanted.value, '/') - 1)
  AND body.name = substr(wanted.value, instr(wanted.value, '/') + 1)
JOIN county ON county.code = body.county_code
JOIN report ON report.body_id = body.id AND report.year BETWEEN :first AND :last
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN series ON series.code IN (SELECT value FROM json_each(:series))
JOIN series_point AS point ON point.series_id = series.id AND point.version_id = version.id
JOIN series_part AS part ON part.id = point.part_id
ORDER BY wanted.key, report.year, series.id
