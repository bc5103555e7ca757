"""The verdict on a parsed page: every cell right, missing, flagged, or silently wrong."""

from __future__ import annotations

import math
from collections import Counter
from typing import Literal

from msgspec import Struct, field

from reportscraper.model import Figure, Finding, Report
from tests.made.forms import Key
from tests.made.prints import TrueFigure

from .style import Page

Verdict = Literal["right", "missing", "flagged", "wrong"]
"""``missing``: no figure was taken, and the reader is told. ``flagged``: another figure, marked as doubtful."""

_TOLD = ("missing", "unreadable")


class Fault(Struct, frozen=True):
    """A cell that is not right: what is printed, what was read."""

    page: str
    key: Key
    printed: str
    read: str


class Tally(Struct):
    """Verdicts counted, with the faults among them."""

    counts: Counter[Verdict] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    losses: list[Fault] = field(default_factory=list)
    """Cells missing or flagged."""

    @property
    def cells(self) -> int:
        """Cells compared."""
        return sum(self.counts.values())

    def add(self, other: Tally) -> None:
        """Counts another tally in."""
        self.counts += other.counts
        self.faults += other.faults
        self.losses += other.losses


def judge(page: Page, report: Report) -> Tally:
    """Every cell of the form compared with what the page prints."""
    figures = {(figure.indicator, figure.applicant): figure for figure in report.figures}
    flags = Flags(report)
    tally = Tally()
    for key, true in page.cells.items():
        figure = figures.get(key)
        verdict = _verdict(true, figure, flags)
        tally.counts[verdict] += 1
        if verdict != "right":
            read = "no figure" if figure is None else f"{figure.kind} {figure.value} from {figure.raw!r}"
            fault = Fault(page.name, key, "(not printed)" if true is None else repr(true.printed), read)
            (tally.faults if verdict == "wrong" else tally.losses).append(fault)
    return tally


def _verdict(true: TrueFigure | None, figure: Figure | None, flags: Flags) -> Verdict:
    if figure is None:
        if true is None:
            return "right"
        return "missing" if flags.any_ else "wrong"
    if true is None:
        if figure.kind in _TOLD:
            return "right"
    elif figure.kind == true.kind and _same(figure.value, true.value):
        return "right"
    elif figure.kind in _TOLD:
        return "missing"
    return "flagged" if figure.inferred or flags.name(figure) else "wrong"


def _same(read: float | None, true: float | None) -> bool:
    if read is None or true is None:
        return read is true
    return math.isclose(read, true, rel_tol=1e-12)


class Flags:
    """The report's warnings and errors by the cell or the table that they name.

    A finding without cells speaks of its row if it names one, else of its table.
    """

    def __init__(self, report: Report) -> None:
        told = [finding for finding in report.findings if finding.severity != "info"]
        self.any_ = bool(told)
        self._cells = {cell for finding in told for cell in finding.cells}
        self._places = {(finding.table, finding.row) for finding in told if self._is_general(finding)}

    @staticmethod
    def _is_general(finding: Finding) -> bool:
        return not finding.cells and finding.table is not None

    def name(self, figure: Figure) -> bool:
        """Whether a warning or an error names the figure's cell, its row, or its table as a whole."""
        places = {(figure.table, None), (figure.table, figure.row)}
        return (figure.indicator, figure.applicant) in self._cells or bool(places & self._places)
