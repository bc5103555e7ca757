-- Findings
-- Findings on the versions that stand; empty parameters and a year of 0 do not restrict.
--   :severity  error, warning or info
--   :rule  rule
--   :county  county code
--   :year  report year
--   :review  open, or a verdict
--   :most  how many
--   :skip  how many to leave out first

WITH hit AS (
  SELECT finding.rowid AS id, body.name AS body, coalesce(report.year, finding.year) AS year, body.id AS body_id,
         CASE finding.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END AS gravity, count(*) OVER () AS found
  FROM finding
  LEFT JOIN report_version AS version ON version.id = finding.version_id
  LEFT JOIN report ON report.id = version.report_id
  LEFT JOIN body ON body.id = coalesce(report.body_id, finding.body_id)
  LEFT JOIN review ON review.fingerprint = finding.fingerprint
  WHERE (finding.version_id IS NULL OR version.is_current = 1)
    AND (:severity = '' OR finding.severity = :severity) AND (:rule = '' OR finding.rule = :rule)
    AND (:county = '' OR finding.county_code = :county) AND (:year = 0 OR coalesce(report.year, finding.year) = :year)
    AND (:review = '' OR (:review = 'open' AND review.verdict IS NULL) OR review.verdict = :review)
  ORDER BY gravity, year DESC, finding.county_code, body, finding.rule, finding.id
  LIMIT :most OFFSET :skip
)
SELECT finding.severity AS severity, finding.rule AS rule, finding.message AS message, finding.message_zh AS message_zh,
       finding.cells AS cells, finding.source AS source, county.code AS county_code, county.name AS county, hit.body AS body,
       hit.year AS year, (SELECT id FROM report WHERE report.body_id = hit.body_id AND report.year = hit.year) AS report_id,
       review.verdict AS review, review.note AS review_note, hit.found AS found
FROM hit
JOIN finding ON finding.rowid = hit.id
JOIN county ON county.code = finding.county_code
LEFT JOIN review ON review.fingerprint = finding.fingerprint
ORDER BY hit.gravity, hit.year DESC, county.code, hit.body, finding.rule, finding.id
