-- Figures recognised in pictures of a report
-- What text recognition made of tables printed as pictures: to be checked by eye, counted nowhere.
--   :body  full name of the body
--   :county  name or code of the county; empty when the body's name is enough
--   :year  report year

SELECT indicator, indicator_zh, indicator_en, applicant, applicant_zh, applicant_en, value, unit, kind, raw, confidence, accepted,
  table_number, row_number, column_number, page, "left", top, "right", bottom, url, file_url, fetched_at, capture_sha256,
  archive_file, archive_offset, version_id
FROM proposal_list
WHERE body = :body AND :county IN ('', county, county_code) AND year = CAST(:year AS INTEGER)
ORDER BY file_url, table_number, row_number, column_number, indicator, applicant
