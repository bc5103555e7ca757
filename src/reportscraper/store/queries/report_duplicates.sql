-- Other addresses of a report
-- Pages that say exactly what the current version says.
--   :body  full name of the body
--   :county  name or code of the county; empty when the body's name is enough
--   :year  report year

SELECT also_url, fetched_at, capture_sha256, archive_file, archive_offset, url, version_id
FROM duplicate_list
WHERE is_current = 1 AND body = :body AND :county IN ('', county, county_code) AND year = CAST(:year AS INTEGER)
ORDER BY also_url
