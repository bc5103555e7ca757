"""What is fuzzed: readers of hostile bytes, each with seeds to begin from and what must hold whatever the bytes are."""

from __future__ import annotations

import functools
import json
import re
import tempfile
from collections.abc import Callable, Iterable
from importlib.resources import as_file, files
from pathlib import Path
from typing import cast

import msgspec
from msgspec import Struct

from reportscraper import parse_prose, parse_report, parse_title
from reportscraper.archive import Archive, members, record
from reportscraper.archive.reader import Archived, scan
from reportscraper.crawl.attachments import find_attachments
from reportscraper.crawl.cms import read_list
from reportscraper.crawl.cms.loaded import first_requests
from reportscraper.documents.file_type import FileKind
from reportscraper.documents.jobs import Job, run_job
from reportscraper.errors import ArchiveError
from reportscraper.fetch.page import jump
from reportscraper.model import Document, Exchange, Report
from reportscraper.report.read import read_document_report
from tests.census import shapes
from tests.crawl.fakes import page
from tests.documents import books, samples, test_single_file
from tests.made import markup
from tests.made.tables import TableKind
from tests.report.printed import report as print_of
from tests.report.printed import reshaped

ROOT = Path(__file__).parents[1]
_PLAIN = re.compile(r"\d{1,9}")


class Target(Struct, frozen=True):
    """A reader: ``check`` gives it bytes and asserts what must hold; ``seeds`` are sound inputs."""

    check: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]


def _check_report(report: Report) -> None:
    """A figure says what was printed, quotes stand where they are said to stand, and the whole can be written as JSON."""
    json.loads(msgspec.json.encode(report))
    assert report.is_report or report.reason
    for figure in report.figures:
        assert (figure.value is not None) == (figure.kind in {"number", "none"}), figure
        if figure.kind == "number" and figure.value is not None and _PLAIN.fullmatch(figure.raw):
            printed = int(figure.raw)
            assert figure.value in {printed, printed / 10_000}, figure
    for statement in report.statements:
        chapters = [each.text for each in report.sections if each.kind == statement.section]
        assert any(text[statement.start : statement.end] == statement.quote for text in chapters), statement


def _page(data: bytes) -> None:
    _check_report(parse_report(data, url="https://www.example.gov.cn/art/2023/1/19/art_1_2.html"))


def _prose(data: bytes) -> None:
    """Text of a chapter, which is a title too: what is said is quoted from where it stands."""
    text = data.decode("utf-8", "replace")
    for statement in parse_prose(text, section="requests"):
        assert text[statement.start : statement.end] == statement.quote, statement
    title = parse_title(text, site_name=text[:20])
    assert title.year is None or 1990 < title.year < 2100, title
    assert title.body is None or title.body.strip(), title


def _file(kind: FileKind, data: bytes) -> None:
    answer = run_job(Job(kind, kind, seconds=60), data)
    assert (answer.result is None) == bool(answer.error)
    if answer.result is not None:
        _check_report(read_document_report(cast("Document", answer.result)))


def _entry(whole: bytes, name: str, kind: FileKind, data: bytes) -> None:
    """A container whose one entry is ``data``: bytes that fuzz the container itself seldom get past its checksums."""
    _file(kind, samples.container(samples.entries_of(whole) | {name: data}))


def _archive(data: bytes) -> None:
    """What is handed out was archived; what was not is damage, and stretches of damage never overlap."""
    known = {each.final_url: each for each in _exchanges()}
    for each in _scan(data):
        if isinstance(each, Archived):
            assert each.exchange == known.get(each.exchange.final_url), "not what was archived"


def _record(data: bytes) -> None:
    """A record under a checksum that fits: whoever wrote it, its body is the one of its digest."""
    for each in _scan(members.pack(data)):
        if isinstance(each, Archived):
            assert each.capture.sha256 == record.payload_digest(each.exchange.body).removeprefix("sha256:")
            assert record.payload_digest(each.exchange.body).encode() in data


def _scan(data: bytes) -> list[Archived | ArchiveError]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "20260101-00001.warc.gz").write_bytes(data)
        return list(scan(Path(folder)))


def _list(data: bytes) -> None:
    shown = page(data)
    listing = read_list(shown, most=200)
    find_attachments(shown)
    first_requests(shown)
    jump(shown)
    assert len(listing.next_requests) <= 400
    for item in listing.items:
        assert re.match(r"https?://[^/]", item.url), item


@functools.cache
def _exchanges() -> tuple[Exchange, ...]:
    """A small archive's worth of exchanges, one of them of each kind."""
    return tuple(recorded()[:6])


@functools.cache
def recorded() -> tuple[Exchange, ...]:
    """The exchanges of the recorded sample sites that are no larger than 60 KB."""
    found = []
    with as_file(files("reportscraper.demo").joinpath("edition-1.warc.gz")) as path:
        for member in members.walk(path):
            assert isinstance(member, members.Member)
            decoded = record.exchange_in(member.data)
            if decoded is not None and decoded[0].status == 200 and len(decoded[0].body) < 60_000:
                found.append(decoded[0])
    return tuple(found)


