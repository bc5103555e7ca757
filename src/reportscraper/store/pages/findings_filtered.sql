-- Findings
-- Findings on the versions that stand, the gravest and latest years first; empty parameters and a year of 0 do not restrict. How many of
-- the nation are open (found) is as of the end of the last run.
--   :severity  error, warning or info
--   :rule  rule
--   :county  county code
--   :year  report year
--   :review  open, or a verdict
--   :most  how many
--   :skip  how many to leave out first

-- A branch for what is asked, each in the order of an index: of a million findings only those on the page are looked at.
WITH standing AS NOT MATERIALIZED (
  SELECT finding.rowid AS number, finding.* FROM finding
  WHERE (version_id IS NULL OR EXISTS (SELECT 1 FROM report_version WHERE id = version_id AND is_current = 1))
    AND report_year BETWEEN :year AND coalesce(nullif(:year, 0), 9999)
), asked AS NOT MATERIALIZED (
  SELECT * FROM standing WHERE :review <> 'open' OR fingerprint NOT IN (SELECT fingerprint FROM review)
), reviewed AS (
  SELECT number, report_year, county_code, severity FROM standing
  WHERE :review <> 'open' AND fingerprint IN (SELECT fingerprint FROM review WHERE :review IN ('', verdict)) AND :severity IN ('', severity)
    AND :rule IN ('', rule) AND :county IN ('', county_code)
), of_county AS (
  SELECT number, report_year, county_code, severity FROM asked
  WHERE :county <> '' AND :review IN ('', 'open') AND county_code = :county AND :severity IN ('', severity) AND :rule IN ('', rule)
), hit AS (
  SELECT number, report_year, county_code, severity FROM reviewed WHERE :review NOT IN ('', 'open')
  UNION ALL SELECT * FROM of_county
  UNION ALL SELECT * FROM (
    SELECT number, report_year, county_code, severity FROM asked
    WHERE :county = '' AND :review IN ('', 'open') AND :rule <> '' AND rule = :rule AND :severity IN ('', severity)
    ORDER BY report_year DESC, county_code, number LIMIT :most + :skip)
  UNION ALL SELECT * FROM (
    SELECT number, report_year, county_code, severity FROM asked
    WHERE :county = '' AND :review IN ('', 'open') AND :rule = '' AND :severity IN ('', 'error') AND severity = 'error'
    ORDER BY report_year DESC, county_code, number LIMIT :most + :skip)
  UNION ALL SELECT * FROM (
    SELECT number, report_year, county_code, severity FROM asked
    WHERE :county = '' AND :review IN ('', 'open') AND :rule = '' AND :severity IN ('', 'warning') AND severity = 'warning'
    ORDER BY report_year DESC, county_code, number LIMIT :most + :skip)
  UNION ALL SELECT * FROM (
    SELECT number, report_year, county_code, severity FROM asked
    WHERE :county = '' AND :review IN ('', 'open') AND :rule = '' AND :severity IN ('', 'info') AND severity = 'info'
    ORDER BY report_year DESC, county_code, number LIMIT :most + :skip)
), shown AS (
  SELECT *, CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END AS gravity FROM hit
  ORDER BY gravity, report_year DESC, county_code, number LIMIT :most OFFSET :skip
)
SELECT finding.severity AS severity, finding.rule AS rule, finding.message AS message, finding.message_zh AS message_zh,
  finding.cells AS cells, finding.source AS source, county.code AS county_code, county.name AS county, body.name AS body,
  nullif(finding.report_year, 0) AS year,
  (SELECT id FROM report WHERE report.body_id = body.id AND report.year = finding.report_year) AS report_id,
  review.verdict AS review, review.note AS review_note,
  CASE WHEN :review NOT IN ('', 'open') THEN (SELECT count(*) FROM reviewed)
    WHEN :county <> '' THEN (SELECT count(*) FROM of_county)
    ELSE (SELECT count(*) FROM reviewed) + (SELECT coalesce(sum(findings), 0) FROM finding_count WHERE :severity IN ('', severity)
      AND :rule IN ('', rule) AND year BETWEEN :year AND coalesce(nullif(:year, 0), 9999)) END AS found
FROM shown
CROSS JOIN finding ON finding.rowid = shown.number
JOIN county ON county.code = finding.county_code
LEFT JOIN report_version AS version ON version.id = finding.version_id
LEFT JOIN report ON report.id = version.report_id
LEFT JOIN body ON body.id = coalesce(report.body_id, finding.body_id)
LEFT JOIN review ON review.fingerprint = finding.fingerprint
ORDER BY shown.gravity, finding.report_year DESC, finding.county_code, finding.rowid
