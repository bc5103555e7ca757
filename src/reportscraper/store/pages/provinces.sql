-- Provinces
-- Counties, bodies and reports of each province, in the order of the division codes.

SELECT county.province AS province, count(*) AS counties, sum(known.bodies) AS bodies, sum(known.reports) AS reports
FROM county
JOIN (SELECT code, (SELECT count(*) FROM body WHERE county_code = code) AS bodies,
             (SELECT coalesce(sum(reports), 0) FROM coverage WHERE county_code = code) AS reports
      FROM county) AS known ON known.code = county.code
GROUP BY county.province
ORDER BY min(county.code)
