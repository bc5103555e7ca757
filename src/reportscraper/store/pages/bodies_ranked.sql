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

SELECT line, placed.county_code AS county_code, county, body, coalesce(now.county_code, placed.county_code) AS county_code_now,
       coalesce(now.name, body) AS body_now, year, rank, ranked, found
FROM (
  SELECT *, max(at) OVER () AS found
  FROM (
    SELECT *, dense_rank() OVER (ORDER BY latest IS NULL, latest DESC, line) AS at
    FROM (
      SELECT *, CASE WHEN fits THEN rank() OVER (PARTITION BY year, fits ORDER BY value DESC) END AS rank,
             sum(fits) OVER (PARTITION BY year) AS ranked, max(value) FILTER (WHERE fits AND year = :year) OVER (PARTITION BY line) AS latest
      FROM (
        SELECT wanted.line, wanted.county_code, wanted.county, wanted.name AS body, report.year AS year, point.value AS value,
               coalesce(NOT point.wrong AND part.exactness <> 'not_comparable', 0) AS fits
        FROM (
          SELECT body.id, body.name, county.code AS county_code, county.name AS county, coalesce(lineage_id, -body.id) AS line
          FROM county CROSS JOIN body ON body.county_code = county.code WHERE county.code = :county
          UNION ALL
          SELECT body.id, body.name, county.code, county.name, coalesce(lineage_id, -body.id)
          FROM body CROSS JOIN county ON county.code = body.county_code
          WHERE :county = '' AND body.function = :function AND :province IN ('', county.province) AND :level IN ('', body.level)
        ) AS wanted
        CROSS JOIN report ON report.body_id = wanted.id
        LEFT JOIN series ON series.code = :series
        LEFT JOIN standing_point AS point ON point.series_id = series.id AND point.year = report.year AND point.body_id = wanted.id
        LEFT JOIN series_part AS part ON part.id = point.part_id
      )
    )
  )
) AS placed
LEFT JOIN lineage ON lineage.id = line
LEFT JOIN body AS now ON now.id = lineage.body_id
WHERE at > :skip AND at <= :skip + :most
ORDER BY at, year
