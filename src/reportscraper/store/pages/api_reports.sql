-- Reports
-- The current version of every report with its main figures, in the order of their numbers.
--   :county  code of a county; empty for all
--   :province  province; empty for all
--   :body  name of a body; empty for all
--   :year  year of the report; empty for all
--   :after  number of the version before the first
--   :most  how many

SELECT * FROM report_summary
WHERE version_id > :after AND (:county = '' OR county_code = :county) AND (:province = '' OR province = :province)
  AND (:body = '' OR body = :body) AND (:year = '' OR year = :year)
ORDER BY version_id
LIMIT :most
