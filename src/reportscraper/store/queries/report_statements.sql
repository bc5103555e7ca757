-- Figures said in the text of a report
-- Where in the chapters of the current version a figure is said.
--   :body  full name of the body
--   :county  name or code of the county; empty when the body's name is enough
--   :year  report year

SELECT section, measure, indicator, value, unit, qualifier, kind, direction, quote, quote_start, quote_end
FROM statement_list
WHERE body = :body AND :county IN ('', county, county_code) AND year = CAST(:year AS INTEGER)
