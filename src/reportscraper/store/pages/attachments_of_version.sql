-- Files a version links to
-- In the order of the page.
--   :version  version_id

SELECT url, text FROM attachment WHERE version_id = :version ORDER BY position
