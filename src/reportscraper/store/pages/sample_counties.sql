-- Sample counties
-- The made-up counties of the database.

SELECT name AS county FROM county WHERE sample = 1 ORDER BY code
