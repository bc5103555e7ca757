-- One body
-- A body by county code and name.
--   :county  county code
--   :body  full name

SELECT body.id AS body_id, body.county_code AS county_code, county.name AS county, county.province AS province,
       body.name AS body, body.level AS level, body.function AS function, body.credit_code AS credit_code, body.aliases AS aliases
FROM body
JOIN county ON county.code = body.county_code
WHERE county.code = :county AND body.name = :body
