-- Every figure of a report, and where it stands
-- The cells of one report with what was printed, table, row and column, and the archived bytes they were read from.
--   :body  full name of the body
--   :year  report year

SELECT indicator, indicator_zh, applicant_zh, value, unit, doubt, kind, raw, inferred, table_number, row_number, column_number,
       url, file_url, fetched_at, capture_sha256, archive_file, archive_offset
FROM figure_list
WHERE body = :body AND year = CAST(:year AS INTEGER)
ORDER BY file_url, table_number, row_number, column_number
