-- What grew most
-- The bodies whose value of a series grew most from one year to another. Values that cannot be compared are left out, and those that an
-- error speaks against.
--   :series  code of a series, such as requests_received
--   :from_year  first year
--   :to_year  second year

SELECT county.name AS county, body.name AS body, value_before, value_after, value_after - value_before AS growth,
  round(100.0 * (value_after - value_before) / nullif(value_before, 0), 1) AS percent
FROM (
  SELECT new.body_id AS body_id, old.value AS value_before, new.value AS value_after
  FROM series
  CROSS JOIN standing_point AS new ON new.series_id = series.id AND new.year = CAST(:to_year AS INTEGER)
  CROSS JOIN standing_point AS old ON old.series_id = series.id AND old.year = CAST(:from_year AS INTEGER) AND old.body_id = new.body_id
  CROSS JOIN series_part AS new_part ON new_part.id = new.part_id AND new_part.exactness <> 'not_comparable'
  CROSS JOIN series_part AS old_part ON old_part.id = old.part_id AND old_part.exactness <> 'not_comparable'
  WHERE series.code = :series AND NOT new.wrong AND NOT old.wrong
  ORDER BY new.value - old.value DESC, new.body_id
  LIMIT 20
) JOIN body ON body.id = body_id
JOIN county ON county.code = body.county_code
ORDER BY growth DESC, body_id
