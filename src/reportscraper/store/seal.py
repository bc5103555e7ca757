"""What a version holds, as one hash: a bit that flips in its rows changes it.

Measured: of 120 single bits flipped in a live database, 12 changed figures, and nothing noticed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.errors import InputError, StoreError
from reportscraper.forms.rules import in_chinese
from reportscraper.model import Capture
from reportscraper.store import summaries
from reportscraper.store.age import is_current
from reportscraper.store.by_name import CAPTURE_COLUMNS, read_rows
from reportscraper.store.hashes import all_tables, hash_table
from reportscraper.store.script import named_statements

# By code and place, not by the numbers that a database happens to give: a reading anew gives the same.
_HELD = named_statements("seal_held")
_DERIVED = named_statements("seal_derived")


_FIXED = named_statements("seal_fixed")
_SURROUNDING = named_statements("seal_surrounding")
Rows = frozenset[tuple[object, ...]]


class HeldVersion(Struct, frozen=True):
    """A version as it stands in a database: whose it is, what read it, its seal as stored."""

    id: int
    county_code: str
    body: str
    year: int
    url: str
    parser_version: str
    seal: str | None


_SQL = named_statements("seal")


def seal(connection: sqlite3.Connection, version_id: int) -> None:
    """Write down what a version holds, once all of its rows are written."""
    connection.execute(
        "UPDATE report_version SET seal = ? WHERE id = ?", (held_hash(connection, version_id), version_id)
    )


def held_hash(connection: sqlite3.Connection, version_id: int, *, derived: bool = False) -> str:
    """The SHA-256 of all that a version holds; ``derived`` also of what later runs may work out of it anew."""
    made = hashlib.sha256()
    for sql in (*_HELD.values(), *(_DERIVED.values() if derived else ())):
        made.update(msgspec.json.encode(connection.execute(sql, (version_id,)).fetchall()))
    return made.hexdigest()


_SEALED_WITH_VERSIONS = (
    "figure", "figure_note", "section", "statement", "attachment", "part", "proposal", "series_point",
)  # fmt: skip
_MADE_AT_OPENING = ("indicator", "applicant", "measures", "series", "series_part")
_OF_SQLITE = "sqlite_"
_MIGRATIONS = "_sqlite_migrations"
"""Sealed since some databases had seals already: the next run adds its own."""


_GROWING, _BLOCK = ("capture", "visit"), 4096
"""Tables to whose ends rows are put and that else never change: they are sealed block by block, so that a night seals its own rows."""
_FOLLOWING = ("figure_finding",)
"""A trigger takes its rows along with findings, of which every night has some; none went where there are as many as before."""
_WRITES = {
    sqlite3.SQLITE_INSERT,
    sqlite3.SQLITE_UPDATE,
    sqlite3.SQLITE_DELETE,
    sqlite3.SQLITE_DROP_TABLE,
    sqlite3.SQLITE_ALTER_TABLE,
}


class Seals:
    """The hashes of all other tables, the search index among them: gone while a run writes, made at its end.

    Of the nation they cost 28 s a night; so what no statement of this connection has named to write keeps the hash that it had.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """To be made before anything is written: SQLite says of each statement, when it is prepared, which tables it writes."""
        self._connection = connection
        self._written: set[str] = set()
        self._known: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        connection.set_authorizer(self._note)

    def _note(self, action: int, table: str | None, _more: str | None, _of: str | None, _by: str | None) -> int:
        allowed = {sqlite3.SQLITE_INSERT: _GROWING, sqlite3.SQLITE_DELETE: _FOLLOWING}
        if action in _WRITES and table is not None and table not in allowed.get(action, ()):
            self._written.add(table)
        return sqlite3.SQLITE_OK

    def break_all(self) -> None:
        """Forget them in the database, before a run writes."""
        self._known = dict(self._connection.execute("SELECT name, sha256 FROM table_seal"))
        self._counts = {name: self._count(name) for name in _FOLLOWING}
        self._connection.execute("DELETE FROM table_seal")

    def forget(self) -> None:
        """Take all tables for changed, when the whole database became another."""
        self._known = {}

    def make(self) -> None:
        """Write down what every table holds, once a run has written its last row."""
        last = {
            name: max((_block(each) for each in self._known if each.startswith(f"{name}:")), default=0)
            for name in _GROWING
        }
        rows = []
        for name in _sealed(self._connection):
            holds = name in self._known and self._holds(name, last)
            rows.append((name, self._known[name] if holds else _hash_part(self._connection, name)))
        self._connection.executemany("INSERT OR REPLACE INTO table_seal (name, sha256) VALUES (?, ?)", rows)

    def _holds(self, name: str, last: Mapping[str, int]) -> bool:
        """Whether the hash of before is still the table's; of one that grows, the last block of before may have grown."""
        table = name.partition(":")[0]
        if name.startswith("section_fts"):
            return not any(each.startswith("section_fts") for each in self._written)
        if table in self._written or (table in _FOLLOWING and self._count(table) != self._counts[table]):
            return False
        return table not in _GROWING or _block(name) < last[table]

    def _count(self, table: str) -> int:
        return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def unseal_tables(connection: sqlite3.Connection) -> None:
    """Forget them, after a change of the schema."""
    connection.execute("DELETE FROM table_seal")


