-- The last change
-- A number and a moment that are others after every run, so that what was counted before it is counted anew.

SELECT (SELECT max(id) FROM report_version) AS version, (SELECT max(rowid) FROM finding) AS finding,
       (SELECT count(*) FROM review) AS reviews, (SELECT max(id) FROM run) AS run
