from __future__ import annotations

import errno
import os
import random
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from reportscraper.archive import Archive, Archived, Repair, members, read, scan
from reportscraper.errors import ArchiveError
from reportscraper.model import Capture, Exchange

MakeExchange = Callable[..., Exchange]
Filled = tuple[Path, list[Exchange], list[Capture]]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def exchanges_of(folder: Path) -> list[Exchange]:
    return [found.exchange for found in scan(folder) if isinstance(found, Archived)]


def test_a_capture_tells_where_the_exchange_lies(tmp_path: Path, exchange: MakeExchange) -> None:
    one = exchange(1, body=b"abc", tls="legacy")
    with Archive.open(tmp_path) as archive:
        capture = archive.append(one)
    size = (tmp_path / "20260102-00001.warc.gz").stat().st_size
    assert capture == Capture(
        url=one.url,
        final_url=one.final_url,
        method="GET",
        status=200,
        content_type="text/html; charset=GB18030",
        fetched_at="2026-01-02T03:04:05Z",
        sha256="ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        size=3,
        file="20260102-00001.warc.gz",
        offset=size - capture.length,
        length=capture.length,
        tls="legacy",
    )


def test_a_name_that_the_database_knows_is_never_used_again(filled: Filled, exchange: MakeExchange) -> None:
    folder, _, captures = filled
    known = (captures[-1].file, captures[-1].offset + captures[-1].length)
    (folder / known[0]).unlink()
    with Archive.open(folder, known=known) as archive:
        assert archive.append(exchange(99)).file == "20260102-00002.warc.gz"
    with Archive.open(folder, known=("20260103-00007.warc.gz", 5)) as archive:
        assert archive.append(exchange(99)).file == "20260103-00008.warc.gz"


def test_a_file_that_lost_what_the_database_knows_is_not_gone_on_with(filled: Filled, exchange: MakeExchange) -> None:
    folder, _, captures = filled
    file, end = captures[-1].file, captures[-1].offset + captures[-1].length
    (folder / file).write_bytes((folder / file).read_bytes()[: captures[-1].offset])
    with Archive.open(folder, known=(file, end)) as archive:
        assert archive.append(exchange(99)).file == "20260102-00002.warc.gz"
    (folder / "20260102-00002.warc.gz").unlink()
    with Archive.open(folder, known=(file, captures[-1].offset)) as archive:
        assert archive.append(exchange(99)).file == file


def test_the_archive_goes_on_where_it_ended(filled: Filled, exchange: MakeExchange) -> None:
    folder, exchanges, captures = filled
    with Archive.open(folder) as archive:
        assert archive.repairs == ()
        capture = archive.append(exchange(99))
    assert capture.file == captures[-1].file
    assert capture.offset == captures[-1].offset + captures[-1].length
    assert exchanges_of(folder) == [*exchanges, exchange(99)]


def test_the_same_exchanges_make_the_same_files(tmp_path: Path, exchange: MakeExchange) -> None:
    for folder in (tmp_path / "a", tmp_path / "b"):
        with Archive.open(folder) as archive:
            for number in range(3):
                archive.append(exchange(number))
    name = "20260102-00001.warc.gz"
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_files_roll_by_day_and_size_and_never_back(tmp_path: Path, exchange: MakeExchange) -> None:
    days = ["2025-12-31", "2025-12-31", "2026-01-01", "2025-12-31", "2026-01-02"]
    with Archive.open(tmp_path) as archive:
        files = [archive.append(exchange(fetched_at=f"{day}T00:00:00Z")).file for day in days]
    assert files == [
        "20251231-00001.warc.gz",
        "20251231-00001.warc.gz",
        "20260101-00002.warc.gz",
        "20260101-00002.warc.gz",
        "20260102-00003.warc.gz",
    ]
    with Archive.open(tmp_path, roll_size=1) as archive:
        assert archive.append(exchange()).file == "20260102-00004.warc.gz"
        assert archive.append(exchange()).file == "20260102-00005.warc.gz"
    assert names(tmp_path) == sorted({*files, "20260102-00004.warc.gz", "20260102-00005.warc.gz"})
    assert len(exchanges_of(tmp_path)) == 7


def test_a_clock_set_back_neither_reuses_a_name_nor_breaks_their_order(tmp_path: Path, exchange: MakeExchange) -> None:
    days = ["2026-01-03", "2026-01-02", "2026-01-01", "2026-01-04"]
    made = []
    for number, day in enumerate(days):
        with Archive.open(tmp_path, roll_size=1) as archive:
            made.append(archive.append(exchange(number, fetched_at=f"{day}T00:00:00Z")).file)
    assert made == [f"2026010{day}-0000{serial}.warc.gz" for day, serial in ((3, 1), (3, 2), (3, 3), (4, 4))]
    assert exchanges_of(tmp_path) == [exchange(n, fetched_at=f"{day}T00:00:00Z") for n, day in enumerate(days)]


