"""HTML tables laid out as rectangles, the way the HTML standard forms a table.

Where browsers and the standard differ, the rectangle is the one a reader sees: rows that only a span past the end
of its row group would create are not kept. `<tr>` or cells that stand outside a row group or a row (a lost tag) are
given one, as the HTML parser of a browser would, and elements that do not belong between rows are looked through.
A nested `<table>` is a table of its own: its cells and its text are no part of the outer grid.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from reportscraper.documents.html.elements import BLOCKS, hides, is_hidden, text_in
from reportscraper.model import Cell, Grid

MAX_ROWS = 2_000
MAX_COLUMNS = 200
_MAX_COLSPAN = 1_000
_MAX_ROWSPAN = 65_534

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})
_NO_ROWS = frozenset({"caption", "colgroup", "col", "table", "script", "style", "template"})
_ROW_PARTS = _CELLS | {"tr"}
_UNREAD = frozenset({"script", "style", "template", "table", "select", "textarea", "object", "svg"})
# A struck-out or raised piece is no part of the number beside it, so it stands on a line of its own like a block.
_APART = frozenset({"del", "s", "strike", "sup"})
_BLOCKS = _APART | BLOCKS
_PICTURES = ("img", "input", "select", "textarea", "object", "embed", "canvas", "svg")
"""What may show a figure that is no text: a cell that holds nothing else is not blank."""
_PICTURE = "\ufffc"
_INTEGER = re.compile(r"[ \t\n\f\r]*\+?([0-9]+)")
# What may fill a cell that shows nothing.
_VOID = " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\xad\u3000\u2028\u2029\u2060\ufeff" + "".join(
    map(chr, range(0x2000, 0x2010))
)
_SOURCE_SPACE = re.compile(r"[ \t\n\f\r]+")
_SPACES = re.compile(" {2,}")
_LINE_ENDS = re.compile(r" *\n[ \n]*")
_TELLING = ("p", "br", *(_BLOCKS - {"p"}), *_UNREAD.union(_PICTURES))
"""Elements that may make a cell's text another than its text nodes joined."""

_Row = tuple[list[_Element], bool]
"""The cell elements of a row, and whether the row is hidden."""


def lay_out(table: _Element, number: int) -> Grid:
    """The grid of a `<table>`. ``number`` is its place among the tables of the page, 1-based, and is kept as given.

    Cells that are hidden, themselves or with an element around them, keep their slots and are marked `hidden`.
    At most 2,000 rows × 200 columns are laid out; what lies beyond is cut off.
    """
    conceals = hides(table)
    unseen = any(map(is_hidden, (table, *table.iterancestors())))
    # Rows first: while their elements are at hand lxml need not make them anew for whoever asks for a parent.
    groups = _row_groups(table, conceals=conceals, unseen=unseen)
    reader = _CellReader(table, conceals=conceals)
    slots: list[list[Cell | None]] = []
    cells: list[Cell] = []
    for rows, hidden in groups:
        _lay_group(rows[: MAX_ROWS - len(slots)], slots, cells, reader, hidden=hidden)
    width = max(map(len, slots), default=0)
    filled = tuple(tuple(row) if len(row) == width else (*row, *[None] * (width - len(row))) for row in slots)
    return Grid(number=number, slots=filled, cells=tuple(cells))


def has_cells(table: _Element, least: int) -> bool:
    """Whether a `<table>` has at least so many cells of its own, those of nested tables not counted."""
    own = (cell for part in _parts(table, _GROUPS | _ROW_PARTS) for cell in _cells_in(part))
    return next(itertools.islice(own, least - 1, None), None) is not None


def _cells_in(part: _Element) -> Iterator[_Element]:
    """The cells of a row group or a row; a stray cell is its own."""
    if part.tag in _CELLS:
        yield part
    elif part.tag == "tr":
        yield from _parts(part, _CELLS)
    else:
        for row in _parts(part, _ROW_PARTS):
            yield from _cells_in(row)


def cell_text(cell: _Element) -> str:
    """The text a reader sees in a cell: inline pieces joined as they stand, blocks and `<br>` on lines of their own.

    White space of the source is made one space; hidden pieces, scripts and nested tables are left out. A cell with
    nothing but a picture or a form field reads U+FFFC, for it may show a figure.
    """
    text = _SPACES.sub(" ", "".join(_pieces(cell))).strip(_VOID)
    return _LINE_ENDS.sub("\n", text).strip() if text else _picture_in(cell)


def _picture_in(cell: _Element) -> str:
    shown = (element for element in cell.iter(*_PICTURES) if element.get("type") != "hidden")
    return "" if all(map(is_hidden, shown)) else _PICTURE


def _pieces(cell: _Element) -> Iterator[str]:
    # A stack, not recursion: pasted markup nests without bound.
    stack: list[_Element | str] = [cell]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        if item.text:
            yield _SOURCE_SPACE.sub(" ", item.text)
        for child in reversed(item):
            if child.tail:
                stack.append(_SOURCE_SPACE.sub(" ", child.tail))
            tag = child.tag
            if tag in _BLOCKS and not is_hidden(child):
                stack += ("\n", child, "\n")
            elif tag == "br":
                stack.append("\n")
            elif isinstance(tag, str) and tag not in _UNREAD and not is_hidden(child):
                stack.append(child)


