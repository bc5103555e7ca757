-- Reports whose sums do not add up
-- 勾稽关系: accounting identities of the official forms that the printed figures violate, with the cells concerned.
--   :county  county name; empty for all
--   :year  report year; empty for all

SELECT county, body, year, severity, rule, message, cells, url
FROM finding_list
WHERE (rule GLOB 'ch[234]_*' OR rule GLOB '[ab]_*' OR rule = 'agg_sum')
  AND (:county = '' OR county = :county) AND (:year = '' OR year = CAST(:year AS INTEGER))
ORDER BY severity, county, body, year, rule, cells
