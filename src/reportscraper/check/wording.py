"""How cells and sums are put into words, in both languages."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from reportscraper.forms import applicants, catalogue
from reportscraper.forms.rules import Words, phrase
from reportscraper.model import Assessment, CellId, Figure


def sides(assessment: Assessment, where: Mapping[CellId, Figure]) -> Words:
    """The two values of an identity, and every operand that is not 0 as it was read."""
    shown = [cell for cell in assessment.cells if (figure := where.get(cell)) is None or figure.value != 0]
    if not shown:
        operands = phrase("all_at_zero")
    else:
        rest = len(assessment.cells) - len(shown)
        more = phrase("more_at_zero", count=rest) if rest else Words("", "")
        read = [(name(cell), read_as(where.get(cell))) for cell in shown]
        operands = Words(
            ", ".join(f"{cell.en} {value.en}" for cell, value in read) + more.en,
            "，".join(f"{cell.zh}为{value.zh}" for cell, value in read) + more.zh,
        )
    return phrase("sides", left=assessment.left, right=assessment.right, operands=operands)


def name(cell: CellId) -> Words:
    """``indicator/applicant``, and the labels of the form in Chinese."""
    parts = [part for part in cell if part is not None]
    return Words("/".join(parts), "·".join(_labels().get(part, part) for part in parts))


@functools.cache
def _labels() -> dict[str, str]:
    return {**{each.id: each.zh for each in catalogue()}, **{code: label for code, label, _ in applicants()}}


def read_as(figure: Figure | None) -> Words:
    """The value of a figure, or the word for what stands there instead of one."""
    if figure is None:
        return phrase("cell_missing")
    return phrase(f"cell_{figure.kind}") if figure.value is None else Words(str(figure.value), str(figure.value))


def names(cells: Sequence[CellId]) -> Words:
    """Cells joined by plus signs."""
    each = [name(cell) for cell in cells]
    return Words(" + ".join(cell.en for cell in each), "加".join(cell.zh for cell in each))
