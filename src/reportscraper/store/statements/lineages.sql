-- name: body
SELECT body.name, county.code, county.name, level, registered
FROM body JOIN county ON county.code = body.county_code WHERE body.id = ?

-- name: newest
UPDATE lineage SET body_id = (
  SELECT body.id FROM body JOIN report ON report.body_id = body.id WHERE body.lineage_id = lineage.id
  ORDER BY report.year DESC, body.id DESC LIMIT 1)
