"""A page read together with its files: which of them is the report, and what is said where they disagree."""

from __future__ import annotations

import io
import re

import msgspec
import openpyxl
import pytest

from reportscraper.documents import read_file
from reportscraper.documents.layout import lay_out
from reportscraper.model import Box, Document, Report
from reportscraper.report.read import PageFile, PageReading, parse_report, read_page
from tests.made import render
from tests.made.counties import counties
from tests.made.truth import TrueReport, make_report

from ..documents import books, words
from ..documents.printed import true_report, wrong_cells, wrong_text

TRUE = true_report("2021")
WHOLE = render.page(TRUE, render.PLAIN)
TEXT_ONLY = re.sub(r"(?s)<table.*?</table>", "", WHOLE)
COVER = render.plain_page(TRUE.title, '<p>全文请见附件。</p><p><a href="/files/a.docx">下载</a></p>')
PAGE = "http://www.site.example/art/2023/1/18/art_1_2.html"
FILE = "http://www.site.example/files/a.docx"


def docx_of(true: TrueReport) -> bytes:
    return words.write(true, words.HANDS[0])


def tables_of(true: TrueReport) -> bytes:
    """A workbook with nothing but the tables."""
    bare = msgspec.structs.replace(
        true,
        title="",
        sections=tuple(msgspec.structs.replace(each, heading="", paragraphs=()) for each in true.sections),
    )
    return books.write(bare, books.BOOKS[0])


def read(page: str, *files: bytes) -> PageReading:
    attached = [PageFile(FILE.replace("a.docx", f"{chr(97 + at)}.docx"), data) for at, data in enumerate(files)]
    return read_page(page.encode(), attached, url=PAGE)


def rules(report: Report, *, severities: tuple[str, ...] = ("error", "warning")) -> list[str]:
    return sorted(finding.rule for finding in report.findings if finding.severity in severities)


def test_a_page_without_files_reads_as_ever() -> None:
    assert read_page(WHOLE.encode(), (), url=PAGE).report == parse_report(WHOLE.encode(), url=PAGE)


def test_the_file_is_the_report_and_the_page_its_cover() -> None:
    report = read(COVER, docx_of(TRUE)).report
    assert (report.title, report.body, report.year, report.form) == (TRUE.title, TRUE.body.name, 2022, "2021")
    assert wrong_cells(TRUE, report) == {}
    assert wrong_text(TRUE, report) == []
    assert [section.text for section in report.sections if "附件" in section.text] == []
    assert [part.url for part in report.parts] == [FILE]
    assert {figure.table > report.parts[0].base for figure in report.figures} == {True}


def test_text_on_the_page_and_tables_in_the_file() -> None:
    report = read(TEXT_ONLY, tables_of(TRUE)).report
    assert wrong_cells(TRUE, report) == {}
    assert wrong_text(TRUE, report) == []
    assert rules(report) == []


def test_tables_of_the_file_are_numbered_on() -> None:
    page = TEXT_ONLY.replace("<h1>", "<table><tr><td>导航</td></tr></table><h1>")
    report = read(page, tables_of(TRUE)).report
    base = report.parts[0].base
    assert sorted({figure.table - base for figure in report.figures}) == [1, 2, 3]


def test_page_and_file_that_agree_need_no_warning() -> None:
    report = read(WHOLE, docx_of(TRUE)).report
    assert wrong_cells(TRUE, report) == {}
    assert wrong_text(TRUE, report) == []
    assert rules(report) == []
    assert {figure.table for figure in report.figures if figure.table > report.parts[0].base} == set()
    assert [finding.rule for finding in report.findings if finding.rule == "duplicate_table"] == ["duplicate_table"] * 3


def test_page_and_file_that_disagree_are_an_error_at_the_cell() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(tables_of(TRUE)))
    place = next(
        cell for row in workbook.active.iter_rows() for cell in row if cell.value == "一、本年新收政府信息公开申请数量"
    )
    figure = TRUE.figures["requests_new", "natural_person"]
    given = next(
        cell for cell in workbook.active[place.row] if isinstance(cell.value, int) and cell.column > place.column
    )
    assert given.value == figure.value
    given.value += 1
    out = io.BytesIO()
    workbook.save(out)
    report = read(WHOLE, out.getvalue()).report
    assert wrong_cells(TRUE, report) == {}
    found = [finding for finding in report.findings if finding.rule == "duplicate_table_differs"]
    assert [(each.severity, each.cells) for each in found] == [("error", (("requests_new", "natural_person"),))]


@pytest.mark.parametrize("year", [2021, 2023])
def test_a_report_of_another_year_is_left_out(year: int) -> None:
    county = counties()[0]
    other = make_report("files", county, county.bodies[0], year, "2021")
    reading = read(COVER, docx_of(other))
    assert reading.report.figures == ()
    assert [url for url, _ in reading.foreign_files] == [FILE]
    (finding,) = [each for each in reading.report.findings if each.rule == "attachment_other_report"]
    assert finding.message == f"{FILE} is a report of its own: {other.body.name}, {year}"


def test_reports_of_other_bodies_are_left_out() -> None:
    county = counties()[0]
    others = [make_report("files", county, body, 2022, "2021") for body in county.bodies[1:3]]
    reading = read(COVER, *map(docx_of, others))
    assert reading.report.figures == ()
    assert [url for url, _ in reading.foreign_files] == [FILE, FILE.replace("a.docx", "b.docx")]


@pytest.mark.parametrize(("body", "figures"), [("嵊州市科学技术局", 200), ("科技局", 200), ("嵊州市教育局", 0)])
def test_a_file_names_the_body_in_another_way(body: str, figures: int) -> None:
    cover = COVER.replace(TRUE.body.name, "嵊州市科技局")
    report = read(cover, WHOLE.replace(TRUE.body.name, body).encode()).report
    assert report.body == "嵊州市科技局"
    assert len(report.figures) == figures


