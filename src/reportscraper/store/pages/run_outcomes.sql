-- Outcomes of a run
-- Visits of the newest run by county and outcome, of some counties.
--   :counties  JSON list of county codes

SELECT county.code AS county_code, county.name AS county, visit.outcome AS outcome, count(*) AS visits
FROM json_each(:counties) AS wanted
CROSS JOIN county ON county.code = wanted.value
CROSS JOIN visit ON visit.run_id = (SELECT max(id) FROM run) AND visit.county_code = county.code
GROUP BY county.code, visit.outcome
ORDER BY county.code, visits DESC, visit.outcome
