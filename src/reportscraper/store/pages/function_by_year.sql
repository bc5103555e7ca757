-- Series of a function by year
-- Total and median of series over the bodies charged with one thing, of all provinces together or, with ``split`` 1, of each. Values that
-- are not to be set against other forms' (``apart``) stand in rows of their own; those that an error speaks against are left out and
-- counted in ``wrong``.
--   :series  JSON list of series
--   :function  function
--   :province  province; empty for all
--   :level  level of the bodies; empty for all
--   :split  1 to have each province by itself

SELECT wanted.place AS place, series.code AS series, year, apart, reports, total, median, approximate > 0 AS approximate, wrong
FROM (
  SELECT '' AS place, coalesce(nullif(:province, ''), '*') AS province WHERE NOT :split
  UNION ALL
  SELECT DISTINCT province, province FROM county WHERE :split AND :province IN ('', province)
) AS wanted
CROSS JOIN series ON series.code IN (SELECT value FROM json_each(:series))
CROSS JOIN place_series AS known ON known.series_id = series.id
  AND known.place = :function || '/' || wanted.province || '/' || coalesce(nullif(:level, ''), '*')
ORDER BY place, series, year, apart
