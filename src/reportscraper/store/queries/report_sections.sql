-- Chapters of a report
-- The text of the current version, chapter by chapter.
--   :body  full name of the body
--   :county  name or code of the county; empty when the body's name is enough
--   :year  report year

SELECT kind, heading, text, url, section_id
FROM section_list
WHERE body = :body AND :county IN ('', county, county_code) AND year = CAST(:year AS INTEGER)
ORDER BY section_id
