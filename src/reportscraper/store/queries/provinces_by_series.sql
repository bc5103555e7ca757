-- Provinces by a series
-- Total, median and number of reports of each province in a year, the greatest median first; a median is not moved by how many bodies of a
-- province have been collected. Values that an error speaks against are left out.
--   :series  code of a series, such as requests_received
--   :year  report year

SELECT place AS province, reports, total, median, approximate, wrong, series.unit AS unit
FROM (SELECT DISTINCT province FROM county WHERE province <> '') AS known
CROSS JOIN series ON series.code = :series
CROSS JOIN place_series AS found ON found.place = known.province AND found.series_id = series.id AND found.year = CAST(:year AS INTEGER)
WHERE reports > 0 AND apart = 0
ORDER BY median DESC, total DESC, place
