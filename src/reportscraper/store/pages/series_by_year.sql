-- Series of a place by year
-- Total and median of each series over the bodies of a county, a province or the nation; values that are not to be set against other
-- forms (``apart``) stand in rows of their own. Values that an error speaks against are left out and counted in ``wrong``.
--   :series  JSON list of series
--   :province  province; empty for all
--   :county  county code; empty for all

WITH value AS MATERIALIZED (
  SELECT series.code AS series, report.year AS year, point.value AS value, part.exactness = 'not_comparable' AS apart,
         part.exactness = 'approximate' AS approximate,
         EXISTS (SELECT 1 FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error'
           AND EXISTS (SELECT 1 FROM series_doubt AS doubt WHERE doubt.version_id = version.id
             AND doubt.series_id = point.series_id AND doubt.severity = 'error')) AS wrong
  FROM county
  CROSS JOIN body ON body.county_code = county.code
  CROSS JOIN report ON report.body_id = body.id
  CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
  CROSS JOIN series ON series.code IN (SELECT value FROM json_each(:series))
  CROSS JOIN series_point AS point ON point.version_id = version.id AND point.series_id = series.id
  CROSS JOIN series_part AS part ON part.id = point.part_id
  WHERE (:province = '' OR county.province = :province) AND (:county = '' OR county.code = :county)
), ordered AS (
  SELECT *, row_number() OVER (PARTITION BY series, year, apart, wrong ORDER BY value) AS place,
         count(*) OVER (PARTITION BY series, year, apart, wrong) AS found
  FROM value
)
SELECT series, year, apart, sum(NOT wrong) AS reports, sum(value) FILTER (WHERE NOT wrong) AS total,
       avg(value) FILTER (WHERE NOT wrong AND place IN ((found + 1) / 2, (found + 2) / 2)) AS median,
       sum(approximate AND NOT wrong) AS approximate, sum(wrong) AS wrong
FROM ordered
GROUP BY series, year, apart
ORDER BY series, year, apart
