-- Medians of a series by province
-- The median over the bodies of each province in a year: of the values that can be set against other forms', of the others where there are
-- none; values that an error speaks against are left out.
--   :series  series
--   :year  report year

SELECT place AS province, median, reports
FROM (SELECT DISTINCT province FROM county WHERE province <> '') AS known
CROSS JOIN series ON series.code = :series
CROSS JOIN place_series AS found ON found.place = known.province AND found.series_id = series.id AND found.year = :year
WHERE reports > 0 AND apart = (SELECT min(apart) FROM place_series AS other WHERE other.place = found.place
  AND other.series_id = found.series_id AND other.year = found.year AND other.reports > 0)
