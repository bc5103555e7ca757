"""Cells that cover several slots of an HTML table."""

from __future__ import annotations

import re

from reportscraper.model import Cell

_MAX_ROWSPAN = 65_534
_INTEGER = re.compile(r"[ \t\n\f\r]*\+?([0-9]+)")


def rowspan_of(text: str, rows_left: int) -> int:
    """The rows that a cell covers, of those that its group has left."""
    return min(span_of(text, _MAX_ROWSPAN, zero=rows_left), rows_left)


def span_of(text: str, most: int, *, zero: int) -> int:
    """A span attribute as the standard reads it: leading digits count, else it is 1; ``zero`` says what 0 means."""
    match = _INTEGER.match(text)
    if match is None:
        return 1
    return min(int(match[1][:9]), most) or zero


def cover(slots: list[list[Cell | None]], cell: Cell) -> None:
    """Enters a cell into every slot it covers; where cells overlap, the one laid out first keeps the slot."""
    left, right = cell.column - 1, cell.column - 1 + cell.colspan
    for line in slots[cell.row - 1 : cell.row - 1 + cell.rowspan]:
        if len(line) < right:
            line.extend([None] * (right - len(line)))
        for column in range(left, right):
            if line[column] is None:
                line[column] = cell
