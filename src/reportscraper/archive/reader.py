"""Reading the archive: one exchange at the place an index names, or all of them past any damage."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from reportscraper.archive import members, record
from reportscraper.archive.location import Folder
from reportscraper.archive.revisits import body_at
from reportscraper.archive.writer import PATTERN, capture_of
from reportscraper.errors import ArchiveError
from reportscraper.model import Capture, Exchange


class Archived(Struct, frozen=True):
    """An exchange in the archive, where it lies, and the context the crawler gave when it was appended."""

    exchange: Exchange
    capture: Capture
    context: dict[str, str]


def read(folder: Folder, capture: Capture) -> Exchange:
    """The exchange at the place of ``capture``, exactly as it was appended.

    Raises ArchiveError when the record is missing, damaged, or not the one that was captured.
    """
    return read_archived(folder, capture).exchange


def read_archived(folder: Folder, capture: Capture) -> Archived:
    """The exchange at the place of ``capture`` with its context. Raises ArchiveError as `read` does."""
    try:
        with (folder / capture.file).open("rb") as stream:
            member = members.unpack(stream, capture.offset)
        decoded = record.exchange_in(member.data, functools.partial(body_at, folder))
    except (OSError, ValueError) as error:
        zh = "存档文件不存在" if isinstance(error, FileNotFoundError) else f"无法读取（{error}）"
        raise ArchiveError(str(error), zh, file=capture.file, offset=capture.offset) from error
    if decoded is None or capture_of(decoded[0], capture.file, capture.offset, member.length) != capture:
        raise ArchiveError("another record stands there", "此处是另一条记录", file=capture.file, offset=capture.offset)
    return Archived(decoded[0], capture, decoded[1])


def scan(
    folder: Folder, after: tuple[str, int] = ("", 0), *, on_note: Callable[[bytes], None] = lambda _: None
) -> Iterator[Archived | ArchiveError]:
    """All exchanges in the order of writing; an ArchiveError stands for each stretch that cannot be read.

    ``after`` names a file and an offset in it to begin at; ``on_note`` is given the notes that lie among them (`Archive.append_note`).
    """
    paths = (path for path in folder.glob(PATTERN) if path.name >= after[0])
    for path in sorted(paths, key=attrgetter("name")):
        at = after[1] if path.name == after[0] else 0
        try:
            with nullcontext(path) if isinstance(path, Path) else path.copied() as here:
                for found in members.walk(here, at):
                    archived = _decode_found(folder, path.name, found, on_note)
                    if archived is not None:
                        yield archived
        except OSError as error:
            yield ArchiveError(str(error), file=path.name, offset=0)


def _decode_found(
    folder: Folder, file: str, found: members.Member | members.Damage, on_note: Callable[[bytes], None]
) -> Archived | ArchiveError | None:
    if isinstance(found, members.Damage):
        return ArchiveError(found.reason, "记录已损坏", file=file, offset=found.offset)
    try:
        decoded = record.exchange_in(found.data, functools.partial(body_at, folder))
        note = record.note_in(found.data) if decoded is None else None
    except ValueError as error:
        return ArchiveError(str(error), file=file, offset=found.offset)
    if note is not None:
        on_note(note)
    if decoded is None:
        return None
    exchange, context = decoded
    return Archived(exchange, capture_of(exchange, file, found.offset, found.length), context)
