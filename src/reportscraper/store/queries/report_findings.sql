-- Findings of a report
-- All findings of the current version, with what reviewers made of them, and those of the year when there is no report.
--   :body  full name of the body
--   :county  name or code of the county; empty when the body's name is enough
--   :year  report year

WITH wanted AS MATERIALIZED (
  SELECT body.id AS body_id, version.id AS version_id
  FROM body
  JOIN county ON county.code = body.county_code
  LEFT JOIN report ON report.body_id = body.id AND report.year = CAST(:year AS INTEGER)
  LEFT JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
  WHERE body.name = :body AND :county IN ('', county.name, county.code)
)
SELECT severity, rule, message, message_zh, cells, table_number, row_number, column_number, source, fingerprint, review,
  review_note, version_id
FROM (
  SELECT severity, rule, message, message_zh, cells, table_number, row_number, column_number, source, fingerprint, review,
    review_note, version_id
  FROM finding_list WHERE version_id IN (SELECT version_id FROM wanted)
  UNION ALL
  SELECT severity, rule, message, message_zh, cells, table_number, row_number, column_number, source, finding.fingerprint,
    review.verdict, review.note, version_id
  FROM finding INDEXED BY finding_body LEFT JOIN review ON review.fingerprint = finding.fingerprint
  WHERE finding.body_id IN (SELECT body_id FROM wanted) AND finding.year = CAST(:year AS INTEGER) AND +finding.version_id IS NULL
)
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, rule, fingerprint
