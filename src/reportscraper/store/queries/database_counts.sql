-- What the database holds
-- Numbers of counties, bodies, reports, versions, figures, sections, statements, findings, pages and captures.

-- No capture is ever deleted, so the number of the last one says how many there are.
SELECT (SELECT count(*) FROM county) AS counties, (SELECT count(*) FROM body) AS bodies,
  (SELECT coalesce(sum(reports), 0) FROM coverage) AS reports, coalesce(sum(versions), 0) AS versions, coalesce(sum(figures), 0) AS figures,
  coalesce(sum(sections), 0) AS sections, coalesce(sum(statements), 0) AS statements,
  coalesce(sum(errors + warnings + infos), 0) AS findings, coalesce(sum(pages), 0) AS pages,
  (SELECT coalesce(max(id), 0) FROM capture) AS captures
FROM site_total
