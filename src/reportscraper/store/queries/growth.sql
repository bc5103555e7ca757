-- What grew most
-- The bodies whose value of a series grew most from one year to another. Values that cannot be compared are left out.
--   :series  code of a series, such as requests_received
--   :from_year  first year
--   :to_year  second year

SELECT county.name AS county, body.name AS body, value_before, value_after, value_after - value_before AS growth,
  round(100.0 * (value_after - value_before) / nullif(value_before, 0), 1) AS percent
FROM (
  SELECT later.body_id AS body_id, old.value AS value_before, new.value AS value_after
  FROM report AS later
  JOIN report AS earlier ON earlier.body_id = later.body_id AND earlier.year = CAST(:from_year AS INTEGER)
  JOIN report_version AS later_version ON later_version.report_id = later.id AND later_version.is_current = 1
  JOIN report_version AS earlier_version ON earlier_version.report_id = earlier.id AND earlier_version.is_current = 1
  JOIN series ON series.code = :series
  JOIN series_point AS new ON new.series_id = series.id AND new.version_id = later_version.id
  JOIN series_point AS old ON old.series_id = series.id AND old.version_id = earlier_version.id
  JOIN series_part AS new_part ON new_part.id = new.part_id AND new_part.exactness <> 'not_comparable'
  JOIN series_part AS old_part ON old_part.id = old.part_id AND old_part.exactness <> 'not_comparable'
  WHERE later.year = CAST(:to_year AS INTEGER)
  ORDER BY new.value - old.value DESC, later.body_id
  LIMIT 20
) JOIN body ON body.id = body_id
JOIN county ON county.code = body.county_code
ORDER BY growth DESC, body_id
