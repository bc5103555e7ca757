-- One series over the years of a place
-- Total and median over the bodies of a county, a province or the nation, year by year; apart is 1 for values that cannot be set against
-- those of other forms, approximate and wrong say how many fit only roughly and how many were left out for an error.
--   :series  code of a series, such as requests_received
--   :place  name or code of a county, or name of a province; empty for the nation

SELECT known.year AS year, reports, total, median, approximate, wrong, apart, series.unit AS unit
FROM series
CROSS JOIN place_series AS known ON known.series_id = series.id
  AND known.place = coalesce((SELECT code FROM county WHERE :place IN (county.code, county.name) ORDER BY code LIMIT 1), :place)
WHERE series.code = :series
ORDER BY known.year, apart
