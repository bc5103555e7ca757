-- One capture
-- A capture by its place in the archive.
--   :file  WARC file
--   :offset  byte its record begins at

SELECT url, final_url, method, status, content_type, fetched_at, sha256, size, file, "offset", length, tls, proxy
FROM capture WHERE file = :file AND "offset" = CAST(:offset AS INTEGER)
