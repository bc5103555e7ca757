"""Rows with cells lost or doubled, put right where the accounting identities (勾稽关系) leave one way only.

The cells of a damaged row keep their order; every way to give them to the columns is tried. A way is ruled out when an
identity that held or could not be assessed before fails with it. A figure is placed when all ways that remain agree on it
and an identity that it takes part in is then fulfilled; the others, and all blank cells, stay missing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import msgspec

from reportscraper.check.engine import Checker
from reportscraper.forms import Table
from reportscraper.forms.rules import finding
from reportscraper.model import Cell, CellId, Figure, Finding, FormId
from reportscraper.report.tables.figures import make_figure
from reportscraper.report.tables.recognise_base import NOTHING_BESIDE, AmbiguousRow, Spot, TableMatch

_MOST_LOST = 2
_MOST_BLANKS = 3
_Way = tuple[Cell | None, ...]
_Made = tuple[Figure, list[Finding]]
"""A figure and what a reader must know of its print."""


def repair(
    figures: Sequence[Figure],
    chosen: Sequence[tuple[Table, TableMatch]],
    form: FormId,
) -> tuple[list[Figure], list[AmbiguousRow], list[Finding]]:
    """The figures with those placed that are proven, marked `inferred`, the doubts that remain, and what a reader must know."""
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
    assess = Checker.load().assess
    before = {(a.rule, a.cells) for a in assess(figures, form) if a.state == "fail"}
    beside = doubt.beside or (NOTHING_BESIDE,) * len(doubt.keys)
    ways: list[list[_Made]] = []
    proofs: list[set[CellId]] = []
    tried = 0
    for way in _ways(doubt):
        tried += 1
        placed = [
            make_figure(Spot(cell, doubt.table, what), table.figures[key])
            for cell, key, what in zip(way, doubt.keys, beside, strict=True)
            if cell is not None and key in table.figures
        ]
        assessments = assess(_replaced(figures, placed), form)
        if all(a.state != "fail" or a.severity != "error" or (a.rule, a.cells) in before for a in assessments):
            ways.append(placed)
            proofs.append({cell for a in assessments if a.state == "pass" for cell in a.cells})
    if not ways or len(ways) == tried > 1:
        return []
    agreed = set.intersection(*({(f.cell, f.value, f.kind) for f, _ in way} for way in ways))
    return [
        (msgspec.structs.replace(figure, inferred=True), notes)
        for figure, notes in ways[0]
        if (figure.cell, figure.value, figure.kind) in agreed and all(figure.cell in proof for proof in proofs)
    ]


def _ways(doubt: AmbiguousRow) -> Iterator[_Way]:
    """Every way to give the cells to the columns in order; leading blanks may be what is left of the label columns."""
    blanks = next((i for i, cell in enumerate(doubt.cells) if cell.text), len(doubt.cells))
    for start in range(min(blanks, _MOST_BLANKS) + 1):
        yield from _in_order(doubt.cells[start:], len(doubt.keys))


def _in_order(cells: Sequence[Cell], width: int) -> Iterator[_Way]:
    if not cells or not width or abs(len(cells) - width) > _MOST_LOST:
        return
    if len(cells) >= width:
        yield from itertools.combinations(cells, width)
        return
    for places in itertools.combinations(range(width), len(cells)):
        way: list[Cell | None] = [None] * width
        for place, cell in zip(places, cells, strict=True):
            way[place] = cell
        yield tuple(way)


def _replaced(figures: Sequence[Figure], placed: Sequence[_Made]) -> list[Figure]:
    new = {figure.cell: figure for figure, _ in placed}
    return [new.get(figure.cell, figure) for figure in figures]
