-- Other addresses of a version
-- Pages that say exactly what the version says.
--   :version  version_id

SELECT duplicate.url AS url, capture.fetched_at AS fetched_at, capture.sha256 AS sha256, capture.file AS file,
       capture."offset" AS "offset", capture.length AS length, capture.content_type AS content_type
FROM duplicate JOIN capture ON capture.id = duplicate.capture_id
WHERE duplicate.version_id = :version ORDER BY duplicate.url
