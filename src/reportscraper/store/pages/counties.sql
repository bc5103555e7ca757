-- Counties
-- All counties by code.

SELECT code, name, province FROM county ORDER BY code
