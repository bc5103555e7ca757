-- Counties of a province
-- Each with its bodies and how many of them have a report of a year.
--   :province  province
--   :year  report year

SELECT county.code AS county_code, county.name AS county,
       (SELECT count(*) FROM body WHERE body.county_code = county.code) AS bodies,
       coalesce((SELECT reports FROM coverage WHERE coverage.county_code = county.code AND coverage.year = :year), 0) AS reports
FROM county WHERE county.province = :province ORDER BY county.code
