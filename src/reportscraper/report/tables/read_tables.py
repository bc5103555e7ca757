"""The statutory tables of a document: figures with their places, and findings on whatever cannot be trusted."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from operator import attrgetter

from msgspec.structs import replace

from reportscraper.documents.html.grid import MAX_COLUMNS, MAX_ROWS
from reportscraper.forms import CellKey, Form, Table
from reportscraper.forms.naming import brief, english
from reportscraper.forms.rules import Words, finding, phrase
from reportscraper.model import Block, Cell, CellId, Figure, Finding, Tables
from reportscraper.report.tables.cells import has_digits, read_value
from reportscraper.report.tables.corrections import corrections
from reportscraper.report.tables.figures import figures_of, join_digits, repair
from reportscraper.report.tables.notes import MONEY, tells_scope
from reportscraper.report.tables.recognise import recognise
from reportscraper.report.tables.recognise_base import (
    AmbiguousRow,
    LabelledGrid,
    TableMatch,
    looks_like_value,
    tables_by_id,
)
from reportscraper.report.tables.select_form import (
    absent,
    choose_form,
    choose_readings,
    form_findings,
    of_year,
)

_SHOWN = 60
_PROSE_FROM = 40


def read_tables(blocks: Sequence[Block], *, year: int | None = None, body: str | None = None) -> Tables:
    """Every figure of the official tables among the blocks, which come in reading order.

    Each cell that the form expects in a recognised table yields one figure; a cell that was not printed, or that cannot
    be told from its neighbours, is of kind ``missing`` (row or column 0 where not even its label was found). ``year``
    is the year of the statistics as known from the title; it decides only where labels do not. Tables under the name of another
    body than ``body`` are told. Rows whose cells were dropped
    are put right where the identities of the form leave one way only.
    """
    found = recognise(blocks, year, body)
    form = choose_form(found.readings, year)
    examples = [finding("example_table", table=number) for number in found.examples]
    if form is None:
        unread = _unread(found.sheets, frozenset(found.examples))
        return Tables(None, (), (*absent(year), *examples, *_cut(blocks), *unread))
    chosen, findings = choose_readings(found.readings, form, year)
    findings += examples
    findings += form_findings(form, year, (block.text for block in blocks if block.text))
    findings += _cut(blocks)
    figures: list[Figure] = []
    notes: list[Finding] = []
    for table, reading in chosen:
        findings += _printed_twice(table, reading)
        for text in dict.fromkeys(reading.qualified):
            cells = tuple(table.figures[key].cell for key in reading.spots if key in table.figures)
            at = reading.grids[0]
            if tells_scope(text):
                noted = finding("note_qualifies", wording="scope", severity="info", cells=cells, table=at, text=text)
            else:
                noted = finding("note_qualifies", severity="warning", cells=cells, table=at, text=text)
            findings.append(noted)
        made, told = figures_of(table, reading)
        figures += made
        notes += told
        findings += _foreign(table, reading)
    figures, told = _beside_other_forms(figures, found.readings, form, year)
    findings += told
    if joined := join_digits(figures, chosen, form.id):
        figures = [joined.get(figure.cell, figure) for figure in figures]
        notes = [note for note in notes if joined.keys().isdisjoint(note.cells)]
        findings.append(finding("joined_digits", cells=tuple(joined), count=len(joined)))
    findings += notes
    doubts = [doubt for _, reading in chosen for doubt in reading.doubts]
    if doubts:
        figures, doubts, repairs = repair(figures, chosen, form.id)
        findings += repairs
    findings += _misaligned(chosen, doubts)
    findings += _missing_rows(chosen)
    findings += _unnamed(figures, findings)
    findings += corrections(blocks, figures, form, {text for _, reading in chosen for text in reading.qualified})
    used = frozenset(grid for reading in found.readings for grid in reading.grids)
    findings += _unmapped(found.sheets, used, chosen)
    findings += _unread(found.sheets, used.union(found.examples))
    return Tables(form.id, tuple(figures), tuple(findings), used)


def _beside_other_forms(
    figures: Sequence[Figure], readings: Sequence[TableMatch], form: Form, year: int | None
) -> tuple[list[Figure], list[Finding]]:
    """The figures of a form, with those that a table of another one (a province's) prints for cells it lacks; contradictions are told."""
    tables = {table.id for table in form.tables}
    others = [each for each in readings if each.table not in tables and of_year(each, year) >= 0]
    if not others:
        return list(figures), []
    own, findings = {figure.cell: figure for figure in figures}, list[Finding]()
    for reading in others:
        table = tables_by_id()[reading.table][0]
        made = [each for each in figures_of(table, reading)[0] if each.value is not None and each.cell in own]
        # Pieces are counted in 件 or 条; money of another unit would have to be converted.
        made = [each for each in made if each.unit == own[each.cell].unit or each.unit not in MONEY]
        own |= {each.cell: replace(each, unit=own[each.cell].unit) for each in made if own[each.cell].kind == "missing"}
        if differing := tuple(each.cell for each in made if own[each.cell].value != each.value):
            told = finding(
                "other_form_differs", cells=differing, table=reading.grids[0], form=form.called, count=len(differing)
            )
            findings.append(told)
    return list(own.values()), findings


def _cut(blocks: Sequence[Block]) -> Iterator[Finding]:
    """One finding for each grid that reaches the limits of the layout and so may have lost rows or columns."""
    for block in blocks:
        if block.grid is not None and (
            len(block.grid.slots) >= MAX_ROWS or len(next(iter(block.grid.slots), ())) >= MAX_COLUMNS
        ):
            yield finding("table_cut", table=block.grid.number, rows=MAX_ROWS, columns=MAX_COLUMNS)


def _printed_twice(table: Table, reading: TableMatch) -> Iterator[Finding]:
    for each in reading.printed_twice:
        place, cell = table.figures.get(each.key), each.spot.cell
        yield finding(
            "duplicate_row",
            severity="info" if each.same else "error",
            cells=() if place is None else (place.cell,),
            table=each.spot.table,
            row=cell.row,
            column=cell.column,
            first=each.first,
            second=cell.text,
        )


def _foreign(table: Table, reading: TableMatch) -> Iterator[Finding]:
    """One finding for each label that is not the form's, with the cells that have no other figure."""
    labels: dict[str, list[CellKey]] = {}
    for key, spot in reading.foreign.items():
        if key in table.figures:
            labels.setdefault(spot.beside.foreign, []).append(key)
    for label, keys in labels.items():
        first = reading.foreign[keys[0]]
        yield finding(
            "other_label",
            cells=tuple(table.figures[key].cell for key in keys if key not in reading.spots),
            table=first.table,
            row=first.cell.row,
            column=first.cell.column,
            text=label,
        )


def _misaligned(chosen: Sequence[tuple[Table, TableMatch]], doubts: Sequence[AmbiguousRow]) -> Iterator[Finding]:
    """One finding for each row whose cells could not be given to columns."""
    for table, reading in chosen:
        for doubt in reading.doubts:
            if doubt in doubts:
                keys = doubt.keys or [key for key in table.figures if doubt.line in (key[0], "")]
                cells = tuple(table.figures[key].cell for key in keys if key in table.figures)
                printed = " | ".join(cell.text.replace("\n", "") for cell in doubt.cells)
                header = phrase("header_of_columns", count=len(doubt.keys)) if doubt.keys else phrase("header_unknown")
                yield finding(
                    "misaligned_columns",
                    cells=cells,
                    table=doubt.table,
                    row=doubt.row,
                    count=len(doubt.cells),
                    header=header,
                    printed=printed,
                )


def _unnamed(figures: Sequence[Figure], findings: Sequence[Finding]) -> Iterator[Finding]:
    """One finding for each table with figures that were not printed and that nothing else speaks of: their column was not found."""
    named = {cell for each in findings if each.severity != "info" for cell in each.cells}
    missing = [figure for figure in figures if figure.kind == "missing" and figure.cell not in named]
    for table, lost in itertools.groupby(missing, key=lambda figure: figure.table):
        cells = tuple(figure.cell for figure in lost)
        yield finding("missing_columns", cells=cells, table=table, count=len(cells))


def _missing_rows(chosen: Sequence[tuple[Table, TableMatch]]) -> Iterator[Finding]:
    """One finding for each table that lacks rows of the form."""
    for table, reading in chosen:
        lost = [key for key in table.figures if key[0] not in reading.rows]
        if lost and not table.optional:
            rows = list(dict.fromkeys(key[0] for key in lost))
            labels = {row.key: (brief(row.en) or english(row.label) or row.label, row.label) for row in table.rows}
            cells = tuple(table.figures[key].cell for key in lost)
            en, zh = zip(*(labels[row] for row in rows[:5]), strict=True)
            yield finding(
                "missing_rows",
                cells=cells,
                table=reading.grids[0],
                count=len(rows),
                labels=Words("; ".join(en), "、".join(zh)),
            )


def _unmapped(
    sheets: Sequence[LabelledGrid], used: frozenset[int], chosen: Sequence[tuple[Table, TableMatch]]
) -> Iterator[Finding]:
    """One finding for each row of a recognised grid with cells that no reader used: nothing is swallowed.

    A row with figures is a warning, one of mere wording is for information; prose in a cell (a layout table) is no label. Figures
    without a label of their own may be those of the rows above and below: the cells there that are beside them are named.
    """
    near: dict[tuple[int, int], list[tuple[Cell, CellId]]] = {}
    counted = {number for _, reading in chosen for number in reading.grids}
    for sheet in sheets:
        if sheet.number not in used or (sheet.hidden and sheet.number not in counted):
            continue
        left = [cell for cell in sheet.unused() if has_digits(cell.text) or len(cell.text) < _PROSE_FROM]
        if sheet.turned:  # Its cells are told as printed, where its columns are rows.
            left.sort(key=attrgetter("row", "column"))
        for at, row in itertools.groupby(left, key=attrgetter("row")):
            cells = list(row)
            numbers = [cell for cell in cells if read_value(cell.text, unit="").kind == "number"]
            lines = sheet.rows if sheet.turned else [sheet.rows[at - 1]]
            row_cells = [cell for line in lines for cell in line if not sheet.turned or cell.column == at]
            beside: list[tuple[Cell, CellId]] = []
            if numbers and all(looks_like_value(cell.text) for cell in row_cells):
                near = near or _figures_by_row(chosen)  # Few pages need it.
                beside = [each for step in (-1, 1) for each in near.get((sheet.number, at + step), ())]
            named = [place for cell, place in beside if any(_share_columns(cell, number) for number in numbers)]
            yield finding(
                "unmapped_label",
                severity="warning" if numbers else "info",
                cells=tuple(dict.fromkeys(named or (place for _, place in beside))),
                table=sheet.number,
                row=at,
                column=cells[0].column,
                text=" | ".join(cell.text.replace("\n", "") for cell in cells)[:_SHOWN],
            )


def _figures_by_row(chosen: Sequence[tuple[Table, TableMatch]]) -> dict[tuple[int, int], list[tuple[Cell, CellId]]]:
    """By grid and row the cells with figures, and what they are figures of."""
    near: dict[tuple[int, int], list[tuple[Cell, CellId]]] = {}
    for table, reading in chosen:
        for key, spot in reading.spots.items():
            if place := table.figures.get(key):
                near.setdefault((spot.table, spot.cell.row), []).append((spot.cell, place.cell))
    return near


def _share_columns(one: Cell, other: Cell) -> bool:
    return one.column < other.end and other.column < one.end


def _unread(sheets: Sequence[LabelledGrid], used: frozenset[int]) -> Iterator[Finding]:
    """One finding for each grid that is no official table and yet prints numbers."""
    for sheet in sheets:
        if sheet.number in used or sheet.hidden:
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
