-- Bodies
-- Every body that a report was filed under or a county's list names, in the order of their numbers.
--   :county  code of a county; empty for all
--   :province  province; empty for all
--   :level  level, such as department; empty for all
--   :words  beginning of the body's name; empty for all
--   :after  number of the body before the first
--   :most  how many

SELECT body.id AS body_id, county.code AS county_code, county.name AS county, county.province AS province, body.name AS body,
       body.level AS level, body.credit_code AS credit_code,
       (SELECT count(*) FROM report WHERE report.body_id = body.id) AS reports,
       (SELECT min(year) FROM report WHERE report.body_id = body.id) AS first_year,
       (SELECT max(year) FROM report WHERE report.body_id = body.id) AS last_year
FROM body
JOIN county ON county.code = body.county_code
WHERE body.id > :after AND (:county = '' OR county.code = :county) AND (:province = '' OR county.province = :province)
  AND (:level = '' OR body.level = :level) AND substr(body.name, 1, length(:words)) = :words
ORDER BY body.id
LIMIT :most
