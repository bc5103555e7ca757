-- Files a version was read from
-- Files beside the page, in the order of their tables: a figure with this part stands in this capture.
--   :version  version_id

SELECT part.position AS part, part.base AS base, part.url AS url, capture.fetched_at AS fetched_at, capture.sha256 AS sha256,
       capture.file AS file, capture."offset" AS "offset", capture.length AS length, capture.size AS size,
       capture.content_type AS content_type
FROM part JOIN capture ON capture.id = part.capture_id
WHERE part.version_id = :version ORDER BY part.position
