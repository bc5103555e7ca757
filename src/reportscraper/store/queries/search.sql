-- Search with the words in their sentence
-- Chapters that hold all the given words, those of one report together: by relevance (bm25; a sentence that many reports share counts
-- less) or the newest first, at most 500. Words that more than 5,000 chapters hold tell none apart: then the 2,000 stored last are looked
-- at, the newest first. chapters says how many were found in all, is_cut whether there are more. Found as search_words finds.
--   :words  one or more words, such as 行政复议 培训
--   :body  name of the body or a part of it; empty for all
--   :county  name or code of the county; empty for all
--   :year  report year; empty for all
--   :province  province, such as 浙江省; empty for all
--   :function  function of the bodies, such as education (docs/functions.md); empty for all
--   :kind  kind of chapter, such as problems; empty for all
--   :order  date for the newest first; empty for those that fit best

{search_hits}
SELECT county.name AS county, placed.body AS body, placed.year AS year, section.kind AS kind, section.heading AS heading,
  substr(section.text, max(1, instr(section.text, substr(trim(:words) || ' ', 1, instr(trim(:words) || ' ', ' ') - 1)) - 30), 120) AS excerpt,
  version.url AS url, section.id AS section_id, placed.county_code AS county_code, county.province AS province,
  (SELECT count(*) FROM placed) AS chapters, NOT (SELECT is_rare FROM whole) AND (SELECT count(*) FROM hit) = 2000 AS is_cut
FROM placed
JOIN county ON county.code = placed.county_code
JOIN section ON section.id = placed.id
JOIN report_version AS version ON version.id = placed.version_id
ORDER BY place, weight, section.position
LIMIT 500
