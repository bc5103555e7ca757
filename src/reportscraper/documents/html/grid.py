"""HTML tables laid out as rectangles, the way the HTML standard forms a table.

Where browsers and the standard differ, the rectangle is the one a reader sees: rows that only a span past the end
of its row group would create are not kept. `<tr>` or cells that stand outside a row group or a row (a lost tag) are
given one, as the HTML parser of a browser would, and elements that do not belong between rows are looked through.
A nested `<table>` is a table of its own: its cells and its text are no part of the outer grid.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import cast

from lxml import etree
from lxml.etree import _Element
from msgspec.structs import replace

from reportscraper.documents.html.cells import CELLS, ROW_GROUPS, ROW_PARTS, CellReader
from reportscraper.documents.html.css import UNSTYLED, Styles
from reportscraper.documents.html.elements import cover, rowspan_of, span_of
from reportscraper.documents.html.scripts import NOWHERE, WrittenTo
from reportscraper.model import Cell, Grid

MAX_ROWS = 2_000
MAX_COLUMNS = 200
_MAX_COLSPAN = 1_000

_NO_ROWS = frozenset({"caption", "colgroup", "col", "table", "script", "style", "template"})
_COLUMNS = etree.XPath("./colgroup/col | ./col")

_Row = tuple[list[_Element], bool]
"""The cell elements of a row, and whether the row is hidden."""


def lay_out(table: _Element, number: int, styles: Styles = UNSTYLED, written: WrittenTo = NOWHERE) -> Grid:
    """The grid of a `<table>`. ``number`` is its place among the tables of the page, 1-based, and is kept as given.

    ``styles`` are the page's own, ``written`` what its scripts write to.

    Cells that are hidden, themselves or with an element around them, keep their slots and are marked `hidden`.
    At most 2,000 rows × 200 columns are laid out; what lies beyond is cut off.
    """
    reader = CellReader(table, styles, written)
    unseen = any(styles.hides(each) for each in (table, *table.iterancestors()))
    # Rows first: while their elements are at hand lxml need not make them anew for whoever asks for a parent.
    groups = _row_groups(table, reader, unseen=unseen)
    slots: list[list[Cell | None]] = []
    cells: list[Cell] = []
    for rows, hidden in groups:
        _lay_group(rows[: MAX_ROWS - len(slots)], slots, cells, reader, hidden=hidden)
    width = max(map(len, slots), default=0)
    gone = _collapsed(table, styles)
    if gone:
        hidden_cells = {cell: replace(cell, hidden=True) for cell in cells if cell.column in gone and cell.colspan == 1}
        cells = [hidden_cells.get(cell, cell) for cell in cells]
        slots = [[None if cell is None else hidden_cells.get(cell, cell) for cell in row] for row in slots]
    filled = tuple(tuple(row) if len(row) == width else (*row, *[None] * (width - len(row))) for row in slots)
    return Grid(number=number, slots=filled, cells=tuple(cells))


def _collapsed(table: _Element, styles: Styles) -> set[int]:
    """The columns, from 1, that their ``<col>`` takes out of sight."""
    found: set[int] = set()
    column = 0
    for each in cast("list[_Element]", _COLUMNS(table)):
        span = span_of(each.get("span") or "", MAX_COLUMNS, zero=1)
        if styles.look(each).visible is False:
            found.update(range(column + 1, column + span + 1))
        column += span
    return found


def has_cells(table: _Element, least: int) -> bool:
    """Whether a `<table>` has at least so many cells of its own, those of nested tables not counted."""
    own = (cell for part in _parts(table, ROW_GROUPS | ROW_PARTS) for cell in _cells_in(part))
    return next(itertools.islice(own, least - 1, None), None) is not None


def _cells_in(part: _Element) -> Iterator[_Element]:
    """The cells of a row group or a row; a stray cell is its own."""
    if part.tag in CELLS:
        yield part
    elif part.tag == "tr":
        yield from _parts(part, CELLS)
    else:
        for row in _parts(part, ROW_PARTS):
            yield from _cells_in(row)


def _row_groups(table: _Element, reader: CellReader, *, unseen: bool) -> list[tuple[list[_Row], bool]]:
    """Rows by row group, with whether the group is hidden; `<tfoot>` groups come last, as they are shown."""
    groups: list[tuple[list[_Row], bool]] = []
    feet: list[tuple[list[_Row], bool]] = []
    loose: list[_Element] = []
    for child in _parts(table, ROW_GROUPS | ROW_PARTS):
        if child.tag not in ROW_GROUPS:
            loose.append(child)
            continue
        if loose:
            groups.append((_rows(loose, reader), unseen))
            loose = []
        rows = _rows(_parts(child, ROW_PARTS), reader)
        (feet if child.tag == "tfoot" else groups).append((rows, unseen or reader.hides(child)))
    if loose:
        groups.append((_rows(loose, reader), unseen))
    return groups + feet


def _rows(elements: Iterable[_Element], reader: CellReader) -> list[_Row]:
    rows: list[_Row] = []
    stray: list[_Element] | None = None
    for element in elements:
        if element.tag == "tr":
            cells = list(element.iterchildren(*CELLS))
            is_plain = len(cells) == len(element)
            rows.append((cells if is_plain else list(_parts(element, CELLS)), reader.hides(element)))
            stray = None
        elif stray is None:
            stray = [element]
            rows.append((stray, False))
        else:
            stray.append(element)
    return rows


def _parts(parent: _Element, wanted: frozenset[str]) -> Iterator[_Element]:
    """Children with a wanted tag, looking through elements that do not belong (`<form>`, a doubled `<tbody>`)."""
    stack = [iter(parent)]
    while stack:
        for child in stack[-1]:
            tag = child.tag
            if tag in wanted:
                yield child
            elif isinstance(tag, str) and tag not in _NO_ROWS:
                stack.append(iter(child))
                break
        else:
            stack.pop()


def _lay_group(
    rows: list[_Row], slots: list[list[Cell | None]], cells: list[Cell], reader: CellReader, *, hidden: bool
) -> None:
    top = len(slots)
    slots.extend([] for _ in rows)
    for index, (elements, row_hidden) in enumerate(rows, top):
        column, line, unseen = 0, slots[index], hidden or row_hidden
        for element in elements:
            while column < len(line) and line[column] is not None:
                column += 1
            if column >= MAX_COLUMNS:
                break
            rowspan, colspan = element.get("rowspan"), element.get("colspan")
            out_of_sight = unseen or (reader.conceals and reader.hides(element))
            text = reader.text(element, unseen=out_of_sight)
            if rowspan is colspan is None and column == len(line):
                cell = Cell(text, index + 1, column + 1, 1, 1, out_of_sight)
                line.append(cell)
            else:
                down = 1 if rowspan is None else rowspan_of(rowspan, len(slots) - index)
                across = 1 if colspan is None else min(span_of(colspan, _MAX_COLSPAN, zero=1), MAX_COLUMNS - column)
                cell = Cell(text, index + 1, column + 1, down, across, out_of_sight)
                cover(slots, cell)
            cells.append(cell)
            column += cell.colspan
