-- Reports of a page
-- Numbers of the current versions of some reports, in their order.
--   :county  code of a county; empty for all
--   :province  province; empty for all
--   :body  name of a body; empty for all
--   :year  year of the report; empty for all
--   :after  number of the version before the first
--   :most  how many

-- A branch for what is asked: whoever asks for one body is not made to wait for a look at all versions.
SELECT version_id FROM (
  SELECT * FROM (
    SELECT version.id AS version_id
    FROM report_version AS version CROSS JOIN report ON report.id = version.report_id
    WHERE :county = '' AND :province = '' AND :body = '' AND version.is_current = 1 AND version.id > :after
      AND (:year = '' OR report.year = :year)
    ORDER BY version.id LIMIT :most
  )
  UNION ALL
  SELECT version.id
  FROM body
  CROSS JOIN county ON county.code = body.county_code
  CROSS JOIN report ON report.body_id = body.id
  CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
  WHERE :body <> '' AND body.name = :body AND (:county = '' OR county.code = :county) AND (:province = '' OR county.province = :province)
    AND (:year = '' OR report.year = :year) AND version.id > :after
  UNION ALL
  SELECT (SELECT id FROM report_version WHERE report_id = report.id AND is_current = 1)
  FROM county
  CROSS JOIN body ON body.county_code = county.code
  CROSS JOIN report ON report.body_id = body.id
  WHERE :body = '' AND (:county <> '' OR :province <> '') AND (:county = '' OR county.code = :county)
    AND (:province = '' OR county.province = :province) AND (:year = '' OR report.year = :year)
)
WHERE version_id > :after
ORDER BY version_id
LIMIT :most
