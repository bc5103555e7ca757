"""A second copy of archive, database and settings, and the way back from it.

The database is copied before the archive, so that the copy of the archive holds whatever the copy of the database names. Files of the
archive only grow: one that does not begin as its copy does is damaged, and its copy is left as it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.archive.writer import PATTERN
from reportscraper.errors import InputError, ReportscraperError, StoreError
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.result import parser_version, utc_now
from reportscraper.store.connection import damage_of, files_of_database
from reportscraper.store.hashes import hash_file
from reportscraper.store.lock import WriterLock
from reportscraper.store.publish import publish

_CHUNK = 2**20


class Kept(Struct, frozen=True):
    """A file of a backup: its bytes, and when the file that it is a copy of was last written to (nanoseconds)."""

    size: int
    sha256: str
    changed: int


class Backup(Struct, frozen=True):
    """The list of a backup's files, by their places in the data folder."""

    made_at: str
    version: str
    files: dict[str, Kept]


class Done(Struct):
    """What a backup or a restoring did: files that were copied, files that stood already, and what is wrong."""

    copied: list[str] = []
    kept: list[str] = []
    problems: list[str] = []


def back_up(folder: DataFolder, target: Path) -> Done:
    """Bring the copy in ``target`` up to date. Nothing that it holds is taken away or replaced by what has lost bytes since.

    Raises InputError when there is nothing to copy or the target lies in the data folder, StoreError when it cannot be written.
    """
    if not folder.archive.is_dir() and not folder.database.is_file():
        raise InputError(f"{folder.path}: neither archive nor database there", f"{folder.path}：既无存档也无数据库")
    if target.resolve() == folder.path.resolve() or target.resolve().is_relative_to(folder.archive.resolve()):
        raise InputError(f"{target}: a backup does not lie within what it is of", f"{target}：备份不能放在原处")
    with _writing(target):
        known, done = _read_list(target).files if _list_of(target).exists() else {}, Done()
        files: dict[str, Kept] = {}
        try:
            copy = target / folder.database.name
            publish(folder.database, copy, published_at=utc_now(), parser_version=parser_version(), git_revision=None)
            files[copy.name] = Kept(copy.stat().st_size, hash_file(copy), 0)
            done.copied.append(copy.name)
        except ReportscraperError as error:
            done.problems.append(f"{folder.database.name}: {error}")
        for name in _names(folder):
            with _telling(done, name):
                files[name] = _copy_grown(folder.path / name, target / name, known.get(name), done)
        done.problems += [
            f"{name}: is in the backup only 仅存于备份" for name in known if not (folder.path / name).exists()
        ]
        path = _list_of(target)
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_bytes(msgspec.json.encode(Backup(utc_now(), parser_version(), known | files)))
        temporary.replace(path)
    return done


def restore(source: Path, folder: DataFolder) -> Done:
    """Put back what the data folder lacks, or has damaged. What it has beyond the backup is kept; what is damaged is moved aside.

    Raises InputError when there is no backup, LockedError while a run is at work.
    """
    if not _list_of(source).exists():
        raise InputError(f"{source}: no backup there", f"{source}：没有备份")
    done = Done()
    with _writing(folder.path):
        lock = WriterLock(folder.database)
        try:
            for name, kept in sorted(_read_list(source).files.items()):
                with _telling(done, name):
                    _put_back(source / name, folder.path / name, kept, folder, done)
        finally:
            lock.release()
    return done


def _names(folder: DataFolder) -> Iterator[str]:
    """What is copied besides the database: the archive, county files, and what people and runs have noted beside them."""
    for place, pattern in ((folder.archive, PATTERN), (folder.counties, "*.toml")):
        yield from (path.relative_to(folder.path).as_posix() for path in sorted(place.glob(pattern)))
    notes = (folder.operator, folder.reviews, folder.evidence)
    yield from (path.name for path in notes if path.is_file())


def _copy_grown(source: Path, target: Path, known: Kept | None, done: Done) -> Kept:
    """Copy a file that is new, or has grown since; a file of the archive must begin as its copy does."""
    name, found = target.name, source.stat()
    is_archive = source.match(PATTERN)
    if known and target.exists() and (known.size, known.changed) == (found.st_size, found.st_mtime_ns):
        done.kept.append(name)
        return known
    if known and is_archive and hash_file(source, known.size) != known.sha256:
        raise StoreError(
            "does not begin as its copy does: damaged? The copy is left as it is", "与备份不符，备份未改动"
        )
    digest = _copy(source, target, found.st_size)
    done.copied.append(name)
    return Kept(found.st_size, digest, found.st_mtime_ns)


def _put_back(copy: Path, target: Path, kept: Kept, folder: DataFolder, done: Done) -> None:
    if hash_file(copy) != kept.sha256:
        raise StoreError("the copy itself is damaged, nothing was put back", "备份文件已损坏，未补回")
    is_database = target == folder.database
    if target.exists() and (
        not damage_of(target)
        if is_database
        else not target.match(PATTERN) or hash_file(target, kept.size) == kept.sha256
    ):
        done.kept.append(target.name)
        return
    damaged = [each for each in files_of_database(target)[:-1] if each.exists()] if is_database else [target]
    for each in filter(Path.exists, damaged):
        each.replace(_unused(each))
        done.problems.append(f"{each.name}: damaged, moved aside 已损坏，移至一旁")
    _copy(copy, target, kept.size)
    done.copied.append(target.name)


def _copy(source: Path, target: Path, size: int) -> str:
    """Copy the first ``size`` bytes whole or not at all; the SHA-256 of what was copied."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary, made = target.with_name(f".{target.name}.tmp"), hashlib.sha256()
    with source.open("rb") as read, temporary.open("wb") as write:
        while chunk := read.read(min(_CHUNK, size - write.tell())):
            made.update(chunk)
            write.write(chunk)
        write.flush()
        os.fsync(write.fileno())
    temporary.replace(target)
    return made.hexdigest()


def _unused(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.damaged{number or ''}") for number in range(1_000))
    return next(each for each in names if not each.exists())


def _list_of(target: Path) -> Path:
    return target / "backup.json"


def _read_list(target: Path) -> Backup:
    try:
        return msgspec.json.decode(_list_of(target).read_bytes(), type=Backup)
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError(
            f"{_list_of(target)}: cannot be read: {error}", f"{_list_of(target)}：无法读取（{error}）"
        ) from error


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be written: {error.strerror}", f"{folder}：无法写入（{error.strerror}）"
        ) from error


@contextlib.contextmanager
def _telling(done: Done, name: str) -> Iterator[None]:
    """What goes wrong with one file is told, and the others are gone on with; a full disk ends all."""
    try:
        yield
    except StoreError as error:
        done.problems.append(f"{name}: {error}")
