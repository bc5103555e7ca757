"""Appending exchanges to the archive.

Files are named after the day of their first record and a serial number that counts on through the whole archive, so
that the names sort in the order of writing. A record is on the disk before `Archive.append` returns; only then may
anything refer to it.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from msgspec import Struct

from reportscraper.archive import members, record
from reportscraper.archive.revisits import original_of
from reportscraper.errors import ArchiveError
from reportscraper.model import Capture, Exchange

PATTERN = "[0-9]*-[0-9]*.warc.gz"
"""The files of an archive, within its folder."""

ROLL_SIZE = 256 * 2**20
"""Bytes after which a new file is begun; a new day begins one too."""


class Repair(Struct, frozen=True):
    """What was done to a file at opening: ``length`` bytes at ``offset`` were moved to the file ``kept``, if any."""

    file: str
    offset: int
    length: int
    kept: str | None
    reason: str


class Archive:
    """The archive in a folder, open for appending. One process at a time (the store's lock sees to it)."""

    def __init__(self, folder: Path, *, roll_size: int) -> None:
        self._folder = folder
        self._roll_size = roll_size
        self._file: _OpenFile | None = None
        self._serial = 0
        self._day = ""
        self.repairs: tuple[Repair, ...] = ()
        """What had to be repaired when the archive was opened."""

    @classmethod
    def open(cls, folder: Path, *, known: tuple[str, int] = ("", 0), roll_size: int = ROLL_SIZE) -> Archive:
        """The archive in ``folder``, made if need be. A record that a crash cut short is moved aside, see `repairs`.

        Other damage is left where it is, to be reported by `scan`; writing then goes on in a new file. ``known`` is the last file that
        the database names, and where its last record there ends: its name, and places before that end, are never used a second
        time, though the folder may have lost them.
        """
        archive = cls(folder, roll_size=roll_size)
        with _raising_archive_errors(folder, 0):
            folder.mkdir(parents=True, exist_ok=True)
            archive._go_on_after(*known)
        return archive

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(
        self, exchange: Exchange, context: Mapping[str, str] | None = None, *, earlier: Capture | None = None
    ) -> Capture:
        """Where the exchange now lies, safely on the disk. ``context`` is given back by `scan`.

        ``earlier`` is the last capture of the address: a body that is still the same is referred to, not written again.
        Raises ArchiveError when it cannot be written (disk full, too large); what was archived before stays whole.
        """
        file = self._file_for(exchange.fetched_at[:10].replace("-", ""), exchange.fetched_at)
        offset = file.size
        with _raising_archive_errors(file.path, offset):
            place, original = f"{file.path.name}#{offset}", original_of(self._folder, exchange.body, earlier)
            data = record.encode(exchange, context or {}, place=place, original=original)
            if len(data) > members.LARGEST:
                raise ValueError(f"the exchange is larger than {members.LARGEST} bytes")
            length = file.append(members.pack(data))
        return capture_of(exchange, file.path.name, offset, length)

    def append_note(self, note: bytes, date: str) -> None:
        """Keep what a run knows and no exchange tells; `scan` gives it back. Raises ArchiveError as `append` does."""
        file = self._file_for(date[:10].replace("-", ""), date)
        with _raising_archive_errors(file.path, file.size):
            file.append(members.pack(record.encode_note(note, place=f"{file.path.name}#{file.size}", date=date)))

    def close(self) -> None:
        """Lets go of the current file. Closing twice is allowed."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _go_on_after(self, known: str, end: int) -> None:
        if known:
            self._serial, self._day = _serial_in_name(Path(known)), _day_in_name(Path(known))
        paths = sorted(self._folder.glob(PATTERN))
        if not paths:
            return
        last = paths[-1]
        self._serial = max(self._serial, *map(_serial_in_name, paths))
        self._day = max(self._day, _day_in_name(last))
        if not last.stat().st_size:
            last.unlink()
            self.repairs = (Repair(last.name, 0, 0, None, "an empty file was removed"),)
        elif members.ends_whole(last) or self._cut_torn_tail(last):
            is_short = last.name < known or (last.name == known and last.stat().st_size < end)
            self._file = None if is_short else _OpenFile(last)

    def _cut_torn_tail(self, path: Path) -> bool:
        """Moves a torn last record aside; False when nothing can be appended to what remains."""
        (last,) = deque(members.walk(path), maxlen=1)
        if not isinstance(last, members.Damage) or not last.torn:
            return isinstance(last, members.Member)
        name = f"{path.name}.torn-{last.offset}"
        free = (path.with_name(f"{name}{end}") for end in itertools.chain([""], (f"-{n}" for n in itertools.count(2))))
        kept = next(each for each in free if not each.exists())
        with path.open("rb") as stream:
            stream.seek(last.offset)
            _write_new(kept, stream.read())
        if last.offset:
            with path.open("r+b") as stream:
                stream.truncate(last.offset)
                os.fsync(stream.fileno())
        else:
            path.unlink()
        self.repairs = (Repair(path.name, last.offset, last.end - last.offset, kept.name, last.reason),)
        return last.offset > 0

    def _file_for(self, day: str, date: str) -> _OpenFile:
        if self._file is None or self._file.size >= self._roll_size or day > self._day:
            self.close()
            self._serial += 1
            self._day = max(day, self._day)  # a clock that was set back must not make names sort wrong
            path = self._folder / f"{self._day}-{self._serial:05d}.warc.gz"
            with _raising_archive_errors(path, 0):
                _write_new(path, members.pack(record.encode_info(path.name, date)))
                self._file = _OpenFile(path)
        return self._file


class _OpenFile:
    """One file, open at its end. Unbuffered: bytes that could not be written must not come back with a later write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)

    def append(self, data: bytes) -> int:
        """How many bytes were added, all of them on the disk; after an error the file is as before, if that can be."""
        try:
            _write_all(self._descriptor, data)
        except BaseException:  # want of memory and Ctrl-C leave half a record, too
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self.size)
            self.size = os.fstat(self._descriptor).st_size
            raise
        self.size += len(data)
        return len(data)

    def close(self) -> None:
        os.close(self._descriptor)


def capture_of(exchange: Exchange, file: str, offset: int, length: int) -> Capture:
    """The capture of an exchange that lies at this place."""
    return Capture(
        url=exchange.url,
        final_url=exchange.final_url,
        method=exchange.method,
        status=exchange.status,
        content_type=exchange.content_type,
        fetched_at=exchange.fetched_at,
        sha256=record.payload_digest(exchange.body).removeprefix("sha256:"),
        size=len(exchange.body),
        file=file,
        offset=offset,
        length=length,
        tls=exchange.tls,
        proxy=exchange.proxy,
    )


@contextlib.contextmanager
def _raising_archive_errors(path: Path, offset: int) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise ArchiveError(f"cannot be written: {error}", file=path.name, offset=offset) from error


def _day_in_name(path: Path) -> str:
    return path.name.partition("-")[0]


def _serial_in_name(path: Path) -> int:
    return int(path.name.partition("-")[2].partition(".")[0])


def _write_new(path: Path, data: bytes) -> None:
    """Writes a file and its directory entry through to the disk; nothing is left of it when that fails.

    A file that exists is never touched: FileExistsError.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        try:
            _write_all(descriptor, data)
        finally:
            os.close(descriptor)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)
