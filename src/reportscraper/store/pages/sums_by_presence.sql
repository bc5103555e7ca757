-- Sums of series by the years that bodies report in
-- A report counts where it has all the series, comparable and without an error against them. ``present`` has a bit for each year (2000 is
-- bit 0) of which a body has such a report, so that sums over the same bodies can be made for any run of years.
--   :series  JSON list of series
--   :first  first year, 2000 or later

WITH value AS MATERIALIZED (
  SELECT report.body_id AS body_id, report.year AS year, point.version_id AS version_id, series.code AS series,
         point.value AS value, part.exactness = 'approximate' AS approximate
  FROM report
  CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
  CROSS JOIN series ON series.code IN (SELECT value FROM json_each(:series))
  CROSS JOIN series_point AS point ON point.version_id = version.id AND point.series_id = series.id
  CROSS JOIN series_part AS part ON part.id = point.part_id
  WHERE report.year BETWEEN :first AND :first + 61 AND part.exactness <> 'not_comparable'
    AND NOT EXISTS (SELECT 1 FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error'
      AND EXISTS (SELECT 1 FROM series_doubt AS doubt WHERE doubt.version_id = version.id
        AND doubt.series_id = point.series_id AND doubt.severity = 'error'))
), fit AS MATERIALIZED (
  SELECT version_id, body_id, year FROM value GROUP BY version_id HAVING count(*) = json_array_length(:series)
), body_years AS MATERIALIZED (
  SELECT body_id, sum(1 << (year - 2000)) AS present FROM fit GROUP BY body_id
)
SELECT body_years.present AS present, value.year AS year, value.series AS series, count(*) AS reports,
       sum(value.value) AS total, sum(value.approximate) AS approximate
FROM value
JOIN fit ON fit.version_id = value.version_id
JOIN body_years ON body_years.body_id = value.body_id
GROUP BY body_years.present, value.year, value.series
