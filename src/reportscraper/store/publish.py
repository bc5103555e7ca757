"""Publishing: a read-only copy of the database that Datasette serves while a crawl goes on, and its manifest."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.errors import InputError, StoreError
from reportscraper.forms.rules import in_chinese
from reportscraper.store import summaries
from reportscraper.store.age import is_current, schema_version
from reportscraper.store.connection import connect_reading, files_of_database
from reportscraper.store.hashes import hash_file, table_counts
from reportscraper.store.lock import WriterLock


class Manifest(Struct, frozen=True):
    """What a snapshot is: checksum and size of its file, and what it was made from and by."""

    database: str
    sha256: str
    size: int
    published_at: str
    schema_version: int
    parser_version: str
    git_revision: str | None
    counts: dict[str, int]
    years: tuple[int, int] | None


def publish(
    database: Path, target: Path, *, published_at: str, parser_version: str, git_revision: str | None
) -> Manifest:
    """Write a compact copy of ``database`` to ``target`` and the manifest beside it (``target``.manifest.json).

    The copy is made under a temporary name, checked, forced to the disk and renamed, so that ``target`` is the old snapshot
    or the new one, never half of one. A writer at work is not disturbed: the copy holds what was committed when it began.
    Cut off between the two renames, the manifest is that of the old snapshot, which `verify` notices; publishing again
    mends it. Raises `InputError` when there is no database, `LockedError` when another run publishes to the same place,
    `StoreError` when it is not ours or the disk is full.
    """
    if not database.is_file():
        raise InputError(f"no database at {database}", f"没有数据库 {database}")
    _refuse_live(database, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as ending:
            ending.callback(WriterLock(target).release)
            # Fixed names: what a killed run left behind is overwritten by the next one.
            temporary, note = _temporary(target), _temporary(manifest_path(target))
            for each in (temporary, note):
                ending.callback(each.unlink, missing_ok=True)
            temporary.unlink(missing_ok=True)
            with closing(connect_reading(database)) as connection:
                if not is_current(connection):
                    raise StoreError(
                        f"{database.name} is not a reportscraper database of this version",
                        f"{database.name} 不是本版本 reportscraper 的数据库",
                    )
                connection.execute("VACUUM INTO ?", (str(temporary),))
            with closing(sqlite3.connect(temporary)) as copy, copy:  # what a run has changed that is not at its end
                summaries.refresh(copy)
            manifest = _describe(temporary, target.name, published_at, parser_version, git_revision)
            temporary.chmod(0o444)
            note.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
            _replace(temporary, target)
            _replace(note, manifest_path(target))
            return manifest
    except sqlite3.Error as error:
        raise StoreError(f"{database.name}: {error}", f"{database.name} 无法使用：{in_chinese(str(error))}") from error
    except OSError as error:
        raise StoreError(
            f"{target}: cannot be written: {error.strerror}", f"{target}：无法写入（{in_chinese(str(error.strerror))}）"
        ) from error


_WAL_MODE = b"\x02\x02"
"""Bytes 18 and 19 of a database that a run writes to; a snapshot has others (https://sqlite.org/fileformat2.html)."""


def _refuse_live(database: Path, target: Path) -> None:
    """A snapshot never takes the place of a database that runs write to, by whatever name it is called."""
    source, to = database.resolve(), target.resolve()
    try:
        with to.open("rb") as file:
            head = file.read(20)
    except OSError:
        head = b""
    if to in files_of_database(source) or (head.startswith(b"SQLite format 3") and head[18:] == _WAL_MODE):
        raise InputError(
            f"{target} is a live database: name another place for the copy",
            f"{target} 是正在使用的数据库，请另选位置存放副本",
        )


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.tmp")


def manifest_path(target: Path) -> Path:
    """Where the manifest of a snapshot is."""
    return target.with_name(f"{target.name}.manifest.json")


def verify(target: Path) -> Manifest:
    """The manifest of a snapshot, once the file is what it says. Raises `StoreError` when it is not."""
    manifest = read_manifest(target)
    try:
        checksum = hash_file(target)
    except OSError as error:
        raise StoreError(f"{target}: {error}", f"{target} 无法读取：{error}") from error
    if checksum != manifest.sha256:
        raise StoreError(
            f"{target} is not the file of its manifest: publish again", f"{target} 与其清单不符，请重新运行 publish"
        )
    return manifest


def read_manifest(target: Path) -> Manifest:
    """The manifest of a snapshot, unproven. Raises `StoreError` when there is none that can be read."""
    try:
        return msgspec.json.decode(manifest_path(target).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise StoreError(
            f"{target}: no manifest that can be read: {error}", f"{target} 没有可读取的清单：{error}"
        ) from error


def _describe(copy: Path, name: str, published_at: str, parser_version: str, git_revision: str | None) -> Manifest:
    with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if verdict != "ok":
            raise StoreError(f"{name}: the copy is damaged: {verdict}", f"{name}：副本已损坏：{verdict}")
        first, last = connection.execute("SELECT min(year), max(year) FROM report").fetchone()
        counts, schema = table_counts(connection), schema_version(connection)
    return Manifest(
        database=name,
        sha256=hash_file(copy),
        size=copy.stat().st_size,
        published_at=published_at,
        schema_version=schema,
        parser_version=parser_version,
        git_revision=git_revision,
        counts=counts,
        years=None if first is None else (first, last),
    )


def _replace(temporary: Path, target: Path) -> None:
    """Rename once the bytes are on the disk, and make the rename itself last."""
    _sync(temporary)
    temporary.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
