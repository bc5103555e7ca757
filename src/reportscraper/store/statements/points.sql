-- name: stored_values
SELECT indicator.code AS indicator, applicant.code AS applicant, value
FROM figure JOIN indicator ON indicator.id = indicator_id JOIN applicant ON applicant.id = applicant_id
WHERE version_id = ? AND value IS NOT NULL

-- name: stored_said
SELECT indicator_code AS indicator, value, unit
FROM statement WHERE version_id = ? AND indicator_code IS NOT NULL AND kind IN (?, ?)
