"""What a database holds, table by table, as hashes: two databases built from one archive have the same; and the hash of a file."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import msgspec

# When and how often something was run is not part of what was read; the search index follows from the sections.
_LEFT_OUT = ("run", "visit", "entry", "compared", "walk", "summarised", "table_seal", "_sqlite_migrations")
_LEFT_OUT_PREFIXES = ("sqlite_", "section_fts")
_CHUNK = 2**20


def table_hashes(connection: sqlite3.Connection) -> dict[str, str]:
    """By table, the SHA-256 of its rows in the order of their key; run tables are left out."""
    return {table: hash_table(connection, table) for table in _names(connection)}


def hash_table(connection: sqlite3.Connection, table: str, ids: range | None = None) -> str:
    """The SHA-256 of a table's rows in the order of their key, of those with some ``id`` alone."""
    keys = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
    order = ", ".join(f'"{key}"' for (key,) in keys) or "rowid"
    which = f"WHERE id BETWEEN {ids.start} AND {ids.stop - 1}" if ids else ""
    encode, made = msgspec.json.Encoder().encode, hashlib.sha256()
    rows = connection.execute(f'SELECT * FROM "{table}" {which} ORDER BY {order}')  # noqa: S608
    while together := rows.fetchmany(200):
        made.update(b"".join(map(encode, together)))
    return made.hexdigest()


def hash_file(path: Path, size: int | None = None) -> str:
    """The SHA-256 of a file, or of its first ``size`` bytes."""
    made, left = hashlib.sha256(), path.stat().st_size if size is None else size
    with path.open("rb") as file:
        while chunk := file.read(min(_CHUNK, left)):
            made.update(chunk)
            left -= len(chunk)
    return made.hexdigest()


def table_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """By table, the number of its rows; the same tables as `table_hashes`."""
    count = 'SELECT count(*) FROM "{}"'
    return {name: connection.execute(count.format(name)).fetchone()[0] for name in _names(connection)}


def _names(connection: sqlite3.Connection) -> list[str]:
    return [
        name for name in all_tables(connection) if name not in _LEFT_OUT and not name.startswith(_LEFT_OUT_PREFIXES)
    ]


def all_tables(connection: sqlite3.Connection) -> list[str]:
    """The names of all tables."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [name for (name,) in names]
