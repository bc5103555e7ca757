-- Reports that are missing
-- Years between the first and the last report of a body, or after its last one, for which none was found.
--   :county  county name; empty for all

SELECT county, body, year, severity, rule, message, message_zh, fingerprint
FROM finding_list
WHERE rule = 'missing_year' AND review IS NULL AND (:county = '' OR county = :county)
ORDER BY county, body, year
