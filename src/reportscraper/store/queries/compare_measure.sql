-- Compare a measure
-- Values of one derived measure for all bodies of a county and a span of years.
--   :measure  code of a measure, such as refusal_rate
--   :county  name or code of the county; empty for all
--   :first_year  first year; empty for all
--   :last_year  last year; empty for all

SELECT county, body, year, value, unit, doubt, exactness, 'table' AS source,
  (SELECT count(*) FROM finding WHERE finding.version_id = measure_value.version_id AND severity = 'error') AS errors, url
FROM measure_value
WHERE measure = :measure AND :county IN ('', county, county_code)
  AND year BETWEEN CAST(:first_year AS INTEGER) AND CAST(coalesce(nullif(:last_year, ''), '9999') AS INTEGER)
ORDER BY county_code, body, year
