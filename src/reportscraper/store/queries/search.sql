-- Search with the words in their sentence
-- Sections that hold all the given words, newest first, with where they stand. Found as search_words finds.
--   :words  one or more words, such as 行政复议 培训
--   :body  name of the body or a part of it; empty for all
--   :county  name or code of the county; empty for all
--   :year  report year; empty for all

SELECT county, body, year, kind, heading,
  substr(text, max(1, instr(text, substr(trim(:words) || ' ', 1, instr(trim(:words) || ' ', ' ') - 1)) - 30), 120) AS excerpt,
  url, section_id
FROM section_list
WHERE section_id IN (SELECT rowid FROM section_fts WHERE section_fts MATCH escape_fts(:words))
  AND :county IN ('', county, county_code)
  AND (:body = '' OR instr(body, :body) > 0) AND (:year = '' OR year = CAST(:year AS INTEGER))
ORDER BY year DESC, county, body, section_id
LIMIT 500
