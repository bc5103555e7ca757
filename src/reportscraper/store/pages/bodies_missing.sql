-- Bodies without a report of a year
-- The bodies of a county, a province or a function that have no report of a year in this database, under whatever name; none that was
-- merged into another or split up by then. With the number of all.
--   :province  province; empty for all
--   :county  county code; empty for all
--   :function  function of the bodies; empty for all
--   :level  level of the bodies; empty for all
--   :year  report year
--   :most  how many

SELECT county.code AS county_code, county.name AS county, body.name AS body, count(*) OVER () AS found
FROM county
CROSS JOIN body ON body.county_code = county.code
LEFT JOIN lineage ON lineage.id = body.lineage_id
WHERE :province IN ('', county.province) AND :county IN ('', county.code)
  AND :function IN ('', body.function) AND :level IN ('', body.level) AND coalesce(lineage.body_id, body.id) = body.id
  AND NOT EXISTS (SELECT 1 FROM report WHERE report.body_id = body.id AND report.year = :year)
  AND NOT EXISTS (
    SELECT 1 FROM body AS kin CROSS JOIN report ON report.body_id = kin.id AND report.year = :year WHERE kin.lineage_id = body.lineage_id)
  AND NOT EXISTS (
    SELECT 1 FROM body_succession AS part_in JOIN succession AS change ON change.id = part_in.succession_id
    WHERE part_in.body_id = body.id AND NOT part_in.is_after AND change.effect = 'break' AND change.year <= :year)
ORDER BY county.code, body.name LIMIT :most
