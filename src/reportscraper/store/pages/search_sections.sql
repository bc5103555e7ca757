-- Chapters that hold the words
-- Chapters of current versions, those of one report together: by relevance (bm25; a sentence that many reports share counts less) or the
-- newest first. Words that more than 5,000 chapters hold tell none apart: then the 2,000 stored last are shown, the newest first (is_cut).
-- found is the number of reports, chapters that of chapters. Empty parameters and a year of 0 do not restrict.
--   :words  words as typed
--   :body  name of the body or a part of it
--   :county  name or code of a county
--   :province  province
--   :function  function of the bodies, such as education (docs/functions.md)
--   :year  report year
--   :kind  kind of chapter
--   :order  date for the newest first; empty for those that fit best
--   :most  how many reports
--   :skip  how many reports to leave out first

{search_hits}
SELECT placed.county_code AS county_code, county.name AS county, county.province AS province, placed.body AS body, placed.year AS year,
       section.kind AS kind, section.heading AS heading, section.text AS text, (SELECT max(place) FROM placed) AS found,
       (SELECT count(*) FROM placed) AS chapters, NOT (SELECT is_rare FROM whole) AND (SELECT count(*) FROM hit) = 2000 AS is_cut
FROM placed
JOIN county ON county.code = placed.county_code
JOIN section ON section.id = placed.id
WHERE place > :skip AND place <= :skip + :most
ORDER BY place, weight, section.position
