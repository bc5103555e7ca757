from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

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
        assert (folder / f"{last.file}.torn-{last.offset}").read_bytes() == whole[last.offset :][:kept]
        assert exchanges_of(folder) == [*exchanges[:-1], exchange(99)]


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
    assert names(folder) == ["20260102-00001.warc.gz", "20260102-00003.warc.gz"]
    assert exchanges_of(folder) == [*exchanges, exchange(9)]


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
