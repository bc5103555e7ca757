-- The doubted figures of a version
-- A row a figure and finding that speaks against it, without accepted findings.
--   :version  version_id

SELECT indicator.code AS indicator, applicant.code AS applicant, doubt.finding_id AS finding_id
FROM figure_doubt AS doubt
JOIN indicator ON indicator.id = doubt.indicator_id
JOIN applicant ON applicant.id = doubt.applicant_id
WHERE doubt.version_id = :version
