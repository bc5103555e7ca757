"""Cells against the year before and against other bodies: broken cross-year identities, copied tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportscraper.check.engine import TOLERANCE
from reportscraper.check.history_values import Label, Thresholds
from reportscraper.check.wording import name
from reportscraper.forms.formula import Sum
from reportscraper.forms.identities import Book
from reportscraper.forms.rules import Words, history_finding, phrase
from reportscraper.model import CellId, HistoryFinding, PastReport


def broken_identities(before: PastReport, after: PastReport, book: Book, label: Label) -> Iterator[HistoryFinding]:
    """A finding for each cross-year identity, and each column of it, that two consecutive reports break.

    A cell that is not a number on either side leaves its identity unknown.
    """
    for identity in book.of(after.form):
        if identity.scope != "cross_year":
            continue
        left_side, right_side = identity.parsed.left, identity.parsed.right[0]
        named = {int(term.year) for term in (*left_side, *right_side) if term.year.isdigit()}
        if named and max(named) != after.year:
            continue  # it names its years, and is about others
        for cells in book.instances(identity, after.form):
            left, right = (_sum(side, cells, before, after) for side in (left_side, right_side))
            if left is None or right is None or abs(left - right) <= TOLERANCE:
                continue
            cell = cells[left_side[0].name]
            words = Words(name(cell).en, "·".join(label(part) for part in cell if part))
            sides = {"year": after.year, "before": before.year, "left": left, "right": right}
            yield history_finding(
                identity.id,
                after.body,
                after.year,
                severity="warning" if identity.soft_columns and cell[1] != "total" else None,
                cells=tuple(dict.fromkeys(cells.values())),
                rolled=phrase("rolled", cell=words, **sides),
            )


def _sum(side: Sum, cells: Mapping[str, CellId], before: PastReport, after: PastReport) -> int | float | None:
    total: int | float = 0
    for term in side:
        of_year = before if term.year in ("Y-1", str(before.year)) else after
        value = of_year.values.get(cells[term.name]) if term.name else term.constant
        if value is None:
            return None
        total += term.sign * value
    return total


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
