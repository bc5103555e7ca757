-- Cells of all figures
-- The cells that stand in reports, in the order of the columns of a row a report: indicator, or indicator/applicant.

SELECT DISTINCT figure.indicator_id AS indicator_id, figure.applicant_id AS applicant_id,
  indicator.code || coalesce('/' || applicant.code, '') AS name
FROM figure
JOIN indicator ON indicator.id = figure.indicator_id
JOIN applicant ON applicant.id = figure.applicant_id
ORDER BY figure.indicator_id, figure.applicant_id
