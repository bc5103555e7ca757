"""Digits printed one by one (3 1), which are one number or two: joined where a sum of the form leaves no other reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from reportscraper.check.engine import Checker
from reportscraper.forms import Table
from reportscraper.model import CellId, Figure, FormId
from reportscraper.report.tables.cells import digits_apart, read_value
from reportscraper.report.tables.figures import make_figure
from reportscraper.report.tables.recognise_base import TableMatch
from reportscraper.report.tables.units import MONEY


def join_digits(
    figures: Sequence[Figure], chosen: Sequence[tuple[Table, TableMatch]], form: FormId
) -> dict[CellId, Figure]:
    """The figures that are joined, each marked `inferred`.

    A sum proves its cells when it holds with the joined numbers and breaks with the first digits as well as with the last.
    Where no sum breaks, some refute that the first digits are the figures and some that the last are, and no number of the
    report is printed without gaps, all are joined: the page sets its digits apart, in tables that have no sums too.
    """
    whole: dict[CellId, Figure] = {}
    first: dict[CellId, Figure] = {}
    last: dict[CellId, Figure] = {}
    apart = {f.cell: text for f in figures if f.kind == "unreadable" and (text := digits_apart(f.raw))}
    if not apart:
        return {}
    printed = [
        (table.figures[key], spot)
        for table, reading in chosen
        for key, spot in reading.spots.items()
        if key in table.figures
    ]
    for expected, spot in printed:
        if text := apart.get(expected.cell):
            for world, digits in ((whole, text), (first, text[0]), (last, text[-1])):
                cell = msgspec.structs.replace(spot.cell, text=digits)
                figure, _ = make_figure(msgspec.structs.replace(spot, cell=cell), expected)
                world[expected.cell] = msgspec.structs.replace(figure, raw=spot.cell.text, inferred=True)
    solid = any(
        _is_set_solid(spot.cell.text)
        for expected, spot in printed
        if not expected.signed and expected.unit not in MONEY
    )
    sums = _sums(figures, form, whole, first, last)
    broken = {cell for cells, states in sums for cell in cells if states[0] == "fail"}
    proven = {cell for cells, states in sums for cell in cells if states == ("pass", "fail", "fail")}
    refuted = (any(states[0] == "pass" and states[n] == "fail" for _, states in sums) for n in (1, 2))
    if all(refuted) and not broken & whole.keys() and not solid:
        return whole
    return {cell: figure for cell, figure in whole.items() if cell in proven - broken}


def _sums(
    figures: Sequence[Figure], form: FormId, *worlds: Mapping[CellId, Figure]
) -> list[tuple[tuple[CellId, ...], tuple[str, ...]]]:
    """The cells of each sum, and what it says in each of the worlds."""
    assess = Checker.load().assess
    assessed = [assess([world.get(figure.cell, figure) for figure in figures], form) for world in worlds]
    joined, *others = ({(a.rule, a.cells): a.state for a in each if a.severity == "error"} for each in assessed)
    return [
        (cells, (state, *(other.get((rule, cells), "unknown") for other in others)))
        for (rule, cells), state in joined.items()
    ]


def _is_set_solid(text: str) -> bool:
    """A number of two digits or more with nothing between them."""
    value = read_value(text, unit="").value
    return value is not None and abs(value) > 9