def _block(name: str) -> int:
    return int(name.partition(":")[2])


def _hash_part(connection: sqlite3.Connection, name: str) -> str:
    table, _, number = name.partition(":")
    return hash_table(connection, table, range(int(number) * _BLOCK, (int(number) + 1) * _BLOCK) if number else None)


def unlike_their_seals(connection: sqlite3.Connection) -> Iterator[str]:
    """The tables that do not hold what they held at the end of the last run; none when it was cut off, for then there are no seals."""
    seals = dict(connection.execute("SELECT name, sha256 FROM table_seal"))
    sealed = {*_sealed(connection)} - ({_MIGRATIONS} - seals.keys()) if seals else set()
    unlike = (seals.keys() ^ sealed) | {
        name for name in seals.keys() & sealed if _hash_part(connection, name) != seals[name]
    }
    yield from sorted({name.partition(":")[0] for name in unlike})
    if seals:  # a hash of them would cost more than all the others; they follow from what has seals
        yield from summaries.untrue(connection)


def _sealed(connection: sqlite3.Connection) -> list[str]:
    left_out = {*_SEALED_WITH_VERSIONS, *_MADE_AT_OPENING, *summaries.TABLES, *_GROWING, "table_seal", "section_fts"}
    whole = [name for name in all_tables(connection) if name not in left_out and not name.startswith(_OF_SQLITE)]
    last = {name: connection.execute(f"SELECT max(id) FROM {name}").fetchone()[0] for name in _GROWING}  # noqa: S608
    return [
        *whole,
        *(f"{name}:{number}" for name, most in last.items() if most for number in range(most // _BLOCK + 1)),
    ]


def held_versions(connection: sqlite3.Connection) -> list[HeldVersion]:
    """Every version of every report."""
    return list(read_rows(connection.execute(_SQL["versions"]), HeldVersion))


def surroundings(connection: sqlite3.Connection, *, fixed: bool = False) -> dict[str, Rows]:
    """By table, the rows around the versions, as they follow from the archive; of ``fixed`` tables alone, from this package."""
    queries = _FIXED if fixed else {**_FIXED, **_SURROUNDING}
    return {table: frozenset(connection.execute(sql)) for table, sql in queries.items()}


def held_captures(connection: sqlite3.Connection) -> list[Capture]:
    """Every capture, in the order of the archive."""
    sql = f'SELECT {CAPTURE_COLUMNS} FROM capture ORDER BY file, "offset"'  # noqa: S608
    return list(read_rows(connection.execute(sql), Capture))


def structural_faults(connection: sqlite3.Connection) -> list[str]:
    """What SQLite itself finds wrong: pages, indexes, rules of columns, rows that refer to nothing."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    return found + [
        f"row {row} of {table} refers to a row of {parent} that is not there" for table, row, parent, _ in orphans[:20]
    ]


@contextmanager
def inspecting(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads. InputError without a database, StoreError when it cannot be read at all."""
    if not path.is_file():
        raise InputError(f"no database at {path}", f"没有数据库 {path}")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
            if not is_current(connection):
                raise StoreError(
                    f"{path.name} is not a reportscraper database of this version",
                    f"{path.name} 不是本版本 reportscraper 的数据库",
                )
            yield connection
    except sqlite3.Error as error:
        raise StoreError(f"{path.name}: {error}", f"{path.name} 无法使用：{in_chinese(str(error))}") from error
