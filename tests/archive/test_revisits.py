"""Bodies that have not changed are kept once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from reportscraper.archive import Archive, Archived, read, scan
from reportscraper.archive.record import RecordPlace
from reportscraper.archive.revisits import body_at
from reportscraper.errors import ArchiveError
from reportscraper.model import Capture, Exchange

MakeExchange = Callable[..., Exchange]
BODY = bytes(range(256)) * 40


@pytest.fixture
def captures(tmp_path: Path, exchange: MakeExchange) -> list[Capture]:
    """The same page on three days, and its revision on a fourth."""
    made: list[Capture] = []
    with Archive.open(tmp_path) as archive:
        for day in range(1, 5):
            body = BODY if day < 4 else BODY + b"x"
            page = exchange(1, body=body, fetched_at=f"2026-01-{day:02}T00:00:00Z", headers=(("ETag", f'"{day}"'),))
            made.append(archive.append(page, {"day": str(day)}, earlier=made[-1] if made else None))
    return made


def kinds(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as stream:
            found += [each.rec_type for each in ArchiveIterator(stream) if each.rec_type != "warcinfo"]
    return found


def test_a_body_that_is_the_same_is_written_once_and_read_every_time(tmp_path: Path, captures: list[Capture]) -> None:
    assert kinds(tmp_path) == ["response", "revisit", "revisit", "response"]
    assert [read(tmp_path, each).body for each in captures] == [BODY, BODY, BODY, BODY + b"x"]
    assert [read(tmp_path, each).header("etag") for each in captures] == ['"1"', '"2"', '"3"', '"4"']
    scanned = [each for each in scan(tmp_path) if isinstance(each, Archived)]
    assert [each.capture for each in scanned] == captures
    assert [each.context["day"] for each in scanned] == ["1", "2", "3", "4"]
    assert {each.size for each in captures[:3]} == {len(BODY)}


def test_a_revisit_says_to_other_tools_what_it_repeats(tmp_path: Path, captures: list[Capture]) -> None:
    with (tmp_path / captures[2].file).open("rb") as stream:
        (record,) = (each for each in ArchiveIterator(stream) if each.rec_type == "revisit")
        fields = record.rec_headers
        assert fields["WARC-Profile"].endswith("/revisit/identical-payload-digest")
        assert fields["WARC-Refers-To-Date"] == "2026-01-01T00:00:00Z", "the first, never another revisit"
        assert fields["WARC-Refers-To-Target-URI"] == "http://www.example.gov.cn/art/1.html"
        assert fields["WARC-Payload-Digest"] == f"sha256:{captures[0].sha256}"


def test_damage_to_the_body_is_damage_to_all_that_refer_to_it(tmp_path: Path, captures: list[Capture]) -> None:
    path = tmp_path / captures[0].file
    content = bytearray(path.read_bytes())
    content[captures[0].offset + captures[0].length - 12] ^= 1
    path.write_bytes(content)
    for each in captures[:3]:
        with pytest.raises(ArchiveError):
            read(tmp_path, each)
    assert [isinstance(each, ArchiveError) for each in scan(tmp_path)] == [True, True, True, False]


def test_nothing_refers_to_what_cannot_be_read(tmp_path: Path, captures: list[Capture], exchange: MakeExchange) -> None:
    (tmp_path / captures[0].file).unlink()
    with Archive.open(tmp_path, known=(captures[-1].file, 0)) as archive:
        again = archive.append(exchange(1, body=BODY, fetched_at="2026-01-05T00:00:00Z"), earlier=captures[2])
    assert read(tmp_path, again).body == BODY
    assert kinds(tmp_path)[-1] == "response"


def test_small_and_empty_bodies_are_written_each_time(tmp_path: Path, exchange: MakeExchange) -> None:
    with Archive.open(tmp_path) as archive:
        for body in (b"", b"small"):
            first = archive.append(exchange(1, body=body))
            archive.append(exchange(1, body=body), earlier=first)
    assert kinds(tmp_path) == ["response"] * 4


def test_a_place_outside_of_the_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no file of the archive"):
        body_at(tmp_path, RecordPlace("../20260102-00001.warc.gz", 0))
