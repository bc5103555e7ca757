"""Figures recognised in pictures made proposals: kept apart from read figures, and accepted only where sums prove them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from reportscraper.check.engine import Checker
from reportscraper.forms import load_forms
from reportscraper.forms.identities import load_book
from reportscraper.model import CellId, CellKind, Document, Figure, FormId, Proposal, Tables

_SUREST = 0.7
"""Figures read with less confidence are not accepted: print that is hard to read is misread the same way in part and sum."""

_NOTHING: frozenset[CellKind] = frozenset({"blank", "dash"})


def proposals(read: Tables, document: Document) -> tuple[Proposal, ...]:
    """The figures that were read from a recognised document (OCR) as proposals; table numbers are the document's own.

    A proposal is accepted when all of this holds: a hard sum that holds runs over the very cell, what is printed blank or as a dash
    adding nothing; no identity of its statutory table fails, or is unknown for anything but blanks; no finding speaks of the table;
    every figure of the table was read with confidence. So figures over which no sum runs are never accepted.
    """
    if read.form is None:
        return ()
    grids = (block.grid for block in document.blocks if block.grid is not None)
    cells = {(grid.number, row, column): cell for grid in grids for row, column, cell in grid.placed()}
    proposed = [
        (figure, cell.confidence or 0.0 if cell else 0.0, cell.box if cell else None)
        for figure in read.figures
        if figure.value is not None
        for cell in (cells.get((figure.table, figure.row, figure.column)),)
    ]
    unsure = {_cell(figure) for figure, confidence, _ in proposed if confidence < _SUREST or figure.inferred}
    proven = _proven(read, read.form, unsure)
    return tuple(
        Proposal(
            indicator=figure.indicator,
            applicant=figure.applicant,
            value=figure.value,
            raw=figure.raw,
            unit=figure.unit,
            table=figure.table,
            row=figure.row,
            column=figure.column,
            confidence=confidence,
            accepted=_cell(figure) in proven,
            box=box,
        )
        for figure, confidence, box in proposed
    )


def _cell(figure: Figure) -> CellId:
    return figure.indicator, figure.applicant


def _proven(read: Tables, form: FormId, unsure: Iterable[CellId]) -> frozenset[CellId]:
    """The cells that a hard sum proves, in tables over which nothing is open."""
    tables, sums, checker = _tables(form), _sums(), Checker.load()
    settled = {_cell(figure) for figure in read.figures if figure.value is not None or figure.kind in _NOTHING}
    open_cells = {*unsure, *_doubted(read)}
    for each in checker.assess(read.figures, form):
        if each.state == "fail" or not settled.issuperset(each.cells):
            open_cells.update(each.cells)
    refused = {tables.get(cell) for cell in open_cells}
    # 0 for what is printed as nothing: only the sum is asked, and it holds or not as it is printed.
    summable = [replace(each, value=0, kind="number") if each.kind in _NOTHING else each for each in read.figures]
    passed = (each for each in checker.assess(summable, form) if each.state == "pass")
    summed = {cell for each in passed if each.rule in sums for cell in each.cells}
    return frozenset(cell for cell in summed if tables.get(cell) not in refused)


@functools.cache
def _tables(form: FormId) -> dict[CellId, str]:
    """The statutory table of each cell of a form."""
    versions = next(each for each in load_forms() if each.id == form).tables
    return {(place.indicator, place.applicant): table.id for table in versions for place in table.figures.values()}


@functools.cache
def _sums() -> frozenset[str]:
    """The identities that fail whenever one of their figures is misread."""
    return frozenset(
        identity.id
        for identity in load_book().identity
        if identity.strength == "hard" and identity.parsed.relation == "=="
    )


def _doubted(read: Tables) -> Iterator[CellId]:
    """The cells that findings of the reading speak of, be it only by naming their table."""
    grave = [told for told in read.findings if told.severity != "info"]
    named = {told.table for told in grave if told.table is not None}
    yield from (cell for told in grave for cell in told.cells)
    yield from (_cell(figure) for figure in read.figures if figure.table in named)
