-- Reports of the same body before and after
-- The years next to a report's for which its body has a report.
--   :body  full name of the body
--   :county  name or code of a county; empty when the body's name is enough
--   :year  report year

SELECT max(CASE WHEN report.year < CAST(:year AS INTEGER) THEN report.year END) AS previous_year,
  min(CASE WHEN report.year > CAST(:year AS INTEGER) THEN report.year END) AS next_year
FROM report JOIN body ON body.id = report.body_id JOIN county ON county.code = body.county_code
WHERE body.name = :body AND :county IN ('', county.name, county.code)
