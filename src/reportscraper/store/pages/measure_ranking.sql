-- Bodies by a rate
-- The bodies with the greatest rates in a year; rates of fewer than ``least`` cases, and those that an error speaks against, are left out.
-- ``found`` is the number of all that have one.
--   :measure  measure
--   :year  report year
--   :province  province; empty for all
--   :level  level of the bodies; empty for all
--   :least  fewest cases
--   :most  how many

WITH rated AS MATERIALIZED (
  SELECT body_id, round(100.0 * above / below, 2) AS value, above, below, exactness
  FROM standing_rate
  WHERE measure = :measure AND year = :year AND NOT wrong AND below >= :least
    AND (:province = '' AND :level = '' OR body_id IN (
      SELECT body.id FROM county CROSS JOIN body ON body.county_code = county.code
      WHERE :province IN ('', county.province) AND :level IN ('', body.level)))
), last AS MATERIALIZED (
  SELECT value, below FROM rated ORDER BY value DESC, below DESC LIMIT 1 OFFSET :most - 1
)
SELECT rank() OVER (ORDER BY rated.value DESC) AS rank, county.code AS county_code, county.name AS county, county.province AS province,
       body.name AS body, :year AS year, rated.value AS value, above, rated.below AS below, exactness,
       (SELECT min(severity) FROM series_doubt AS doubt WHERE doubt.version_id = version.id
          AND doubt.series_id IN (SELECT series_id FROM measure_part WHERE measure = :measure)) AS doubt,
       (SELECT count(*) FROM rated) AS found
FROM rated
CROSS JOIN body ON body.id = rated.body_id
CROSS JOIN county ON county.code = body.county_code
CROSS JOIN report ON report.body_id = body.id AND report.year = :year
CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
WHERE rated.value > coalesce((SELECT value FROM last), -1)
  OR rated.value = (SELECT value FROM last) AND rated.below >= (SELECT below FROM last)
ORDER BY rated.value DESC, rated.below DESC, county.code, body.name LIMIT :most
