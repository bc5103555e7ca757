"""The cell that is pointed at is the one a figure was read from, in markup, in plain text, in files."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from PIL import Image

from reportscraper.browse.locate_cell import CellPicture, FigurePlace, Lines, Markup, archived_bytes, locate_cell
from reportscraper.documents.plaintext import read_lines
from reportscraper.errors import ArchiveError, DocumentError
from reportscraper.model import Box, Capture
from reportscraper.report.read import parse_report
from reportscraper.text import nfkc, tidy

from . import files

FIXTURES = Path(__file__).parent.parent / "fixtures"


def text_at(data: bytes, place: FigurePlace) -> str | None:
    """What stands at a place, as the page shows it."""
    shown = locate_cell(data, None, place)
    match shown:
        case Markup(_, cell):
            return None if cell is None else cell.text_content()
        case Lines(text, line, span):
            return "" if span is None and line is not None else text[slice(*span)] if span else None
    raise AssertionError(shown)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.html")), ids=lambda path: path.stem)
def test_every_figure_of_a_page_is_found_in_the_cell_it_was_read_from(path: Path) -> None:
    data = path.read_bytes()
    report = parse_report(data)
    assert len(report.figures) > 50
    for figure in report.figures:
        if figure.kind != "missing":
            found = text_at(data, FigurePlace(figure.table, figure.row, figure.column))
            assert found is not None, figure
            assert "".join(nfkc(found).split()) == "".join(nfkc(figure.raw).split()), figure


@pytest.mark.parametrize(
    "table",
    [
        '<table><tr><td>a</td><td style="{}">12</td></tr></table>',
        '<table><tr style="{}"><td>a</td><td>12</td></tr></table>',
        '<table style="{}"><tr><td>a</td><td>12</td></tr></table>',
    ],
)
@pytest.mark.parametrize("style", ["text-decoration:line-through", "opacity:.2", "color:#fff", "font-size:1px"])
def test_a_cell_that_is_not_read_for_its_looks_is_found_all_the_same(table: str, style: str) -> None:
    page = f"<html><body><p>x</p>{table.format(style)}</body></html>".encode()
    assert text_at(page, FigurePlace(1, 1, 2)) == "12"


def test_a_cell_is_found_in_a_page_of_two_charsets() -> None:
    plain = sorted(FIXTURES.glob("*.html"))[0].read_bytes().decode()
    before, tag, after = plain.partition("<body>")
    page = (
        before.encode()
        + tag.encode()
        + "<table><tr><td>首页</td><td>政务公开</td></tr></table>".encode("gbk")
        + after.encode()
    )
    report = parse_report(page)
    assert len(report.figures) > 50
    for figure in report.figures[::5]:  # a row each: the page is read anew for every cell
        if figure.kind != "missing":
            found = text_at(page, FigurePlace(figure.table, figure.row, figure.column))
            assert found is not None
            assert "".join(nfkc(found).split()) == "".join(nfkc(figure.raw).split()), figure


def test_nested_tables_keep_their_own_cells() -> None:
    page = b"<body><table><tr><td><table><tr><td>in</td></tr></table></td><td>out</td></tr></table></body>"
    assert [text_at(page, FigurePlace(*each)) for each in ((1, 1, 2), (2, 1, 1))] == ["out", "in"]


@pytest.mark.parametrize("place", [(2, 1, 1), (1, 9, 1), (1, 1, 9), (0, 1, 1)])
@pytest.mark.parametrize("page", [b"<body><table><tr><td>a</table></body>", b"a | b | c\nd | e | f"])
def test_a_place_that_is_not_there(page: bytes, place: tuple[int, int, int]) -> None:
    assert text_at(page, FigurePlace(*place)) in (None, "")
    assert text_at(page, FigurePlace(*place)) is None or place == (1, 1, 9)


def test_an_article_held_by_a_script_is_shown_with_its_cells() -> None:
    detail = '{"title": "年度报告", "content": "<p>全文</p><table><tr><td>新收<\\/td><td>7<\\/td><\\/tr><\\/table>"}'
    page = f"<html><body><script>var _CONFIG = {{DETAIL: {detail}}};</script><p>页脚</p></body></html>".encode()
    shown = locate_cell(page, None, FigurePlace(1, 1, 2))
    assert isinstance(shown, Markup)
    assert shown.cell is not None
    assert shown.cell.text_content() == "7"


PLAIN = """一、总体情况
规章 | 制发 | 有效
--- | --- | ---
规范性文件 | 3 | -
行政许可 |  | 12
三、办理情况"""


@pytest.mark.parametrize(
    ("row", "column", "line", "cell"),
    [
        (1, 2, "规章 | 制发 | 有效", "制发"),
        (2, 2, "规范性文件 | 3 | -", "3"),
        (2, 3, "规范性文件 | 3 | -", "-"),
        (3, 3, "行政许可 |  | 12", "12"),
        (3, 2, "行政许可 |  | 12", None),
    ],
)
def test_a_cell_of_a_page_without_markup(row: int, column: int, line: str, cell: str | None) -> None:
    shown = locate_cell(PLAIN.encode(), "text/plain", FigurePlace(1, row, column))
    assert isinstance(shown, Lines)
    assert shown.line is not None
    assert PLAIN[slice(*shown.line)] == line
    assert (PLAIN[slice(*shown.cell)] if shown.cell else None) == cell


def test_a_cell_a_line_is_found_as_well() -> None:
    page = "指标\n|\n规章 |\n3 |\n|\n许可 |\n40 |\n|\n处罚 |\n5 |\n"
    grid = next(block.grid for block in read_lines(page) if block.grid)
    found = {
        (cell.row, cell.column): text_at(page.encode(), FigurePlace(1, cell.row, cell.column)) for cell in grid.cells
    }
    assert found == {(cell.row, cell.column): cell.text for cell in grid.cells}
    assert {"3", "40", "5"} <= set(found.values())


def test_every_figure_of_a_page_saved_as_text_is_found_where_it_stands() -> None:
    page = html.document_fromstring((FIXTURES / "standard-2021.html").read_bytes())
    for row in page.iter("tr"):
        row.text, row.tail = "\n", "\n"
        for cell in row.findall("td") + row.findall("th"):
            words = " ".join(cell.text_content().split())
            cell[:], cell.text, cell.tail = [], words, " | "
    for paragraph in page.xpath("//p[not(ancestor::table)] | //h1 | //h2"):
        paragraph.tail = "\n"
    data = "\n".join(filter(str.strip, page.find("body").text_content().splitlines())).encode()
    figures = [each for each in parse_report(data).figures if each.kind != "missing"]
    assert len(figures) > 150
    for figure in figures:
        found = text_at(data, FigurePlace(figure.table, figure.row, figure.column))
        assert found is not None, figure
        assert "".join(found.split()) == "".join(figure.raw.split()), figure


TEXTS = st.text("规章 0123-—/无。|\n", max_size=12)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=25).map("|".join))
def test_whatever_a_page_without_markup_holds_each_cell_is_found_where_it_stands(page: str) -> None:
    for block in read_lines(page):
        for cell in block.grid.cells if block.grid else ():
            shown = locate_cell(page.encode(), None, FigurePlace(block.grid.number, cell.row, cell.column))
            assert isinstance(shown, Lines)
            if shown.cell is not None:
                printed = page[slice(*shown.cell)].replace("|", " ")
                assert "".join(tidy(printed).split()) == "".join(cell.text.split())
            elif cell.text:
                assert shown.line is None


def test_text_without_markup_stays_text() -> None:
    assert locate_cell("申请 | 7 件 & 1 < 2\x00".encode(), "text/plain", None) == Lines("申请 | 7 件 & 1 < 2�")


@pytest.mark.parametrize("made", [files.word_file, files.workbook])
def test_office_files_are_shown_as_their_tables(made: object) -> None:
    data = made()  # type: ignore[operator]
    assert text_at(data, FigurePlace(1, 2, 2)) == "7"
    assert text_at(data, FigurePlace(1, 3, 1)) is None


def test_a_pdf_is_drawn_with_the_box_of_the_cell() -> None:
    data = files.PDF.read_bytes()
    shown = locate_cell(data, None, FigurePlace(1, 2, 2))
    assert isinstance(shown, CellPicture)
    assert shown.data.startswith(b"\x89PNG")
    assert (shown.page, shown.width, shown.height) == (1, 1190, 1684)
    assert shown.frame == Box(1, 444, 364, 744, 444)
    assert locate_cell(data, None, Box(1, 10, 20, 30, 40)) == CellPicture(
        shown.data, "image/png", 1190, 1684, 1, Box(1, 20, 40, 60, 80)
    )
    assert (
        locate_cell(data, None, FigurePlace(1, 9, 9))
        == locate_cell(data, None, None)
        == CellPicture(shown.data, "image/png", 1190, 1684, 1)
    )


def test_the_box_on_a_page_too_large_to_be_drawn_in_full_is_drawn_smaller_with_it() -> None:
    small = b"/MediaBox [0 0 595 842]"
    data = files.PDF.read_bytes()
    assert small in data
    data = data.replace(small, b"/MediaBox [0 0 4000 3000]")
    shown = locate_cell(data, None, Box(1, 400, 300, 800, 600))
    assert isinstance(shown, CellPicture)
    assert (shown.width, shown.height) == (4000, 3000)
    assert shown.frame == Box(1, 400, 300, 800, 600)


@pytest.mark.parametrize(
    ("kind", "orientation", "size"), [("PNG", 1, (30, 20)), ("JPEG", 6, (20, 30)), ("GIF", 1, (30, 20))]
)
def test_a_picture_is_shown_upright_as_it_is(kind: str, orientation: int, size: tuple[int, int]) -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = orientation
    Image.new("L", (30, 20)).save(out, kind, exif=exif)
    box = Box(1, 2, 3, 4, 5)
    shown = locate_cell(out.getvalue(), None, box)
    assert shown == CellPicture(out.getvalue(), f"image/{kind.lower()}", *size, 1, box)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4 broken", b"PK\x03\x04 broken", b"\x89PNG broken", b"II*\x00 no browser shows TIFF"]
)
def test_files_that_cannot_be_shown_say_why(data: bytes) -> None:
    with pytest.raises(DocumentError):
        locate_cell(data, None, None)


def test_only_plain_names_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    for name in ("../secret", "/etc/passwd", "", ".hidden", "a/b"):
        capture = Capture("u", "u", "GET", 200, None, "2026-01-01T00:00:00Z", "0" * 64, 1, name, 0, 1)
        with pytest.raises(ArchiveError, match="not the name of an archive file"):
            archived_bytes(tmp_path / "archive", capture)
