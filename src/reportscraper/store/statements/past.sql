-- name: reports
SELECT version.id AS version_id, body.name AS body, body.level, report.year, version.form, version.published_on,
  coalesce(lineage.key, '') AS lineage
FROM report
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN body ON body.id = report.body_id
LEFT JOIN lineage ON lineage.id = body.lineage_id
WHERE body.county_code = ?
ORDER BY body.name, report.year

-- name: basis
-- Whatever the checks of history are given: the readings that stand, whose they are, and the dates they are due at.
SELECT body.name, body.level, report.year, version.id, version.reading_hash
FROM body JOIN report ON report.body_id = body.id
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
WHERE body.county_code = ? ORDER BY version.id

-- name: values
SELECT indicator_id, applicant_id, value FROM figure WHERE version_id = ? AND value IS NOT NULL

-- name: series
-- What only the text says is counted as each body likes, so it is not held against other years.
SELECT series.code, point.value, part.cells
FROM series_point AS point
CROSS JOIN series_part AS part ON part.id = point.part_id
CROSS JOIN series ON series.id = point.series_id
WHERE point.version_id = ? AND part.source = 'table' AND part.exactness <> 'not_comparable'

-- name: said
SELECT section, measure, indicator_code AS indicator, value, unit, qualifier, quote, quote_start AS start, quote_end AS "end", kind, direction
FROM statement WHERE version_id = ? AND kind IN ('count', 'change') ORDER BY position

-- name: prose
SELECT kind, text FROM section WHERE version_id = ? ORDER BY position

-- name: current
SELECT version.id AS id, version.number AS number
FROM report JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
WHERE body_id = ? AND year = ?
