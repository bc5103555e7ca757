-- Open findings
-- Findings nobody has reviewed yet, the gravest first.
--   :county  name or code of the county; empty for all
--   :body  name of the body or a part of it; empty for all
--   :year  report year; empty for all
--   :rule  rule; empty for all
--   :severity  error, warning or info; empty for all

SELECT county, body, year, severity, rule, message, message_zh, cells, source, fingerprint, url, version_id
FROM finding_list
WHERE review IS NULL
  AND county_code IN (SELECT code FROM county WHERE :county IN ('', name, code)) AND (:body = '' OR instr(body, :body) > 0)
  AND (:year = '' OR year = CAST(:year AS INTEGER)) AND (:rule = '' OR rule = :rule)
  AND (:severity = '' OR severity = :severity)
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, county, body, year, rule, fingerprint
