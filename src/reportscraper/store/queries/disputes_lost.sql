-- Who loses disputes over information
-- Bodies whose decisions were corrected most in reviews and lawsuits of a year, with how many there were. Values that an error speaks
-- against are left out.
--   :year  report year
--   :province  province, such as 浙江省; empty for all

SELECT county.province AS province, county.name AS county, body.name AS body, corrected, reviews_corrected, lawsuits_corrected,
  (SELECT value FROM standing_point WHERE series_id = (SELECT id FROM series WHERE code = 'reviews') AND year = CAST(:year AS INTEGER)
    AND body_id = body.id) AS reviews,
  (SELECT value FROM standing_point WHERE series_id = (SELECT id FROM series WHERE code = 'lawsuits') AND year = CAST(:year AS INTEGER)
    AND body_id = body.id) AS lawsuits
FROM (
  SELECT body_id, sum(value) AS corrected, sum(value) FILTER (WHERE code = 'reviews_corrected') AS reviews_corrected,
    sum(value) FILTER (WHERE code = 'lawsuits_corrected') AS lawsuits_corrected
  FROM series
  CROSS JOIN standing_point AS point ON point.series_id = series.id AND point.year = CAST(:year AS INTEGER)
  WHERE series.code IN ('reviews_corrected', 'lawsuits_corrected') AND point.value > 0 AND NOT point.wrong
    AND (:province = '' OR body_id IN (
      SELECT body.id FROM county CROSS JOIN body ON body.county_code = county.code WHERE :province IN (county.province, '')))
  GROUP BY body_id ORDER BY corrected DESC, body_id LIMIT 50
)
JOIN body ON body.id = body_id
JOIN county ON county.code = body.county_code
ORDER BY corrected DESC, body_id
