-- What the database holds
-- Numbers of counties, bodies, reports, versions, figures, sections, statements, findings, pages and captures.

SELECT (SELECT count(*) FROM county) AS counties, (SELECT count(*) FROM body) AS bodies,
  (SELECT count(*) FROM report) AS reports, (SELECT count(*) FROM report_version) AS versions,
  (SELECT coalesce(sum(figures), 0) FROM report_version) AS figures, (SELECT count(*) FROM section) AS sections,
  (SELECT coalesce(sum(statements), 0) FROM report_version) AS statements, (SELECT count(*) FROM finding) AS findings,
  (SELECT count(*) FROM page) AS pages, (SELECT count(*) FROM capture) AS captures
