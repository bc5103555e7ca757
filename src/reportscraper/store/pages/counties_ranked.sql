-- Counties of a province by a series
-- The sum of a series over the bodies of each county, year by year, with its rank; comparable values without an error against them.
--   :series  series
--   :province  province

SELECT place AS county_code, year, reports, total, rank() OVER (PARTITION BY year ORDER BY total DESC) AS rank
FROM series
CROSS JOIN county ON county.province = :province
CROSS JOIN place_series AS known ON known.place = county.code AND known.series_id = series.id
WHERE series.code = :series AND NOT apart AND reports > 0
ORDER BY place, year
