-- Figures of a report, cell by cell
-- Every cell of the current version: what was printed, where, and the archived bytes it was read from.
--   :body  full name of the body
--   :county  name or code of the county; empty when the body's name is enough
--   :year  report year

SELECT indicator, indicator_zh, indicator_en, applicant, applicant_zh, applicant_en, value, unit, doubt, kind, raw, inferred,
  table_number, row_number, column_number, url, file_url, fetched_at, capture_sha256, archive_file, archive_offset, version_id
FROM figure_list
WHERE body = :body AND :county IN ('', county, county_code) AND year = CAST(:year AS INTEGER)
ORDER BY file_url, table_number, row_number, column_number, indicator, applicant
