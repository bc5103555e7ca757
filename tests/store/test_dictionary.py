"""Descriptions of tables: every column, in order."""

from __future__ import annotations

from pathlib import Path

from reportscraper.store import Reader, Store, tables


def test_every_table_and_column_is_described_in_order(store: Store, path: Path) -> None:
    with Reader.open(path) as reader:
        names = [
            name for (name,) in reader.select("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").rows
        ]
        shown = [name for name in names if not name.startswith(("sqlite_", "_sqlite_", "section_fts", "figure_note"))]
        columns = {name: [row[1] for row in reader.select(f'PRAGMA table_info("{name}")').rows] for name in shown}
    assert {name: list(table.columns) for name, table in tables().items() if table.columns} == columns
    assert all(table.title for table in tables().values())
    assert all(text.endswith(".") for table in tables().values() for text in table.columns.values())
