"""Everything that is shown is described, and nothing is described that is not there."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from reportscraper.browse.metadata import database_metadata
from reportscraper.store import queries


@pytest.fixture
def columns(path: Path) -> dict[str, list[str]]:
    """The columns of every table and view, in order."""
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    found = {name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')] for name in names}
    connection.close()
    return found


def shown(name: str) -> bool:
    """Whether Datasette shows a table."""
    return not name.startswith(("sqlite_", "_sqlite_", "section_fts", "figure_note"))


def test_every_table_and_column_is_described_in_order(columns: dict[str, list[str]]) -> None:
    tables = database_metadata()["tables"]
    described = {name: list(table.get("columns", {})) for name, table in tables.items() if not table.get("hidden")}
    assert described == {name: names for name, names in columns.items() if shown(name)}
    assert all(text.endswith(".") for table in tables.values() for text in table.get("columns", {}).values())


def test_hidden_tables_exist(columns: dict[str, list[str]]) -> None:
    hidden = {name for name, table in database_metadata()["tables"].items() if table.get("hidden")}
    assert hidden == {"_sqlite_migrations", "section_fts", "figure_note"}
    assert hidden <= columns.keys()


@pytest.mark.parametrize("key", ["facets", "sort", "sort_desc", "label_column", "fts_pk"])
def test_columns_that_are_named_exist(columns: dict[str, list[str]], key: str) -> None:
    for name, table in database_metadata()["tables"].items():
        given: Any = table.get(key, [])
        assert set([given] if isinstance(given, str) else given) <= set(columns[name]), name


def test_facets_are_described_by_the_form_they_come_from() -> None:
    assert database_metadata()["tables"]["report_summary"]["facets"] == ["county", "year", "form", "level"]


def test_queries_are_those_of_the_store() -> None:
    made = database_metadata()["queries"]
    assert list(made) == list(queries())
    assert made["new_since"]["params"] == ["since"]
    assert made["database_counts"]["description"] == queries()["database_counts"].description


def test_each_caller_gets_a_copy() -> None:
    database_metadata()["tables"].clear()
    assert database_metadata()["tables"]
