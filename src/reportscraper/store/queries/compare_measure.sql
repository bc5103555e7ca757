-- Compare a measure
-- Values of one derived measure for the bodies of a county, province, function or level and a span of years.
--   :measure  code of a measure, such as refusal_rate
--   :county  name or code of the county; empty for all
--   :province  province, such as 浙江省; empty for all
--   :function  function of the bodies, such as education (docs/functions.md); empty for all
--   :level  level of the bodies, such as department; empty for all
--   :first_year  first year; empty for all
--   :last_year  last year; empty for all

-- Not asked of measure_value: only so are the bodies looked for first, and the points found by their whole key, a few a report.
WITH made_of AS MATERIALIZED (
  SELECT series_id, is_above, is_below, count(*) OVER () AS parts FROM measure_part WHERE measure = :measure
), found AS (
  SELECT body.id AS body_id, report.year AS year, version.id AS version_id, sum(point.value * is_above) AS above,
    sum(point.value * is_below) AS below, max(part.exactness = 'sum') AS is_sum, max(part.exactness = 'approximate') AS is_rough
  FROM body
  CROSS JOIN report ON report.body_id = body.id
    AND report.year BETWEEN CAST(:first_year AS INTEGER) AND CAST(coalesce(nullif(:last_year, ''), '9999') AS INTEGER)
  CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
  CROSS JOIN made_of
  CROSS JOIN series_point AS point ON point.version_id = version.id AND point.series_id = made_of.series_id
  CROSS JOIN series_part AS part ON part.id = point.part_id AND part.exactness <> 'not_comparable'
  WHERE body.id IN (
    SELECT body.id FROM body LEFT JOIN county ON county.code = body.county_code
    WHERE :county IN ('', county.name, county.code) AND :province IN ('', county.province)
      AND :function IN ('', body.function) AND :level IN ('', body.level))
  GROUP BY version.id HAVING count(*) = made_of.parts AND sum(point.value * is_below) > 0
)
SELECT county.name AS county, body.name AS body, found.year AS year, round(100.0 * above / below, 2) AS value, measures.unit AS unit,
  (SELECT min(severity) FROM series_doubt AS doubt WHERE doubt.version_id = found.version_id
    AND doubt.series_id IN (SELECT series_id FROM made_of)) AS doubt,
  CASE WHEN is_rough THEN 'approximate' WHEN is_sum THEN 'sum' ELSE 'exact' END AS exactness, 'table' AS source,
  (SELECT count(*) FROM finding WHERE finding.version_id = found.version_id AND severity = 'error') AS errors, version.url AS url,
  county.code AS county_code, county.province AS province, body.level AS level, body.function AS function,
  coalesce(now.name, body.name) AS body_now, body.lineage_id AS lineage_id, succession.year AS change_year, succession.last_year AS change_last_year,
  succession.date || ' ' || succession.kind || ': ' || before || ' → ' || after || ' ' || document AS change
FROM found
JOIN body ON body.id = found.body_id
JOIN report_version AS version ON version.id = found.version_id
LEFT JOIN measures ON measures.code = :measure
LEFT JOIN county ON county.code = body.county_code
LEFT JOIN lineage ON lineage.id = body.lineage_id
LEFT JOIN body AS now ON now.id = lineage.body_id
LEFT JOIN succession ON succession.id = (
  SELECT each.id FROM body_succession AS part_in JOIN succession AS each ON each.id = part_in.succession_id
  WHERE part_in.body_id = found.body_id AND part_in.is_after = 1 AND each.effect = 'break' AND each.year <= found.year
  ORDER BY each.year DESC, each.id DESC LIMIT 1)
ORDER BY county.code, body_now, body.lineage_id, found.year, body.name
