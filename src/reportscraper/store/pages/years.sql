-- Report years
-- Years that have reports.

SELECT DISTINCT year FROM coverage ORDER BY year
