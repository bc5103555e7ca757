-- Sums of series by the years that bodies report in
-- A report counts where it has all the series of a chart, comparable and without an error against them. ``present`` has a bit for each of
-- the last years (2000 is bit 0) of which a body has such a report, so that sums over the same bodies can be made for any run of them.
--   :chart  chart

SELECT present, year, series.code AS series, reports, total, approximate
FROM steady_sum JOIN series ON series.id = steady_sum.series_id WHERE chart = :chart
