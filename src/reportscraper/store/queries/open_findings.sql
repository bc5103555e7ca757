-- Open findings
-- Findings nobody has reviewed yet, the gravest first.
--   :county  name or code of the county; empty for all
--   :body  name of the body or a part of it; empty for all
--   :year  report year; empty for all
--   :rule  rule; empty for all
--   :severity  error, warning or info; empty for all

WITH picked AS (
  SELECT finding.id AS id FROM finding
  WHERE :county = '' AND :body = '' AND :rule = '' AND finding.severity IN ('error', 'warning', 'info') AND :severity IN ('', finding.severity)
    AND report_year BETWEEN CAST(:year AS INTEGER) AND CAST(coalesce(nullif(:year, ''), '9999') AS INTEGER)
  UNION ALL
  SELECT finding.id FROM finding
  WHERE :county = '' AND :body = '' AND :rule <> '' AND finding.rule = :rule
    AND report_year BETWEEN CAST(:year AS INTEGER) AND CAST(coalesce(nullif(:year, ''), '9999') AS INTEGER)
  UNION ALL
  SELECT finding.id FROM county CROSS JOIN finding ON finding.county_code = county.code
  WHERE :county <> '' AND :county IN (county.name, county.code)
  UNION ALL
  SELECT finding.id FROM body CROSS JOIN finding ON finding.body_id = body.id
  WHERE :county = '' AND :body <> '' AND instr(body.name, :body) > 0
  UNION ALL
  SELECT finding.id
  FROM body
  CROSS JOIN report ON report.body_id = body.id
  CROSS JOIN report_version AS version ON version.report_id = report.id
  CROSS JOIN finding ON finding.version_id = version.id
  WHERE :county = '' AND :body <> '' AND instr(body.name, :body) > 0
)
SELECT county, body, year, severity, rule, message, message_zh, cells, source, fingerprint, url, version_id
FROM finding_list
WHERE review IS NULL AND finding_id IN (SELECT id FROM picked) AND (:body = '' OR instr(body, :body) > 0)
  AND (:year = '' OR year = CAST(:year AS INTEGER)) AND (:rule = '' OR rule = :rule)
  AND (:severity = '' OR severity = :severity)
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, county, body, year, rule, fingerprint
