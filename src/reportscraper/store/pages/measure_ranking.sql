-- Bodies by a rate
-- The bodies with the greatest rates in a year; rates of fewer than ``least`` cases, and those that an error speaks against, are left out.
-- ``found`` is the number of all that have one.
--   :measure  measure
--   :year  report year
--   :province  province; empty for all
--   :level  level of the bodies; empty for all
--   :least  fewest cases
--   :most  how many

SELECT rank() OVER (ORDER BY value DESC) AS rank, county_code, county, province, body, year, value, above, below, exactness,
       doubt, count(*) OVER () AS found
FROM measure_value
WHERE measure = :measure AND year = :year AND :province IN ('', province) AND :level IN ('', level)
  AND coalesce(doubt, '') <> 'error' AND below >= :least
ORDER BY value DESC, below DESC, county_code, body LIMIT :most
