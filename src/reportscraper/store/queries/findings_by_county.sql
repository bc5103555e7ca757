-- Findings by county
-- Findings of every county by severity.

SELECT county.name AS county, county.code AS county_code, errors, warnings, infos
FROM county JOIN site_total ON county_code = county.code
WHERE errors + warnings + infos > 0
ORDER BY county.code
