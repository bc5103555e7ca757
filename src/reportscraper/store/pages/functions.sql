-- Functions of bodies
-- What the bodies of this database are charged with, and how many are charged with it; none whose name tells nothing.

SELECT function, count(*) AS bodies FROM body WHERE function <> 'unknown' GROUP BY function ORDER BY function
