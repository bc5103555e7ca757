"""Which rows of which grids are which official table.

A grid may hold one official table, a part of one (page breaks), several (everything inside one layout table), a copy
(PC and mobile), or none. Rows are given to tables by the wording of their labels alone.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Callable, Sequence

from reportscraper.forms import Layout, form_of_year, load_forms
from reportscraper.model import Block, Cell, Grid
from reportscraper.report.tables.beside_tables import CAPTION_LENGTH, head_rows, notes_within
from reportscraper.report.tables.labels import Label
from reportscraper.report.tables.notes import (
    is_example,
    is_note_below,
    is_year_alone,
    other_body,
    qualifies,
    units_declared,
    year_opened,
    years_of_caption,
)
from reportscraper.report.tables.recognise_base import (
    LabelledGrid,
    TableMatch,
    group_rows,
    tables_by_id,
)
from reportscraper.report.tables.recognise_blocks import read_blocks
from reportscraper.report.tables.recognise_list import read_list
from reportscraper.report.tables.recognise_matrix import read_matrix
from reportscraper.report.tables.recognise_outcomes import read_outcomes

_READERS: dict[Layout, Callable[[LabelledGrid, Sequence[int], TableMatch], None]] = {
    "blocks": read_blocks,
    "matrix": read_matrix,
    "outcomes": read_outcomes,
    "list": read_list,
}
_CAPTIONS = 3
_ON_ITS_SIDE = 5
"""More labels of rows in one row than groups and their row can be."""
_Known = Sequence[tuple[Cell, Label]]
_Keys = tuple[set[str], set[str]]
"""Rows and columns of one table that a grid names."""


class Recogniser:
    """Takes the grids of a document in reading order and collects the readings of official tables."""

    def __init__(self, sheets: Sequence[LabelledGrid], year: int | None, body: str | None) -> None:
        self.readings: list[TableMatch] = []
        self.examples: list[int] = []
        """Grids that show how the form is filled in."""
        self.sheets = sheets
        self._keys = {sheet.number: _keys(sheet) for sheet in sheets}
        self._named: defaultdict[str, set[str]] = defaultdict(set)
        """By table the rows that the grids of the document name."""
        for keys in self._keys.values():
            for table, (rows, _) in keys.items():
                self._named[table] |= rows
        known = (label for sheet in sheets for row in sheet.known for _, label in row)
        self._shown = {table for label in known if len(label.rows) == 1 for table in label.rows}
        """Tables of which the document prints a row that no other table has."""
        self._year = year
        self._body = body
        self._open: defaultdict[str, list[TableMatch]] = defaultdict(list)
        self._last: str | None = None

    def read(self, sheet: LabelledGrid, captions: Sequence[str], opened: int | None, below: Sequence[str] = ()) -> None:
        """Reads one grid; ``captions`` are the short paragraphs right above it, ``below`` the notes right below it.

        ``opened`` is the year of the heading it stands under.
        """
        regions = _regions(sheet, self._active(sheet))
        captions = [*captions, *head_rows(sheet, regions[0][1][0] if regions else 0)]
        if regions and any(map(is_example, captions)):
            self.examples.append(sheet.number)
            return
        # The title of the page may stand above the table as well: what is nearest speaks of it.
        named = (years_of_caption(caption, self._year) for caption in reversed(captions))
        years = next(filter(None, named), frozenset(() if opened is None else (opened,)))
        above, first = [*map(units_declared, captions)], 0
        own = [unit for note in below for unit in units_declared(note)]
        for index, (table, rows) in enumerate(regions):
            end = rows[-1] + 1 if index + 1 < len(regions) else len(sheet.rows)
            lead, notes = notes_within(sheet, first, end)
            if index:
                years = next(filter(None, (years_of_caption(text, self._year) for text in reversed(lead))), years)
            notes = [*lead, *notes]
            declared = dict.fromkeys(unit for units in (*above, *map(units_declared, notes)) for unit in units)
            head = sheet.told_by_head(first, end, table)
            above, first = [], end
            said = [other_body(text, self._body) for text in (*captions, *notes, *below)]
            body = next((each for each in reversed(said) if each is not None), None)
            reading = self._reading(table, sheet, rows, captions, years, body)
            reading.head = head
            reading.qualified += filter(qualifies, (*captions, *notes, *below))
            reading.qualified += (note for note in (*notes, *below) if not self._year_fits(note))
            reading.declared = tuple(declared) or reading.declared
            # A note below a part of a table says nothing of the parts that follow.
            sheet.declared = tuple(dict.fromkeys((*reading.declared, *own)))
            _READERS[_layout(table)](sheet, rows, reading)
            self._last = table
            if sheet.turned:
                # Its rows and columns are no places on the page.
                reading.columns.clear()
                reading.rows = {
                    key: (grid, 0 if grid == sheet.number else row) for key, (grid, row) in reading.rows.items()
                }

    def _year_fits(self, note: str) -> bool:
        """Whether a note below a table names no other year than the report's for its figures (以上为上年数据)."""
        years = years_of_caption(note.rstrip("。.;； )）"), self._year)
        return not years or self._year is None or self._year in years

    def _active(self, sheet: LabelledGrid) -> frozenset[str]:
        """The official tables that the grid holds, told by labels that no other table has.

        Of the lists of the older forms and of the provinces, which share labels, it holds the one that has most of its rows, then
        of its columns. Where they are even (a small table of rows that all have) the table above it counts, then what the whole
        document prints, then the nation's form of the year. A province's table must show a row that no other has.
        """
        keys = self._keys[sheet.number]
        found = {table for table in keys if self._is_held(table, keys[table])}
        lists = found & _of_layout("list")
        due = "?" if self._year is None else form_of_year(self._year) or "?"
        newest = [*tables_by_id()]

        def rank(table: str) -> tuple[int, ...]:
            rows, columns = keys[table]
            above = table == self._last
            return len(rows), len(columns), above, len(self._named[table]), table.endswith(due), -newest.index(table)

        best = max(lists - (_provincial() - self._shown), key=rank, default=None)
        return frozenset(found - lists | ({best} if best else set()))

    def _is_held(self, table: str, keys: _Keys) -> bool:
        rows, columns = map(len, keys)
        goes_on = self._last == table and rows >= 1
        match _layout(table):
            case "blocks":
                return goes_on or (rows >= 1 and columns >= 1)
            case "matrix":
                return goes_on or (rows >= 1 and rows + columns >= 3) or columns >= 5
            case "outcomes":
                return rows + columns >= 3
            case "list":
                return goes_on or rows >= 3

    def _reading(
        self,
        table: str,
        sheet: LabelledGrid,
        rows: Sequence[int],
        captions: Sequence[str],
        years: frozenset[int],
        body: str | None,
    ) -> TableMatch:
        """The reading that the rows belong to: the last one that lacks them, a new one when all have them already.

        A table in parts may be printed twice, the copy of each part right behind it; the parts of one print then go
        to one reading, those of the copy to another.
        """
        # Labels that may also be a column's are left out, and those of rows without figures.
        keys = {
            named[0]
            for row in rows
            for _, label in sheet.known[row]
            if len(named := label.rows.get(table, ())) == 1 and table not in label.column
        } - group_rows(table)
        opened = self._open[table]
        fitting = [r for r in opened if r.hidden == sheet.hidden and not keys & r.rows.keys()]
        # What goes on under the name of another year or body is no part of a table that has been under none.
        own = not years or self._year is None or self._year in years
        fitting = [r for r in fitting if (own if years and not r.years else not years or years == r.years)]
        fitting = [r for r in fitting if body is None or (r.other_body or "") == body]
        if fitting:
            reading = fitting[-1]
            opened.remove(reading)
        else:
            # Where a table prints outcomes only, the caption names their block.
            context = _block_named(table, "".join(captions)) if _layout(table) == "outcomes" else ""
            reading = TableMatch(table, hidden=sheet.hidden, context=context, year=self._year)
            reading.years = set(years)
            reading.other_body = body
            self.readings.append(reading)
        opened.append(reading)
        reading.grids.append(sheet.number)
        return reading


