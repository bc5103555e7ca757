-- Outcomes of a run
-- Visits of the newest run by county and outcome.

SELECT county.code AS county_code, county.name AS county, visit.outcome AS outcome, count(*) AS visits
FROM visit JOIN county ON county.code = visit.county_code
WHERE visit.run_id = (SELECT max(id) FROM run)
GROUP BY county.code, visit.outcome
ORDER BY county.code, visits DESC, visit.outcome
