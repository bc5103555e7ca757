-- Requests that bodies of one function got
-- How many requests the bodies charged with one thing (all education bureaus of a province) got in a year, and what became of them: a row
-- a province and year, with the number of reports that print each. Values that an error speaks against are left out.
--   :function  function of the bodies, such as education (docs/functions.md)
--   :province  province, such as 浙江省; empty for all
--   :year  report year; empty for all

SELECT province, year, max(reports) FILTER (WHERE series = 'requests_received') AS reports,
  max(total) FILTER (WHERE series = 'requests_received') AS requests_received,
  max(total) FILTER (WHERE series = 'requests_closed') AS requests_closed,
  max(total) FILTER (WHERE series = 'granted') AS granted, max(total) FILTER (WHERE series = 'partly_granted') AS partly_granted,
  max(total) FILTER (WHERE series = 'denied') AS denied, max(reports) FILTER (WHERE series = 'denied') AS denied_reports
FROM (
  SELECT wanted.province AS province, known.year AS year, series.code AS series, known.reports AS reports, known.total AS total
  FROM (SELECT DISTINCT province FROM county WHERE :province IN ('', province)) AS wanted
  CROSS JOIN series ON series.code IN ('requests_received', 'requests_closed', 'granted', 'partly_granted', 'denied')
  CROSS JOIN place_series AS known ON known.place = :function || '/' || wanted.province || '/*' AND known.series_id = series.id
  WHERE NOT known.apart AND known.reports > 0 AND (:year = '' OR known.year = CAST(:year AS INTEGER))
)
GROUP BY province, year
ORDER BY province, year
