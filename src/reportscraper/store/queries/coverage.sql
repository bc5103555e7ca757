-- Coverage by county and year
-- How many of the bodies known in a county have a report of the year.
--   :province  province, such as 浙江省; empty for all
--   :county  name or code of a county; empty for all

SELECT county.name AS county, county.code AS county_code, year.year AS year, coalesce(coverage.reports, 0) AS reports,
  known.bodies AS bodies, round(100.0 * coalesce(coverage.reports, 0) / known.bodies, 1) AS share
FROM county
JOIN (SELECT county_code, count(*) AS bodies FROM body GROUP BY county_code) AS known ON known.county_code = county.code
JOIN (SELECT DISTINCT year FROM coverage) AS year
LEFT JOIN coverage ON coverage.county_code = county.code AND coverage.year = year.year
WHERE (:province = '' OR county.province = :province) AND :county IN ('', county.name, county.code)
ORDER BY county.code, year.year
