-- Findings of a report
-- All findings of the current version, with what reviewers made of them, and those of the year when there is no report.
--   :body  full name of the body
--   :county  name or code of the county; empty when the body's name is enough
--   :year  report year

SELECT severity, rule, message, message_zh, cells, table_number, row_number, column_number, source, fingerprint, review,
  review_note, version_id
FROM finding_list
WHERE body = :body AND (:county IN ('', county) OR url IN (SELECT url FROM report_summary WHERE county_code = :county)) AND year = CAST(:year AS INTEGER)
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, rule, fingerprint
