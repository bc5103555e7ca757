"""A made-up report as an Excel workbook (XLSX), whole or its tables alone; the same bytes on every machine and day."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from tests.made.render import PLAIN, report_tables
from tests.made.tables import TableCell, TableModel
from tests.made.truth import TrueReport

_UNIX = 3


def whole_report(report: TrueReport) -> bytes:
    """Title, chapters with their tables and annex, one below the other on one sheet."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.append([report.title])
    tables = report_tables(report, PLAIN)
    for section in report.sections:
        for line in (section.heading, *section.paragraphs):
            sheet.append([line])
        for table in tables:
            if table.chapter == section.kind:
                _put_table(sheet, table)
    for table in tables:
        if table.chapter == "annex":
            sheet.append([f"附件：{table.caption}"])
            _put_table(sheet, table)
    return _packed(workbook, report)


def tables_alone(report: TrueReport) -> bytes:
    """Every table on a sheet of its own."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, table in enumerate(report_tables(report, PLAIN), start=1):
        _put_table(workbook.create_sheet(f"表{number}"), table)
    return _packed(workbook, report)


def _put_table(sheet: Worksheet, table: TableModel) -> None:
    """Put a table below what the sheet holds, after an empty row."""
    start = sheet.max_row + 2
    for row, column, cell in _placed(table):
        top, left = start + row, 1 + column
        sheet.cell(top, left, int(cell.text) if cell.text.isdecimal() else cell.text or None)
        if (cell.rowspan, cell.colspan) != (1, 1):
            bottom, right = top + cell.rowspan - 1, left + cell.colspan - 1
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _placed(table: TableModel) -> Iterator[tuple[int, int, TableCell]]:
    """The cells with the row and column, from 0, of their upper left corners."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            taken.update((row + r, column + c) for r in range(cell.rowspan) for c in range(cell.colspan))
            yield row, column, cell


def _packed(workbook: Workbook, report: TrueReport) -> bytes:
    """The file without the time of writing, which openpyxl puts into it; not compressed, for zlib differs by machine."""
    written, packed = io.BytesIO(), io.BytesIO()
    workbook.save(written)
    workbook.properties.created = workbook.properties.modified = dt.datetime.fromisoformat(report.published_on)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)  # dated 1980, stored
            entry.create_system = _UNIX
            new.writestr(entry, tostring(workbook.properties.to_tree()) if name == ARC_CORE else old.read(name))
    return packed.getvalue()
