-- Status of each site
-- Pages, bodies and reports of each county, open findings, and when its site was last fetched.

SELECT county.name AS county, county.code AS county_code, county.home AS home, county.sample AS sample, county.open_run IS NOT NULL AS unfinished,
  (SELECT count(*) FROM page WHERE county_code = county.code) AS pages,
  (SELECT count(*) FROM body WHERE county_code = county.code) AS bodies,
  (SELECT count(*) FROM report JOIN body ON body.id = body_id WHERE county_code = county.code) AS reports,
  (SELECT min(year) FROM report JOIN body ON body.id = body_id WHERE county_code = county.code) AS first_year,
  (SELECT max(year) FROM report JOIN body ON body.id = body_id WHERE county_code = county.code) AS last_year,
  (SELECT count(*) FROM finding WHERE county_code = county.code AND severity = 'error') AS errors,
  (SELECT count(*) FROM finding WHERE county_code = county.code AND severity = 'warning') AS warnings,
  (SELECT count(*) FROM page WHERE county_code = county.code
    AND outcome NOT IN ('new', 'unchanged', 'revised')) AS pages_in_trouble,
  (SELECT count(*) FROM entry WHERE county_code = county.code AND state = 'listed_unread') AS unread,
  (SELECT max(fetched_at) FROM page JOIN capture ON capture.id = current_capture_id
    WHERE county_code = county.code) AS last_fetched
FROM county
ORDER BY county.code
