"""The museum of damaged files: no exchange comes back changed, and none is lost that is whole."""

from __future__ import annotations

import gzip
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportscraper.archive import Archive, Archived, members, read, scan
from reportscraper.errors import ArchiveError
from reportscraper.model import Capture, Exchange

MakeExchange = Callable[..., Exchange]
Filled = tuple[Path, list[Exchange], list[Capture]]


def split(folder: Path) -> tuple[list[Archived], list[ArchiveError]]:
    found = list(scan(folder))
    return [f for f in found if isinstance(f, Archived)], [f for f in found if isinstance(f, ArchiveError)]


def test_every_exchange_is_read_where_its_capture_says(filled: Filled) -> None:
    folder, exchanges, captures = filled
    assert [read(folder, capture) for capture in captures] == exchanges


def test_scan_gives_everything_back_without_the_index(filled: Filled) -> None:
    folder, exchanges, captures = filled
    archived, errors = split(folder)
    assert errors == []
    assert [a.exchange for a in archived] == exchanges
    assert [a.capture for a in archived] == captures
    assert [a.context for a in archived] == [{"role": "detail"}] * 8


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "POST", "request_body": b"startrecord=1&endrecord=45&\xff\x00"},
        {"method": "HEAD", "body": b"", "headers": (("Content-Length", "4096"),)},
        {
            "status": 301,
            "body": b"",
            "headers": (("Location", "/新址/"),),
            "final_url": "https://www.example.gov.cn/新址/",
        },
        {"status": 304, "body": b"", "headers": ()},
        {"status": 521, "tls": "unverified"},
        {"body": gzip.compress(b"an attachment that is itself gzip")},
        {"body": bytes(3_000_000)},
    ],
)
def test_exchanges_of_every_kind_come_back(tmp_path: Path, exchange: MakeExchange, changes: dict[str, object]) -> None:
    context = {"role": "attachment", "title": "某县2024年\n年报", "column": "政务公开 > 年报", "": ""}
    with Archive.open(tmp_path) as archive:
        capture = archive.append(exchange(**changes), context)
    assert read(tmp_path, capture) == exchange(**changes)
    (archived,) = scan(tmp_path)
    assert isinstance(archived, Archived)
    assert (archived.exchange, archived.capture, archived.context) == (exchange(**changes), capture, context)


def test_an_empty_or_absent_archive_holds_nothing(tmp_path: Path) -> None:
    assert list(scan(tmp_path)) == []
    assert list(scan(tmp_path / "nowhere")) == []


def test_a_thousand_flipped_bits_are_noticed_or_harmless(filled: Filled) -> None:
    folder, exchanges, captures = filled
    path = folder / captures[0].file
    whole = path.read_bytes()
    chance = random.Random(20260102)
    noticed = 0
    for _ in range(1000):
        damaged = bytearray(whole)
        place = chance.randrange(len(whole))
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        archived, errors = split(folder)
        hit = next((c for c in captures if c.offset <= place < c.offset + c.length), None)
        assert {a.capture.url: a.exchange for a in archived}.items() <= {e.url: e for e in exchanges}.items()
        lost = [c for c in captures if c not in [a.capture for a in archived]]
        assert lost in ([], [hit])
        if lost and hit is not None:
            noticed += 1
            assert [(e.file, e.offset) for e in errors] == [(hit.file, hit.offset)]
            with pytest.raises(ArchiveError, match=f"{hit.file} at offset {hit.offset}"):
                read(folder, hit)
        elif errors:
            assert hit is None
    assert noticed > 900


@pytest.mark.parametrize(
    "garbage",
    [
        gzip.compress(b"no WARC record", mtime=0),
        b"\n",
        b"\x00" * 1000,
        b"\x1f\x8b\x08\x00" + b"?" * 200,
        b"WARC/1.1\r\n\r\n",
    ],
)
def test_garbage_between_records_is_reported_and_passed_over(filled: Filled, garbage: bytes) -> None:
    folder, exchanges, captures = filled
    path, place = folder / captures[4].file, captures[4].offset
    whole = path.read_bytes()
    path.write_bytes(whole[:place] + garbage + whole[place:])
    archived, errors = split(folder)
    assert [a.exchange for a in archived] == exchanges
    assert archived[4].capture.offset == place + len(garbage)
    assert [(e.file, e.offset) for e in errors] == [(path.name, place)]


