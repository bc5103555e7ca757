"""What a database holds, table by table, as hashes: two databases built from one archive have the same."""

from __future__ import annotations

import hashlib
import sqlite3

import msgspec

# When and how often something was run is not part of what was read; the search index follows from the sections.
_LEFT_OUT = ("run", "visit", "entry", "_sqlite_migrations")
_LEFT_OUT_PREFIXES = ("sqlite_", "section_fts")


def table_hashes(connection: sqlite3.Connection) -> dict[str, str]:
    """By table, the SHA-256 of its rows in the order of their key; run tables are left out."""
    encode = msgspec.json.Encoder().encode
    hashes = {}
    for table in _names(connection):
        keys = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
        order = ", ".join(f'"{key}"' for (key,) in keys)
        made = hashlib.sha256()
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}'):  # noqa: S608
            made.update(encode(row))
        hashes[table] = made.hexdigest()
    return hashes


def table_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """By table, the number of its rows; the same tables as `table_hashes`."""
    count = 'SELECT count(*) FROM "{}"'
    return {name: connection.execute(count.format(name)).fetchone()[0] for name in _names(connection)}


def _names(connection: sqlite3.Connection) -> list[str]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [name for (name,) in names if name not in _LEFT_OUT and not name.startswith(_LEFT_OUT_PREFIXES)]
