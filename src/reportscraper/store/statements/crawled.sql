-- name: insert_capture
INSERT INTO capture (url, final_url, method, status, content_type, fetched_at, sha256, size, file, "offset",
                     length, tls, proxy)
VALUES (:url, :final_url, :method, :status, :content_type, :fetched_at, :sha256, :size, :file, :offset, :length, :tls, :proxy)

-- name: capture_at
SELECT id, sha256 FROM capture WHERE file = ? AND "offset" = ?

-- name: listed_reports
SELECT url, listed_title FROM page WHERE county_code = ? AND kind = 'report' AND list_column = ? AND listed_title IS NOT NULL

-- name: known_pages
-- The page and its last answer at once, since it is asked of every entry every night.
SELECT page.url AS address, {capture}, page.kind AS kind, coalesce(last.outcome, page.outcome) AS outcome,
       page.listed_title AS title, page.listed_on AS listed_on, page.etag AS etag, page.last_modified AS last_modified,
       page.list_column AS "column", seen.fetched_at AS checked_at
FROM page JOIN capture ON capture.id = page.current_capture_id
LEFT JOIN visit AS last ON last.id = (
  SELECT id FROM visit WHERE visit.url = page.url AND capture_id IS NOT NULL AND visit.outcome <> 'moved' ORDER BY id DESC LIMIT 1)
LEFT JOIN capture AS seen ON seen.id = last.capture_id

-- name: save_page
-- A page that could not be filed when it came, for a fault of ours, came first all the same.
INSERT INTO page (url, county_code, kind, title, listed_title, listed_on, list_column, etag, last_modified, outcome, reason,
                  first_capture_id, current_capture_id, read_by)
VALUES (:url, :county_code, :kind, :title, :listed_title, :listed_on, :list_column, :etag, :last_modified, :outcome, :reason,
        (SELECT earlier.id FROM capture AS now
           JOIN capture AS earlier ON earlier.url = now.url AND earlier.sha256 = now.sha256 AND earlier.status = now.status
         WHERE now.id = :capture_id ORDER BY earlier.file, earlier."offset" LIMIT 1),
        :capture_id, :read_by)
ON CONFLICT (url) DO UPDATE SET
  county_code = excluded.county_code, kind = excluded.kind, title = excluded.title, outcome = excluded.outcome,
  reason = excluded.reason, etag = excluded.etag, last_modified = excluded.last_modified,
  listed_title = coalesce(excluded.listed_title, listed_title),
  listed_on = coalesce(excluded.listed_on, listed_on), list_column = coalesce(excluded.list_column, list_column),
  first_capture_id = min(first_capture_id, excluded.first_capture_id), current_capture_id = excluded.current_capture_id,
  read_by = excluded.read_by
WHERE excluded.current_capture_id >= current_capture_id

-- name: read_before
SELECT page.kind AS kind, body.name AS body, version.figures AS figures,
  (SELECT count(*) FROM finding WHERE finding.version_id = version.id AND source = 'page') AS findings
FROM page JOIN capture AS last ON last.id = page.current_capture_id JOIN capture AS now ON now.id = :capture_id
LEFT JOIN duplicate ON duplicate.url = page.url
LEFT JOIN report_version AS version ON version.id = coalesce(duplicate.version_id, (
  SELECT max(id) FROM report_version WHERE capture_id IN (SELECT id FROM capture WHERE url = page.url) AND report_version.url = page.url))
LEFT JOIN report ON report.id = version.report_id LEFT JOIN body ON body.id = report.body_id
WHERE page.url = :url AND page.read_by = :read_by AND now.id > last.id AND now.sha256 = last.sha256
  AND now.final_url = last.final_url AND now.content_type IS last.content_type
  AND coalesce(:title, page.listed_title) IS page.listed_title AND coalesce(:listed_on, page.listed_on) IS page.listed_on
  AND coalesce(:column, page.list_column) IS page.list_column
  AND (page.kind = 'report') = (version.id IS NOT NULL)

-- name: keep_page
UPDATE page SET outcome = 'unchanged', etag = ?, last_modified = ?, current_capture_id = ? WHERE url = ?
