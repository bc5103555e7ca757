-- Bodies of a county
-- Every body with its reports counted.
--   :county  county code

SELECT body.county_code AS county_code, county.name AS county, county.province AS province, body.name AS body,
       body.level AS level, count(report.id) AS reports, min(report.year) AS first_year, max(report.year) AS last_year
FROM body
LEFT JOIN county ON county.code = body.county_code
LEFT JOIN report ON report.body_id = body.id
WHERE body.county_code = :county
GROUP BY body.id
ORDER BY CASE body.level WHEN 'county_government' THEN 0 WHEN 'office' THEN 1 WHEN 'department' THEN 2
         WHEN 'township' THEN 3 WHEN 'subdistrict' THEN 4 ELSE 5 END, body.name
