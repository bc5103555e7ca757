-- What can be compared
-- Series, measures and indicators with their names and units.

SELECT 'series' AS kind, code, zh, en, unit, note FROM series
UNION ALL SELECT 'measure', code, zh, en, unit, formula FROM measures
UNION ALL SELECT 'indicator', code, zh, en, unit, '' FROM indicator
