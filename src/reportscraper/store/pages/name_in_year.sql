-- Name in a year
-- The name under which a series of bodies reported on a year, and the county that showed it.
--   :lineage  number of the series
--   :year  report year

SELECT body.name AS body, body.county_code AS county_code
FROM body JOIN report ON report.body_id = body.id
WHERE body.lineage_id = :lineage AND report.year = :year
ORDER BY body.id DESC
