-- Bodies by a series over the years
-- The bodies of a county, or those charged with one thing, a row a report with its rank of that year; bodies that are one over the years
-- (``line``) stand together, those with the greatest value of the ``year`` first. What is not to be set against other values, or what an
-- error speaks against, has no rank. ``found`` is the number of all lines, ``ranked`` that of all values with a rank in that year.
--   :county  county code; empty for the bodies of a function
--   :function  function
--   :province  province; empty for all
--   :level  level of the bodies; empty for all
--   :series  series
--   :year  report year by whose values bodies are ordered
--   :most  how many bodies
--   :skip  how many to pass over

WITH wanted AS MATERIALIZED (
  SELECT id, coalesce(lineage_id, -id) AS line FROM body WHERE county_code = :county
  UNION ALL
  SELECT body.id, coalesce(lineage_id, -body.id)
  FROM body CROSS JOIN county ON county.code = body.county_code
  WHERE :county = '' AND body.function = :function AND :province IN ('', county.province) AND :level IN ('', body.level)
), valued AS MATERIALIZED (
  SELECT line, body_id, year, value, fits, rank() OVER best AS rank,
         sum(fits) OVER (best RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS ranked
  FROM (
    SELECT wanted.line AS line, wanted.id AS body_id, report.year AS year, point.value AS value,
           coalesce(NOT point.wrong AND part.exactness <> 'not_comparable', 0) AS fits
    FROM wanted
    CROSS JOIN report ON report.body_id = wanted.id
    LEFT JOIN series ON series.code = :series
    LEFT JOIN standing_point AS point ON point.series_id = series.id AND point.year = report.year AND point.body_id = wanted.id
    LEFT JOIN series_part AS part ON part.id = point.part_id
  )
  WINDOW best AS (PARTITION BY year ORDER BY fits DESC, value DESC)
), ordered AS MATERIALIZED (
  SELECT line, row_number() OVER (ORDER BY latest IS NULL, latest DESC, line) AS at, count(*) OVER () AS found
  FROM (SELECT line, max(value) FILTER (WHERE fits AND year = :year) AS latest FROM valued GROUP BY line)
), shown AS MATERIALIZED (
  SELECT line, at, found FROM ordered WHERE at > :skip AND at <= :skip + :most
)
SELECT placed.line AS line, body.county_code AS county_code, county.name AS county, body.name AS body,
       coalesce(now.county_code, body.county_code) AS county_code_now, coalesce(now.name, body.name) AS body_now, placed.year AS year,
       CASE WHEN fits THEN rank END AS rank, ranked, (SELECT found FROM shown) AS found
FROM valued AS placed
CROSS JOIN body ON body.id = placed.body_id
CROSS JOIN county ON county.code = body.county_code
LEFT JOIN lineage ON lineage.id = placed.line
LEFT JOIN body AS now ON now.id = lineage.body_id
WHERE placed.line IN (SELECT line FROM shown)
ORDER BY (SELECT at FROM shown WHERE +shown.line = placed.line), placed.year
