-- Years of every body
-- A row a report; a body without any has one row without a year. body_now is the name of today of a body that was renamed.
--   :county  name or code of the county; empty for all

SELECT county.name AS county, county.code AS county_code, body.name AS body, body.level AS level, report.year AS year,
  coalesce(now.name, body.name) AS body_now, body.lineage_id AS lineage_id
FROM body
JOIN county ON county.code = body.county_code
LEFT JOIN report ON report.body_id = body.id
LEFT JOIN lineage ON lineage.id = body.lineage_id
LEFT JOIN body AS now ON now.id = lineage.body_id
WHERE :county IN ('', county.name, county.code)
ORDER BY county.code, CASE body.level WHEN 'county_government' THEN 0 WHEN 'office' THEN 1 WHEN 'department' THEN 2
         WHEN 'township' THEN 3 WHEN 'subdistrict' THEN 4 ELSE 5 END, body_now, report.year
