-- Series of a function by year
-- Total and median of series over the bodies charged with one thing, of all provinces together or, with ``split`` 1, of each. Values that
-- are not to be set against other forms' (``apart``) stand in rows of their own; those that an error speaks against are left out and
-- counted in ``wrong``.
--   :series  JSON list of series
--   :function  function
--   :province  province; empty for all
--   :level  level of the bodies; empty for all
--   :split  1 to have each province by itself

SELECT place, series, year, apart, count(*) FILTER (WHERE NOT wrong) AS reports, sum(value) FILTER (WHERE NOT wrong) AS total,
       avg(value) FILTER (WHERE NOT wrong AND at IN ((found + 1) / 2, (found + 2) / 2)) AS median,
       max(approximate AND NOT wrong) AS approximate, sum(wrong) AS wrong
FROM (
  SELECT CASE WHEN :split THEN county.province ELSE '' END AS place, series.code AS series, point.year AS year, point.value AS value,
         point.wrong AS wrong, part.exactness = 'not_comparable' AS apart, part.exactness = 'approximate' AS approximate,
         row_number() OVER whose AS at, count(*) OVER (whose RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS found
  FROM body
  CROSS JOIN county ON county.code = body.county_code
  CROSS JOIN report ON report.body_id = body.id
  CROSS JOIN series ON series.code IN (SELECT value FROM json_each(:series))
  CROSS JOIN standing_point AS point ON point.series_id = series.id AND point.year = report.year AND point.body_id = body.id
  CROSS JOIN series_part AS part ON part.id = point.part_id
  WHERE body.function = :function AND :province IN ('', county.province) AND :level IN ('', body.level)
  WINDOW whose AS (
    PARTITION BY CASE WHEN :split THEN county.province ELSE '' END, series.code, point.year, part.exactness = 'not_comparable', point.wrong
    ORDER BY point.value)
)
GROUP BY place, series, year, apart ORDER BY place, series, year, apart