def test_a_record_cut_out_of_the_middle_of_a_file(filled: Filled) -> None:
    folder, exchanges, captures = filled
    path, hit = folder / captures[4].file, captures[4]
    whole = path.read_bytes()
    path.write_bytes(whole[: hit.offset + 100] + whole[hit.offset + 150 :])
    archived, errors = split(folder)
    assert [a.exchange for a in archived] == exchanges[:4] + exchanges[5:]
    assert [(e.file, e.offset) for e in errors] == [(hit.file, hit.offset)]
    with pytest.raises(ArchiveError):
        read(folder, hit)


def test_a_cut_tail_is_reported(filled: Filled) -> None:
    folder, exchanges, captures = filled
    path, last = folder / captures[-1].file, captures[-1]
    whole = path.read_bytes()
    for kept in range(1, last.length, 11):
        path.write_bytes(whole[: last.offset + kept])
        archived, errors = split(folder)
        assert [a.exchange for a in archived] == exchanges[:-1]
        assert [(e.file, e.offset) for e in errors] == [(last.file, last.offset)]
        with pytest.raises(ArchiveError, match=f"at offset {last.offset}: the file ends inside a record"):
            read(folder, last)


def test_files_without_a_record_are_reported(filled: Filled) -> None:
    folder, exchanges, _ = filled
    (folder / "20260103-00002.warc.gz").touch()
    (folder / "20260104-00003.warc.gz").write_bytes(b"no archive at all")
    archived, errors = split(folder)
    assert [a.exchange for a in archived] == exchanges
    assert [(e.file, e.offset) for e in errors] == [("20260103-00002.warc.gz", 0), ("20260104-00003.warc.gz", 0)]
    assert str(errors[0]) == "20260103-00002.warc.gz at offset 0: the file is empty"


def test_a_file_that_cannot_be_opened_is_reported_and_the_rest_read(filled: Filled) -> None:
    folder, exchanges, _ = filled
    (folder / "20260101-00000.warc.gz").mkdir()
    archived, errors = split(folder)
    assert [a.exchange for a in archived] == exchanges
    assert [(e.file, e.offset) for e in errors] == [("20260101-00000.warc.gz", 0)]


def test_a_record_of_another_tool_is_reported_and_the_rest_read(filled: Filled) -> None:
    folder, exchanges, captures = filled
    path = folder / captures[0].file
    foreign = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 4\r\n\r\nbody\r\n\r\n"
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + members.pack(foreign))
    archived, errors = split(folder)
    assert [a.exchange for a in archived] == exchanges
    assert [(e.file, e.offset) for e in errors] == [(path.name, size)]


def test_a_record_that_inflates_without_end_is_given_up(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, exchanges, captures = filled
    monkeypatch.setattr(members, "LARGEST", 2_000_000)
    path = folder / captures[0].file
    bomb = gzip.compress(b"WARC/1.1\r\n" + bytes(30_000_000), mtime=0)
    path.write_bytes(bomb + path.read_bytes())
    archived, errors = split(folder)
    assert [a.exchange for a in archived] == exchanges
    assert [e.offset for e in errors] == [0]
    assert "larger than 2000000 bytes" in str(errors[0])


def test_a_capture_of_something_else_is_refused(filled: Filled) -> None:
    folder, _, captures = filled
    shutil.copy(folder / captures[0].file, folder / "20270101-00009.warc.gz")
    wrong = [
        replace(captures[2], sha256=captures[3].sha256),
        replace(captures[2], length=captures[2].length + 1),
        replace(captures[2], url="http://www.example.gov.cn/other"),
        replace(captures[2], offset=captures[3].offset),
        replace(captures[2], offset=0),
        replace(captures[2], offset=captures[2].offset + 1),
        replace(captures[2], offset=10**9),
        replace(captures[2], file="20270101-00010.warc.gz"),
        replace(captures[2], file=""),
    ]
    for capture in wrong:
        with pytest.raises(ArchiveError) as caught:
            read(folder, capture)
        assert (caught.value.file, caught.value.offset) == (capture.file, capture.offset)
