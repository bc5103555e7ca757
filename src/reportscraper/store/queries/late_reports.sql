-- Who publishes late
-- Reports of a year that were published after the last day for it, the latest first.
--   :year  report year
--   :province  province, such as 浙江省; empty for all
--   :function  function of the bodies, such as education (docs/functions.md); empty for all

SELECT province, county, body, year, deadline, published_on, days_late, url
FROM report_summary
WHERE year = CAST(:year AS INTEGER) AND days_late > 0 AND body_id IN (
  SELECT body.id FROM county CROSS JOIN body ON body.county_code = county.code
  WHERE :province IN ('', county.province) AND :function IN ('', body.function))
ORDER BY days_late DESC, county_code, body
LIMIT 500
