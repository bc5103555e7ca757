"""Cells against the year before and against other bodies: broken cross-year identities, copied tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportscraper.check.engine import TOLERANCE, Values
from reportscraper.check.history_values import Label, Thresholds
from reportscraper.check.wording import name
from reportscraper.forms.formula import Sum
from reportscraper.forms.identities import Book, Identity
from reportscraper.forms.rules import Words, history_finding, phrase
from reportscraper.model import CellId, HistoryFinding, PastReport


def broken_identities(before: PastReport, after: PastReport, book: Book, label: Label) -> Iterator[HistoryFinding]:
    """A finding for each cross-year identity, and each column of it, that two consecutive reports break.

    A cell that is not a number on either side leaves its identity unknown.
    """
    for identity in book.of(after.form):
        if identity.scope == "cross_year" and _is_for(identity, after.year):
            for cells in book.instances(identity, after.form):
                yield from _assess(identity, cells, before, after, label)


def _is_for(identity: Identity, year: int) -> bool:
    """Whether an identity that names its years is about this year and the one before."""
    named = {int(term.year) for side in _sides(identity) for term in side if term.year.isdigit()}
    return not named or max(named) == year


def _sides(identity: Identity) -> tuple[Sum, Sum]:
    return identity.parsed.left, identity.parsed.right[0]


def _assess(
    identity: Identity,
    cells: Mapping[str, CellId],
    before: PastReport,
    after: PastReport,
    label: Label,
) -> Iterator[HistoryFinding]:
    left, right = (_sum(side, cells, before, after) for side in _sides(identity))
    if left is None or right is None or abs(left - right) <= TOLERANCE:
        return
    cell = cells[identity.parsed.left[0].name]
    yield history_finding(
        identity.id,
        after.body,
        after.year,
        severity="warning" if identity.soft_columns and cell[1] != "total" else None,
        cells=tuple(dict.fromkeys(cells.values())),
        rolled=phrase(
            "rolled",
            cell=Words(name(cell).en, "·".join(label(part) for part in cell if part)),
            year=after.year,
            before=before.year,
            left=left,
            right=right,
        ),
    )


def _sum(side: Sum, cells: Mapping[str, CellId], before: PastReport, after: PastReport) -> int | float | None:
    total: int | float = 0
    for term in side:
        value = _of_year(term.year, before, after).get(cells[term.name]) if term.name else term.constant
        if value is None:
            return None
        total += term.sign * value
    return total


def _of_year(year: str, before: PastReport, after: PastReport) -> Values:
    return before.values if year in ("Y-1", str(before.year)) else after.values


def same_as_before(before: PastReport, after: PastReport, limits: Thresholds) -> Iterator[HistoryFinding]:
    """A finding when nearly all cells that are not 0 are those of the year before."""
    shared = before.values.keys() & after.values.keys()
    telling = [cell for cell in shared if before.values[cell] or after.values[cell]]
    equal = sum(before.values[cell] == after.values[cell] for cell in telling)
    if len(telling) >= limits.same_figures.least_cells and equal >= limits.same_figures.least_share * len(telling):
        yield history_finding(
            "same_figures", after.body, after.year, equal=equal, count=len(telling), before=before.year
        )


def same_elsewhere(reports: Sequence[PastReport], limits: Thresholds) -> Iterator[HistoryFinding]:
    """A finding on each report whose cells that are not 0 are all those of another body in the same year.

    The body that published first is named; without dates, the first by name.
    """
    first: dict[tuple[int, frozenset[tuple[CellId, int | float]]], PastReport] = {}
    for report in sorted(reports, key=lambda each: (each.year, each.published_on or "9", each.body)):
        printed = frozenset((cell, value) for cell, value in report.values.items() if value)
        if len(printed) < limits.same_figures.least_cells:
            continue
        other = first.setdefault((report.year, printed), report)
        if other.body != report.body:
            yield history_finding(
                "same_figures_elsewhere", report.body, report.year, count=len(printed), other=other.body
            )
