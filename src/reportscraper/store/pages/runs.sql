-- Runs
-- The newest runs.
--   :most  how many

SELECT run.id AS id, run.started AS started, run.finished AS finished, run.command AS command,
       run.parser_version AS parser_version, run.counts AS counts,
       (SELECT count(*) FROM visit WHERE visit.run_id = run.id) AS visits
FROM run ORDER BY run.id DESC LIMIT :most
