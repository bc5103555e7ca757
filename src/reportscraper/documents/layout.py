"""Cells laid out as the rectangles of the document model."""

from __future__ import annotations

from collections.abc import Iterable

from reportscraper.documents import limits
from reportscraper.errors import DocumentError
from reportscraper.model import Cell, Grid

UNREAD = "\ufffc"
"""Stands in a cell for what is shown but cannot be read as text, so that the cell is not taken for blank."""


def lay_out(cells: Iterable[Cell], number: int) -> Grid:
    """The grid of cells that know their slots. Where cells overlap, the one given first keeps the slot.

    Raises DocumentError when the table is larger than a table may be; nothing of it is cut off silently.
    """
    placed = tuple(cells)
    height = max((cell.row + cell.rowspan - 1 for cell in placed), default=0)
    width = max((cell.end - 1 for cell in placed), default=0)
    if height > limits.ROWS or width > limits.COLUMNS:
        raise DocumentError(f"a table of {height} × {width} is larger than {limits.ROWS} × {limits.COLUMNS}")
    slots: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell in placed:
        for row in range(cell.row - 1, cell.row - 1 + cell.rowspan):
            line = slots[row]
            for column in range(cell.column - 1, cell.column - 1 + cell.colspan):
                if line[column] is None:
                    line[column] = cell
    return Grid(number, tuple(map(tuple, slots)), placed)
