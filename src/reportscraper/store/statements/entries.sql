-- name: read
SELECT {fields} FROM entry WHERE county_code = ? ORDER BY url

-- name: write
INSERT OR REPLACE INTO entry (county_code, run_id, fingerprint, {fields}) VALUES (?, ?, ?, {values})

-- name: seen_again
-- Of most a night changes nothing else, and nothing need be said of them: a third of the time.
UPDATE entry SET last_seen = ?, run_id = ?, fingerprint = NULL WHERE county_code = ? AND url = ?

-- name: pages
SELECT url, kind, title, reason FROM page WHERE county_code = ?

-- name: report_addresses
-- A page that shows a report, one that repeats a report of another address, a file that a report was read from.
SELECT version.url FROM report_version AS version JOIN report ON report.id = version.report_id JOIN body ON body.id = report.body_id
WHERE body.county_code = :county
UNION
SELECT duplicate.url FROM duplicate JOIN report_version AS version ON version.id = duplicate.version_id
JOIN report ON report.id = version.report_id JOIN body ON body.id = report.body_id WHERE body.county_code = :county
UNION
SELECT page_file.url FROM page_file JOIN page ON page.url = page_file.page_url WHERE page.county_code = :county

-- name: last_account
SELECT url FROM entry WHERE county_code = :county AND run_id = (SELECT max(run_id) FROM entry WHERE county_code = :county)

-- name: counts
SELECT state, count(*) FROM entry WHERE county_code = ? AND run_id = ? GROUP BY state
