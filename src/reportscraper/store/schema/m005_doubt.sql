-- Migration 5: which findings doubt which figures, filled by `doubts.py`.

CREATE TABLE figure_finding (
  version_id INTEGER NOT NULL,
  indicator_id INTEGER NOT NULL,
  applicant_id INTEGER NOT NULL,
  finding_id TEXT NOT NULL,
  PRIMARY KEY (version_id, indicator_id, applicant_id, finding_id),
  FOREIGN KEY (version_id, indicator_id, applicant_id) REFERENCES figure ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- In place of a foreign key to finding, which would need an index as large as the table.
CREATE TRIGGER finding_removed AFTER DELETE ON finding BEGIN
  DELETE FROM figure_finding WHERE version_id = old.version_id AND finding_id = old.id;
END;
