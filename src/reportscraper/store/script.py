"""Scripts of SQL, statement by statement; and the statements that modules of the room ask by name."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping

from reportscraper.resources import read_text

_NAME = re.compile(r"^-- name: (\w+)\n(?:-- .*\n)*", re.MULTILINE)


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


def named_statements(module: str, **fragments: str) -> Mapping[str, str]:
    """The statements of ``statements/MODULE.sql`` in their order, each below ``-- name: NAME``; ``{fragment}`` in them is filled in."""
    text = read_text(f"store/statements/{module}.sql")
    for name, sql in fragments.items():
        text = text.replace(f"{{{name}}}", sql)
    _, *found = _NAME.split(text)
    return dict(zip(found[::2], map(str.strip, found[1::2]), strict=True))
