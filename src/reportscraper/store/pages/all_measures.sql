-- Measures
-- Rates made of series, in their order.

SELECT code, zh, en, unit, formula FROM measures ORDER BY id
