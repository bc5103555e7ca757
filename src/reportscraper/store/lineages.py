"""Whose series a body's reports are: the tables ``lineage``, ``succession``, ``body_succession`` and ``division_past``."""

from __future__ import annotations

import hashlib
import sqlite3

from msgspec.structs import asdict, astuple

from reportscraper.model import BodyLevel
from reportscraper.places.lineage import lineage_of, past_codes, successions
from reportscraper.resources import read_text
from reportscraper.store.script import named_statements

_SOURCES = ("places/divisions.csv", "places/history.csv", "places/functions.toml", "places/bodies.toml")
_RULES = "2"
"""Raised when the code decides otherwise of the same files."""

_SQL = named_statements("lineages")


def seed(connection: sqlite3.Connection) -> None:
    """Make the successions known, and every body's place in them, where the packaged files are not those of last time."""
    known = hashlib.sha256(_RULES.encode())
    for path in _SOURCES:
        known.update(read_text(path).encode())
    digest = known.hexdigest()
    if connection.execute("SELECT sha256 FROM known_places").fetchall() == [(digest,)]:
        return
    for table in ("body_succession", "succession", "division_past", "known_places"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    names = tuple(asdict(successions()[0]))
    connection.executemany(
        f"INSERT INTO succession (id, {', '.join(names)}) VALUES (?{', ?' * len(names)})",  # noqa: S608
        ((at, *astuple(each)) for at, each in enumerate(successions())),
    )
    connection.executemany("INSERT INTO division_past VALUES (?, ?, ?, ?, ?)", map(astuple, past_codes()))
    connection.execute("INSERT INTO known_places VALUES (?)", (digest,))
    place_bodies(connection)


def place_bodies(connection: sqlite3.Connection, county_code: str = "") -> None:
    """Find the series of every body anew, or of those of one county."""
    bodies = connection.execute("SELECT id FROM body WHERE ? IN ('', county_code) ORDER BY id", (county_code,))
    for (body_id,) in bodies.fetchall():
        place_body(connection, body_id)
    forget_empty(connection)
    connection.execute(_SQL["newest"])


def place_body(connection: sqlite3.Connection, body_id: int) -> None:
    """Find the series of one body: its lineage, its function, the changes that it took part in."""
    name, code, county, level, registered = connection.execute(_SQL["body"], (body_id,)).fetchone()
    found = lineage_of(name, code, county)
    connection.execute(
        "INSERT INTO lineage (key, unit) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", (found.key, found.unit)
    )
    # A database of before did not know zones.
    new_level: BodyLevel = "zone" if found.level == "zone" and not registered else level
    connection.execute(
        "UPDATE body SET lineage_id = (SELECT id FROM lineage WHERE key = ?), function = ?, level = ? WHERE id = ?",
        (found.key, found.function, new_level, body_id),
    )
    connection.execute("DELETE FROM body_succession WHERE body_id = ?", (body_id,))
    connection.executemany(
        "INSERT INTO body_succession VALUES (?, ?, ?)", ((body_id, at, after) for at, after in found.part_in)
    )


def forget_empty(connection: sqlite3.Connection) -> None:
    """Delete the series that no body is in."""
    connection.execute("DELETE FROM lineage WHERE id NOT IN (SELECT lineage_id FROM body WHERE lineage_id IS NOT NULL)")
