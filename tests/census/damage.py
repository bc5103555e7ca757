"""Damages that a reader of the page could notice: lost cells, rows, closing tags and spans, doubled rows, swapped columns.

What the damaged page prints is the truth that the parser is held to. Swapped columns without their headers need a word:
the page then prints other figures, and where these fulfil every sum of the form it is, byte for byte, the page of a body
that had these figures. Such a swap cannot be noticed in principle (`is_noticeable`); the parser must then give what is
printed. Every other swap must leave a finding.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from reportscraper.model import FormId
from tests.made.forms import Key
from tests.made.ledger import Amount
from tests.made.prints import TrueFigure
from tests.made.tables import TableCell, TableModel

from .shapes import Shape, spanned, with_rows
from .style import Page, print_page
from .styles import CHAPTERS, combined
from .truths import consistent, true_report

WITH_HEADERS = "swap with headers"
WITHOUT_HEADERS = "swap without headers"
Tear = Callable[[random.Random, str], str]


class Damaged(Struct, frozen=True):
    """A damaged page. ``swapped`` holds the keys whose figures changed places without their headers, pair by pair."""

    damage: str
    page: Page
    swapped: tuple[tuple[Key, Key], ...] = ()

    @property
    def as_printed(self) -> Page:
        """The page with its truth as the swap left it."""
        cells = dict(self.page.cells)
        for left, right in self.swapped:
            cells[left], cells[right] = cells[right], cells[left]
        return msgspec.structs.replace(self.page, cells=cells)

    @property
    def is_noticeable(self) -> bool:
        """Whether what is printed breaks a sum of the form."""
        return not consistent({key: _amount(figure) for key, figure in self.as_printed.cells.items()})


def _amount(figure: TrueFigure | None) -> Amount | None:
    return None if figure is None or figure.kind not in ("number", "none") else figure.value


def damaged_page(seed: str) -> Damaged:
    """A page in a random style with one random damage; the same for the same seed."""
    draw = random.Random(seed)
    name = draw.choice((*_ON_TABLES, *_ON_HTML, WITH_HEADERS, WITHOUT_HEADERS))
    form, style = combined(f"{seed}/style")
    report = true_report(form, str(draw.randrange(12)), dense=draw.random() < 0.7)
    style = msgspec.structs.replace(style, name=f"{seed}: {name} in {style.name}", plain=False)
    swaps: list[tuple[Key, Key]] = []
    if name in _ON_HTML:
        tear = _ON_HTML[name]
        style = msgspec.structs.replace(style, rewrites=(*style.rewrites, lambda article: tear(draw, article)))
    elif name == WITH_HEADERS:
        # The other shapes of an annex are made for figures in its last column.
        others = style.shapes if form in CHAPTERS else ()
        swap = _strike(draw, form, lambda table: swap_columns(draw, table))
        style = msgspec.structs.replace(style, shapes=(swap, *others))
    elif name == WITHOUT_HEADERS:
        swap = _strike(draw, form, lambda table: swap_values(draw, table, swaps))
        style = msgspec.structs.replace(style, shapes=(*style.shapes, swap))
    else:
        damage = _ON_TABLES[name]
        strike = _strike(draw, form, lambda table: damage(draw, table))
        style = msgspec.structs.replace(style, shapes=(*style.shapes, strike))
    return Damaged(name, print_page(report, style), tuple(swaps))


def _strike(draw: random.Random, form: FormId, damage: Callable[[TableModel], TableModel]) -> Shape:
    """The damage done to one of the report's tables."""
    target = draw.randrange(3 if form in CHAPTERS else 1)
    seen = itertools.count()
    return lambda table: (damage(table) if next(seen) == target else table,)


# --- damages of tables


def drop_cell(draw: random.Random, table: TableModel) -> TableModel:
    """One cell less, be it a label or a figure."""
    row = draw.choice([index for index, cells in enumerate(table.rows) if len(cells) > 1])
    cells = list(table.rows[row])
    del cells[draw.randrange(len(cells))]
    return _with_row(table, row, cells)


def drop_figure(draw: random.Random, table: TableModel) -> TableModel:
    """One figure less."""
    row = draw.choice([index for index, cells in enumerate(table.rows) if any(cell.key for cell in cells)])
    cells = list(table.rows[row])
    del cells[draw.choice([place for place, cell in enumerate(cells) if cell.key])]
    return _with_row(table, row, cells)


def drop_row(draw: random.Random, table: TableModel) -> TableModel:
    """One row less, be it of headers or of figures."""
    row = draw.randrange(len(table.rows))
    return with_rows(table, [cells for index, cells in enumerate(table.rows) if index != row])


