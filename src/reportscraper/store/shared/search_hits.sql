-- `placed`: the chapters of current versions that hold the words, ranked by the reports they stand in. What :words and the other
-- parameters mean stands in the queries that are made of it.

WITH scope AS MATERIALIZED (
  SELECT (SELECT id FROM report_version WHERE report_id = report.id AND is_current = 1) AS id
  FROM county
  CROSS JOIN body ON body.county_code = county.code
  CROSS JOIN report ON report.body_id = body.id
  WHERE (:county <> '' OR :province <> '' OR :function <> '' OR :body <> '') AND :county IN ('', county.code, county.name)
    AND :province IN ('', county.province) AND :function IN ('', body.function) AND CAST(:year AS INTEGER) IN (0, report.year) AND (:body = '' OR instr(body.name, :body) > 0)
  UNION ALL
  SELECT (SELECT id FROM report_version WHERE report_id = report.id AND is_current = 1)
  FROM report
  WHERE :county = '' AND :province = '' AND :function = '' AND :body = '' AND CAST(:year AS INTEGER) <> 0 AND report.year = CAST(:year AS INTEGER)
), whole AS MATERIALIZED (
  SELECT :county = '' AND :province = '' AND :function = '' AND :body = '' AND CAST(:year AS INTEGER) = 0 AS is_all,
         coalesce(min(id), 0) * 1000 AS low, coalesce(max(id), 1 << 40) * 1000 + 999 AS high,
         (SELECT count(*) FROM (SELECT 1 FROM section_fts WHERE section_fts MATCH escape_fts(:words) LIMIT 5001)) <= 5000 AS is_rare
  FROM scope
), hit AS MATERIALIZED (
  SELECT rowid AS id, CASE WHEN (SELECT is_rare FROM whole) AND :order <> 'date' THEN bm25(section_fts, 3.0, 1.0) ELSE 0.0 END AS score
  FROM section_fts
  WHERE section_fts MATCH escape_fts(:words) AND rowid BETWEEN (SELECT low FROM whole) AND (SELECT high FROM whole)
    AND ((SELECT is_all FROM whole) OR rowid / 1000 IN (SELECT id FROM scope))
    AND EXISTS (SELECT 1 FROM report_version AS version WHERE version.id = section_fts.rowid / 1000 AND version.is_current = 1)
    AND (:kind = '' OR EXISTS (SELECT 1 FROM section WHERE section.id = section_fts.rowid AND section.kind = :kind))
  ORDER BY rowid DESC
  LIMIT (SELECT CASE WHEN is_rare THEN 5000 ELSE 2000 END FROM whole)
), known AS MATERIALIZED (
  SELECT hit.id AS id, version.id AS version_id, report.year AS year, body.county_code AS county_code, body.name AS body,
         score / CASE WHEN score < 0 THEN min(5, count(*) OVER (PARTITION BY iif(score < 0, (
           SELECT coalesce(substr(text, nullif(instr(text, substr(trim(:words) || ' ', 1, instr(trim(:words) || ' ', ' ') - 1)), 0) - 12, 36), id)
           FROM section WHERE section.id = hit.id), NULL))) ELSE 1 END AS weight
  FROM hit
  CROSS JOIN report_version AS version ON version.id = hit.id / 1000
  CROSS JOIN report ON report.id = version.report_id
  CROSS JOIN body ON body.id = report.body_id
), placed AS MATERIALIZED (
  SELECT *, dense_rank() OVER (ORDER BY best, year DESC, county_code, body, version_id) AS place
  FROM (SELECT *, min(weight) OVER (PARTITION BY version_id) AS best FROM known)
)
