-- name: last_answer
SELECT visit.outcome AS outcome, capture.fetched_at AS fetched_at
FROM visit JOIN capture ON capture.id = visit.capture_id
WHERE visit.url = ? AND visit.outcome <> 'moved'
ORDER BY visit.id DESC LIMIT 1

-- name: last_whole
SELECT {capture_columns}
FROM visit JOIN capture ON capture.id = visit.capture_id
WHERE visit.url = ? AND visit.outcome IN ('new', 'revised', 'unchanged') AND capture.status <> 304
ORDER BY visit.id DESC LIMIT 1

-- name: challenges
SELECT visit.url AS url, visit.note AS note, capture.fetched_at AS fetched_at
FROM visit JOIN capture ON capture.id = visit.capture_id
WHERE visit.outcome = 'challenge' AND visit.role <> 'attachment' AND capture.fetched_at >= ?
ORDER BY visit.id

-- name: last_page
SELECT {capture_columns}, page.listed_title AS title, page.listed_on AS listed_on, page.list_column AS list_column
FROM visit JOIN capture ON capture.id = visit.capture_id
JOIN page ON page.url = visit.url AND page.current_capture_id = capture.id
WHERE visit.county_code = :county AND visit.role = 'detail' AND visit.outcome IN ('new', 'revised')
  AND visit.run_id >= (SELECT open_run FROM county WHERE code = :county)
ORDER BY visit.id DESC LIMIT 1

-- name: unfinished
-- A county's visits since its last page in runs that did not come to its end: what they brought may not be filed yet.
WITH open AS (
  SELECT visit.* FROM visit JOIN county ON county.code = visit.county_code
  WHERE visit.run_id >= county.open_run AND visit.role IN ('detail', 'attachment')
)
SELECT {capture_columns}
FROM open JOIN capture ON capture.id = open.capture_id
WHERE open.outcome IN ('new', 'revised', 'unchanged') AND capture.status <> 304
  AND open.id >= coalesce((SELECT max(id) FROM open AS page WHERE page.role = 'detail' AND page.county_code = open.county_code), 0)
ORDER BY open.id

-- name: found
SELECT walked_at, found FROM walk WHERE county_code = ? AND url = ? AND basis = ?

-- name: keep
INSERT OR REPLACE INTO walk (county_code, url, walked_at, basis, found) VALUES (?, ?, ?, ?, ?)

-- name: save
INSERT INTO page_file (page_url, position, url, capture_id)
VALUES (:page_url, (SELECT count(*) + 1 FROM page_file WHERE page_url = :page_url), :url, :capture_id)
ON CONFLICT (page_url, url) DO UPDATE SET capture_id = max(capture_id, excluded.capture_id)

-- name: of_page
SELECT capture.id AS capture_id, {capture_columns}
FROM page_file JOIN capture ON capture.id = page_file.capture_id
WHERE page_url = ?
ORDER BY position
