-- Who publishes late
-- Reports of a year that were published after the last day for it, the latest first.
--   :year  report year
--   :province  province, such as 浙江省; empty for all
--   :function  function of the bodies, such as education (docs/functions.md); empty for all

SELECT report.province, report.county, report.body, report.year, report.deadline, report.published_on, report.days_late, report.url
FROM (
  SELECT late.body_id AS body_id, late.year AS year, late.days_late AS days_late, body.county_code AS county_code, body.name AS body
  FROM late_report AS late
  CROSS JOIN body ON body.id = late.body_id
  WHERE late.year = CAST(:year AS INTEGER) AND (:province = '' AND :function = '' OR late.body_id IN (
    SELECT body.id FROM county CROSS JOIN body ON body.county_code = county.code
    WHERE :province IN ('', county.province) AND :function IN ('', body.function)))
  ORDER BY late.days_late DESC, body.county_code, body.name
  LIMIT 500
) AS first
CROSS JOIN report_summary AS report ON report.body_id = first.body_id AND report.year = first.year
ORDER BY first.days_late DESC, first.county_code, first.body
