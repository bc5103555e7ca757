-- name: of_cells
-- A finding doubts the figures of its cells; without cells those at its place, be it a cell, a row or a table; without a place all.
INSERT INTO figure_finding (version_id, indicator_id, applicant_id, finding_id)
SELECT figure.version_id, figure.indicator_id, figure.applicant_id, finding.id
FROM finding CROSS JOIN json_each(finding.cells) AS cell
CROSS JOIN indicator ON indicator.code = cell.value ->> 0
CROSS JOIN applicant ON applicant.code IS cell.value ->> 1
CROSS JOIN figure ON figure.version_id = finding.version_id AND figure.indicator_id = indicator.id AND figure.applicant_id = applicant.id
WHERE finding.version_id = :version AND finding.severity <> 'info' AND finding.rule NOT IN (SELECT value FROM json_each(:sparing))
ON CONFLICT DO NOTHING

-- name: of_place
INSERT INTO figure_finding (version_id, indicator_id, applicant_id, finding_id)
SELECT figure.version_id, figure.indicator_id, figure.applicant_id, finding.id
FROM finding CROSS JOIN figure ON figure.version_id = finding.version_id
WHERE finding.version_id = :version AND finding.severity <> 'info' AND finding.rule NOT IN (SELECT value FROM json_each(:sparing))
  AND finding.cells = '[]'
  AND figure.place >> 20 = coalesce(finding.table_number, figure.place >> 20)
  AND (figure.place >> 8) & 4095 = coalesce(finding.row_number, (figure.place >> 8) & 4095)
  AND figure.place & 255 = coalesce(finding.column_number, figure.place & 255)
ON CONFLICT DO NOTHING
