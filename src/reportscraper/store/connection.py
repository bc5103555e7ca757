"""Connections that write: how they are set up, transactions within transactions, errors by their name."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from reportscraper.errors import DiskError, StoreError
from reportscraper.forms.rules import in_chinese
from reportscraper.store.migrations import refuse_unfit

_SHUT = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
_DISK = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}

# Every report is a savepoint, which copies each page it touches: kept in memory and not in a file, that takes 2 µs less a figure.
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "cache_size = -16384",  # with 128 MiB a run grew by 17 kB a page until they were full
    "temp_store = MEMORY",
)


# Its indexes are made at the end, all at once: what is sorted for them is not to lie in memory.
_SCRATCH = ("journal_mode = MEMORY", "synchronous = OFF", "temp_store = FILE")


def connect(path: Path, *, is_clean: bool = False, scratch: bool = False) -> sqlite3.Connection:
    """A connection for the one writer. Raises `StoreError` when the database is not ours, newer than this code, or damaged.

    One that ``is_clean`` is not looked through for damage. What is written to a ``scratch`` database is gone when the machine stops.
    """
    connection = sqlite3.connect(path, timeout=10)
    try:
        refuse_unfit(connection, name=path.name, is_clean=is_clean or scratch)
        for pragma in (*_PRAGMAS, *(_SCRATCH if scratch else ())):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def files_of_database(path: Path) -> list[Path]:
    """A database and what SQLite and its writer keep beside it."""
    return [path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal", ".lock")]


def is_still(path: Path) -> bool:
    """Whether a database lies where nothing can be written and nobody writes: then SQLite reads it without its own files beside it."""
    wal = path.resolve().with_name(f"{path.resolve().name}-wal")
    return not os.access(path.resolve().parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids) and not (
        wal.exists() and wal.stat().st_size
    )


def connect_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write. Raises `StoreError` where a read-only folder keeps what was written last from being read."""
    how = "immutable=1" if is_still(path) else "mode=ro"
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, timeout=10)
    try:
        connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.Error as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in _SHUT:
            raise StoreError(f"{path.name}: {error}", f"{path.name} 无法使用：{in_chinese(str(error))}") from error
        raise StoreError(
            f"{path}: cannot be read in a read-only folder while {path.name}-wal stands beside it; where it can be written, "
            "make a copy for reading: reportscraper publish",
            f"{path}：位于只读文件夹，且旁边有 {path.name}-wal，无法读取；请在可写处运行 reportscraper publish 生成只读副本",
        ) from error
    return connection


def damage_of(path: Path) -> str:
    """What is wrong with a database, as SQLite finds it by looking at every page; empty when nothing is."""
    try:
        with closing(connect_reading(path)) as connection:
            refuse_unfit(connection, name=path.name)
    except (sqlite3.Error, StoreError) as error:
        return str(error)
    return ""


@contextmanager
def atomic(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit at the end, undo everything on any error; inside of another one, undo this part only."""
    begin, undo, end = _NESTED if connection.in_transaction else _OUTERMOST
    connection.execute(begin)
    try:
        yield
        connection.execute(end)
    except BaseException:
        # An error such as a full disk may have ended the whole transaction already.
        if connection.in_transaction:
            for statement in undo:
                connection.execute(statement)
        raise


# One name serves all levels, it means the innermost; being constant, the statements are prepared once.
_OUTERMOST = ("BEGIN", ("ROLLBACK",), "COMMIT")
_NESTED = ("SAVEPOINT part", ("ROLLBACK TO part", "RELEASE part"), "RELEASE part")


@contextmanager
def store_errors(name: str, *, of_values: bool = True) -> Iterator[None]:
    """SQLite's errors, and those ``of_values`` it cannot hold, as `StoreError`; a full or failing disk as `DiskError`."""
    try:
        yield
    except sqlite3.OperationalError as error:
        # Errors of Python's own module, such as text that is no UTF-8, have no code.
        kind = DiskError if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DISK else StoreError
        raise kind(f"{name}: {error}", f"{name} 无法使用：{in_chinese(str(error))}") from error
    except (sqlite3.Error, OverflowError, UnicodeEncodeError) as error:
        if not of_values and not isinstance(error, sqlite3.Error):
            raise
        raise StoreError(f"{name}: {error}", f"{name} 无法使用：{in_chinese(str(error))}") from error
