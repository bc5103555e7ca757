-- Tables of migration 3: a county's own last days for publishing.

ALTER TABLE county ADD COLUMN deadlines TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(deadlines));
