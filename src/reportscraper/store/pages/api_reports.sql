-- Reports
-- The current version of every report with its main figures, in the order of their numbers.
--   :versions  JSON list of the numbers of the reports' versions

SELECT * FROM report_summary WHERE version_id IN (SELECT value FROM json_each(:versions)) ORDER BY version_id
