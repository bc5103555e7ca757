"""Made-up reports as workbooks, written with openpyxl."""

from __future__ import annotations

import io
from collections.abc import Callable

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.made import render
from tests.made.render import Style
from tests.made.tables import TableModel
from tests.made.truth import TrueReport

from .words import slots


class Book(Struct, frozen=True):
    """One way of putting a report into a workbook."""

    name: str
    style: Style = render.PLAIN
    sheets: bool = False
    """Every chapter on a sheet of its own."""
    numbers: bool = True
    """Plain digits stored as numbers, else as text."""
    top: int = 1
    left: int = 1
    edit: Callable[[Workbook], None] | None = None


def write(report: TrueReport, book: Book) -> bytes:
    """The report as a workbook."""
    workbook = Workbook()
    sheet: Worksheet = workbook.active
    row = book.top
    row = _line(sheet, row, book, report.title)
    tables = render.report_tables(report, book.style)
    for section in report.sections:
        if book.sheets and section.heading:
            sheet, row = workbook.create_sheet(), book.top
        for text in ([section.heading] if section.heading else []) + list(section.paragraphs):
            row = _line(sheet, row + 1, book, text)
        for table in tables:
            if table.chapter == section.kind:
                row = _table(sheet, row + 1, book, table)
    for table in tables:
        if table.chapter == "annex":
            row = _line(sheet, row + 1, book, f"附件：{table.caption}")
            row = _table(sheet, row + 1, book, table)
    if book.edit:
        book.edit(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _line(sheet: Worksheet, row: int, book: Book, text: str) -> int:
    sheet.cell(row, book.left, text)
    return row + 1


def _table(sheet: Worksheet, row: int, book: Book, table: TableModel) -> int:
    last = row
    for r, c, cell in slots(table):
        top, left = row + r, book.left + c
        sheet.cell(top, left, _stored(cell.text, numbers=book.numbers))
        bottom, right = top + cell.rowspan - 1, left + cell.colspan - 1
        if (top, left) != (bottom, right):
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        last = max(last, bottom)
    return last + 1


def _stored(text: str, *, numbers: bool) -> object:
    if numbers and text.isascii():
        for kind in (int, float):
            try:
                return kind(text)
            except ValueError:
                continue
    return text or None


def hidden_sheet(workbook: Workbook) -> None:
    """Last year's figures on a hidden sheet."""
    sheet = workbook.create_sheet("上年", 0)
    sheet.append(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"])
    sheet.append(["规章", 9, 9, 9])
    sheet.sheet_state = "hidden"


def hidden_column(workbook: Workbook) -> None:
    """Notes in a hidden first column and a hidden first row."""
    sheet = workbook.active
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, 1, "内部 77")
    sheet.cell(1, 3, "内部")
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True


def long_floats(workbook: Workbook) -> None:
    """Whole numbers stored as binary fractions."""
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int):
                    cell.value = float(cell.value)


def wide_lines(workbook: Workbook) -> None:
    """Lines of text merged over ten columns."""
    for sheet in workbook.worksheets:
        merged = {cell for area in sheet.merged_cells.ranges for cell in ((area.min_row, area.min_col),)}
        for row in range(1, sheet.max_row + 1):
            filled = [cell for cell in sheet[row] if cell.value is not None]
            if len(filled) == 1 and filled[0].column == 1 and (row, 1) not in merged and not _covered(sheet, row):
                sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=10)


def _covered(sheet: Worksheet, row: int) -> bool:
    return any(area.min_row <= row <= area.max_row for area in sheet.merged_cells.ranges)


BOOKS = (
    Book("plain"),
    Book("text_cells", numbers=False),
    Book("blocks", render.BLOCKS),
    Book("ragged", render.RAGGED),
    Book("sheets", sheets=True),
    Book("sheets_blocks", render.BLOCKS, sheets=True),
    Book("off_corner", top=4, left=3),
    Book("hidden_sheet", edit=hidden_sheet),
    Book("hidden_column", top=2, left=2, edit=hidden_column),
    Book("long_floats", edit=long_floats),
    Book("wide_lines", edit=wide_lines),
    Book("sheets_off_corner", sheets=True, top=3, left=2),
)
