-- Compare an indicator
-- Values of one cell of the official forms for all bodies of a county and a span of years.
--   :indicator  code of an indicator, such as denied_process
--   :applicant  applicant type, such as total; empty for figures that are not by applicant
--   :county  county name; empty for all
--   :first_year  first year; empty for all
--   :last_year  last year; empty for all

SELECT county, body, year, value, unit, 'exact' AS exactness, 'table' AS source,
  (SELECT count(*) FROM finding WHERE finding.version_id = figure_list.version_id AND severity = 'error') AS errors, url
FROM figure_list
WHERE indicator = :indicator AND applicant IS nullif(:applicant, '') AND value IS NOT NULL
  AND (:county = '' OR county = :county)
  AND year BETWEEN CAST(:first_year AS INTEGER) AND CAST(coalesce(nullif(:last_year, ''), '9999') AS INTEGER)
ORDER BY county, body, year
