-- Reports by year
-- How many bodies of the listed counties have a report, year by year.
--   :counties  JSON list of county codes

SELECT county_code, year, reports
FROM coverage
WHERE county_code IN (SELECT value FROM json_each(:counties))
ORDER BY county_code, year
