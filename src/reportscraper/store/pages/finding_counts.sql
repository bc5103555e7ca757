-- Open findings by rule
-- How many findings that nobody has reviewed each rule has, over the versions that stand.

SELECT finding.severity AS severity, finding.rule AS rule, count(*) AS findings,
       count(DISTINCT coalesce('v' || finding.version_id, 'b' || finding.body_id || '/' || finding.year)) AS reports
FROM finding
LEFT JOIN report_version AS version ON version.id = finding.version_id
LEFT JOIN review ON review.fingerprint = finding.fingerprint
WHERE (finding.version_id IS NULL OR version.is_current = 1) AND review.verdict IS NULL
GROUP BY finding.severity, finding.rule
ORDER BY CASE finding.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, findings DESC, finding.rule
