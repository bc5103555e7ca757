-- Migration 10: the run that began to crawl a county and has not come to its end; what it left is taken up by the next one.

ALTER TABLE county ADD COLUMN open_run INTEGER REFERENCES run (id);

UPDATE county SET open_run = (
  SELECT min(visit.run_id) FROM visit JOIN run ON run.id = visit.run_id
  WHERE visit.county_code = county.code AND run.finished IS NULL
    AND visit.id > coalesce((SELECT max(other.id) FROM visit AS other JOIN run ON run.id = other.run_id
                             WHERE other.county_code = county.code AND run.finished IS NOT NULL), 0)
);
