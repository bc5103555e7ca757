-- What became of bodies
-- Changes of counties and departments that the series of the listed bodies took part in, joined or a break, with the decree, year by year.
--   :bodies  JSON list of county code/name

SELECT body.county_code AS county_code, body.name AS body, change.year AS year, change.last_year AS last_year,
       max(part_in.is_after) AS is_after, change.date AS date, change.kind AS kind,
       change.effect AS effect, change.before AS before, change.after AS after, change.document AS document,
       change.document_en AS document_en
FROM json_each(:bodies) AS wanted
JOIN body ON body.county_code = substr(wanted.value, 1, instr(wanted.value, '/') - 1)
  AND body.name = substr(wanted.value, instr(wanted.value, '/') + 1)
JOIN body AS kin ON kin.lineage_id = body.lineage_id
JOIN body_succession AS part_in ON part_in.body_id = kin.id
JOIN succession AS change ON change.id = part_in.succession_id AND change.effect <> 'none'
GROUP BY body.id, change.id
ORDER BY min(wanted.key), change.year, change.id
