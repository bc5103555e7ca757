"""Cells of a row given to the columns of a header: as many as they are, or each straight under its own."""

from __future__ import annotations

from collections.abc import Sequence

from reportscraper.model import Cell
from reportscraper.report.tables.recognise_base import HeaderLeaf


def align(header: Sequence[HeaderLeaf], cells: Sequence[Cell], right: int, *, even: bool = False) -> list[Cell] | None:
    """The cell of each header entry, None when the row does not fit the header.

    ``cells`` are the cells of one row right of its label, ``right`` is the column right after the table. They fit when
    there are as many of them as entries (header and data may span differently within one table) or when they stand
    exactly under the header. A row with a cell too few or too many never fits: which one it is cannot be seen. Where a
    row ends short of the table, a blank cell may be a leftover of the label columns in place of a lost figure, so equal
    numbers count only when no cell is blank or when all rows around are ``even``.
    """
    if not cells or not header:
        return None
    flush = cells[-1].end == right
    if len(cells) == len(header) and (flush or even or all(cell.text for cell in cells)):
        return list(cells)
    return _under(header, [cell for cell in cells if cell.column >= header[0].cell.column], right) if flush else None


def _under(header: Sequence[HeaderLeaf], cells: Sequence[Cell], right: int) -> list[Cell] | None:
    """Cells straight under the header's; a blank cell may lie under several entries, any other under one."""
    width = right - header[0].cell.column
    if sum(cell.colspan for cell in cells) != width or sum(entry.cell.colspan for entry in header) != width:
        return None
    covering = {column: cell for cell in cells for column in range(cell.column, cell.end)}
    found: list[Cell] = []
    for entry in header:
        above = entry.cell
        cell = covering.get(above.column)
        if cell is None or not (same_span(cell, above) or (not cell.text and cell.end >= above.end)):
            return None
        found.append(cell)
    # A printed cell that no entry claims shows that the row is shifted.
    return found if all(not cell.text or cell in found for cell in cells) else None


def same_span(cell: Cell, above: Cell) -> bool:
    """Whether two cells stand in the same columns."""
    return cell.column == above.column and cell.colspan == above.colspan
