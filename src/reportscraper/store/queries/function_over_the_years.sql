-- Bodies of one function over the years
-- Requests of all bodies charged with one thing (all education bureaus of a province, 2008–2025), a row a report; lineage_id is one
-- for a body before and after it was renamed, change names the decree of a merger or split in that report year. approximate names the columns
-- whose value fits those of other forms only approximately.
--   :function  function of the bodies, such as education (docs/functions.md)
--   :province  province, such as 浙江省; empty for all
--   :level  level of the bodies, such as department; empty for all
--   :first_year  first year; empty for all
--   :last_year  last year; empty for all

SELECT province, county, body_now, body, year, requests_new, requests_carried_in, granted, partly_granted, denied, unable,
  not_processed, results, reviews, lawsuits, errors, days_late, form, lineage_id, county_code, county_code_then,
  (SELECT group_concat(change.date || ' ' || change.kind || ' ' || change.document, '; ')
   FROM body_succession AS part_in JOIN succession AS change ON change.id = part_in.succession_id
   WHERE part_in.body_id = report_summary.body_id AND part_in.is_after = 1 AND change.effect = 'break'
     AND change.year = report_summary.year) AS change, url,
  trim(CASE WHEN requests_new_exactness = 'approximate' THEN 'requests_new ' ELSE '' END
       || CASE WHEN results_exactness = 'approximate' THEN 'results ' ELSE '' END
       || CASE WHEN denied_exactness = 'approximate' THEN 'denied' ELSE '' END) AS approximate
FROM report_summary
WHERE function = :function AND (:province = '' OR province = :province) AND (:level = '' OR level = :level)
  AND +year BETWEEN CAST(:first_year AS INTEGER) AND CAST(coalesce(nullif(:last_year, ''), '9999') AS INTEGER)
ORDER BY province, county_code, lineage_id, year
