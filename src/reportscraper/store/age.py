"""Whose a database is (``application_id``) and how old it is (``user_version``)."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

APPLICATION_ID = 0x52505453
"""The letters RPTS; `file` and the browse plugin tell our databases by it."""

STEPS = tuple(
    sorted(
        file.name.removesuffix(".sql")
        for file in files("reportscraper").joinpath("store/schema").iterdir()
        if file.name.endswith(".sql")
    )
)
"""The migrations in their order, a file each of `schema/`: a further file is a further migration."""

SCHEMA_VERSION = len(STEPS)
"""Number of migrations; written to ``user_version``."""


def is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the database was made by this package."""
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def schema_version(connection: sqlite3.Connection) -> int:
    """Number of migrations the database has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the database is ours and has the schema that this code reads."""
    return is_ours(connection) and schema_version(connection) == SCHEMA_VERSION
