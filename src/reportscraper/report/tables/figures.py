"""Cells of an official table made figures: units, findings on prints that need a second look, and what sums put right.

Rows with cells lost or doubled, and digits printed one by one (3 1), are put right where the accounting identities (勾稽关系) leave
one way only.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from reportscraper.check.engine import Checker
from reportscraper.forms import ExpectedCell, Table
from reportscraper.forms.rules import finding
from reportscraper.model import Assessment, Cell, CellId, Figure, Finding, FormId, Value
from reportscraper.report.tables.cells import digit_runs, digits_apart, is_approximate, is_change, read_value
from reportscraper.report.tables.notes import MONEY, Unit, unit_for, unit_named
from reportscraper.report.tables.recognise_base import NOTHING_BESIDE, AmbiguousRow, Beside, FigureSpot, TableMatch

_MOST_LOST = 2
_MOST_BLANKS = 3
_Made = tuple[Figure, Sequence[Finding]]
"""A figure and what a reader must know of its print."""


class _Note(Struct, frozen=True):
    """A rule that a print breaks, and the unit that it was taken to be in."""

    rule: str
    wording: str = ""
    unit: str = ""


def figures_of(table: Table, reading: TableMatch) -> tuple[list[Figure], list[Finding]]:
    """The figures of a table, and what a reader must know of their prints.

    The row or column of one that was not printed is 0 where not even the label was found.
    """
    figures: list[Figure] = []
    notes: list[Finding] = []
    spots = reading.spots
    for key, expected in table.figures.items():
        if (spot := spots.get(key)) is not None:
            figure, told = _make_figure(spot, expected)
            figures.append(figure)
            if told:
                notes += told
            continue
        if (other := reading.foreign.get(key)) is not None:
            place = other.table, other.cell.row, other.cell.column
        elif not table.optional or key[0] in reading.rows:
            grid, row = reading.rows.get(key[0], (reading.grids[0], 0))
            place = grid, row, reading.columns.get(key[1], 0) or reading.columns.get(f"{key[0]}/{key[1]}", 0)
        else:
            continue
        figures.append(Figure(expected.indicator, expected.applicant, None, "missing", "", expected.unit, *place))
    return figures, notes


def _make_figure(spot: FigureSpot, expected: ExpectedCell) -> _Made:
    cell, table, unit = spot.cell, spot.table, expected.unit
    value, notes = _read(cell.text, spot.beside, unit, expected.printed, expected.signed)
    figure = Figure(
        expected.indicator, expected.applicant, value.value, value.kind, value.raw, unit, table, cell.row, cell.column
    )
    if not notes:
        return figure, ()
    return figure, [
        finding(
            note.rule,
            wording=note.wording,
            cells=(expected.cell,),
            table=table,
            row=cell.row,
            column=cell.column,
            text=cell.text,
            unit=note.unit,
            usual=expected.printed,
        )
        for note in notes
    ]


@functools.lru_cache(8192)
def _read(text: str, beside: Beside, wanted: str, usual: str, signed: bool) -> tuple[Value, tuple[_Note, ...]]:
    value = read_value(text, unit=wanted)
    notes: list[_Note] = []
    own = unit_named(value.unit) if value.unit else None
    if value.kind in ("number", "unreadable") and (own is None or own.kind == "money"):
        unit = unit_for(wanted, beside.units, beside.declared)
        # 203000元 under a column in 万元 converts; 313.77元 there was rather meant in 万元, as ¥ is.
        if (
            own
            and isinstance(unit, Unit)
            and (unit.factor != 1 if value.unit == "¥" else _is_less_than_one(value, wanted, unit))
        ):
            unit = (Unit(value.unit, "money"), unit)
        if isinstance(unit, tuple):
            # Nothing is nothing in any unit of money; nothing in per cent, or no persons, is another figure.
            if value.kind == "number" and (
                value.value or wanted not in MONEY or any(each.kind != "money" for each in unit)
            ):
                names = "、".join(each.name for each in unit)
                return Value(None, "unreadable", text), (_Note("unit_conflict", unit=names),)
            unit = None
        elif unit is None and wanted in MONEY and not value.unit:
            unit = unit_named(usual)
            if value.value:
                notes.append(_Note("unit_assumed", unit=usual))
        if own is None or value.unit == "¥":
            value = read_value(text, unit=wanted, printed=unit)
        # No hundreds of pieces may be some: 0 百件.
        some = value.value or (value.kind == "number" and wanted not in MONEY)
        if own is None and some and unit is not None and unit.factor != (MONEY[usual] if wanted in MONEY else 1):
            notes.append(_Note("unit_differs", unit=unit.name))
    if value.kind == "unreadable":
        return value, (_Note("two_numbers" if digit_runs(text) > 1 else "unreadable_cell"),)
    if value.kind != "number" or value.value is None:
        return value, ()
    if is_change(value) and not signed:
        return Value(None, "unreadable", text), (_Note("unreadable_cell", "change"),)
    if is_approximate(value):
        notes.append(_Note("approximate_cell"))
    if value.value < 0 and not signed:
        notes.append(_Note("negative_count"))
    if isinstance(value.value, float) and wanted not in MONEY:
        notes.append(_Note("fractional_count"))
    return value, tuple(notes)


def _is_less_than_one(value: Value, wanted: str, unit: Unit) -> bool:
    """Whether an amount in yuan does not make one of a unit (313.77元, 万元)."""
    return value.unit == "元" and value.value is not None and abs(value.value) * MONEY.get(wanted, 0) < unit.factor


def join_digits(
    figures: Sequence[Figure], chosen: Sequence[tuple[Table, TableMatch]], form: FormId
) -> dict[CellId, Figure]:
    """The figures that are joined of digits printed one by one, which are one number or two; each is marked `inferred`.

    A sum proves its cells when it holds with the joined numbers and breaks with the first digits as well as with the last.
    Where no sum breaks, some refute that the first digits are the figures and some that the last are, and no number of the
    report is printed without gaps, all are joined: the page sets its digits apart, in tables that have no sums too.
    """
    apart = {f.cell: text for f in figures if f.kind == "unreadable" and (text := digits_apart(f.raw))}
    if not apart:
        return {}
    whole: dict[CellId, Figure] = {}
    first: dict[CellId, Figure] = {}
    last: dict[CellId, Figure] = {}
    is_set_solid = False
    for table, reading in chosen:
        for key, spot in reading.spots.items():
            if (expected := table.figures.get(key)) is None:
                continue
            if text := apart.get(expected.cell):
                for world, digits in ((whole, text), (first, text[0]), (last, text[-1])):
                    figure, _ = _make_figure(replace(spot, cell=replace(spot.cell, text=digits)), expected)
                    world[expected.cell] = replace(figure, raw=spot.cell.text, inferred=True)
            if not expected.signed and expected.unit not in MONEY:
                number = read_value(spot.cell.text, unit="").value
                is_set_solid = is_set_solid or (number is not None and abs(number) > 9)
    # The cells of each sum, and what it says in each of the worlds.
    assessed = [_assess([world.get(f.cell, f) for f in figures], form) for world in (whole, first, last)]
    joined, *others = ({(a.rule, a.cells): a.state for a in each if a.severity == "error"} for each in assessed)
    sums = [(key[1], (state, *(other.get(key, "unknown") for other in others))) for key, state in joined.items()]
    broken = {cell for cells, states in sums for cell in cells if states[0] == "fail"}
    proven = {cell for cells, states in sums for cell in cells if states == ("pass", "fail", "fail")}
    refuted = (any(states[0] == "pass" and states[n] == "fail" for _, states in sums) for n in (1, 2))
    if all(refuted) and not broken & whole.keys() and not is_set_solid:
        return whole
    return {cell: figure for cell, figure in whole.items() if cell in proven - broken}


def _assess(figures: Sequence[Figure], form: FormId) -> list[Assessment]:
    return Checker.load().assess(figures, form)


def repair(
    figures: Sequence[Figure], chosen: Sequence[tuple[Table, TableMatch]], form: FormId
) -> tuple[list[Figure], list[AmbiguousRow], list[Finding]]:
    """The figures with those of damaged rows placed that are proven, marked `inferred`; the rows that remain in doubt; findings.

    The cells of a damaged row keep their order; every way to give them to the columns is tried. A way is ruled out when an
    identity that held or could not be assessed before fails with it. A figure is placed when all ways that remain agree on it
    and an identity that it takes part in is then fulfilled; the others, and all blank cells, stay missing.
    """
    current = list(figures)
    remaining: list[AmbiguousRow] = []
    findings: list[Finding] = []
    for table, reading in chosen:
        for doubt in reading.doubts:
            placed = _proven(current, table, doubt, form)
            if placed:
                current = _replaced(current, placed)
                cells, count = tuple(figure.cell for figure, _ in placed), len(doubt.keys)
                told = finding(
                    "inferred_cells", cells=cells, table=doubt.table, row=doubt.row, placed=len(placed), count=count
                )
                findings.append(told)
                findings += (note for _, notes in placed for note in notes)
            if len(placed) < max(len(doubt.keys), 1):
                remaining.append(doubt)
    return current, remaining, findings


def _proven(figures: Sequence[Figure], table: Table, doubt: AmbiguousRow, form: FormId) -> list[_Made]:
    # Which of several columns of a list is meant is no question of order; under a label of another row nothing is proven.
    if len(doubt.keys) < 2 or any(each.foreign for each in doubt.beside):
        return []
    before = {(a.rule, a.cells) for a in _assess(figures, form) if a.state == "fail"}
    beside = doubt.beside or (NOTHING_BESIDE,) * len(doubt.keys)
    ways: list[list[_Made]] = []
    proofs: list[set[CellId]] = []
    tried = 0
    for way in _ways(doubt):
        tried += 1
        placed = [
            _make_figure(FigureSpot(cell, doubt.table, what), table.figures[key])
            for cell, key, what in zip(way, doubt.keys, beside, strict=True)
            if cell is not None and key in table.figures
        ]
        assessments = _assess(_replaced(figures, placed), form)
        if all(a.state != "fail" or a.severity != "error" or (a.rule, a.cells) in before for a in assessments):
            ways.append(placed)
            proofs.append({cell for a in assessments if a.state == "pass" for cell in a.cells})
    if not ways or len(ways) == tried > 1:
        return []
    agreed = set.intersection(*({(f.cell, f.value, f.kind) for f, _ in way} for way in ways))
    return [
        (replace(figure, inferred=True), notes)
        for figure, notes in ways[0]
        if (figure.cell, figure.value, figure.kind) in agreed and all(figure.cell in proof for proof in proofs)
    ]


def _ways(doubt: AmbiguousRow) -> Iterator[Sequence[Cell | None]]:
    """Every way to give the cells to the columns in order; leading blanks may be what is left of the label columns."""
    width = len(doubt.keys)
    blanks = next((i for i, cell in enumerate(doubt.cells) if cell.text), len(doubt.cells))
    for start in range(min(blanks, _MOST_BLANKS) + 1):
        cells = doubt.cells[start:]
        if not cells or abs(len(cells) - width) > _MOST_LOST:
            continue
        if len(cells) >= width:
            yield from itertools.combinations(cells, width)
            continue
        for places in itertools.combinations(range(width), len(cells)):
            held = dict(zip(places, cells, strict=True))
            yield [held.get(place) for place in range(width)]


def _replaced(figures: Sequence[Figure], placed: Sequence[_Made]) -> list[Figure]:
    new: Mapping[CellId, Figure] = {figure.cell: figure for figure, _ in placed}
    return [new.get(figure.cell, figure) for figure in figures]
