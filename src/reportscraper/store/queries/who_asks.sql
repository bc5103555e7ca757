-- Who asks for information
-- Requests of natural persons and of organisations in a place, year by year, and the share of natural persons in per cent; forms before 2019
-- did not count them apart. Values that an error speaks against are left out.
--   :place  name or code of a county, or name of a province; empty for the nation

SELECT persons.year AS year, persons.total AS natural_persons, organisations.total AS organisations,
  round(100.0 * persons.total / nullif(persons.total + organisations.total, 0), 1) AS share, persons.reports AS reports
FROM place_series AS persons
CROSS JOIN place_series AS organisations ON organisations.place = persons.place AND organisations.year = persons.year
  AND organisations.series_id = (SELECT id FROM series WHERE code = 'requests_from_organisations') AND organisations.apart = 0
WHERE persons.place = coalesce((SELECT code FROM county WHERE :place IN (county.code, county.name) ORDER BY code LIMIT 1), :place)
  AND persons.series_id = (SELECT id FROM series WHERE code = 'requests_from_persons') AND persons.apart = 0
ORDER BY persons.year
