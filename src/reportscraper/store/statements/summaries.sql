-- name: changed
-- The schema's triggers take the basis of a county away with every change of its versions and findings, and its row with one of its bodies'
-- places. Where the province, a body's place or this package is another one than last time, all totals of its points are others.
SELECT code, county.province, summarised.province IS NOT county.province OR basis NOT IN ('', :basis)
FROM county LEFT JOIN summarised ON county_code = code
WHERE (summarised.province, basis) IS NOT (county.province, :basis) ORDER BY code

-- name: ways
SELECT series_id, form, source, exactness, cells FROM series_part ORDER BY id

-- name: points
SELECT point.series_id, report.year, body.id, point.value, point.part_id,
  EXISTS (SELECT 1 FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error'
    AND EXISTS (SELECT 1 FROM series_doubt AS doubt WHERE doubt.version_id = version.id
      AND doubt.series_id = point.series_id AND doubt.severity = 'error'))
FROM body
CROSS JOIN report ON report.body_id = body.id
CROSS JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
CROSS JOIN series_point AS point ON point.version_id = version.id
WHERE body.county_code = :county

-- name: standing
SELECT point.series_id, point.year, point.body_id, point.value, point.part_id, point.wrong
FROM (SELECT DISTINCT series_id, year FROM place_series WHERE place = :county) AS known
CROSS JOIN body ON body.county_code = :county
CROSS JOIN standing_point AS point ON point.series_id = known.series_id AND point.year = known.year AND point.body_id = body.id

-- name: late
SELECT body_id, year, days_late FROM report_summary WHERE county_code = :county AND days_late > 0

-- name: late_before
SELECT late.body_id, late.year, late.days_late
FROM body CROSS JOIN late_report AS late ON late.body_id = body.id WHERE body.county_code = :county

-- name: rates
INSERT INTO rate_sum
SELECT :measure, :year, county.province, body.level, sum(NOT wrong), sum(above) FILTER (WHERE NOT wrong), sum(below) FILTER (WHERE NOT wrong),
  sum(exactness = 'approximate'), sum(below < :fewest AND NOT wrong), sum(wrong)
FROM standing_rate AS rate
CROSS JOIN body ON body.id = rate.body_id
CROSS JOIN county ON county.code = body.county_code
WHERE rate.measure_id = :measure AND rate.year = :year
GROUP BY county.province, body.level

-- name: where
SELECT body.id, county.code, county.province, body.function, body.level FROM body JOIN county ON county.code = body.county_code

-- name: fit
SELECT id, exactness = 'not_comparable', exactness = 'approximate' FROM series_part

-- name: by_value
SELECT body_id, value, part_id, wrong FROM standing_point WHERE series_id = ? AND year = ? ORDER BY value

-- name: last_full
SELECT max(year) FROM (SELECT year, sum(reports) AS reports, max(sum(reports)) OVER () AS most FROM coverage GROUP BY year)
WHERE 2 * reports >= most

-- name: steady
WITH value AS MATERIALIZED (
  SELECT point.body_id AS body_id, point.year AS year, point.series_id AS series_id, point.value AS value,
         part.exactness = 'approximate' AS approximate
  FROM (SELECT DISTINCT year FROM coverage WHERE year BETWEEN :last - :years + 1 AND :last AND year >= 2000) AS known
  CROSS JOIN series ON series.code IN (SELECT value FROM json_each(:series))
  CROSS JOIN standing_point AS point ON point.series_id = series.id AND point.year = known.year
    AND point.body_id BETWEEN :low AND :high
  CROSS JOIN series_part AS part ON part.id = point.part_id
  WHERE NOT point.wrong AND part.exactness <> 'not_comparable'
), fit AS MATERIALIZED (
  SELECT body_id, year FROM value GROUP BY body_id, year HAVING count(*) = json_array_length(:series)
), body_years AS MATERIALIZED (
  SELECT body_id, sum(1 << (year - 2000)) AS present FROM fit GROUP BY body_id
)
INSERT INTO steady_sum
SELECT :chart, body_years.present, value.year, value.series_id, count(*), sum(value.value), sum(value.approximate)
FROM fit CROSS JOIN body_years ON body_years.body_id = fit.body_id
CROSS JOIN value ON value.body_id = fit.body_id AND value.year = fit.year
WHERE true GROUP BY body_years.present, value.year, value.series_id
ON CONFLICT DO UPDATE SET reports = reports + excluded.reports, total = total + excluded.total,
  approximate = approximate + excluded.approximate

-- name: findings
INSERT INTO finding_count
SELECT finding.severity, finding.rule, finding.report_year, count(*),
       count(DISTINCT coalesce('v' || finding.version_id, 'b' || finding.body_id || '/' || finding.year))
FROM finding
LEFT JOIN report_version AS version ON version.id = finding.version_id
LEFT JOIN review ON review.fingerprint = finding.fingerprint
WHERE (finding.version_id IS NULL OR version.is_current = 1) AND review.verdict IS NULL
GROUP BY finding.severity, finding.rule, finding.report_year
