-- name: of_report
SELECT version_id, part.url AS url, part.capture_id AS capture_id, sha256
FROM report_version AS version
JOIN part ON part.version_id = version.id
JOIN capture ON capture.id = part.capture_id
WHERE version.report_id = ?

-- name: link
INSERT INTO duplicate (url, version_id, capture_id) VALUES (?, ?, ?)
ON CONFLICT (url) DO UPDATE SET version_id = excluded.version_id, capture_id = excluded.capture_id
WHERE excluded.capture_id >= capture_id
