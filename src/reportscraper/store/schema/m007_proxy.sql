-- Migration 7: the proxy that a capture came through.

ALTER TABLE capture ADD COLUMN proxy TEXT NOT NULL DEFAULT '';
