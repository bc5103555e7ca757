-- Open findings by rule
-- How many findings that nobody has reviewed each rule has, over the versions that stand; as of the end of the last run.

SELECT severity, rule, sum(findings) AS findings, sum(reports) AS reports FROM finding_count GROUP BY severity, rule
ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, findings DESC, rule
