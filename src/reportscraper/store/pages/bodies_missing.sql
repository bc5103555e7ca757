-- Bodies without a report of a year
-- The bodies of a county or a province that have no report of a year in this database; with the number of all.
--   :province  province; empty for all
--   :county  county code; empty for all
--   :year  report year
--   :most  how many

SELECT county.code AS county_code, county.name AS county, body.name AS body, count(*) OVER () AS found
FROM county
CROSS JOIN body ON body.county_code = county.code
WHERE (:province = '' OR county.province = :province) AND (:county = '' OR county.code = :county)
  AND NOT EXISTS (SELECT 1 FROM report WHERE report.body_id = body.id AND report.year = :year)
ORDER BY county.code, body.name LIMIT :most
