-- Search the text of reports
-- Sections that hold all the given words. Parts separated by blanks may stand apart; characters of one part stand together.
--   :words  one or more words, such as 行政复议 培训

SELECT county, body, year, kind, heading,
       substr(text, max(1, instr(text, trim(:words)) - 30), 90) AS excerpt, url, section_id
FROM section_list
WHERE section_id IN (SELECT rowid FROM section_fts WHERE section_fts MATCH escape_fts(:words))
ORDER BY year DESC, county, body, section_id
LIMIT 500