def recognise(blocks: Sequence[Block], year: int | None, body: str | None = None) -> Recogniser:
    """Reads every table of a document; the result holds the readings and what is left in each grid."""
    sheets = {block.grid.number: _labelled(block.grid, year, body) for block in blocks if block.grid is not None}
    recogniser = Recogniser([*sheets.values()], year, body)
    captions: list[str] = []
    notes: list[str] = []
    opened: int | None = None
    listed: set[int] = set()
    for index, block in enumerate(blocks):
        if block.grid is None:
            if len(block.text) <= CAPTION_LENGTH and (opening := year_opened(block.text, year)) is not None:
                opened = opening
                before = captions[-1] if captions else ""
                is_alike = is_year_alone(before) == is_year_alone(block.text)
                if is_alike and year_opened(before, year) not in (None, opened):
                    listed.add(opened)
            captions.append(block.text)
            continue
        short = [caption for caption in captions[-_CAPTIONS:] if len(caption) <= CAPTION_LENGTH]
        # What stands right below a table is a note on it, and no caption of the next.
        short = [caption for caption in short if not (caption in notes and captions.index(caption) < len(notes))]
        short = [caption for caption in short if not caption.strip().startswith(("以上", "上表"))]
        below = (each.text for each in blocks[index + 1 : index + 1 + _CAPTIONS])
        notes = [*itertools.takewhile(is_note_below, below)]
        recogniser.read(sheets[block.grid.number], short, opened, notes)
        captions = []
    if not any(year in reading.years for reading in recogniser.readings):
        # Titles of several years one below the other were a list of links, and the tables are the report's own.
        for reading in recogniser.readings:
            reading.years -= listed
    return recogniser


