-- Pages in trouble
-- Pages whose last visit brought nothing, newest first.
--   :most  how many

SELECT county.name AS county, page.url AS url, page.outcome AS outcome, page.reason AS reason,
       coalesce(page.title, page.listed_title, '') AS title
FROM page JOIN county ON county.code = page.county_code
WHERE page.outcome NOT IN ('new', 'unchanged', 'revised')
ORDER BY page.county_code, page.url LIMIT :most
