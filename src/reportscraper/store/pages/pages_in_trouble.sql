-- Pages in trouble
-- Pages whose last visit brought nothing, newest first.
--   :most  how many

SELECT county.name AS county, bad.url AS url, bad.outcome AS outcome, bad.reason AS reason,
       coalesce(bad.title, bad.listed_title, '') AS title
FROM (
  SELECT * FROM page WHERE outcome NOT IN ('new', 'unchanged', 'revised') ORDER BY county_code, url LIMIT :most
) AS bad
JOIN county ON county.code = bad.county_code
ORDER BY bad.county_code, bad.url
