-- The figures a version states in prose
-- In the order of the report, with the characters they stand on.
--   :version  version_id

SELECT position, section, measure, indicator_code AS indicator, value, unit, qualifier, kind, direction, quote,
       quote_start, quote_end
FROM statement WHERE version_id = :version ORDER BY position
