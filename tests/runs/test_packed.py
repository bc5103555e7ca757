"""Zip archives in which sites hand out reports, beside a page or in a list: read member by member, each figure walked back into them."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reportscraper.documents import limits
from reportscraper.documents.packed import member_address, packed_in, read_members
from reportscraper.errors import DocumentError
from reportscraper.fetch import urls
from reportscraper.model import ListEntry
from reportscraper.report import read
from reportscraper.report.identity.surroundings import Surroundings
from reportscraper.report.page import Opened, open_document
from reportscraper.runs import job
from reportscraper.runs.rebuild import rebuild
from reportscraper.runs.verify import verify
from tests.made.truth import make_report

from .test_page_files import COVER, HOME, TRUE, Bench, docx_of

ZIP = f"{HOME}/files/a.zip"
PACKED = COVER.replace("/files/a.docx", "/files/a.zip")
NAME = "云溪县2021年年报.docx"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.archive.close()
    made.store.close()


def packed(**members: bytes) -> bytes:
    """A zip archive of members by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in members.items():
            container.writestr(name, data)
    return made.getvalue()


def figures(bench: Bench) -> int:
    [(count,)] = bench.rows("SELECT count(*) FROM figure_list WHERE value IS NOT NULL")
    return int(str(count))


def test_a_report_in_a_zip_archive_beside_its_page_is_read_and_its_member_named(bench: Bench) -> None:
    bench.page(PACKED)
    bench.file(packed(**{"说明.txt": b"1", NAME: docx_of(TRUE)}), url=ZIP)
    assert figures(bench) > 100
    assert {packed_in(str(url)) for (url,) in bench.rows("SELECT DISTINCT file_url FROM figure_list")} == {(ZIP, NAME)}
    [(url,)] = bench.rows("SELECT DISTINCT capture.url FROM part JOIN capture ON capture.id = part.capture_id")
    assert url == ZIP


def test_a_zip_archive_in_a_list_is_read_as_its_entrys_report(bench: Bench) -> None:
    bench._take(ZIP, packed(**{NAME: docx_of(TRUE)}), "attachment", "new", bench_entry(TRUE.title))
    assert figures(bench) > 100
    assert bench.rows("SELECT DISTINCT url, file_url FROM figure_list") == [(ZIP, member_address(ZIP, NAME))]


def test_a_zip_archive_of_several_reports_is_read_member_by_member(bench: Bench) -> None:
    other = make_report("packed", TRUE.county, TRUE.county.bodies[4], 2022)
    data = packed(**{"甲.docx": docx_of(TRUE), "乙.docx": docx_of(other), "说明.txt": b"1"})
    bench._take(ZIP, data, "attachment", "new", bench_entry("2021年政府信息公开年报汇总"))
    assert set(bench.rows("SELECT body, year, url FROM report_summary")) == {
        (TRUE.body.name, TRUE.year, member_address(ZIP, "甲.docx")),
        (other.body.name, 2022, member_address(ZIP, "乙.docx")),
    }
    assert {packed_in(str(url)) for (url,) in bench.rows("SELECT DISTINCT file_url FROM figure_list")} == {
        (ZIP, "甲.docx"),
        (ZIP, "乙.docx"),
    }
    [(told,)] = bench.rows("SELECT message FROM finding_list WHERE rule = 'attachment_unread'")
    assert "it tells no body and year of its own" in str(told)
    assert bench.store.entries.report_addresses("330683") == {urls.key(ZIP)}
    before = bench.rows("SELECT body, year, url FROM report_summary ORDER BY url")
    bench.store.close()
    assert [each for each in verify(bench.places, []).problems if "docx" in each] == []
    assert rebuild(bench.places, []).problems == []
    with closing(sqlite3.connect(bench.places.database)) as connection:
        assert connection.execute("SELECT body, year, url FROM report_summary ORDER BY url").fetchall() == before


@pytest.mark.parametrize("members", [("甲.docx", "说明.txt"), ("甲.docx", "乙.docx", "说明.txt")])
def test_every_member_is_opened_once(members: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_report("packed", TRUE.county, TRUE.county.bodies[4], 2022)
    files = {"甲.docx": docx_of(TRUE), "乙.docx": docx_of(other), "说明.txt": "说明".encode()}
    opened: list[bytes] = []

    def opening(data: bytes, content_type: str | None = None) -> Opened:
        opened.append(data)
        return open_document(data, content_type)

    monkeypatch.setattr(job, "open_document", opening)
    monkeypatch.setattr(read, "open_document", opening)
    found = job._packed_reports(ZIP, packed(**{name: files[name] for name in members}), Surroundings(None, None))
    assert len(found) == len(members) - 1
    assert sorted(opened) == sorted(files[name] for name in members)


def test_a_zip_archive_that_breaks_a_limit_is_told_of_its_page(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ENTRIES", 1)
    bench.page(PACKED)
    bench.file(packed(a=b"1", b=b"2"), url=ZIP)
    [(told,)] = bench.rows("SELECT message FROM finding_list WHERE rule = 'attachment_unread'")
    assert "holds 2 entries; 1 are read" in str(told)


def test_names_in_gbk_are_read_and_folders_left_out() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        container.writestr("__MACOSX/._a", b"")
        container.writestr("dir/", b"")
        container.writestr("xx.txt", b"1")
    data = made.getvalue().replace(b"xx.txt", "年报".encode("gbk") + b"11")
    assert [member.name for member in read_members(data)] == ["年报11"]


def test_another_archive_inside_is_refused() -> None:
    with pytest.raises(DocumentError, match="another archive"):
        read_members(packed(**{"a.rar": b"1"}))


def bench_entry(title: str) -> ListEntry:
    return ListEntry(ZIP, title, "2022-01-19")