def test_a_file_that_cannot_be_read_is_said() -> None:
    report = read(COVER, b"%PDF-1.7 broken").report
    (finding,) = [each for each in report.findings if each.rule == "attachment_unread"]
    assert finding.severity == "warning"
    assert finding.message.startswith(f"{FILE}: ")
    assert rules(report) == ["attachment_unread", *["missing_table"] * 3]


def test_a_file_that_is_something_else_is_left_alone() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["序号", "项目", "金额"])
    workbook.active.append([1, "办公经费", 20])
    out = io.BytesIO()
    workbook.save(out)
    reading = read(WHOLE, out.getvalue())
    assert reading.report == parse_report(WHOLE.encode(), url=PAGE)


def test_an_article_that_goes_on_at_another_address() -> None:
    cut = WHOLE.index("<table", WHOLE.index("<table") + 6)
    first, rest = WHOLE[:cut] + "</div></body></html>", WHOLE[cut:]
    second = render.plain_page(TRUE.title, rest.removesuffix("</div>\n</body></html>\n"))
    more = [PageFile(PAGE.replace(".html", "_1.html"), second.encode(), continues=True)]
    report = read_page(first.encode(), more, url=PAGE).report
    assert wrong_cells(TRUE, report) == {}
    assert wrong_text(TRUE, report) == []
    assert rules(report) == []


def recognised(data: bytes) -> Document:
    """The document of a file as if it had been recognised in pictures."""
    document = read_file(data)
    blocks = tuple(
        msgspec.structs.replace(
            block,
            grid=lay_out(
                (msgspec.structs.replace(cell, box=Box(1, 0, 0, 9, 9), confidence=0.99) for cell in block.grid.cells),
                block.grid.number,
            ),
        )
        if block.grid
        else block
        for block in document.blocks
    )
    return msgspec.structs.replace(document, blocks=blocks, recognised=True)


def numbers(true: TrueReport) -> dict[tuple[str, str | None], object]:
    return {key: each.value for key, each in true.figures.items() if each.value is not None}


@pytest.mark.parametrize("page", [COVER, TEXT_ONLY], ids=["cover", "text"])
def test_tables_recognised_in_pictures_are_proposals_and_never_figures(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportscraper.report.page.read_file", recognised)
    data = tables_of(TRUE) + b" "
    report = read(page, data).report
    assert (report.figures, report.locators, report.form) == ((), (), None)
    assert {(each.indicator, each.applicant): each.value for each in report.proposals} == numbers(TRUE)
    assert {each.accepted for each in report.proposals if each.applicant} == {True}
    assert [part.url for part in report.parts] == [FILE]
    assert "recognised_text" in rules(report)
    assert "missing_table" in rules(report)


def test_a_page_with_tables_needs_no_proposals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportscraper.report.page.read_file", recognised)
    report = read(WHOLE, docx_of(TRUE) + b" ").report
    assert wrong_cells(TRUE, report) == {}
    assert (report.proposals, report.parts) == ((), ())


def test_a_recognised_file_alone_has_no_figures_and_no_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportscraper.report.page.read_file", recognised)
    report = parse_report(docx_of(TRUE) + b"  ", url=FILE)
    assert (report.body, report.year, report.figures, report.statements) == (TRUE.body.name, 2022, (), ())
    assert {(each.indicator, each.applicant): each.value for each in report.proposals} == numbers(TRUE)
    assert wrong_text(TRUE, report) == []


def test_every_document_is_read_once_and_a_foreign_file_is_a_report_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    read_at = []

    def note(data: bytes) -> Document:
        read_at.append(data)
        return read_file(data)

    county = counties()[0]
    others = [docx_of(make_report("files", county, body, 2022, "2021")) for body in county.bodies[1:4]]
    files = [docx_of(TRUE), *others]
    with monkeypatch.context() as counted:
        counted.setattr("reportscraper.report.page.read_file", note)
        reading = read(COVER, *files)
    assert read_at == files
    assert wrong_cells(TRUE, reading.report) == {}
    assert [report.body for _, report in reading.foreign_files] == [body.name for body in county.bodies[1:4]]
    assert [report for _, report in reading.foreign_files] == [
        parse_report(data, url=url) for (url, _), data in zip(reading.foreign_files, others, strict=True)
    ]


def test_the_files_of_a_page_that_is_no_report_are_reports_of_their_own() -> None:
    page = render.plain_page("关于召开会议的通知", '<p>见附件。</p><p><a href="/files/a.docx">下载</a></p>')
    reading = read(page, docx_of(TRUE))
    assert reading.report.is_report is False
    assert [(url, report.body, report.is_report) for url, report in reading.foreign_files] == [
        (FILE, TRUE.body.name, True)
    ]


def test_text_of_an_article_that_goes_on_is_not_counted_again_from_its_file() -> None:
    second = re.search(r"<p>(?:<[^<>]*>)*[\s\u3000]*二、", WHOLE)
    assert second is not None
    first = WHOLE[: second.start()] + "</div></body></html>"
    rest = render.plain_page(TRUE.title, WHOLE[second.start() :].removesuffix("</div>\n</body></html>\n"))
    further = PageFile(PAGE.replace("_2.html", "_2_1.html"), rest.encode(), None, continues=True)
    joined = read_page(first.encode(), [further, PageFile(FILE, docx_of(TRUE))], url=PAGE).report
    alone = read_page(WHOLE.encode(), (), url=PAGE).report
    assert [statement.quote for statement in joined.statements] == [statement.quote for statement in alone.statements]
    assert "section_twice" not in {finding.rule for finding in joined.findings}
