-- Series of a place by year
-- Total and median of each series over the bodies of a county, a province or the nation; values that are not to be set against other
-- forms (``apart``) stand in rows of their own. Values that an error speaks against are left out and counted in ``wrong``.
--   :series  JSON list of series
--   :province  province; empty for all
--   :county  county code; empty for all

SELECT series.code AS series, year, apart, reports, total, median, approximate, wrong
FROM series
CROSS JOIN place_series AS known ON known.series_id = series.id
  AND known.place = CASE WHEN :county <> '' THEN :county ELSE :province END
WHERE series.code IN (SELECT value FROM json_each(:series))
ORDER BY series, year, apart
