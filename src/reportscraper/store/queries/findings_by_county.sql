-- Findings by county
-- Findings of every county by severity.

SELECT county.name AS county, county.code AS county_code,
  sum(severity = 'error') AS errors, sum(severity = 'warning') AS warnings, sum(severity = 'info') AS infos
FROM finding JOIN county ON county.code = finding.county_code
GROUP BY county.code
ORDER BY county.code
