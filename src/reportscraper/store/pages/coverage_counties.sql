-- Counties to cover
-- Counties of a province, or whose name or code begins with the words; with the number of all that were found.
--   :province  province; empty for all
--   :words  beginning of a name or a code; empty for all
--   :most  how many
--   :skip  how many to leave out first

SELECT county.code AS county_code, county.name AS county, county.province AS province,
       (SELECT count(*) FROM body WHERE body.county_code = county.code) AS bodies, count(*) OVER () AS found
FROM county
WHERE (:province = '' OR county.province = :province)
  AND (substr(county.name, 1, length(:words)) = :words OR substr(county.code, 1, length(:words)) = :words)
ORDER BY county.code
LIMIT :most OFFSET :skip