def _labelled(grid: Grid, year: int | None, body: str | None) -> LabelledGrid:
    """The grid with its labels, turned where one of its rows names many rows of the matrix and none of it another table's."""
    sheet = LabelledGrid(grid, year, body)
    for known in sheet.known:
        if len(known) < _ON_ITS_SIDE:
            continue
        matrix = _of_layout("matrix")
        if sum(not matrix.isdisjoint(label.row.keys() - label.column.keys()) for _, label in known) >= _ON_ITS_SIDE:
            labels = (label for each in sheet.known for _, label in each if len(label.tables) == 1)
            alone = all(matrix >= label.row.keys() for label in labels)
            return LabelledGrid(grid, year, body, turned=True) if alone else sheet
    return sheet


@functools.cache
def _of_layout(layout: Layout) -> frozenset[str]:
    return frozenset(table for table in tables_by_id() if _layout(table) == layout)


def _keys(sheet: LabelledGrid) -> dict[str, _Keys]:
    """What a grid names by table, told by labels that mean one table only (the two lists count as one)."""
    found: defaultdict[str, _Keys] = defaultdict(lambda: (set(), set()))
    for known in sheet.known:
        for _, label in known:
            if len(label.tables) == 1 or label.tables <= _of_layout("list"):
                for axis, named in enumerate((label.rows, label.columns)):
                    for table, keys in named.items():
                        found[table][axis].update(keys)
    return found


@functools.cache
def _provincial() -> frozenset[str]:
    return frozenset(table.id for form in load_forms() if form.province for table in form.tables)


def _regions(sheet: LabelledGrid, active: frozenset[str]) -> list[tuple[str, list[int]]]:
    """Runs of rows that belong to one print of one table."""
    regions: list[tuple[str, list[int]]] = []
    seen_figures = False
    for row, known in enumerate(sheet.known) if active else ():
        table = _table_of(known, active, regions[-1][0] if regions else None)
        if table is None:
            continue
        if not regions or regions[-1][0] != table:
            regions.append((table, []))
            seen_figures = False
        elif seen_figures and _layout(table) != "blocks" and _is_header(known, table):
            # The rows right above a header that belong to it (申请人情况), taken from the region before.
            #
            # A row belongs to figures when it holds one, blank cells for them, or the label of a row; in chapter 4 the labels of rows
            # (行政复议 …) stand in the header.
            rows = regions[-1][1]
            taken: list[int] = []
            while rows:
                cells = sheet.rows[rows[-1]]
                if sheet.has_figure(rows[-1]) or (
                    len(cells) > 1 and not any(cell.text for cell in cells)
                    if _layout(table) == "outcomes"
                    else any(table in label.row for _, label in sheet.known[rows[-1]])
                ):
                    break
                taken.insert(0, rows.pop())
            regions.append((table, taken))
            seen_figures = False
        regions[-1][1].append(row)
        seen_figures = seen_figures or (not _is_header(known, table) and sheet.has_figure(row))
    return regions


def _table_of(known: _Known, active: frozenset[str], current: str | None) -> str | None:
    """The table a row belongs to; a row that says nothing of its own goes with the rows above it."""
    if len(active) == 1 and current is not None:
        return current
    named = [tables for _, label in known if (tables := label.tables & active)]
    sure = next((tables for tables in named if len(tables) == 1), None)
    if sure is not None:
        return next(iter(sure))
    if current is not None or not named:
        return current
    return min(named[0])


def _is_header(known: _Known, table: str) -> bool:
    columns = [label for _, label in known if table in label.column and table not in label.row]
    return len(columns) >= (2 if _layout(table) == "list" else 1)


@functools.cache
def _layout(table: str) -> Layout:
    return tables_by_id()[table][0].layout


def _block_named(table: str, text: str) -> str:
    rows = tables_by_id()[table][0].rows
    named = [row.key for row in rows if row.label in text]
    return named[0] if len(named) == 1 and not any(row.parent and row.parent in text for row in rows) else ""
