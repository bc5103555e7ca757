-- Compare a measure
-- Values of one derived measure for the bodies of a county, province, function or level and a span of years.
--   :measure  code of a measure, such as refusal_rate
--   :county  name or code of the county; empty for all
--   :province  province, such as 浙江省; empty for all
--   :function  function of the bodies, such as education (docs/functions.md); empty for all
--   :level  level of the bodies, such as department; empty for all
--   :first_year  first year; empty for all
--   :last_year  last year; empty for all

SELECT county, body, found.year AS year, value, unit, doubt, exactness, 'table' AS source,
  (SELECT count(*) FROM finding WHERE finding.version_id = found.version_id AND severity = 'error') AS errors, url,
  county_code, province, level, function, body_now, lineage_id, succession.year AS change_year, succession.last_year AS change_last_year,
  succession.date || ' ' || kind || ': ' || before || ' → ' || after || ' ' || document AS change
FROM measure_value AS found
LEFT JOIN succession ON succession.id = (
  SELECT each.id FROM body_succession AS part_in JOIN succession AS each ON each.id = part_in.succession_id
  WHERE part_in.body_id = found.body_id AND part_in.is_after = 1 AND each.effect = 'break' AND each.year <= found.year
  ORDER BY each.year DESC, each.id DESC LIMIT 1)
WHERE measure = :measure AND body_id IN (
  SELECT body.id FROM body LEFT JOIN county ON county.code = body.county_code
  WHERE :county IN ('', county.name, county.code) AND :province IN ('', county.province)
    AND :function IN ('', body.function) AND :level IN ('', body.level))
  AND found.year BETWEEN CAST(:first_year AS INTEGER) AND CAST(coalesce(nullif(:last_year, ''), '9999') AS INTEGER)
ORDER BY county_code, body_now, lineage_id, found.year, body
