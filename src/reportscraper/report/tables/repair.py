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
from reportscraper.model import Assessment, Cell, Figure, Finding, FormId
from reportscraper.report.tables.figures import make_figure
from reportscraper.report.tables.recognise_base import NOTHING_BESIDE, AmbiguousRow, Spot, TableMatch

_MOST_LOST = 2
_MOST_BLANKS = 3
_Way = tuple[Cell | None, ...]
_Place = tuple[str, str | None]


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
                cells = tuple((figure.indicator, figure.applicant) for figure in placed)
                findings.append(
                    finding(
                        "inferred_cells",
                        cells=cells,
                        table=doubt.table,
                        row=doubt.row,
                        placed=len(placed),
                        count=len(doubt.keys),
                    )
                )
            if not placed or len(placed) < len(doubt.keys):
                remaining.append(doubt)
    return current, remaining, findings


def _proven(figures: Sequence[Figure], table: Table, doubt: AmbiguousRow, form: FormId) -> list[Figure]:
    # Which of several columns of a list is meant is no question of order; under a label of another row nothing is proven.
    if len(doubt.keys) < 2 or any(each.foreign for each in doubt.beside):
        return []
    assess = Checker.load().assess
    before = {_name(a) for a in assess(figures, form) if a.state == "fail"}
    ways: list[list[Figure]] = []
    proofs: list[set[_Place]] = []
    tried = 0
    for way in _ways(doubt):
        tried += 1
        placed = _placed(way, table, doubt)
        assessments = assess(_replaced(figures, placed), form)
        if all(a.state != "fail" or a.severity != "error" or _name(a) in before for a in assessments):
            ways.append(placed)
            proofs.append({cell for a in assessments if a.state == "pass" for cell in a.cells})
    if not ways or len(ways) == tried > 1:
        return []
    return [
        msgspec.structs.replace(figure, inferred=True)
        for figure in ways[0]
        if all(_holds(other, figure) for other in ways[1:])
        and all((figure.indicator, figure.applicant) in proof for proof in proofs)
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


def _placed(way: _Way, table: Table, doubt: AmbiguousRow) -> list[Figure]:
    beside = doubt.beside or (NOTHING_BESIDE,) * len(doubt.keys)
    expected = table.figures
    return [
        make_figure(Spot(cell, doubt.table, what), expected[key])[0]
        for cell, key, what in zip(way, doubt.keys, beside, strict=True)
        if cell is not None and key in expected
    ]


def _replaced(figures: Sequence[Figure], placed: Sequence[Figure]) -> list[Figure]:
    new = {(figure.indicator, figure.applicant): figure for figure in placed}
    return [new.get((figure.indicator, figure.applicant), figure) for figure in figures]


def _holds(figures: Sequence[Figure], wanted: Figure) -> bool:
    return any(
        f.indicator == wanted.indicator
        and f.applicant == wanted.applicant
        and f.value == wanted.value
        and f.kind == wanted.kind
        for f in figures
    )


def _name(assessment: Assessment) -> tuple[str, tuple[_Place, ...]]:
    return assessment.rule, assessment.cells
