-- Provinces by a series
-- Total, median and number of reports of each province in a year, the greatest median first; a median is not moved by how many bodies of a
-- province have been collected. Values that an error speaks against are left out.
-- zh 各省某项数据: 某年各省的合计、中位数与报告数，中位数高者在前（中位数不随收录单位多少而变）。有错误存疑的数不计。
--   :series  code of a series, such as requests_received
--   :year  report year

SELECT place AS province, reports, total, median, approximate, wrong, series.unit AS unit
FROM (SELECT DISTINCT province FROM county WHERE province <> '') AS known
CROSS JOIN series ON series.code = :series
CROSS JOIN place_series AS found ON found.place = known.province AND found.series_id = series.id AND found.year = CAST(:year AS INTEGER)
WHERE reports > 0 AND apart = 0
ORDER BY median DESC, total DESC, place
