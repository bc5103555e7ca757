-- Counties of a province by a series
-- The sum of a series over the bodies of each county, year by year, with its rank; comparable values without an error against them.
--   :series  series
--   :province  province

WITH summed AS (
  SELECT county.code AS county_code, report.year AS year, count(*) AS reports, sum(point.value) AS total
  FROM series
  CROSS JOIN county ON county.province = :province
  CROSS JOIN body ON body.county_code = county.code
  CROSS JOIN report ON report.body_id = body.id
  CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
  CROSS JOIN series_point AS point ON point.version_id = version.id AND point.series_id = series.id
  CROSS JOIN series_part AS part ON part.id = point.part_id AND part.exactness <> 'not_comparable'
  WHERE series.code = :series
    AND NOT EXISTS (SELECT 1 FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error'
      AND EXISTS (SELECT 1 FROM series_doubt AS doubt WHERE doubt.version_id = version.id
        AND doubt.series_id = point.series_id AND doubt.severity = 'error'))
  GROUP BY county.code, report.year
)
SELECT county_code, year, reports, total, rank() OVER (PARTITION BY year ORDER BY total DESC) AS rank
FROM summed ORDER BY county_code, year
