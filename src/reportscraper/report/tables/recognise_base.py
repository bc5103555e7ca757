"""What the readers of the four table layouts share: a grid with its labels, the reading that grows, and alignment."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct, field

from reportscraper.forms import CellKey, Table, load_forms
from reportscraper.model import Cell, Grid
from reportscraper.report.tables.cells import has_digits, read_value
from reportscraper.report.tables.labels import UNKNOWN, Label, find_label_in
from reportscraper.report.tables.notes import Unit, other_body, tells_otherwise

_NUMBERING = re.compile(r"[\s（(]*[①-⑳\d一二三四五六七八九十]{0,3}[\s)）、.．]*")
_HAN = re.compile("[\u4e00-\u9fff]")
_SHORT = 60
_LEADS = 3
"""A number that stands beside so many rows is a year or a numbering."""


class Beside(Struct, frozen=True, gc=False):
    """What is printed beside a figure: units in its row and column, units declared for its table, and the label that is not the form's.

    ``foreign`` is the wording of a row or column label that counts something else than the form does (行政强制（网上办理）).
    """

    units: tuple[Unit, ...] = ()
    declared: tuple[Unit, ...] = ()
    foreign: str = ""


NOTHING_BESIDE = Beside()


class FigureSpot(Struct, frozen=True, gc=False):
    """Where a figure is printed: its cell, its grid, and what stands beside it."""

    cell: Cell
    table: int
    beside: Beside = NOTHING_BESIDE


class AmbiguousRow(Struct, frozen=True, gc=False):
    """A row whose cells cannot be given to columns: ``keys`` in printed order (none without a header) against the printed cells.

    ``line`` is the key of the row, ``beside`` what stands beside the figure of each key.
    """

    line: str
    keys: tuple[CellKey, ...]
    cells: tuple[Cell, ...]
    table: int
    row: int
    beside: tuple[Beside, ...] = ()


class PrintedTwice(Struct, frozen=True, gc=False):
    """A cell of the form that is printed a second time at a spot: what stood there ``first``, and whether both are the same."""

    key: CellKey
    first: str
    spot: FigureSpot
    same: bool


class HeaderLeaf(Struct, frozen=True, gc=False):
    """A leaf of a table's header: the columns it may stand for (none: a column that the form does not have)."""

    keys: tuple[str, ...]
    cell: Cell
    beside: Beside = NOTHING_BESIDE
    """What the entry and the headings over it say of the figures under it."""


class TableMatch(Struct):
    """One print of an official table, possibly spread over several grids."""

    table: str
    spots: dict[CellKey, FigureSpot] = field(default_factory=dict)
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Row key → (grid number, row)."""
    columns: dict[str, int] = field(default_factory=dict)
    header: tuple[HeaderLeaf, ...] = ()
    right: int = 0
    """The column right after the header."""
    context: str = ""
    """The row under which ambiguous labels are read."""
    contradicted: set[CellKey] = field(default_factory=set)
    foreign: dict[CellKey, FigureSpot] = field(default_factory=dict)
    """Figures under a label that is another one than the form's."""
    headings: dict[str, str] = field(default_factory=dict)
    """Headings over rows that are others than the form's, by the key of the rows they stand over ("" for all that follow)."""
    head: str = ""
    """What the head of the grid that is read says of another year or span."""
    doubts: list[AmbiguousRow] = field(default_factory=list)
    printed_twice: list[PrintedTwice] = field(default_factory=list)
    grids: list[int] = field(default_factory=list)
    declared: tuple[Unit, ...] = ()
    """Units declared for it by a caption or a note."""
    qualified: list[str] = field(default_factory=list)  # notes that tell of corrections or another span of time
    years: set[int] = field(default_factory=set)
    """Years named in the captions above it."""
    other_body: str | None = None
    """The other body that captions name for it, empty where they name the report's, None where none."""
    hidden: bool = False
    year: int | None = None
    """The year of the report, as known from its title."""

    def set_header(self, header: tuple[HeaderLeaf, ...]) -> None:
        """Takes over a header and the columns that it names."""
        self.header = header
        self.columns.update({entry.keys[0]: entry.cell.column for entry in header if entry.keys})

    def under(self, group: str, beside: Beside) -> Beside:
        """What stands beside a figure, where the heading of its group counts as well."""
        foreign = beside.foreign or self.headings.get(group, "") or self.headings.get("", "") or self.head
        return beside if foreign == beside.foreign else msgspec.structs.replace(beside, foreign=foreign)

    def put(self, key: CellKey, spot: FigureSpot) -> None:
        """Enters a figure. Where two different prints of one cell stand in the table, neither is believed."""
        if spot.beside.foreign:
            self.foreign.setdefault(key, spot)
            return
        known = self.spots.setdefault(key, spot)
        if known is spot and (not self.contradicted or key not in self.contradicted):
            return
        same = known.cell.text == spot.cell.text and key not in self.contradicted
        self.printed_twice.append(PrintedTwice(key, known.cell.text, spot, same))
        if not same:
            self.contradicted.add(key)
            del self.spots[key]


