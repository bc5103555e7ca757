-- What the database holds
-- Numbers of counties, bodies, reports, versions, figures, sections, statements, findings, pages and captures.

SELECT (SELECT count(*) FROM county) AS counties, (SELECT count(*) FROM body) AS bodies,
  (SELECT coalesce(sum(reports), 0) FROM coverage) AS reports, versions, figures, (SELECT count(*) FROM section) AS sections,
  statements, (SELECT count(*) FROM finding) AS findings, (SELECT count(*) FROM page) AS pages,
  (SELECT count(*) FROM capture) AS captures
FROM (SELECT count(*) AS versions, coalesce(sum(figures), 0) AS figures, coalesce(sum(statements), 0) AS statements FROM report_version)
