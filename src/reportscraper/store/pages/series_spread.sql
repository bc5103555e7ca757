-- How a series is spread
-- How many bodies print each value of a series in a year; values that an error speaks against are left out.
--   :series  series
--   :year  report year

SELECT point.value AS value, count(*) AS bodies
FROM series
CROSS JOIN report ON report.year = :year
CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
CROSS JOIN series_point AS point ON point.version_id = version.id AND point.series_id = series.id
WHERE series.code = :series
  AND NOT EXISTS (SELECT 1 FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error'
    AND EXISTS (SELECT 1 FROM series_doubt AS doubt WHERE doubt.version_id = version.id
      AND doubt.series_id = point.series_id AND doubt.severity = 'error'))
GROUP BY point.value ORDER BY point.value
