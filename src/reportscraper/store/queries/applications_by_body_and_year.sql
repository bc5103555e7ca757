-- Applications by body and year
-- 依申请公开: requests received, carried over and closed, and how they were closed. Empty cells were not printed; they are not
-- zeros. approximate names the columns whose value fits those of other forms only approximately.
--   :county  name or code of a county, such as 云溪县; empty for all
--   :year  report year; empty for all

SELECT county, body, year, requests_new, requests_carried_in, results, granted, partly_granted, denied, unable,
       not_processed, other_results, requests_carried_out, errors, url,
       trim(CASE WHEN requests_new_exactness = 'approximate' THEN 'requests_new ' ELSE '' END
       || CASE WHEN results_exactness = 'approximate' THEN 'results ' ELSE '' END
       || CASE WHEN denied_exactness = 'approximate' THEN 'denied' ELSE '' END) AS approximate
FROM report_summary
WHERE version_id IN (
  SELECT version.id
  FROM county
  CROSS JOIN body ON body.county_code = county.code
  CROSS JOIN report ON report.body_id = body.id AND report.year BETWEEN CAST(:year AS INTEGER) AND CAST(coalesce(nullif(:year, ''), '9999') AS INTEGER)
  CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
  WHERE :county IN ('', county.name, county.code))
ORDER BY county, body, year