class _CellReader:
    """Reads the cells of a table: in one piece where a look at the whole table, done in C, allows it; else piece by piece.

    A cell's text can be taken in one piece when nothing in the table is hidden and the cell holds either inline elements
    or one `<p>` and nothing beside it. Walking every cell costs twice the parse of the page.
    """

    def __init__(self, table: _Element, *, conceals: bool) -> None:
        self.conceals = conceals
        self._pictures = False
        self._careful: set[_Element | None] = set()
        for element in table.iterdescendants(*_TELLING):
            if element.tag == "p":
                parent = element.getparent()
                if parent is not None and len(parent) == 1 and parent.tag in _CELLS:
                    continue
            elif element.tag in _PICTURES:
                self._pictures = True
                if element.tag not in _UNREAD:
                    continue
            self._careful.add(_cell_of(element))

    def text(self, cell: _Element) -> str:
        """What `cell_text` gives."""
        if not len(cell):
            return _plain(cell.text) if cell.text else ""
        if self.conceals or cell in self._careful:
            return cell_text(cell)
        text = _plain(text_in(cell))
        if not text:
            return _picture_in(cell) if self._pictures else ""
        # Most cells are one digit, with nothing to stand beside.
        return cell_text(cell) if len(text) > 1 and _stands_beside(cell) else text


# Cells repeat within a page and labels from page to page; one string for all of them keeps its hash for the next look-up.
@functools.lru_cache(8192)
def _plain(text: str) -> str:
    text = text.strip(_VOID)
    return text if text.isalnum() else _SOURCE_SPACE.sub(" ", text)


def _stands_beside(cell: _Element) -> bool:
    """Whether text stands in front of a cell's only child or behind it."""
    before, behind = cell.text, cell[0].tail
    return len(cell) == 1 and bool((before and before.strip()) or (behind and behind.strip()))


def _cell_of(element: _Element) -> _Element | None:
    return next(element.iterancestors(*_CELLS), None)


def _row_groups(table: _Element, *, conceals: bool, unseen: bool) -> list[tuple[list[_Row], bool]]:
    """Rows by row group, with whether the group is hidden; `<tfoot>` groups come last, as they are shown."""
    groups: list[tuple[list[_Row], bool]] = []
    feet: list[tuple[list[_Row], bool]] = []
    loose: list[_Element] = []
    for child in _parts(table, _GROUPS | _ROW_PARTS):
        if child.tag not in _GROUPS:
            loose.append(child)
            continue
        if loose:
            groups.append((_rows(loose, conceals=conceals), unseen))
            loose = []
        rows = _rows(_parts(child, _ROW_PARTS), conceals=conceals)
        (feet if child.tag == "tfoot" else groups).append((rows, unseen or (conceals and is_hidden(child))))
    if loose:
        groups.append((_rows(loose, conceals=conceals), unseen))
    return groups + feet


def _rows(elements: Iterable[_Element], *, conceals: bool) -> list[_Row]:
    rows: list[_Row] = []
    stray: list[_Element] | None = None
    for element in elements:
        if element.tag == "tr":
            cells = list(element)
            plain = {cell.tag for cell in cells} <= _CELLS
            rows.append((cells if plain else list(_parts(element, _CELLS)), conceals and is_hidden(element)))
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
    rows: list[_Row], slots: list[list[Cell | None]], cells: list[Cell], reader: _CellReader, *, hidden: bool
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
            text, out_of_sight = reader.text(element), unseen or (reader.conceals and is_hidden(element))
            if rowspan is colspan is None and column == len(line):
                cell = Cell(text, index + 1, column + 1, 1, 1, out_of_sight)
                line.append(cell)
            else:
                down = 1 if rowspan is None else _rowspan(rowspan, len(slots) - index)
                across = 1 if colspan is None else min(_span(colspan, _MAX_COLSPAN, zero=1), MAX_COLUMNS - column)
                cell = Cell(text, index + 1, column + 1, down, across, out_of_sight)
                _cover(slots, cell)
            cells.append(cell)
            column += cell.colspan


def _rowspan(text: str, rows_left: int) -> int:
    return min(_span(text, _MAX_ROWSPAN, zero=rows_left), rows_left)


def _span(text: str, most: int, *, zero: int) -> int:
    """A span attribute as the standard reads it: leading digits count, else it is 1; ``zero`` says what 0 means."""
    match = _INTEGER.match(text)
    if match is None:
        return 1
    return min(int(match[1][:9]), most) or zero


def _cover(slots: list[list[Cell | None]], cell: Cell) -> None:
    """Enters a cell into every slot it covers; where cells overlap, the one laid out first keeps the slot."""
    left, right = cell.column - 1, cell.column - 1 + cell.colspan
    for line in slots[cell.row - 1 : cell.row - 1 + cell.rowspan]:
        if len(line) < right:
            line.extend([None] * (right - len(line)))
        for column in range(left, right):
            if line[column] is None:
                line[column] = cell
