-- Compare a series
-- Values of one series for all bodies of a county and a span of years, with how well they can be compared.
--   :series  code of a series, such as requests_received
--   :county  name or code of the county; empty for all
--   :first_year  first year; empty for all
--   :last_year  last year; empty for all

SELECT county, body, year, value, unit, doubt, exactness, source, errors, url
FROM series_value
WHERE series = :series AND :county IN ('', county, county_code)
  AND year BETWEEN CAST(:first_year AS INTEGER) AND CAST(coalesce(nullif(:last_year, ''), '9999') AS INTEGER)
ORDER BY county_code, body, year
