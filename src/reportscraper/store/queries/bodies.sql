-- Bodies and their reports
-- Every body with the years of its reports.
--   :name  name of the body or a part of it; empty for all

SELECT county.name AS county, county.code AS county_code, body.name AS body, body.level AS level,
  count(report.id) AS reports, min(report.year) AS first_year, max(report.year) AS last_year, body.function AS function,
  coalesce(now.name, body.name) AS body_now, body.lineage_id AS lineage_id
FROM body
JOIN county ON county.code = body.county_code
LEFT JOIN report ON report.body_id = body.id
LEFT JOIN lineage ON lineage.id = body.lineage_id
LEFT JOIN body AS now ON now.id = lineage.body_id
WHERE :name = '' OR instr(body.name, :name) > 0
GROUP BY body.id
ORDER BY county.code, CASE body.level WHEN 'county_government' THEN 1 WHEN 'office' THEN 2 WHEN 'department' THEN 3
  WHEN 'township' THEN 4 WHEN 'subdistrict' THEN 5 ELSE 6 END, body.name
