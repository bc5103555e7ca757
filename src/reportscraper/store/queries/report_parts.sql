-- Files a report was read from
-- Files beside the page that the current version was read from, with where they lie in the archive.
--   :body  full name of the body
--   :county  name or code of the county; empty when the body's name is enough
--   :year  report year

SELECT part.position AS position, part.url AS url, part.base AS base, capture.content_type AS content_type,
  capture.fetched_at AS fetched_at, capture.sha256 AS capture_sha256, capture.file AS archive_file,
  capture."offset" AS archive_offset, capture.length AS archive_length, capture.size AS size, version.id AS version_id
FROM report
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN part ON part.version_id = version.id
JOIN capture ON capture.id = part.capture_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
WHERE body.name = :body AND :county IN ('', county.name, county.code) AND report.year = CAST(:year AS INTEGER)
ORDER BY part.position
