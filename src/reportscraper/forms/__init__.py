"""The official forms as data: one TOML file a form, with its tables, labels, variants, units and meanings.

A new form is a new file named by its first report year and an entry in `model.FormId`; a new spelling of a label is a
word in ``variants``. Nothing else in the reader knows an indicator by name.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from reportscraper.model import FormId, Indicator
from reportscraper.resources import load

Layout = Literal["blocks", "matrix", "outcomes", "list"]
"""How a table is built: headed blocks (ch. 2), rows × applicants (ch. 3), blocks × outcomes (ch. 4), a list of rows."""

Role = Literal["", "label", "unit", "value", "skip"]

CellKey = tuple[str, str]
"""Row key and column key of a cell within its table."""


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """A row or a column of a table, or an indicator that stands outside the tables."""

    key: str
    label: str
    variants: tuple[str, ...] = ()
    parent: str = ""
    unit: str = ""
    printed: str = ""
    """The unit of the print where it is not ``unit`` and no unit is printed beside the figure."""
    en: str = ""
    group: bool = False
    """Printed as a label without figures; its figure is the sum of the rows under it."""
    role: Role = ""


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """An indicator at a row and a column of a table."""

    id: str
    row: str
    column: str
    zh: str
    unit: str
    en: str
    signed: bool = False
    """The figure is a change, so it may be below zero or worded 增 and 减."""


class Expected(Struct, frozen=True):
    """What a cell of a table holds: indicator, applicant (None outside the matrix), and the unit of the figure."""

    indicator: str
    applicant: str | None
    unit: str
    printed: str
    signed: bool = False


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """An official table. ``heads`` are labels that carry no figure."""

    id: str
    zh: str
    layout: Layout
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    heads: tuple[str, ...] = ()
    cells: tuple[Place, ...] = ()
    optional: bool = False
    """Rows that are not printed are not missing."""
    figures: dict[CellKey, Expected] = {}
    """Every figure the table holds, in printed order; filled in when the form is loaded."""


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """One official form and the report years it was made for."""

    id: FormId
    first_year: int
    tables: tuple[Table, ...]
    last_year: int | None = None
    document: str = ""
    derived: tuple[Line, ...] = ()
    told: tuple[Line, ...] = ()

    def covers(self, year: int) -> bool:
        """Whether the form was in force for reports of that year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


@functools.cache
def load_forms() -> tuple[Form, ...]:
    """All forms, oldest first."""
    return tuple(_load(name) for name in get_args(FormId))


def _load(name: str) -> Form:
    form = load(f"forms/{name}.toml", Form)
    tables = tuple(msgspec.structs.replace(table, figures=_expected(table)) for table in form.tables)
    return msgspec.structs.replace(form, tables=tables)


@functools.cache
def catalogue() -> tuple[Indicator, ...]:
    """Every indicator of every form, newest form first, each form in printed order.

    Wording and unit are those of the newest form that has the indicator; ``derived`` means that no form prints it.
    """
    found: dict[str, Indicator] = {}
    for form in reversed(load_forms()):
        for indicator in _indicators(form):
            known = found.get(indicator.id)
            found[indicator.id] = indicator if known is None else _merged(known, indicator)
    return tuple(found.values())


@functools.cache
def applicants() -> tuple[tuple[str, str, str], ...]:
    """The seven kinds of applicant (申请人情况) of chapter 3, in printed order: (id, label, meaning)."""
    matrix = next(table for table in load_forms()[-1].tables if table.layout == "matrix")
    return tuple((column.key, column.label, column.en) for column in matrix.columns)


def form_of_year(year: int) -> FormId | None:
    """The form in force for reports of a year, None before the first."""
    return next((form.id for form in load_forms() if form.covers(year)), None)


def _expected(table: Table) -> dict[CellKey, Expected]:
    if table.cells:
        return {
            (place.row, place.column): Expected(place.id, None, place.unit, place.unit, place.signed)
            for place in table.cells
        }
    if table.layout == "list":
        return {(row.key, "value"): Expected(row.key, None, row.unit, row.printed or row.unit) for row in table.rows}
    return {
        (row.key, column.key): Expected(row.key, column.key, row.unit, row.unit)
        for row in table.rows
        if not row.group
        for column in table.columns
    }


def _indicators(form: Form) -> Iterator[Indicator]:
    for table in form.tables:
        for place in table.cells:
            yield Indicator(place.id, place.zh, place.en, place.unit, (form.id,), table.id)
        for row in () if table.cells else table.rows:
            yield Indicator(row.key, row.label, row.en, row.unit, (form.id,), table.id, row.group)
    for line in form.derived:
        yield Indicator(line.key, line.label, line.en, line.unit, (form.id,), "derived", derived=True)
    for line in form.told:
        yield Indicator(line.key, line.label, line.en, line.unit, (form.id,), "prose")


def _merged(known: Indicator, older: Indicator) -> Indicator:
    forms: tuple[FormId, ...] = (*older.forms, *known.forms)
    return msgspec.structs.replace(known, forms=forms, derived=known.derived and older.derived)
