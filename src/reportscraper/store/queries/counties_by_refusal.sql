-- Which counties refuse most
-- Requests refused and closed over the bodies of each county in a year, and the share refused in per cent, the greatest share first.
-- Counties with fewer than 20 closed requests come last, since a share of few says little. Values that an error speaks against are left out.
--   :year  report year
--   :province  province, such as 浙江省; empty for all

SELECT county.province AS province, county.name AS county, county.code AS county_code, denied.total AS denied, closed.total AS closed,
  round(100.0 * denied.total / nullif(closed.total, 0), 1) AS share, denied.reports AS denied_reports, closed.reports AS closed_reports
FROM county
CROSS JOIN place_series AS denied ON denied.place = county.code AND denied.series_id = (SELECT id FROM series WHERE code = 'denied')
  AND denied.year = CAST(:year AS INTEGER) AND denied.apart = 0
CROSS JOIN place_series AS closed ON closed.place = county.code AND closed.series_id = (SELECT id FROM series WHERE code = 'requests_closed')
  AND closed.year = denied.year AND closed.apart = 0
WHERE (:province = '' OR county.province = :province) AND denied.reports > 0 AND closed.reports > 0
ORDER BY closed.total < 20, share DESC, denied.total DESC, county.code
LIMIT 200
