"""Which findings doubt which figures: table ``figure_finding``, from what findings say of cells and places."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from reportscraper.forms.rules import rules_that_spare_figures
from reportscraper.store.rows import json_text
from reportscraper.store.script import named_statements

_SQL = named_statements("doubts")


def link(connection: sqlite3.Connection, versions: Iterable[int]) -> None:
    """Link the findings on versions to the figures that they doubt. Findings and figures that go take their links along."""
    sparing = json_text(rules_that_spare_figures())
    asked = [{"version": version, "sparing": sparing} for version in versions]
    for statement in (_SQL["of_cells"], _SQL["of_place"]):
        connection.executemany(statement, asked)


def link_all(connection: sqlite3.Connection) -> None:
    """Link every finding of the database."""
    found = connection.execute("SELECT DISTINCT version_id FROM finding WHERE version_id IS NOT NULL").fetchall()
    link(connection, [version for (version,) in found])
