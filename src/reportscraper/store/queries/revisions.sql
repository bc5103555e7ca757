-- What a site changed in a report
-- Cells that differ between a version of a report and the version before it.
--   :body  name of the body or a part of it; empty for all

WITH pair AS (
  SELECT id AS later, report_id, number, url,
    (SELECT id FROM report_version AS other WHERE other.report_id = version.report_id AND other.number < version.number
     ORDER BY other.number DESC LIMIT 1) AS earlier
  FROM report_version AS version WHERE number > 1
), cell AS (
  SELECT DISTINCT later, earlier, report_id, number, url, indicator_id, applicant_id
  FROM pair JOIN figure ON version_id IN (later, earlier)
  WHERE earlier IS NOT NULL
)
SELECT county.name AS county, body.name AS body, report.year AS year, cell.number AS version, indicator.code AS indicator,
       indicator.zh AS indicator_zh, applicant.code AS applicant, old.value AS value_before,
       new.value AS value_after, cell.url AS url
FROM cell
LEFT JOIN figure AS old ON old.version_id = cell.earlier AND old.indicator_id = cell.indicator_id
  AND old.applicant_id = cell.applicant_id
LEFT JOIN figure AS new ON new.version_id = cell.later AND new.indicator_id = cell.indicator_id
  AND new.applicant_id = cell.applicant_id
JOIN report ON report.id = cell.report_id
JOIN body ON body.id = report.body_id
LEFT JOIN indicator ON indicator.id = cell.indicator_id
LEFT JOIN applicant ON applicant.id = cell.applicant_id
LEFT JOIN county ON county.code = body.county_code
WHERE (old.value IS NOT new.value OR old.kind IS NOT new.kind) AND (:body = '' OR instr(body.name, :body) > 0)
ORDER BY county.name, body.name, report.year, cell.number, indicator.id, applicant.id
