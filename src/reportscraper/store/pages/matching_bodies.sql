-- Bodies whose name begins so
-- The words begin the body's name, its name without the county's, or the county's name. Empty finds every body where there are few.
--   :words  beginning of a name
--   :most  how many
--   :few  how many bodies a database may hold and have them all shown unasked

SELECT county.code AS county_code, county.name AS county, body.name AS body, body.level AS level
FROM body
JOIN county ON county.code = body.county_code
WHERE CASE WHEN :words = '' THEN (SELECT count(*) FROM body) <= :few ELSE (
  substr(body.name, 1, length(:words)) = :words OR substr(county.name, 1, length(:words)) = :words
  OR (substr(body.name, 1, length(county.name)) = county.name
      AND substr(body.name, length(county.name) + 1, length(:words)) = :words)
) END
ORDER BY county.code, CASE body.level WHEN 'county_government' THEN 0 WHEN 'office' THEN 1 WHEN 'department' THEN 2
         WHEN 'township' THEN 3 WHEN 'subdistrict' THEN 4 ELSE 5 END, body.name
LIMIT :most
