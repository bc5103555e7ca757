-- Series
-- Values of the series that join the forms, of some reports, report by report.
--   :series  code of a series; empty for all
--   :versions  JSON list of the numbers of the reports' versions

SELECT * FROM series_value
WHERE version_id IN (SELECT value FROM json_each(:versions)) AND (:series = '' OR series = :series)
ORDER BY version_id
