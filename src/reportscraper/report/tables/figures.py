"""Cells of an official table made figures: units, and findings on prints that need a second look."""

from __future__ import annotations

import functools

from reportscraper.forms import Expected
from reportscraper.model import Figure, Finding, Severity, Value
from reportscraper.report.tables.cells import digit_runs, is_approximate, is_change, read_value
from reportscraper.report.tables.recognise_base import Spot
from reportscraper.text import simplify, squeeze

_LARGE = str.maketrans("萬億", "万亿")
_MONEY = ("亿元", "百万元", "万元", "千元", "元")


def make_figure(spot: Spot, expected: Expected, findings: list[Finding]) -> Figure:
    """The figure printed at a spot; what a reader must know of the print is added to the findings."""
    cell, table, indicator, applicant = spot.cell, spot.table, expected.indicator, expected.applicant
    value, notes = _read(cell.text, spot.unit, expected.unit, expected.printed, expected.signed)
    for rule, severity, message in notes:
        where = ((indicator, applicant),)
        findings.append(Finding(rule, severity, f"{message}: {cell.text!r}", where, table, cell.row, cell.column))
    return Figure(indicator, applicant, value.value, value.kind, value.raw, expected.unit, table, cell.row, cell.column)


def missing_figure(expected: Expected, table: int, row: int, column: int) -> Figure:
    """The figure of a cell that was not printed; row or column is 0 where not even the label was found."""
    return Figure(expected.indicator, expected.applicant, None, "missing", "", expected.unit, table, row, column)


_Note = tuple[str, Severity, str]


@functools.lru_cache(8192)
def _read(text: str, beside: str, unit: str, usual: str, signed: bool) -> tuple[Value, tuple[_Note, ...]]:
    value = read_value(text, unit=unit)
    if value.kind == "unreadable":
        rule = "two_numbers" if digit_runs(text) > 1 else "unreadable_cell"
        return value, ((rule, "warning", "not read"),)
    if value.kind != "number":
        return value, ()
    notes: list[_Note] = []
    if unit in _MONEY and not value.unit:
        value, notes = _with_unit(text, beside, unit, usual, value)
    if is_change(value) and not signed:
        return Value(None, "unreadable", text), (("unreadable_cell", "warning", "a change where a count is expected"),)
    return value, (*notes, *_oddities(value, unit, signed=signed))


def _with_unit(text: str, beside: str, wanted: str, usual: str, value: Value) -> tuple[Value, list[_Note]]:
    """An amount without a unit of its own is in the unit printed beside it, else in the form's, which is then said."""
    wording = simplify(squeeze(beside)).translate(_LARGE)
    printed = next((unit for unit in _MONEY if unit in wording), None)
    unit = printed or usual
    notes: list[_Note] = []
    if printed is None and value.value:
        notes.append(("unit_assumed", "info", f"no unit printed, taken as {unit}"))
    if unit != usual:
        notes.append(("unit_differs", "warning", f"converted from {unit}, the form has {usual}"))
    if unit == wanted:
        return value, notes
    in_unit = read_value(f"{text}{unit}", unit=wanted)
    return Value(in_unit.value, in_unit.kind, text, ""), notes


def _oddities(value: Value, unit: str, *, signed: bool) -> list[_Note]:
    notes: list[_Note] = []
    if is_approximate(value):
        notes.append(("approximate_cell", "warning", "printed as a round figure or a bound"))
    if value.value is not None and value.value < 0 and not signed:
        notes.append(("negative_count", "error", "below zero"))
    if isinstance(value.value, float) and unit not in _MONEY:
        notes.append(("fractional_count", "error", "not a whole number"))
    return notes
