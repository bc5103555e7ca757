-- Figures
-- Every cell of the statutory tables of some reports, report by report.
--   :indicator  code of an indicator; empty for all
--   :versions  JSON list of the numbers of the reports' versions

SELECT * FROM figure_list
WHERE version_id IN (SELECT value FROM json_each(:versions)) AND (:indicator = '' OR indicator = :indicator)
ORDER BY version_id
