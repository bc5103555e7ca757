-- Coverage of the provinces
-- Bodies of each province, and how many of them have a report of a year.
--   :year  report year

SELECT county.province AS province, sum((SELECT count(*) FROM body WHERE body.county_code = county.code)) AS bodies,
       sum(coalesce((SELECT reports FROM coverage WHERE coverage.county_code = county.code AND coverage.year = :year), 0)) AS reports
FROM county GROUP BY county.province ORDER BY min(county.code)
