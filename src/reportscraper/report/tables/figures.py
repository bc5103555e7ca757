"""Cells of an official table made figures: units, and findings on prints that need a second look."""

from __future__ import annotations

import functools

from msgspec import Struct

from reportscraper.forms import Expected
from reportscraper.forms.rules import finding
from reportscraper.model import Figure, Finding, Value
from reportscraper.report.tables.cells import digit_runs, is_approximate, is_change, read_value
from reportscraper.report.tables.recognise_base import Beside, Spot
from reportscraper.report.tables.units import MONEY, Unit, unit_for, unit_named


def make_figure(spot: Spot, expected: Expected) -> tuple[Figure, list[Finding]]:
    """The figure printed at a spot, and what a reader must know of the print."""
    cell, table, indicator, applicant = spot.cell, spot.table, expected.indicator, expected.applicant
    value, notes = _read(cell.text, spot.beside, expected.unit, expected.printed, expected.signed)
    figure = Figure(
        indicator, applicant, value.value, value.kind, value.raw, expected.unit, table, cell.row, cell.column
    )
    if not notes:
        return figure, []
    return figure, [
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
    ]


def missing_figure(expected: Expected, table: int, row: int, column: int) -> Figure:
    """The figure of a cell that was not printed; row or column is 0 where not even the label was found."""
    return Figure(expected.indicator, expected.applicant, None, "missing", "", expected.unit, table, row, column)


class _Note(Struct, frozen=True):
    """A rule that a print breaks, and the unit that it was taken to be in."""

    rule: str
    wording: str = ""
    unit: str = ""


@functools.lru_cache(8192)
def _read(text: str, beside: Beside, wanted: str, usual: str, signed: bool) -> tuple[Value, tuple[_Note, ...]]:
    value = read_value(text, unit=wanted)
    notes: list[_Note] = []
    if value.kind in ("number", "unreadable") and value.unit in ("", "¥"):
        unit = unit_for(wanted, beside.units, beside.declared)
        if value.unit and isinstance(unit, Unit) and unit.factor != 1:
            unit = (Unit(value.unit, "money"), unit)
        if isinstance(unit, tuple):
            # Nothing is nothing in any unit of money; nothing in per cent, or no persons, is another figure.
            if value.kind == "number" and (
                value.value or wanted not in MONEY or any(each.kind != "money" for each in unit)
            ):
                names = "、".join(each.name for each in unit)
                return Value(None, "unreadable", text), (_Note("unit_conflict", unit=names),)
            unit = None
        elif unit is None and wanted in MONEY and not value.unit:
            unit = unit_named(usual)
            if value.value:
                notes.append(_Note("unit_assumed", unit=usual))
        value = read_value(text, unit=wanted, printed=unit)
        if value.value and unit is not None and unit.factor != (MONEY[usual] if wanted in MONEY else 1):
            notes.append(_Note("unit_differs", unit=unit.name))
    if value.kind == "unreadable":
        rule = "two_numbers" if digit_runs(text) > 1 else "unreadable_cell"
        return value, (_Note(rule),)
    if value.kind != "number":
        return value, ()
    if is_change(value) and not signed:
        return Value(None, "unreadable", text), (_Note("unreadable_cell", "change"),)
    return value, (*notes, *_oddities(value, wanted, signed=signed))


def _oddities(value: Value, unit: str, *, signed: bool) -> list[_Note]:
    notes: list[_Note] = []
    if is_approximate(value):
        notes.append(_Note("approximate_cell"))
    if value.value is not None and value.value < 0 and not signed:
        notes.append(_Note("negative_count"))
    if isinstance(value.value, float) and unit not in MONEY:
        notes.append(_Note("fractional_count"))
    return notes
