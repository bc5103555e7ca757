"""A database that could not be made to its end is made by whoever opens it next."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils.migrations import Migrations

from reportscraper.store import Store


def test_the_first_migration_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "reports.db"
    with monkeypatch.context() as full:

        def fail(self: Migrations, database: object) -> None:
            self.ensure_migrations_table(database)
            raise MemoryError

        full.setattr(Migrations, "apply", fail)
        with pytest.raises(MemoryError):
            Store.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall()
    with Store.open(path) as store:
        assert store.counties() == []
