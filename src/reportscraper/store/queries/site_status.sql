-- Status of each site
-- Pages, bodies and reports of each county, open findings, and when its site was last fetched.

SELECT county.name AS county, county.code AS county_code, county.home AS home, county.sample AS sample, county.open_run IS NOT NULL AS unfinished,
  total.pages AS pages, (SELECT count(*) FROM body WHERE county_code = county.code) AS bodies,
  (SELECT coalesce(sum(reports), 0) FROM coverage WHERE county_code = county.code) AS reports,
  (SELECT min(year) FROM coverage WHERE county_code = county.code) AS first_year,
  (SELECT max(year) FROM coverage WHERE county_code = county.code) AS last_year,
  total.errors AS errors, total.warnings AS warnings, total.pages_in_trouble AS pages_in_trouble,
  (SELECT count(*) FROM entry WHERE county_code = county.code AND state = 'listed_unread') AS unread,
  (SELECT fetched_at FROM capture WHERE id = (SELECT max(current_capture_id) FROM page WHERE county_code = county.code)) AS last_fetched
FROM county JOIN site_total AS total ON total.county_code = county.code
ORDER BY county.code