def _pages() -> Iterable[bytes]:
    yield from (path.read_bytes() for path in sorted((ROOT / "fixtures").iterdir()) if path.suffix in {".html", ".txt"})
    yield from [each.body for each in recorded() if "年度报告".encode() in each.body][:20]
    ways: dict[TableKind, tuple[shapes.Shape, ...]] = {
        "ch3": (shapes.on_its_side, shapes.spans_lost),
        "ch2": (shapes.rows_across,),
        "ch4": (shapes.blocks_in_rows, shapes.outcomes_down),
    }
    for shape in (shapes.only(table, way) for table, every in ways.items() for way in every):
        tables = "".join(markup.table_html(each, markup.plain_cell, "") for each in reshaped(print_of("2021"), shape))
        yield f"<meta charset=utf-8><h1>某县2021年政府信息公开工作年度报告</h1>{tables}".encode()


def _chapters() -> Iterable[bytes]:
    for data in _pages():
        yield from [each.text.encode() for each in parse_report(data).sections if 10 < len(each.text) < 5_000]


def _lists() -> Iterable[bytes]:
    yield from [each.body for each in recorded() if each.body.count(b"<li") > 8 or b"CDATA" in each.body][:20]
    yield b'{"data":[{"title":"\xe6\x9f\x90\xe5\xb1\x802023\xe5\xb9\xb4","url":"/a/1.html"}],"total":40,"pageSize":1}'
    yield b"<html><script>createPageHTML(4, 0, 'index', 'html', 40);</script><ul><li><a href='a.html'>b</a></li></ul>"


def _pdfs() -> Iterable[bytes]:
    yield from [each.body for each in recorded() if each.body.startswith(b"%PDF")][:3]
    yield samples.pdf(samples.line(b"1 23 456") + samples.rules([60, 200, 400], [690, 720, 740]))


def _archives() -> Iterable[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        with Archive.open(Path(folder)) as archive:
            captures = [archive.append(each, {"role": "detail"}) for each in _exchanges()]
            archive.append(_exchanges()[-1], {"role": "detail"}, earlier=captures[-1])
            archive.append_note(b"{}", "2026-01-02T03:04:05Z")
        (file,) = Path(folder).iterdir()
        yield file.read_bytes()


def _records() -> Iterable[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "20260101-00001.warc.gz"
        path.write_bytes(next(iter(_archives())))
        yield from [each.data for each in members.walk(path) if isinstance(each, members.Member)]


@functools.cache
def _book() -> bytes:
    return books.write(samples.true_report("2021"), books.BOOKS[0])


def _singles() -> Iterable[bytes]:
    fixture = (ROOT / "fixtures/standard-2021.html").read_bytes()
    head = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
    )
    yield (
        head
        + b"Content-Transfer-Encoding: 8bit\r\nContent-Location: file:///a.htm\r\n\r\n"
        + fixture
        + b"\r\n--b--\r\n"
    )


def _word_xml() -> bytes:
    return test_single_file.WORD.format(encoding="UTF-8", cell="<w:r><w:t>12</w:t></w:r>").encode()


def _excel_xml() -> bytes:
    return test_single_file.EXCEL.format(style=' ss:StyleID="wan"', data='<Data ss:Type="Number">12</Data>').encode()


_SHEET = "xl/worksheets/sheet1.xml"

TARGETS: dict[str, Target] = {
    "page": Target(_page, _pages),
    "prose": Target(_prose, _chapters),
    "list": Target(_list, _lists),
    "archive": Target(_archive, _archives),
    "record": Target(_record, _records),
    "pdf": Target(functools.partial(_file, "pdf"), _pdfs),
    "docx": Target(functools.partial(_file, "docx"), lambda: [samples.word_file()]),
    "xlsx": Target(functools.partial(_file, "xlsx"), lambda: [_book()]),
    "mhtml": Target(functools.partial(_file, "mhtml"), _singles),
    "word_xml": Target(functools.partial(_file, "word_xml"), lambda: [_word_xml()]),
    "excel_xml": Target(functools.partial(_file, "excel_xml"), lambda: [_excel_xml()]),
    "document.xml": Target(
        lambda data: _entry(samples.word_file(), "word/document.xml", "docx", data),
        lambda: [samples.entries_of(samples.word_file())["word/document.xml"]],
    ),
    "styles.xml": Target(
        lambda data: _entry(samples.word_file(), "word/styles.xml", "docx", data),
        lambda: [samples.entries_of(samples.word_file())["word/styles.xml"]],
    ),
    "sheet.xml": Target(
        lambda data: _entry(_book(), _SHEET, "xlsx", data), lambda: [samples.entries_of(_book())[_SHEET]]
    ),
}
"""Every reader by name."""