def test_an_archive_file_is_never_overwritten(filled: Filled, exchange: MakeExchange) -> None:
    folder, exchanges, _ = filled
    with Archive.open(folder, roll_size=1) as archive:
        beside = folder / "20260102-00002.warc.gz"
        beside.write_bytes(b"put there by another process")
        with pytest.raises(ArchiveError, match="File exists"):
            archive.append(exchange(9))
        assert beside.read_bytes() == b"put there by another process"
    assert exchanges_of(folder) == exchanges


def test_a_torn_tail_is_moved_aside_whatever_its_length(filled: Filled, exchange: MakeExchange) -> None:
    folder, exchanges, captures = filled
    path = folder / captures[-1].file
    whole, last = path.read_bytes(), captures[-1]
    for kept in range(1, last.length, 7):
        path.write_bytes(whole[: last.offset + kept])
        with Archive.open(folder) as archive:
            assert archive.repairs == (
                Repair(
                    last.file, last.offset, kept, f"{last.file}.torn-{last.offset}", "the file ends inside a record"
                ),
            )
            assert archive.append(exchange(99)).offset == last.offset
        aside = folder / f"{last.file}.torn-{last.offset}"
        assert aside.read_bytes() == whole[last.offset :][:kept]
        aside.unlink()
        assert exchanges_of(folder) == [*exchanges[:-1], exchange(99)]


def test_no_torn_bytes_are_overwritten(filled: Filled) -> None:
    folder, _, captures = filled
    path, last = folder / captures[-1].file, captures[-1]
    whole = path.read_bytes()
    for kept in (200, 100, 50):
        path.write_bytes(whole[: last.offset + kept])
        Archive.open(folder).close()
    aside = f"{path.name}.torn-{last.offset}"
    assert [len((folder / name).read_bytes()) for name in (aside, f"{aside}-2", f"{aside}-3")] == [200, 100, 50]


