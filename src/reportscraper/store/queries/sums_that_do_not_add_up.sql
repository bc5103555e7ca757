-- Reports whose sums do not add up
-- 勾稽关系: accounting identities of the official forms that the printed figures violate, with the cells concerned.
--   :county  name or code of a county; empty for all
--   :year  report year; empty for all

SELECT county, body, year, severity, rule, message, cells, url
FROM finding_list
WHERE finding_id IN (
  SELECT finding.id FROM county CROSS JOIN finding ON finding.county_code = county.code
  WHERE :county <> '' AND :county IN (county.name, county.code) AND (rule GLOB 'ch[234]_*' OR rule GLOB '[ab]_*' OR rule = 'agg_sum')
  UNION ALL
  SELECT id FROM finding WHERE :county = '' AND :year = '' AND rule BETWEEN 'ch2_' AND 'ch5' AND rule GLOB 'ch[234]_*'
  UNION ALL
  SELECT id FROM finding WHERE :county = '' AND :year = '' AND rule BETWEEN 'a_' AND 'c' AND (rule GLOB '[ab]_*' OR rule = 'agg_sum')
  UNION ALL
  SELECT id FROM finding
  WHERE :county = '' AND :year <> '' AND report_year = CAST(:year AS INTEGER) AND finding.severity IN ('error', 'warning', 'info')
    AND (rule GLOB 'ch[234]_*' OR rule GLOB '[ab]_*' OR rule = 'agg_sum')
) AND (:year = '' OR year = CAST(:year AS INTEGER))
ORDER BY severity, county, body, year, rule, cells
