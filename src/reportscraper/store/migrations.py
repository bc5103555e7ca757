"""The schema and its history, migration by migration."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from reportscraper.errors import StoreError
from reportscraper.forms.shared import labels
from reportscraper.resources import read_text
from reportscraper.store import doubts, lineages, points, summaries
from reportscraper.store.age import APPLICATION_ID, SCHEMA_VERSION, STEPS, is_ours, schema_version
from reportscraper.store.script import statements
from reportscraper.store.seal import unseal_tables
from reportscraper.store.views import view_definitions

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations


def refuse_unfit(connection: sqlite3.Connection, *, name: str, is_clean: bool = False) -> None:
    """Raise `StoreError` when the database is somebody else's, newer than this code, or damaged, unless it ``is_clean``."""
    if not is_ours(connection) and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise StoreError(f"{name} is not a reportscraper database", f"{name} 不是 reportscraper 的数据库")
    if schema_version(connection) > SCHEMA_VERSION:
        found = schema_version(connection)
        raise StoreError(
            f"{name} has schema {found}, this version knows {SCHEMA_VERSION}: update",
            f"{name} 的结构版本为 {found}，本程序只认识 {SCHEMA_VERSION}，请更新程序",
        )
    verdict = "ok" if is_clean else connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise StoreError(f"{name} is damaged: {verdict}", f"{name} 已损坏：{verdict}")


def migrate(database: Database) -> None:
    """Bring the tables up to date, each migration whole or not at all, then the views, the fixed rows and the series."""
    steps = _migrations()
    is_new = bool(steps.pending(database))
    if is_new:
        # Said first: a database that could not be made to its end is still ours, and the next run makes it.
        database.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        # A table that is made anew is dropped in between, and must not take the rows along that refer to its own.
        database.conn.execute("PRAGMA foreign_keys = OFF")
        steps.apply(database)
        if broken := database.conn.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreError(f"a row of {broken[0]} refers to a row of {broken[2]} that is not there")
        database.conn.execute("PRAGMA foreign_keys = ON")
    with database.atomic():
        present = set(database.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
        wanted = set(view_definitions().items())
        for name, _ in sorted(present - wanted):
            database.conn.execute(f'DROP VIEW "{name}"')
        for _, sql in sorted(wanted - present):
            database.conn.execute(sql)
        if is_new:
            unseal_tables(database.conn)
        database.conn.executemany(
            "INSERT INTO applicant (id, code, zh, en) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "code = excluded.code, zh = excluded.zh, en = excluded.en",
            [(each.id, each.code, each.zh, each.en) for each in labels().applicant],
        )
        lineages.seed(database.conn)
        if points.seed(database.conn) or is_new or summaries.is_outdated(database.conn):
            summaries.refresh(database.conn)


_FILLED: Mapping[str, Callable[[sqlite3.Connection], None]] = {"m005_doubt": doubts.link_all}
"""What a migration does beyond its script."""


@cache
def _migrations() -> Migrations:
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("reportscraper")
    for number, name in enumerate(STEPS, 1):
        migrations(name=name)(_step(number, name))
    return migrations


def _step(number: int, name: str) -> Callable[[Database], None]:
    def apply(database: Database) -> None:
        connection = database.conn
        # Views name tables that may be gone for a moment; they are made anew at the end.
        for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            connection.execute(f'DROP VIEW "{view}"')
        for statement in statements(read_text(f"store/schema/{name}.sql")):
            connection.execute(statement)
        if name in _FILLED:
            _FILLED[name](connection)
        connection.execute(f"PRAGMA user_version = {number}")

    return apply
