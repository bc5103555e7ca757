from __future__ import annotations

import io

import pytest
from lxml import html
from openpyxl import Workbook

from reportscraper.documents import markup_of, read_file
from reportscraper.documents.html.grid import lay_out
from reportscraper.errors import DocumentError
from tests.made import render

from . import books, words
from .printed import true_report
from .samples import container


def book(*rows: tuple[object, ...], merged: str = "") -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    if merged:
        workbook.active.merge_cells(merged)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_paragraphs_and_tables() -> None:
    assert markup_of(book(("某县报告",), ("甲", 1, None), ("乙", 2, 3), merged="A2:A3")).splitlines() == [
        "<p>某县报告</p>",
        "<table>",
        '<tr><td rowspan="2">甲</td><td>1</td><td></td></tr>',
        "<tr><td>2</td><td>3</td></tr>",
        "</table>",
    ]


def test_text_stays_text() -> None:
    markup = markup_of(book(("<script>alert(1)</script>",), ('a"b', "x & <b>y</b>")))
    assert "<script" not in markup
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in markup
    assert "<td>x &amp; &lt;b&gt;y&lt;/b&gt;</td>" in markup


def test_lines_of_a_cell() -> None:
    assert "<td>一<br>二</td>" in markup_of(book(("甲", 1), ("一\n二", 2)))


FILES = {
    "docx": lambda: words.write(true_report("2021"), words.Hand("ragged", render.RAGGED)),
    "frame": lambda: words.write(true_report("2014"), words.Hand("frame", edit=words.framed)),
    "xlsx": lambda: books.write(true_report("2021"), books.Book("off", render.BLOCKS, top=4, left=3)),
}


@pytest.mark.parametrize("kind", FILES)
def test_the_nth_table_is_table_n_cell_for_cell(kind: str) -> None:
    data = FILES[kind]()
    grids = [block.grid for block in read_file(data).blocks if block.grid]
    tables = html.fromstring(f"<div>{markup_of(data)}</div>").findall(".//table")
    assert [grid.number for grid in grids] == list(range(1, len(tables) + 1))
    for grid, table in zip(grids, tables, strict=True):
        shown = {(c.row, c.column, c.rowspan, c.colspan): c.text for c in lay_out(table, grid.number).cells}
        for cell in grid.cells:
            assert shown[cell.row, cell.column, cell.rowspan, cell.colspan] == cell.text


def test_what_cannot_be_read_cannot_be_shown() -> None:
    with pytest.raises(DocumentError, match="a zip archive; unpack it"):
        markup_of(container({"a.txt": b"text"}))
