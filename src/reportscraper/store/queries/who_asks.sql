-- Who asks for information
-- Requests of natural persons and of organisations in a place, year by year, and the share of natural persons in per cent; forms before 2019
-- did not count them apart. Values that an error speaks against are left out. Of a name that several counties bear, each has its rows.
--   :place  name or code of a county, or name of a province; empty for the nation

SELECT persons.year AS year, persons.total AS natural_persons, organisations.total AS organisations,
  round(100.0 * persons.total / nullif(persons.total + organisations.total, 0), 1) AS share, persons.reports AS reports,
  wanted.county_code AS county_code
FROM (
  SELECT code AS place, code AS county_code FROM county WHERE :place IN (code, name)
  UNION ALL
  SELECT :place, NULL WHERE :place NOT IN (SELECT code FROM county UNION ALL SELECT name FROM county)
) AS wanted
CROSS JOIN place_series AS persons ON persons.place = wanted.place
CROSS JOIN place_series AS organisations ON organisations.place = persons.place AND organisations.year = persons.year
  AND organisations.series_id = (SELECT id FROM series WHERE code = 'requests_from_organisations') AND organisations.apart = 0
WHERE persons.series_id = (SELECT id FROM series WHERE code = 'requests_from_persons') AND persons.apart = 0
ORDER BY wanted.county_code, persons.year
