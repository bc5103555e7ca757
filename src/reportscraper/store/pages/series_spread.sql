-- How a series is spread
-- How many bodies print each value of a series in a year; values that an error speaks against are left out.
--   :series  series
--   :year  report year

SELECT point.value AS value, count(*) AS bodies
FROM series
CROSS JOIN standing_point AS point ON point.series_id = series.id AND point.year = :year
WHERE series.code = :series AND NOT point.wrong
GROUP BY point.value ORDER BY point.value
