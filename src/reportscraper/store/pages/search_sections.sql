-- Chapters that hold the words
-- Current versions only; an empty county or kind and a year of 0 do not restrict.
--   :words  words as typed
--   :county  county code
--   :year  report year
--   :kind  kind of chapter
--   :most  how many
--   :skip  how many to leave out first

WITH hit AS (
  SELECT section.id AS id, version.report_id AS report_id, count(*) OVER () AS found
  FROM section
  JOIN report_version AS version ON version.id = section.version_id AND version.is_current = 1
  JOIN report ON report.id = version.report_id
  JOIN body ON body.id = report.body_id
  WHERE section.id IN (SELECT rowid FROM section_fts WHERE section_fts MATCH escape_fts(:words))
    AND (:county = '' OR body.county_code = :county) AND (:year = 0 OR report.year = :year)
    AND (:kind = '' OR section.kind = :kind)
  ORDER BY report.year DESC, body.county_code, body.name, section.position
  LIMIT :most OFFSET :skip
)
SELECT county.code AS county_code, county.name AS county, body.name AS body, report.year AS year, section.kind AS kind,
       section.heading AS heading, section.text AS text, hit.found AS found
FROM hit
JOIN section ON section.id = hit.id
JOIN report ON report.id = hit.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
ORDER BY report.year DESC, county.code, body.name, section.position
