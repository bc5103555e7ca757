from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from reportscraper.documents import limits
from reportscraper.documents.office.xlsx import read_xlsx
from reportscraper.errors import DocumentError
from reportscraper.model import Document, FormId, Report

from . import books
from .books import BOOKS, Book
from .printed import in_forms, true_report, wrong_cells, wrong_text


@pytest.mark.parametrize(("book", "form"), in_forms(BOOKS, 1), ids=lambda value: getattr(value, "name", value))
def test_every_cell_and_chapter_in_every_book(
    form: FormId, book: Book, read_report: Callable[[Document], Report]
) -> None:
    true = true_report(form)
    read = read_report(read_xlsx(books.write(true, book)))
    assert wrong_cells(true, read) == {}
    assert wrong_text(true, read) == []
    assert (read.body, read.year, read.form) == (true.body.name, true.year, form)


def document(workbook: Workbook) -> Document:
    out = io.BytesIO()
    workbook.save(out)
    return read_xlsx(out.getvalue())


def book(*rows: tuple[object, ...]) -> Workbook:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    return workbook


def cells(read: Document) -> list[tuple[str, int, int]]:
    (grid,) = [block.grid for block in read.blocks if block.grid]
    return [(cell.text, cell.row, cell.column) for cell in grid.cells]


def test_values_as_text() -> None:
    day = dt.datetime(2023, 1, 19)  # noqa: DTZ001
    row = (0.1 + 0.2, 3.0, 96171.6, True, day, " 3 ", -2, 12345678901)
    read = document(book(row))
    assert [text for text, _, _ in cells(read)] == [
        "0.3", "3", "96171.6", "TRUE", "2023-01-19", "3", "-2", "12345678901",
    ]  # fmt: skip


def test_a_formula_that_was_never_computed_is_not_blank() -> None:
    assert cells(document(book(("合计", "=SUM(A2:A3)", None), ("甲", 1, 2)))) == [
        ("合计", 1, 1), ("\ufffc", 1, 2), ("", 1, 3), ("甲", 2, 1), ("1", 2, 2), ("2", 2, 3),
    ]  # fmt: skip


def test_lines_of_one_cell_around_a_table_are_paragraphs() -> None:
    read = document(book(("某县报告",), ("甲", 1), ("中间",), ("乙", 2), ("注：完",)))
    assert [block.text for block in read.blocks] == ["某县报告", "", "注：完"]
    assert [text for text, _, _ in cells(read)] == ["甲", "1", "中间", "", "乙", "2"]


def test_a_row_that_names_an_article_belongs_to_its_table() -> None:
    read = document(book(("第二十条第（五）项",), ("信息内容", "本年处理决定数量")))
    assert cells(read)[0] == ("第二十条第（五）项", 1, 1)


def test_blank_rows_part_tables() -> None:
    read = document(book(("甲", 1), (), ("乙", 2)))
    assert [block.grid.number for block in read.blocks if block.grid] == [1, 2]


def test_merged_cells_shrink_by_hidden_rows_and_columns() -> None:
    workbook = book(("甲", None, None), (None, None, None), ("乙", 5, 6))
    sheet = workbook.active
    sheet.merge_cells("A1:C2")
    sheet["D1"] = "尾"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    (grid,) = [block.grid for block in document(workbook).blocks if block.grid]
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells if c.text] == [
        ("甲", 1, 1, 1, 2),
        ("尾", 1, 3, 1, 1),
        ("乙", 2, 1, 1, 1),
        ("6", 2, 2, 1, 1),
    ]


def test_sheets_in_order_hidden_ones_left_out() -> None:
    workbook = book(("一",))
    workbook.create_sheet("乙").append(["二"])
    workbook.create_sheet("丙").append(["三"])
    workbook["乙"].sheet_state = "veryHidden"
    assert [block.text for block in document(workbook).blocks] == ["一", "三"]


@pytest.mark.parametrize(
    ("row", "column", "fits"),
    [pytest.param(2000, 200, True, marks=pytest.mark.slow), (2001, 1, False), (1, 201, False)],
)
def test_the_largest_sheet(row: int, column: int, fits: bool) -> None:
    workbook = Workbook()
    workbook.active.cell(row, column, "角")
    if fits:
        assert [block.text for block in document(workbook).blocks] == ["角"]
    else:
        with pytest.raises(DocumentError, match=f"larger than {limits.ROWS} × {limits.COLUMNS}"):
            document(workbook)


def test_nothing_in_it() -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        document(Workbook())
