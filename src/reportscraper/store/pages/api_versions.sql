-- Reports of a page
-- Numbers of the current versions of some reports, in their order.
--   :county  code of a county; empty for all
--   :province  province; empty for all
--   :body  name of a body; empty for all
--   :year  year of the report; empty for all
--   :after  number of the version before the first
--   :most  how many

SELECT version.id AS version_id FROM report_version AS version
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
WHERE version.is_current = 1 AND version.id > :after AND (:county = '' OR county.code = :county)
  AND (:province = '' OR county.province = :province) AND (:body = '' OR body.name = :body)
  AND (:year = '' OR report.year = :year)
ORDER BY version.id
LIMIT :most
