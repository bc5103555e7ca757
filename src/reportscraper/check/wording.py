"""How a finding is put into words, and where it points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportscraper.forms.identities import CellId
from reportscraper.model import Assessment, Figure, Finding, Severity


def finding(rule: str, severity: Severity, message: str, cells: tuple[CellId, ...], *, at: Figure) -> Finding:
    """A finding about ``cells`` that points to where the figure ``at`` is printed."""
    return Finding(rule, severity, message, cells, at.table, at.row, at.column)


def describe(assessment: Assessment, meaning: str, where: Mapping[CellId, Figure]) -> str:
    """One line: what should hold, the two values, and every operand that is not 0 as it was read."""
    operands = [f"{name(cell)} {shown(where.get(cell))}" for cell in assessment.cells if not _is_zero(where.get(cell))]
    rest = len(assessment.cells) - len(operands)
    listed = ", ".join(operands) + (f", {rest} more at 0" if rest and operands else "")
    return f"{meaning} Left {assessment.left}, right {assessment.right}: {listed or 'all at 0'}."


def name(cell: CellId) -> str:
    """``indicator`` or ``indicator/applicant``."""
    indicator, applicant = cell
    return indicator if applicant is None else f"{indicator}/{applicant}"


def shown(figure: Figure | None) -> str:
    """The value of a figure, or the word for what stands there instead of one."""
    if figure is None:
        return "missing"
    return figure.kind if figure.value is None else str(figure.value)


def names(cells: Sequence[CellId]) -> str:
    """Cells joined by plus signs."""
    return " + ".join(name(cell) for cell in cells)


def _is_zero(figure: Figure | None) -> bool:
    return figure is not None and figure.value == 0
