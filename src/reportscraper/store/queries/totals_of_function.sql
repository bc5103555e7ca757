-- Requests that bodies of one function got
-- How many requests the bodies charged with one thing (all education bureaus of a province) got in a year, and what became of them: a row
-- a province and year, with the number of reports that print each. Values that an error speaks against are left out.
--   :function  function of the bodies, such as education (docs/functions.md)
--   :province  province, such as 浙江省; empty for all
--   :year  report year; empty for all

SELECT province, year, max(found) FILTER (WHERE series = 'requests_received') AS reports,
  max(total) FILTER (WHERE series = 'requests_received') AS requests_received,
  max(total) FILTER (WHERE series = 'requests_closed') AS requests_closed,
  max(total) FILTER (WHERE series = 'granted') AS granted, max(total) FILTER (WHERE series = 'partly_granted') AS partly_granted,
  max(total) FILTER (WHERE series = 'denied') AS denied, max(found) FILTER (WHERE series = 'denied') AS denied_reports
FROM (
  SELECT county.province AS province, report.year AS year, series.code AS series, sum(point.value) AS total, count(*) AS found
  FROM body
  CROSS JOIN county ON county.code = body.county_code
  CROSS JOIN report ON report.body_id = body.id
  CROSS JOIN series ON series.code IN ('requests_received', 'requests_closed', 'granted', 'partly_granted', 'denied')
  CROSS JOIN standing_point AS point ON point.series_id = series.id AND point.year = report.year AND point.body_id = body.id
  CROSS JOIN series_part AS part ON part.id = point.part_id AND part.exactness <> 'not_comparable'
  WHERE body.function = :function AND (:province = '' OR county.province = :province)
    AND (:year = '' OR report.year = CAST(:year AS INTEGER)) AND NOT point.wrong
  GROUP BY county.province, report.year, series.code
)
GROUP BY province, year
ORDER BY province, year
