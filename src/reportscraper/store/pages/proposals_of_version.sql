-- Figures recognised in the pictures of a version
-- In the order in which they were recognised; part and part_table as in figures_of_version.
--   :version  version_id

SELECT proposal.position AS position, indicator.code AS indicator, indicator.zh AS zh, indicator.en AS en,
       indicator.table_code AS table_code, applicant.code AS applicant, applicant.zh AS applicant_zh,
       CASE WHEN applicant.id > 0 THEN applicant.en END AS applicant_en,
       proposal.value AS value, proposal.raw AS raw, proposal.unit AS unit, proposal.confidence AS confidence,
       proposal.accepted AS accepted, proposal.place >> 20 AS table_number, (proposal.place >> 8) & 4095 AS row_number,
       proposal.place & 255 AS column_number, proposal.page AS page, proposal."left" AS "left", proposal.top AS top,
       proposal."right" AS "right", proposal.bottom AS bottom, coalesce(part.position, 0) AS part,
       (proposal.place >> 20) - coalesce(part.base, 0) AS part_table
FROM proposal
JOIN indicator ON indicator.id = proposal.indicator_id
JOIN applicant ON applicant.id = proposal.applicant_id
LEFT JOIN part ON part.version_id = proposal.version_id AND part.position = (
  SELECT max(position) FROM part AS before WHERE before.version_id = proposal.version_id AND before.base < proposal.place >> 20)
WHERE proposal.version_id = :version ORDER BY proposal.position
