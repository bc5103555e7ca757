-- name: seed_indicator
INSERT INTO indicator (code, zh, en, unit, forms, table_code, derived) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (code) DO UPDATE SET zh = excluded.zh, en = excluded.en, unit = excluded.unit,
forms = excluded.forms, table_code = excluded.table_code, derived = excluded.derived

-- name: save_county
INSERT INTO county (code, name, province, home, deadlines, sample) VALUES (:code, :name, :province, :home,
coalesce(:own, '{}'), coalesce(:sample, 0)) ON CONFLICT (code) DO UPDATE SET name = excluded.name, province = excluded.province,
home = excluded.home, deadlines = coalesce(:own, deadlines), sample = coalesce(:sample, sample)

-- name: save_body
INSERT INTO body (county_code, name, level, credit_code, aliases, registered) VALUES (?, ?, ?, ?, ?, 1)
ON CONFLICT (county_code, name) DO UPDATE SET level = excluded.level, registered = 1,
credit_code = coalesce(excluded.credit_code, credit_code), aliases = excluded.aliases

-- name: known_names
SELECT name, aliases FROM body WHERE county_code = ? AND (registered = 1
OR EXISTS (SELECT 1 FROM report WHERE report.body_id = body.id)) ORDER BY id

-- name: years_elsewhere
SELECT DISTINCT report.year FROM report JOIN body ON body.id = report.body_id
JOIN report_version AS version ON version.report_id = report.id
WHERE body.county_code = ? AND body.name = ? AND version.url <> ?
