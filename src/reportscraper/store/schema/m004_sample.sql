-- Migration 4: whether a county is made up.

ALTER TABLE county ADD COLUMN sample INTEGER NOT NULL DEFAULT 0 CHECK (sample IN (0, 1));
