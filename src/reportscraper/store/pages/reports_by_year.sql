-- Reports by year of a place
-- How many bodies of a county, a province or the nation have a report, year by year.
--   :province  province; empty for all
--   :county  county code; empty for all

SELECT coverage.year AS year, sum(coverage.reports) AS reports
FROM coverage JOIN county ON county.code = coverage.county_code
WHERE (:province = '' OR county.province = :province) AND (:county = '' OR county.code = :county)
GROUP BY coverage.year ORDER BY coverage.year
