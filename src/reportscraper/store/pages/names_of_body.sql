-- Other names of a body
-- The other names that the series of a body reported under, with the years.
--   :county  county code
--   :body  full name

SELECT kin.county_code AS county_code, kin.name AS body, min(report.year) AS first_year, max(report.year) AS last_year
FROM body
JOIN body AS kin ON kin.lineage_id = body.lineage_id AND kin.id <> body.id
JOIN report ON report.body_id = kin.id
WHERE body.county_code = :county AND body.name = :body
GROUP BY kin.id ORDER BY first_year, kin.id
