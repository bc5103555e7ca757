"""The schema and its history, migration by migration."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import TYPE_CHECKING

from reportscraper.errors import StoreError
from reportscraper.forms.shared import labels
from reportscraper.resources import read_text
from reportscraper.store import points
from reportscraper.store.age import APPLICATION_ID, SCHEMA_VERSION, is_ours, schema_version
from reportscraper.store.script import statements
from reportscraper.store.views import view_definitions

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations


def refuse_unfit(connection: sqlite3.Connection, *, name: str) -> None:
    """Raise `StoreError` when the database is somebody else's, newer than this code, or damaged."""
    if not is_ours(connection) and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise StoreError(f"{name} is not a reportscraper database")
    if schema_version(connection) > SCHEMA_VERSION:
        raise StoreError(f"{name} has schema {schema_version(connection)}, this version knows {SCHEMA_VERSION}: update")
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise StoreError(f"{name} is damaged: {verdict}")


def migrate(database: Database) -> None:
    """Bring the tables up to date, each migration whole or not at all, then the views, the fixed rows and the series."""
    _migrations().apply(database)
    with database.atomic():
        _refresh_views(database.conn)
        database.conn.executemany(
            "INSERT INTO applicant (id, code, zh, en) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "code = excluded.code, zh = excluded.zh, en = excluded.en",
            [(each.id, each.code, each.zh, each.en) for each in labels().applicant],
        )
        points.seed(database.conn)


@cache
def _migrations() -> Migrations:
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("reportscraper")

    @migrations()
    def m001_first(database: Database) -> None:
        _run(database.conn, "schema.sql")
        database.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.conn.execute("PRAGMA user_version = 1")

    @migrations()
    def m002_parts(database: Database) -> None:
        _run(database.conn, "schema_2.sql")
        database.conn.execute("PRAGMA user_version = 2")

    @migrations()
    def m003_forms_and_deadlines(database: Database) -> None:
        _run(database.conn, "schema_3.sql")
        # The forms are files, not a list in the schema. SQLite changes a CHECK in no other way but by making the table, to which half of
        # the others refer, anew.
        database.conn.execute("PRAGMA writable_schema = 1")
        database.conn.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'report_version'",
            ("CHECK (form IN ('2008', '2014', '2019', '2021'))", "CHECK (form GLOB '[12][0-9][0-9][0-9]')"),
        )
        database.conn.execute("PRAGMA writable_schema = 0")
        cookie = database.conn.execute("PRAGMA schema_version").fetchone()[0]
        database.conn.execute(f"PRAGMA schema_version = {cookie + 1}")
        database.conn.execute("PRAGMA user_version = 3")

    @migrations()
    def m004_sample(database: Database) -> None:
        _run(database.conn, "schema_4.sql")
        database.conn.execute("PRAGMA user_version = 4")

    return migrations


def _run(connection: sqlite3.Connection, script: str) -> None:
    for statement in statements(read_text(f"store/{script}")):
        connection.execute(statement)


def _refresh_views(connection: sqlite3.Connection) -> None:
    present = set(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    wanted = set(view_definitions().items())
    for name, _ in sorted(present - wanted):
        connection.execute(f'DROP VIEW "{name}"')
    for _, sql in sorted(wanted - present):
        connection.execute(sql)