def test_after_a_failure_that_cannot_be_undone_places_are_still_right(
    filled: Filled, exchange: MakeExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, exchanges, captures = filled
    write = os.write

    def write_half(descriptor: int, data: memoryview) -> int:
        write(descriptor, data[:100])
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def refuse(descriptor: int, size: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with Archive.open(folder) as archive:
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", write_half)
            patch.setattr(os, "ftruncate", refuse)
            with pytest.raises(ArchiveError, match="Input/output error"):
                archive.append(exchange(50))
        capture = archive.append(exchange(51))
    assert capture.offset == captures[-1].offset + captures[-1].length + 100
    assert read(folder, capture) == exchange(51)
    assert exchanges_of(folder) == [*exchanges, exchange(51)]


def test_a_file_torn_in_its_first_record_is_moved_aside_whole(filled: Filled, exchange: MakeExchange) -> None:
    folder, exchanges, captures = filled
    first = (folder / captures[0].file).read_bytes()[:100]
    (folder / "20260103-00002.warc.gz").write_bytes(first)
    with Archive.open(folder) as archive:
        kept = "20260103-00002.warc.gz.torn-0"
        assert archive.repairs == (Repair("20260103-00002.warc.gz", 0, 100, kept, "the file ends inside a record"),)
        archive.append(exchange(9))
    assert names(folder) == ["20260102-00001.warc.gz", kept, "20260103-00003.warc.gz"]
    assert (folder / kept).read_bytes() == first
    assert exchanges_of(folder) == [*exchanges, exchange(9)]


def test_an_archive_repaired_once_is_whole(filled: Filled) -> None:
    folder, exchanges, captures = filled
    path = folder / captures[-1].file
    path.write_bytes(path.read_bytes()[:-1])
    with Archive.open(folder) as archive:
        assert len(archive.repairs) == 1
    with Archive.open(folder) as archive:
        assert archive.repairs == ()
    assert exchanges_of(folder) == exchanges[:-1]


def test_an_empty_last_file_is_removed(filled: Filled, exchange: MakeExchange) -> None:
    folder, exchanges, _ = filled
    (folder / "20260103-00002.warc.gz").touch()
    with Archive.open(folder) as archive:
        assert archive.repairs == (Repair("20260103-00002.warc.gz", 0, 0, None, "an empty file was removed"),)
        archive.append(exchange(9))
    assert names(folder) == ["20260102-00001.warc.gz", "20260103-00003.warc.gz"]
    assert exchanges_of(folder) == [*exchanges, exchange(9)]


def test_a_last_file_that_is_no_archive_is_left_alone(filled: Filled, exchange: MakeExchange) -> None:
    folder, exchanges, _ = filled
    for foreign in (b"no archive", members.pack(b"no record"), members.pack(b"WARC/1.1\r\n")[:-1] + b"?"):
        (folder / "20260103-00002.warc.gz").write_bytes(foreign)
        with Archive.open(folder) as archive:
            assert archive.repairs == ()
            assert archive.append(exchange(9)).file == "20260103-00003.warc.gz"
        assert (folder / "20260103-00002.warc.gz").read_bytes() == foreign
        (folder / "20260103-00003.warc.gz").unlink()
    assert exchanges_of(folder) == exchanges


@pytest.mark.parametrize("tail", [b"\x00" * 50, b"extra bytes", b"\x1f\x8b\x08" + b"\xff" * 40])
def test_other_damage_at_the_end_stays_and_a_new_file_is_begun(
    filled: Filled, exchange: MakeExchange, tail: bytes
) -> None:
    folder, exchanges, captures = filled
    path = folder / captures[-1].file
    damaged = path.read_bytes() + tail
    path.write_bytes(damaged)
    with Archive.open(folder) as archive:
        assert archive.repairs == ()
        assert archive.append(exchange(9)).file == "20260102-00002.warc.gz"
    assert path.read_bytes() == damaged
    assert exchanges_of(folder) == [*exchanges, exchange(9)]


def test_a_record_is_on_the_disk_before_its_capture_is_known(
    tmp_path: Path, exchange: MakeExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: dict[int, int] = {}
    sync = os.fsync

    def note(descriptor: int) -> None:
        sync(descriptor)
        synced[os.fstat(descriptor).st_ino] = os.fstat(descriptor).st_size

    monkeypatch.setattr(os, "fsync", note)
    with Archive.open(tmp_path, roll_size=2000) as archive:
        for number in range(100):
            capture = archive.append(exchange(number))
            inode = (tmp_path / capture.file).stat().st_ino
            assert synced[inode] >= capture.offset + capture.length
            assert tmp_path.stat().st_ino in synced


@pytest.mark.slow
def test_killed_at_any_byte_the_archive_keeps_what_it_promised(tmp_path: Path, exchange: MakeExchange) -> None:
    chance = random.Random(20260102)
    promised: set[Capture] = set()
    torn = 0
    for _ in range(100):
        promised |= _killed_while_appending(tmp_path, exchange, after=chance.randrange(12_000))
        with Archive.open(tmp_path) as archive:
            torn += len(archive.repairs)
        found = list(scan(tmp_path))
        assert [type(one) for one in found] == [Archived] * len(found)
        assert promised <= {one.capture for one in found if isinstance(one, Archived)}
    assert len(promised) > 100
    assert torn > 50


def _killed_while_appending(folder: Path, exchange: MakeExchange, *, after: int) -> set[Capture]:
    """The captures made known by a process that is killed once it has written ``after`` bytes to the archive."""
    receiver, sender = os.pipe()
    child = os.fork()
    if not child:
        _append_until_killed(folder, exchange, sender, after)
    os.close(sender)
    with os.fdopen(receiver, "rb") as pipe:
        lines = pipe.read().splitlines()
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    return {msgspec.json.decode(line, type=Capture) for line in lines}


def _append_until_killed(folder: Path, exchange: MakeExchange, sender: int, left: int) -> NoReturn:
    write = os.write

    def write_or_die(descriptor: int, data: memoryview) -> int:
        nonlocal left
        left -= write(descriptor, data[:left])
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return len(data)

    os.write = write_or_die  # type: ignore[assignment]
    try:
        with Archive.open(folder) as archive:
            for number in range(1000):
                body = random.Random(number).randbytes(2000)
                write(sender, msgspec.json.encode(archive.append(exchange(number, body=body))) + b"\n")
    finally:
        os._exit(1)


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_full_disk_loses_nothing_and_writing_goes_on_later(
    filled: Filled, exchange: MakeExchange, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    folder, exchanges, captures = filled
    write = os.write
    left = room

    def write_some(descriptor: int, data: memoryview) -> int:
        nonlocal left
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        count = write(descriptor, data[:left])
        left -= count
        return count

    with Archive.open(folder) as archive:
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", write_some)
            with pytest.raises(ArchiveError, match=r"20260102-00001\.warc\.gz at offset \d+: .*No space left"):
                archive.append(exchange(50, body=os.urandom(500)))
        capture = archive.append(exchange(51))
    assert capture.offset == captures[-1].offset + captures[-1].length
    assert exchanges_of(folder) == [*exchanges, exchange(51)]


def test_a_file_that_cannot_be_begun_leaves_nothing_behind(
    tmp_path: Path, exchange: MakeExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int, data: memoryview) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Archive.open(tmp_path) as archive:
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", refuse)
            with pytest.raises(ArchiveError, match="No space left"):
                archive.append(exchange())
        assert names(tmp_path) == []
        archive.append(exchange())
    assert exchanges_of(tmp_path) == [exchange()]


def test_what_could_not_be_read_back_is_not_written(
    filled: Filled, exchange: MakeExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, exchanges, _ = filled
    monkeypatch.setattr(members, "LARGEST", 10_000)
    with Archive.open(folder) as archive:
        with pytest.raises(ArchiveError, match="larger than 10000 bytes"):
            archive.append(exchange(body=bytes(10_000)))
        capture = archive.append(exchange(body=bytes(5_000)))
    assert read(folder, capture).body == bytes(5_000)
    assert exchanges_of(folder)[:-1] == exchanges


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="cannot be written"):
        Archive.open(tmp_path / "file" / "archive")


def test_closing_twice_is_allowed(tmp_path: Path, exchange: MakeExchange) -> None:
    archive = Archive.open(tmp_path)
    archive.append(exchange())
    archive.close()
    archive.close()
    assert exchanges_of(tmp_path) == [exchange()]
