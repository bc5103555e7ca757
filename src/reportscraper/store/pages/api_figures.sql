-- Figures
-- Every cell of the statutory tables of some reports, report by report.
--   :county  code of a county; empty for all
--   :province  province; empty for all
--   :body  name of a body; empty for all
--   :year  year of the report; empty for all
--   :indicator  code of an indicator; empty for all
--   :after  number of the version before the first
--   :most  of how many reports

SELECT * FROM figure_list
WHERE version_id IN (
    SELECT version.id FROM report_version AS version
    JOIN report ON report.id = version.report_id
    JOIN body ON body.id = report.body_id
    JOIN county ON county.code = body.county_code
    WHERE version.is_current = 1 AND version.id > :after AND (:county = '' OR county.code = :county)
      AND (:province = '' OR county.province = :province) AND (:body = '' OR body.name = :body)
      AND (:year = '' OR report.year = :year)
    ORDER BY version.id
    LIMIT :most)
  AND (:indicator = '' OR indicator = :indicator)
ORDER BY version_id
