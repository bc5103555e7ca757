-- name: series_point
SELECT series.code, series_point.value, series_part.form, series_part.source, series_part.exactness, series_part.cells
FROM series_point LEFT JOIN series ON series.id = series_point.series_id LEFT JOIN series_part ON series_part.id = part_id
WHERE version_id = ? ORDER BY series_point.series_id

-- name: finding
SELECT rule, severity, message, message_zh, cells, table_number, row_number, column_number
FROM finding WHERE version_id = ? AND source = 'page' ORDER BY rule, message, cells
