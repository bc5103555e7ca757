-- Reports of a function
-- How many reports the bodies charged with one thing have, by province and year.
--   :function  function
--   :province  province; empty for all
--   :level  level of the bodies; empty for all

SELECT county.province AS province, report.year AS year, count(*) AS reports
FROM body
CROSS JOIN county ON county.code = body.county_code
CROSS JOIN report ON report.body_id = body.id
WHERE body.function = :function AND :province IN ('', county.province) AND :level IN ('', body.level)
GROUP BY county.province, report.year ORDER BY min(county.code), report.year
