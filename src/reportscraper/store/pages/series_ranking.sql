-- Bodies by a series
-- The bodies of a county, a province or the nation with the greatest values of a series in a year; values that an error speaks against are
-- left out. ``found`` is the number of all that have one.
--   :series  series
--   :year  report year
--   :province  province; empty for all
--   :county  county code; empty for all
--   :most  how many

SELECT rank() OVER (ORDER BY first.value DESC) AS rank, county.code AS county_code, county.name AS county,
       county.province AS province, body.name AS body, :year AS year, first.value AS value, part.exactness AS exactness,
       part.source AS source, part.cells AS cells, NULL AS doubt, first.found AS found
FROM (
  SELECT body_id, value, part_id, count(*) OVER () AS found
  FROM series
  CROSS JOIN standing_point AS point ON point.series_id = series.id AND point.year = :year
  WHERE series.code = :series AND NOT point.wrong AND (:province = '' AND :county = '' OR point.body_id IN (
    SELECT body.id FROM county CROSS JOIN body ON body.county_code = county.code
    WHERE :province IN ('', county.province) AND :county IN ('', county.code)))
  ORDER BY value DESC, body_id LIMIT :most
) AS first
JOIN body ON body.id = first.body_id
JOIN county ON county.code = body.county_code
JOIN series_part AS part ON part.id = first.part_id
ORDER BY first.value DESC, county.code, body.name