class LabelledGrid:
    """A grid by rows: the cells that begin in each row, in order, with what their wording stands for.

    ``known`` holds the cells of each row that have a label, with it. A table printed on its side, its rows as columns, is
    ``turned``: rows and columns change places, and spots lead to the cells as they are printed.
    """

    def __init__(self, grid: Grid, year: int | None, body: str | None = None, *, turned: bool = False) -> None:
        self.turned = turned
        self._printed: dict[int, Cell] = {}
        if turned:
            grid, self._printed = _on_its_side(grid)
        self.grid = grid
        self.number = grid.number
        self.hidden = bool(grid.cells) and all(cell.hidden for cell in grid.cells)
        self.rows: list[list[Cell]] = [[] for _ in grid.slots]
        self.known: list[list[tuple[Cell, Label]]] = [[] for _ in grid.slots]
        self._labels: dict[int, Label] = {}
        self._used: set[int] = set()
        self.declared: tuple[Unit, ...] = ()
        """The units declared for the table that is being read."""
        self._told, self._year = False, year
        for cell in grid.cells:
            if not cell.hidden or self.hidden:
                row, text = cell.row - 1, cell.text
                self.rows[row].append(cell)
                if not text or (text.isdigit() and cell.rowspan < _LEADS):
                    continue
                if (label := find_label_in(text, year)) is not UNKNOWN:
                    self._told = self._told or bool(label.rest or label.units)
                    self.known[row].append((cell, label))
                    self._labels[id(cell)] = label
                elif len(text) <= _SHORT and (
                    (tells_otherwise(text, year) and (cell.rowspan > 2 or not _is_number(text)))
                    or (body and other_body(text, body))
                ):
                    self._told = True
                    self._labels[id(cell)] = msgspec.structs.replace(UNKNOWN, rest=text)

    def tells_otherwise(self, cell: Cell, table: str) -> bool:
        """Whether a cell that is no label of the table as the form prints it says that figures beside it are of another year or span."""
        label = self.label_of(cell)
        return bool(label.rest) or (table not in label.tables and tells_otherwise(cell.text, self._year))

    def told_by_head(self, start: int, end: int, table: str) -> str:
        """What the corner of the rows above the first figures, or a heading over most columns, says of another year or span."""
        first = next((row for row in range(start, end) if self.has_figure(row)), start)
        width = len(self.grid.slots[0])
        wide = (cell for row in self.rows[start:first] for cell in row if cell.column == 1 or cell.colspan * 2 > width)
        foreign = (cell for cell in wide if table not in self.label_of(cell).tables)
        return next((cell.text for cell in foreign if self.tells_otherwise(cell, table)), "")

    def marked(self, row: int) -> list[tuple[Cell, Label]]:
        """The cells of a row, each with its label or `UNKNOWN`."""
        return [(cell, self.label_of(cell)) for cell in self.rows[row]]

    def has_figure(self, row: int) -> bool:
        """Whether a cell of a row prints what may be a figure."""
        return any(c.text and looks_like_value(c.text) and id(c) not in self._labels for c in self.rows[row])

    def use(self, cells: Iterable[Cell]) -> None:
        """Marks cells as understood, so that they are not reported as unmapped."""
        self._used.update(map(id, cells))

    def use_labels(self, row: int, label: Cell) -> None:
        """Marks the label of a row, and what stands left of it and is known or mere numbering (序号)."""
        for cell in self.rows[row]:
            if id(cell) in self._labels or (cell is not label and _NUMBERING.fullmatch(cell.text)):
                self._used.add(id(cell))
            if cell is label:
                break

    def label_of(self, cell: Cell) -> Label:
        """What the wording of a cell of this grid stands for."""
        return self._labels.get(id(cell), UNKNOWN)

    def beside(self, labels: Iterable[Cell | None], over: Beside = NOTHING_BESIDE) -> Beside:
        """What labels and notes of the table say of figures in their row or column, added to what the header says."""
        units, foreign = over.units, over.foreign
        for cell in labels if self._told else ():
            if cell is not None and (label := self._labels.get(id(cell))) is not None:
                units += tuple(unit for unit in label.units if unit not in units)
                foreign = foreign or (label.rest and cell.text.replace("\n", ""))
        if not (units or foreign or self.declared):
            return NOTHING_BESIDE
        return Beside(units, self.declared, foreign)

    def beside_row(self, row: int, column: int, over: Beside = NOTHING_BESIDE) -> Beside:
        """What stands beside a figure at a row and column (from 1): the labels left of it, and what the header says."""
        return self.beside(self.grid.slots[row - 1][: column - 1], over)

    def spot(self, cell: Cell, over: Beside = NOTHING_BESIDE) -> FigureSpot:
        """The place of a figure of this grid, with what stands beside it."""
        beside = self.beside_row(cell.row, cell.column, over) if self._told or self.declared else over
        return FigureSpot(self._printed[id(cell)] if self.turned else cell, self.number, beside)

    def enter(self, figures: Iterable[tuple[CellKey, Cell, Beside]], reading: TableMatch, group: str = "") -> None:
        """Enters the figures of a row, but none that reaches down into a row with a label of its own; the cells are understood."""
        plain = not (self._told or self.declared or self.turned or reading.head or any(reading.headings.values()))
        spots, used, number = reading.spots, self._used, self.number
        for key, cell, over in figures:
            used.add(id(cell))
            if cell.rowspan > 1 and has_digits(cell.text) and self._reaches_into_row(cell, reading.table):
                self.doubt(cell.row, key[0], (key,), (cell,), reading, (over,))
            elif not plain:
                reading.put(key, self.spot(cell, reading.under(group, over)))
            elif over.foreign or key in spots or reading.contradicted:
                reading.put(key, FigureSpot(cell, number, over))
            else:
                spots[key] = FigureSpot(cell, number, over)

    def _reaches_into_row(self, cell: Cell, table: str) -> bool:
        """Whether a cell stands beside the label of a row below its own as well."""
        below = self.known[cell.row : cell.row + cell.rowspan - 1]
        return any(table in mark.row and each.column < cell.column for row in below for each, mark in row)

    def doubt(
        self,
        row: int,
        line: str,
        keys: Sequence[CellKey],
        cells: Sequence[Cell],
        reading: TableMatch,
        beside: Sequence[Beside] = (),
    ) -> None:
        """Notes a row (from 1) whose cells cannot be given to columns, and marks them as understood."""
        self.use(cells)
        printed = tuple(self._printed[id(cell)] for cell in cells) if self.turned else tuple(cells)
        reading.doubts.append(AmbiguousRow(line, tuple(keys), printed, self.number, row, tuple(beside)))

    def unused(self) -> list[Cell]:
        """Cells that say something and were not understood."""
        left = [cell for row in self.rows for cell in row if cell.text and id(cell) not in self._used]
        return [self._printed[id(cell)] for cell in left] if self.turned else left


