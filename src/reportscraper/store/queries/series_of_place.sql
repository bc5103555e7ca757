-- One series over the years of a place
-- Total and median over the bodies of a county, a province or the nation, year by year; apart is 1 for values that cannot be set against
-- those of other forms, approximate and wrong say how many fit only roughly and how many were left out for an error. Of a name that several
-- counties bear, each has its rows, with its code.
--   :series  code of a series, such as requests_received
--   :place  name or code of a county, or name of a province; empty for the nation

SELECT known.year AS year, reports, total, median, approximate, wrong, apart, series.unit AS unit, wanted.county_code AS county_code
FROM (
  SELECT code AS place, code AS county_code FROM county WHERE :place IN (code, name)
  UNION ALL
  SELECT :place, NULL WHERE :place NOT IN (SELECT code FROM county UNION ALL SELECT name FROM county)
) AS wanted
CROSS JOIN series ON series.code = :series
CROSS JOIN place_series AS known ON known.series_id = series.id AND known.place = wanted.place
ORDER BY wanted.county_code, known.year, apart
