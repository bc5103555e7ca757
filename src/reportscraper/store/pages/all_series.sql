-- Series
-- Series that join the forms, in their order.

SELECT code, topic, zh, en, unit, note FROM series ORDER BY id
