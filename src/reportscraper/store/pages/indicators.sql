-- Indicators
-- All indicators in the order of the forms.

SELECT code, zh, en, unit, forms, table_code, derived FROM indicator ORDER BY id
