"""Nothing swallowed: what the grids print and no reader understood."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter

from reportscraper.forms.rules import finding
from reportscraper.model import Cell, Finding
from reportscraper.report.tables.cells import has_digits, read_value
from reportscraper.report.tables.recognise_base import LabelledGrid

_SHOWN = 60
_PROSE_FROM = 40


def unmapped(sheets: Sequence[LabelledGrid], used: Collection[int]) -> Iterator[Finding]:
    """One finding for each row of a recognised grid with cells that no reader used.

    A row with figures is a warning, one of mere wording is for information; prose in a cell (a layout table) is no label.
    """
    for sheet in sheets:
        if sheet.number not in used:
            continue
        left = (cell for cell in sheet.unused() if has_digits(cell.text) or len(cell.text) < _PROSE_FROM)
        for _, row in itertools.groupby(left, key=attrgetter("row")):
            yield _about(sheet, list(row))


def _about(sheet: LabelledGrid, cells: Sequence[Cell]) -> Finding:
    figures = any(read_value(cell.text, unit="").kind == "number" for cell in cells)
    text = " | ".join(cell.text.replace("\n", "") for cell in cells)[:_SHOWN]
    return finding(
        "unmapped_label",
        severity="warning" if figures else "info",
        table=sheet.number,
        row=cells[0].row,
        column=cells[0].column,
        text=text,
    )


def unread(sheets: Sequence[LabelledGrid], used: Collection[int]) -> Iterator[Finding]:
    """One finding for each grid that is no official table and yet prints numbers."""
    for sheet in sheets:
        if sheet.number in used:
            continue
        numbers = [c for row in sheet.rows for c in row if c.text and read_value(c.text, unit="").kind == "number"]
        if numbers:
            first = numbers[0]
            yield finding(
                "unread_number",
                table=sheet.number,
                row=first.row,
                column=first.column,
                count=len(numbers),
                first=first.text,
            )
