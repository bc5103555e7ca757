"""Scripts of SQL, statement by statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator


def statements(sql: str) -> Iterator[str]:
    """The single statements of a script, comments before them included.

    `sqlite3.Connection.executescript` would commit the open transaction, and a migration must be all or nothing.
    """
    gathered = ""
    for line in sql.splitlines(keepends=True):
        gathered += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(gathered):
            yield gathered.strip()
            gathered = ""
    if gathered.strip():
        raise ValueError(f"unfinished statement: {gathered.strip()[:60]}")
