"""Formats of a workbook that depend on a condition: what they would hide of a figure, whether the condition holds or not."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct
from openpyxl.styles.fills import GradientFill, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reportscraper.documents.office.colours import hardly_differ
from reportscraper.documents.office.xlsx_drawn import Area
from reportscraper.documents.office.xlsx_fonts import UNSAID, BookLooks, ground_of_cell, ground_of_fill, print_of_cell
from reportscraper.documents.pieces import SIGNS

_COMPARED: dict[str, Callable[..., bool]] = {
    "equal": operator.eq, "notEqual": operator.ne, "lessThan": operator.lt, "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt, "greaterThanOrEqual": operator.ge,
    "between": lambda value, low, high: low <= value <= high, "notBetween": lambda value, low, high: not low <= value <= high,
}  # fmt: skip
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class Condition(Struct, frozen=True):
    """What a rule may make of the cells of its areas."""

    areas: tuple[Area, ...]
    hides_all: bool
    """A figure is shown otherwise, struck, crossed out or as a bar alone."""
    colour: str = ""
    ground: str = ""
    """The colours of print and ground that it sets, empty for those that a cell has."""
    compares: str = ""
    limits: tuple[float, ...] = ()
    """How a cell is compared, and with which numbers; whether another rule holds is not told."""

    def hides(self, cell: Any, looks: BookLooks) -> bool:
        """Whether a cell's figure may not be seen as it stands."""
        if not any(top <= cell.row <= end and left <= cell.column <= side for top, end, left, side in self.areas):
            return False
        if self.compares and not self._holds(cell.value):
            return False
        sets_colours = self.colour or self.ground
        return self.hides_all or (
            bool(sets_colours)
            and hardly_differ(self.colour or print_of_cell(cell, looks), self.ground or ground_of_cell(cell, looks))
        )

    def _holds(self, value: object) -> bool:
        """Whether a value is as the rule asks; words are more than any number."""
        compared = float(value) if isinstance(value, int | float) else math.inf
        return _COMPARED[self.compares](compared, *self.limits)


def conditions_of(sheet: Worksheet, looks: BookLooks) -> Iterator[Condition]:
    """The rules of a sheet that set more than borders and weights."""
    for area in sheet.conditional_formatting:
        areas = tuple((each.min_row, each.max_row, each.min_col, each.max_col) for each in area.sqref.ranges)
        for rule in area.rules:
            style, bar = rule.dxf, rule.dataBar or rule.iconSet
            is_told = rule.operator in _COMPARED and len(rule.formula) == 1 + rule.operator.endswith("etween")
            is_told = is_told and rule.type == "cellIs" and all(map(_NUMBER.fullmatch, rule.formula))
            compared = (rule.operator, tuple(map(float, rule.formula))) if is_told else ()
            yield Condition(areas, bar is not None and bar.showValue is False)
            for colour in [] if rule.colorScale is None else rule.colorScale.color:
                yield Condition(areas, hides_all=False, ground=looks.rgb(colour, ""))
            if style is None:
                continue
            font, fill, border = style.font, style.fill, style.border
            is_crossed = border is not None and bool(border.diagonalUp or border.diagonalDown)
            hides = style.numFmt is not None or is_crossed
            hides = hides or (font is not None and bool(font.strike or SIGNS.search(font.name or "")))
            ground = ground_of_fill(fill, looks, "") if isinstance(fill, GradientFill) else ""
            if isinstance(fill, PatternFill):
                # The ground of a condition stands in the colour that patterns have behind them.
                said = [each for each in (fill.bgColor, fill.fgColor) if each is not None and each.rgb != UNSAID]
                ground = looks.rgb(said[0], "") if said else ""
            yield Condition(areas, hides, looks.rgb(None if font is None else font.color, ""), ground, *compared)
