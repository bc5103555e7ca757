-- name: indicator
SELECT code, zh, en, unit, forms, table_code, derived FROM indicator

-- name: applicant
SELECT id, code, zh, en FROM applicant

-- name: measures
SELECT code, zh, en, unit, formula FROM measures

-- name: series
SELECT code, topic, zh, en, unit, note FROM series

-- name: series_part
SELECT series.code, form, source, exactness, cells, indicator
FROM series_part LEFT JOIN series ON series.id = series_id
