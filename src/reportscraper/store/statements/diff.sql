-- name: cells
WITH old AS (SELECT * FROM figure WHERE version_id = :earlier), new AS (SELECT * FROM figure WHERE version_id = :later),
cell AS (SELECT indicator_id, applicant_id FROM old UNION SELECT indicator_id, applicant_id FROM new)
SELECT indicator.code AS indicator, indicator.zh AS indicator_zh, applicant.code AS applicant, applicant.zh AS applicant_zh,
  indicator.unit AS unit, old.value AS old_value, old.kind AS old_kind, new.value AS new_value, new.kind AS new_kind
FROM cell
JOIN indicator ON indicator.id = cell.indicator_id
JOIN applicant ON applicant.id = cell.applicant_id
LEFT JOIN old ON old.indicator_id = cell.indicator_id AND old.applicant_id = cell.applicant_id
LEFT JOIN new ON new.indicator_id = cell.indicator_id AND new.applicant_id = cell.applicant_id
ORDER BY indicator.id, applicant.id

-- name: sections
SELECT kind, heading, text FROM section WHERE version_id = :version ORDER BY position
