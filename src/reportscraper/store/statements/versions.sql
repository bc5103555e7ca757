-- name: choose_current
UPDATE report_version SET is_current = 1 WHERE id = (
SELECT id
FROM (SELECT *, row_number() OVER (PARTITION BY url ORDER BY {newest_first}) AS age
      FROM report_version AS version WHERE report_id = ?) AS version
WHERE age = 1
ORDER BY EXISTS (SELECT 1 FROM figure WHERE version_id = version.id) DESC, published_on DESC NULLS LAST, capture_id DESC
LIMIT 1)

-- name: capture
SELECT id AS capture_id, url, final_url, sha256 FROM capture WHERE id = ?

-- name: addresses
SELECT id, url FROM report_version WHERE report_id = ? ORDER BY capture_id

-- name: of_capture
-- A zip archive may hold several reports, each at the address of its member.
SELECT id, report_id FROM report_version WHERE capture_id = ? AND url = ?

-- name: versions
SELECT version.id AS id, number, capture_id, version.url AS url, sha256, reading_hash
FROM report_version AS version JOIN capture ON capture.id = capture_id
WHERE report_id = ? ORDER BY {newest_first}

-- name: standing
-- capture has an index by address, report_version has none.
SELECT version.id AS id, body.name AS name, body.aliases AS aliases, report.year AS year, capture.sha256 AS sha256
FROM capture JOIN report_version AS version ON version.capture_id = capture.id
JOIN report ON report.id = version.report_id JOIN body ON body.id = report.body_id
WHERE capture.url = ? ORDER BY version.capture_id DESC, version.number DESC LIMIT 1