def _on_its_side(grid: Grid) -> tuple[Grid, dict[int, Cell]]:
    """The grid with rows and columns changed, and by the id of each new cell the one it was made of."""
    cells = [
        msgspec.structs.replace(c, row=c.column, column=c.row, rowspan=c.colspan, colspan=c.rowspan) for c in grid.cells
    ]
    new = {id(old): cell for old, cell in zip(grid.cells, cells, strict=True)}
    slots = tuple(
        tuple(None if cell is None else new[id(cell)] for cell in column) for column in zip(*grid.slots, strict=True)
    )
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return Grid(grid.number, slots, ordered), {id(new[id(old)]): old for old in grid.cells}


@functools.cache
def tables_by_id() -> dict[str, tuple[Table, ...]]:
    """The versions of each official table, newest first."""
    found: dict[str, list[Table]] = {}
    for form in reversed(load_forms()):
        for table in form.tables:
            found.setdefault(table.id, []).append(table)
    return {name: tuple(tables) for name, tables in found.items()}


@functools.cache
def row_columns(table: str) -> dict[str, frozenset[frozenset[str]]]:
    """For each row key of a table, the sets of columns that a version of the table prints in that row."""
    found: dict[str, set[frozenset[str]]] = {}
    for version in tables_by_id()[table]:
        rows: dict[str, set[str]] = {}
        for row, column in version.figures:
            rows.setdefault(row, set()).add(column)
        for row, columns in rows.items():
            found.setdefault(row, set()).add(frozenset(columns))
    return {row: frozenset(sets) for row, sets in found.items()}


@functools.cache
def group_rows(table: str) -> frozenset[str]:
    """Rows that every version of the table prints as a label only."""
    return frozenset.intersection(*(frozenset(r.key for r in t.rows if r.group) for t in tables_by_id()[table]))


def _is_number(text: str) -> bool:
    """Whether a text that may be a year or a multiple (2082, 十) is as well a figure."""
    return read_value(text, unit="").kind == "number"


@functools.lru_cache(4096)
def looks_like_value(text: str) -> bool:
    """Whether a cell may stand where a figure is expected, be it unreadable: anything but wording."""
    han = len(_HAN.findall(text))
    if han < (4 if has_digits(text) else 2) or read_value(text, unit="件").kind != "unreadable":
        return True
    return read_value(text, unit="元").kind == "number"
