-- Years of every body
-- A row a report; a body without any has one row without a year.
--   :county  name or code of the county; empty for all

SELECT county.name AS county, county.code AS county_code, body.name AS body, body.level AS level, report.year AS year
FROM body
JOIN county ON county.code = body.county_code
LEFT JOIN report ON report.body_id = body.id
WHERE :county IN ('', county.name, county.code)
ORDER BY county.code, CASE body.level WHEN 'county_government' THEN 0 WHEN 'office' THEN 1 WHEN 'department' THEN 2
         WHEN 'township' THEN 3 WHEN 'subdistrict' THEN 4 ELSE 5 END, body.name, report.year
