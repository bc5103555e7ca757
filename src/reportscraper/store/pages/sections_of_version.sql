-- The chapters of a version
-- In the order of the report.
--   :version  version_id

SELECT position, kind, heading, text FROM section WHERE version_id = :version ORDER BY position