def double_row(draw: random.Random, table: TableModel) -> TableModel:
    """One row printed twice."""
    row = draw.randrange(len(table.rows))
    return with_rows(table, [*table.rows[: row + 1], *table.rows[row:]])


def drop_span(draw: random.Random, table: TableModel) -> TableModel:
    """One cell that spans rows or columns spans none."""
    wide = [
        (row, place)
        for row, cells in enumerate(table.rows)
        for place, cell in enumerate(cells)
        if cell.rowspan > 1 or cell.colspan > 1
    ]
    if not wide:
        return table
    row, place = draw.choice(wide)
    cells = list(table.rows[row])
    cells[place] = TableCell(cells[place].text, 1, 1, cells[place].key)
    return _with_row(table, row, cells)


def swap_columns(draw: random.Random, table: TableModel) -> TableModel:
    """Two columns of the form's own table changed places, their headers with them."""
    rows = [list(cells) for cells in table.rows]
    match table.kind:
        case "ch2":
            _swap_in_block(draw, rows)
        case "ch3":
            left, right = draw.sample(range(5), 2)
            _swap(rows[2], left, right)
            for cells in rows[3:]:
                _swap(cells, left - 6, right - 6)
        case "ch4":
            left, right = draw.sample(range(5), 2)
            for cells, first in ((rows[1], 0), (rows[2], 0), (rows[2], 5), *((rows[3], n) for n in (0, 5, 10))):
                _swap(cells, first + left, first + right)
        case "stat":
            for cells in rows:
                _swap(cells, -1, -2)
    return with_rows(table, rows)


def _swap_in_block(draw: random.Random, rows: list[list[TableCell]]) -> None:
    starts = [index for index, cells in enumerate(rows) if len(cells) == 1]
    start = draw.choice([start for start in starts if len(rows[start + 1]) > 2])
    end = next((other for other in starts if other > start), len(rows))
    for cells in rows[start + 1 : end]:
        spans = [cell.colspan for cell in cells]
        _swap(cells, 1, len(cells) - 1)
        cells[:] = [spanned(cell, 1, span) for cell, span in zip(cells, spans, strict=True)]


def swap_values(draw: random.Random, table: TableModel, pairs: list[tuple[Key, Key]]) -> TableModel:
    """Two columns of figures changed places without their headers, in every row that has both; the keys go to ``pairs``."""
    width = max((sum(cell.key is not None for cell in cells) for cells in table.rows), default=0)
    if width < 2:
        return table
    left, right = sorted(draw.sample(range(width), 2))
    rows = [list(cells) for cells in table.rows]
    for cells in rows:
        figures = [place for place, cell in enumerate(cells) if cell.key]
        if len(figures) == width:
            first, second = cells[figures[left]], cells[figures[right]]
            if first.key and second.key:
                pairs.append((first.key, second.key))
            _swap(cells, figures[left], figures[right])
    return with_rows(table, rows)


def _swap(cells: list[TableCell], left: int, right: int) -> None:
    cells[left], cells[right] = cells[right], cells[left]


def _with_row(table: TableModel, row: int, cells: Sequence[TableCell]) -> TableModel:
    return with_rows(table, [*table.rows[:row], cells, *table.rows[row + 1 :]])


# --- damages of the HTML


def _tear(pattern: str) -> Tear:
    """Removes one random match."""

    def tear(draw: random.Random, article: str) -> str:
        places = list(re.finditer(pattern, article, re.IGNORECASE))
        if not places:
            return article
        place = draw.choice(places)
        return article[: place.start()] + article[place.end() :]

    return tear


_ON_TABLES: dict[str, Callable[[random.Random, TableModel], TableModel]] = {
    "drop a cell": drop_cell,
    "drop a figure": drop_figure,
    "drop a row": drop_row,
    "double a row": double_row,
    "drop a span": drop_span,
}
_ON_HTML: dict[str, Tear] = {
    # A hidden piece (88) left open hides the figure behind it: the page then shows none.
    "drop a closing tag": _tear(r"</(?:td|tr|tbody|table|p|div)>|(?<!>88)</span>"),
    "drop a row's closing tag": _tear(r"</tr>"),
    "drop a table's closing tag": _tear(r"</table>"),
    "drop an opening tag": _tear(r"<(?:td|tr)\b[^>]*>"),
    "drop a span attribute": _tear(r' (?:row|col)span="?\d+"?'),
}
DAMAGES = frozenset((*_ON_TABLES, *_ON_HTML, WITH_HEADERS, WITHOUT_HEADERS))
