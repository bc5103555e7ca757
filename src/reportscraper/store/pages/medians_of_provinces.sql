-- Medians of a series by province
-- The median over the bodies of each province in a year; values that an error speaks against are left out.
--   :series  series
--   :year  report year

WITH ordered AS (
  SELECT county.province AS province, point.value AS value,
         row_number() OVER (PARTITION BY county.province ORDER BY point.value) AS place,
         count(*) OVER (PARTITION BY county.province) AS found
  FROM series
  CROSS JOIN report ON report.year = :year
  CROSS JOIN body ON body.id = report.body_id
  CROSS JOIN county ON county.code = body.county_code
  CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
  CROSS JOIN series_point AS point ON point.version_id = version.id AND point.series_id = series.id
  WHERE series.code = :series
    AND NOT EXISTS (SELECT 1 FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error'
      AND EXISTS (SELECT 1 FROM series_doubt AS doubt WHERE doubt.version_id = version.id
        AND doubt.series_id = point.series_id AND doubt.severity = 'error'))
)
SELECT province, avg(value) AS median, found AS reports
FROM ordered WHERE place IN ((found + 1) / 2, (found + 2) / 2) GROUP BY province
