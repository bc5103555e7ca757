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
from reportscraper.forms.rules import Words, in_chinese
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.result import parser_version, utc_now
from reportscraper.store.connection import damage_of, files_of_database
from reportscraper.store.hashes import hash_file
from reportscraper.store.lock import WriterLock
from reportscraper.store.publish import manifest_path, publish

_CHUNK = 2**20


class Kept(Struct, frozen=True):
    """A file of a backup: its bytes, and when the file that it is a copy of was last written to (nanoseconds)."""

    size: int
    sha256: str
    changed: int


class Backup(Struct, frozen=True):
    """The list of a backup's files, by their places in the data folder. ``coming`` is the file that was being put in its place,
    where the backup was cut off at that moment.
    """

    made_at: str
    version: str
    files: dict[str, Kept]
    coming: dict[str, Kept] = {}


class Done(Struct):
    """What a backup or a restoring did: files that were copied, files that stood already, and what is wrong."""

    copied: list[str] = []
    kept: list[str] = []
    problems: list[Words] = []

    def note(self, name: str, en: str, zh: str) -> None:
        """Say what is wrong with a file."""
        self.problems.append(Words(f"{name}: {en}", f"{name}：{zh or en}"))


def back_up(folder: DataFolder, target: Path) -> Done:
    """Bring the copy in ``target`` up to date. Nothing that it holds is taken away or replaced by what has lost bytes since.

    Raises InputError when there is nothing to copy or the target lies in the data folder, StoreError when it cannot be written,
    LockedError while another backup is made there.
    """
    if not folder.archive.is_dir() and not folder.database.is_file():
        raise InputError(f"{folder.path}: neither archive nor database there", f"{folder.path}：既无存档也无数据库")
    if target.resolve() == folder.path.resolve() or target.resolve().is_relative_to(folder.archive.resolve()):
        raise InputError(f"{target}: a backup does not lie within what it is of", f"{target}：备份不能放在原处")
    with _writing(target), contextlib.ExitStack() as ending:
        ending.callback(WriterLock(target / "backup").release)  # one backup at a time
        listed = _read_list(target) if _list_of(target).exists() else {}
        known, done = dict(listed), Done()

        def put(copy: Path, name: str, kept: Kept) -> None:
            """Put a copy in its place: cut off before, in between or after, the list knows what stands there."""
            _write_list(target, listed, {name: kept})
            copy.replace(target / name)
            listed[name] = kept
            _write_list(target, listed)
            done.copied.append(Path(name).name)

        try:
            name = folder.database.name
            copy = target / ".coming" / name
            publish(folder.database, copy, published_at=utc_now(), parser_version=parser_version(), git_revision=None)
            put(copy, name, Kept(copy.stat().st_size, hash_file(copy), 0))
            manifest_path(copy).replace(manifest_path(target / name))
        except ReportscraperError as error:
            done.note(folder.database.name, error.en, error.zh)
        for name in _names(folder):
            with _telling(done, name):
                source, place, kept = folder.path / name, target / name, known.get(name)
                if kept and place.exists() and (kept.size, kept.changed) == _state_of(source):
                    done.kept.append(source.name)
                else:
                    _refuse_lessened(source, kept)
                    size, changed = _state_of(source)
                    copy, digest = _copy(source, place, size)
                    put(copy, name, Kept(size, digest, changed))
        for name in known:
            if not (folder.path / name).exists():
                done.note(name, "is in the backup only", "仅存于备份")
        _write_list(target, listed)
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
            for name, kept in sorted(_read_list(source).items()):
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


def _state_of(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_size, found.st_mtime_ns


def _refuse_lessened(source: Path, known: Kept | None) -> None:
    """A file of the archive must begin as its copy does."""
    if known and source.match(PATTERN) and hash_file(source, known.size) != known.sha256:
        raise StoreError(
            "does not begin as its copy does: damaged? The copy is left as it is", "与备份不符，备份未改动"
        )


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
        done.note(each.name, "damaged, moved aside", "已损坏，移至一旁")
    temporary, _ = _copy(copy, target, kept.size)
    temporary.replace(target)
    done.copied.append(target.name)


def _copy(source: Path, target: Path, size: int) -> tuple[Path, str]:
    """Copy the first ``size`` bytes to a file beside ``target``; that file, and the SHA-256 of what was copied."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary, made = target.with_name(f".{target.name}.tmp"), hashlib.sha256()
    with source.open("rb") as read, temporary.open("wb") as write:
        while chunk := read.read(min(_CHUNK, size - write.tell())):
            made.update(chunk)
            write.write(chunk)
        write.flush()
        os.fsync(write.fileno())
    return temporary, made.hexdigest()


def _unused(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.damaged{number or ''}") for number in range(1_000))
    return next(each for each in names if not each.exists())


def _list_of(target: Path) -> Path:
    return target / "backup.json"


def _read_list(target: Path) -> dict[str, Kept]:
    """The files of a backup, the one among them that had come to its place before the list said so."""
    try:
        found = msgspec.json.decode(_list_of(target).read_bytes(), type=Backup)
        landed = {
            name: kept
            for name, kept in found.coming.items()
            if (target / name).exists() and hash_file(target / name) == kept.sha256
        }
    except (OSError, msgspec.MsgspecError) as error:
        # What the disk refuses is no mistake of whoever asks.
        kind = StoreError if isinstance(error, OSError) else InputError
        raise kind(
            f"{_list_of(target)}: cannot be read: {error}", f"{_list_of(target)}：无法读取（{error}）"
        ) from error
    return found.files | landed


def _write_list(target: Path, files: dict[str, Kept], coming: dict[str, Kept] | None = None) -> None:
    path = _list_of(target)
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(msgspec.json.encode(Backup(utc_now(), parser_version(), files, coming or {})))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be written: {error.strerror}", f"{folder}：无法写入（{in_chinese(str(error.strerror))}）"
        ) from error


@contextlib.contextmanager
def _telling(done: Done, name: str) -> Iterator[None]:
    """What goes wrong with one file is told, and the others are gone on with; a full disk ends all."""
    try:
        yield
    except StoreError as error:
        done.note(name, error.en, error.zh)
