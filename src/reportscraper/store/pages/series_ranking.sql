-- Bodies by a series
-- The bodies of a county, a province or the nation with the greatest values of a series in a year; values that an error speaks against are
-- left out. ``found`` is the number of all that have one.
--   :series  series
--   :year  report year
--   :province  province; empty for all
--   :county  county code; empty for all
--   :most  how many

WITH value AS MATERIALIZED (
  SELECT report.id AS report_id, report.body_id AS body_id, point.value AS value, part.exactness AS exactness,
         part.source AS source, part.cells AS cells
  FROM series
  CROSS JOIN report ON report.year = :year
  CROSS JOIN body ON body.id = report.body_id
  CROSS JOIN county ON county.code = body.county_code
  CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
  CROSS JOIN series_point AS point ON point.version_id = version.id AND point.series_id = series.id
  CROSS JOIN series_part AS part ON part.id = point.part_id
  WHERE series.code = :series AND (:province = '' OR county.province = :province) AND (:county = '' OR county.code = :county)
    AND NOT EXISTS (SELECT 1 FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error'
      AND EXISTS (SELECT 1 FROM series_doubt AS doubt WHERE doubt.version_id = version.id
        AND doubt.series_id = point.series_id AND doubt.severity = 'error'))
)
SELECT rank() OVER (ORDER BY value.value DESC) AS rank, county.code AS county_code, county.name AS county,
       county.province AS province, body.name AS body, :year AS year, value.value AS value, value.exactness AS exactness,
       value.source AS source, value.cells AS cells, NULL AS doubt, count(*) OVER () AS found
FROM value
JOIN body ON body.id = value.body_id
JOIN county ON county.code = body.county_code
ORDER BY value.value DESC, county.code, body.name
LIMIT :most
