"""Cells of an official table made figures: units, and findings on prints that need a second look."""

from __future__ import annotations

import functools

from msgspec import Struct

from reportscraper.forms import Expected
from reportscraper.forms.rules import finding
from reportscraper.model import Figure, Finding, Value
from reportscraper.report.tables.cells import digit_runs, is_approximate, is_change, read_value
from reportscraper.report.tables.recognise_base import Spot
from reportscraper.text import simplify, squeeze

_LARGE = str.maketrans("萬億", "万亿")
_MONEY = ("亿元", "百万元", "万元", "千元", "元")


def make_figure(spot: Spot, expected: Expected, findings: list[Finding]) -> Figure:
    """The figure printed at a spot; what a reader must know of the print is added to the findings."""
    cell, table, indicator, applicant = spot.cell, spot.table, expected.indicator, expected.applicant
    value, notes = _read(cell.text, spot.unit, expected.unit, expected.printed, expected.signed)
    findings += (
        finding(
            note.rule,
            wording=note.wording,
            cells=((indicator, applicant),),
            table=table,
            row=cell.row,
            column=cell.column,
            text=cell.text,
            unit=note.unit,
            usual=expected.printed,
        )
        for note in notes
    )
    return Figure(indicator, applicant, value.value, value.kind, value.raw, expected.unit, table, cell.row, cell.column)


def missing_figure(expected: Expected, table: int, row: int, column: int) -> Figure:
    """The figure of a cell that was not printed; row or column is 0 where not even the label was found."""
    return Figure(expected.indicator, expected.applicant, None, "missing", "", expected.unit, table, row, column)


class _Note(Struct, frozen=True):
    """A rule that a print breaks, and the unit that it was taken to be in."""

    rule: str
    wording: str = ""
    unit: str = ""


@functools.lru_cache(8192)
def _read(text: str, beside: str, unit: str, usual: str, signed: bool) -> tuple[Value, tuple[_Note, ...]]:
    value = read_value(text, unit=unit)
    if value.kind == "unreadable":
        rule = "two_numbers" if digit_runs(text) > 1 else "unreadable_cell"
        return value, (_Note(rule),)
    if value.kind != "number":
        return value, ()
    notes: list[_Note] = []
    if unit in _MONEY and not value.unit:
        value, notes = _with_unit(text, beside, unit, usual, value)
    if is_change(value) and not signed:
        return Value(None, "unreadable", text), (_Note("unreadable_cell", "change"),)
    return value, (*notes, *_oddities(value, unit, signed=signed))


def _with_unit(text: str, beside: str, wanted: str, usual: str, value: Value) -> tuple[Value, list[_Note]]:
    """An amount without a unit of its own is in the unit printed beside it, else in the form's, which is then said."""
    wording = simplify(squeeze(beside)).translate(_LARGE)
    printed = next((unit for unit in _MONEY if unit in wording), None)
    unit = printed or usual
    notes: list[_Note] = []
    if printed is None and value.value:
        notes.append(_Note("unit_assumed", unit=unit))
    if unit != usual:
        notes.append(_Note("unit_differs", unit=unit))
    if unit == wanted:
        return value, notes
    in_unit = read_value(f"{text}{unit}", unit=wanted)
    return Value(in_unit.value, in_unit.kind, text, ""), notes


def _oddities(value: Value, unit: str, *, signed: bool) -> list[_Note]:
    notes: list[_Note] = []
    if is_approximate(value):
        notes.append(_Note("approximate_cell"))
    if value.value is not None and value.value < 0 and not signed:
        notes.append(_Note("negative_count"))
    if isinstance(value.value, float) and unit not in _MONEY:
        notes.append(_Note("fractional_count"))
    return notes
