-- The figures of a version
-- Every cell in the order of the forms. Table numbers go through page and parts; part 0 is the page.
--   :version  version_id

SELECT indicator.code AS indicator, indicator.zh AS zh, indicator.en AS en, indicator.table_code AS table_code,
       applicant.code AS applicant, applicant.zh AS applicant_zh,
       CASE WHEN applicant.id > 0 THEN applicant.en END AS applicant_en,
       figure.value AS value, coalesce(note.unit, indicator.unit) AS unit,
       (SELECT min(severity) FROM figure_doubt AS doubt WHERE doubt.version_id = figure.version_id
        AND doubt.indicator_id = figure.indicator_id AND doubt.applicant_id = figure.applicant_id) AS doubt,
       CASE figure.kind
         WHEN 0 THEN 'number' WHEN 1 THEN 'none' WHEN 2 THEN 'blank'
         WHEN 3 THEN 'dash' WHEN 4 THEN 'missing' ELSE 'unreadable'
       END AS kind,
       coalesce(note.raw, CASE figure.kind
         WHEN 0 THEN CAST(figure.value AS TEXT) WHEN 1 THEN '无' WHEN 3 THEN '/' ELSE ''
       END) AS raw,
       coalesce(note.inferred, 0) AS inferred, figure.place >> 20 AS table_number,
       (figure.place >> 8) & 4095 AS row_number, figure.place & 255 AS column_number,
       coalesce(part.position, 0) AS part, (figure.place >> 20) - coalesce(part.base, 0) AS part_table
FROM figure
JOIN indicator ON indicator.id = figure.indicator_id
JOIN applicant ON applicant.id = figure.applicant_id
LEFT JOIN figure_note AS note ON note.version_id = figure.version_id
  AND note.indicator_id = figure.indicator_id AND note.applicant_id = figure.applicant_id
LEFT JOIN part ON part.version_id = figure.version_id AND part.position = (
  SELECT max(position) FROM part AS before WHERE before.version_id = figure.version_id AND before.base < figure.place >> 20)
WHERE figure.version_id = :version
ORDER BY indicator.id, applicant.id
