"""The official forms, each described once: a file named by its first report year is a form, and nothing else names it. A province's
own table is a form as well, its file named by year and province (`2009-fujian.toml`); no place or year makes a report one of it,
only what its table prints.

A new form is a new file; a new spelling of a label is a word in ``variants``. Files beside them hold what forms share:
`identities.toml`, `series.toml` (concepts that join them, rates, the figures of ``report_summary``) and `labels.toml`. A form that
lacks a piece is refused by `load_forms`, with the name of its file and of the piece.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import msgspec

from reportscraper.forms.form import CellKey, ExpectedCell, Form, FormCell, FormLine, Identity, Layout, Table
from reportscraper.forms.loading import FOLDERS, in_force, load_forms
from reportscraper.model import FormId, Indicator

__all__ = [
    "FOLDERS", "CellKey", "ExpectedCell", "Form", "FormCell", "FormLine", "Identity", "Layout", "Table",
    "applicants", "catalogue", "form_named", "form_of_year", "in_force", "load_forms",
]  # fmt: skip


def form_named(form: FormId | None) -> Form | None:
    """The form of that name, None where none is called so."""
    return next((each for each in load_forms() if each.id == form), None)


def form_of_year(year: int) -> FormId | None:
    """The nation's form in force for reports of a year, None before the first."""
    form = in_force(year)
    return form.id if form else None


@functools.cache
def catalogue() -> tuple[Indicator, ...]:
    """Every indicator of every form, the nation's newest form first, each form in printed order.

    Wording and unit are those of the newest form that has the indicator; ``derived`` means that no form prints it.
    """
    found: dict[str, Indicator] = {}
    for form in reversed(load_forms()):
        for indicator in _indicators_of_form(form):
            known = found.setdefault(indicator.id, indicator)
            if known is not indicator:
                forms, derived = (*indicator.forms, *known.forms), known.derived and indicator.derived
                found[indicator.id] = msgspec.structs.replace(known, forms=forms, derived=derived)
    return tuple(found.values())


@functools.cache
def applicants() -> tuple[tuple[str, str, str], ...]:
    """The kinds of applicant (申请人情况) in the order of the newest matrix: (id, label, meaning)."""
    matrix = next(form.matrix for form in reversed(load_forms()) if form.matrix)
    return tuple((column.key, column.label, column.en) for column in matrix.columns)


def _indicators_of_form(form: Form) -> Iterator[Indicator]:
    for table in form.tables:
        for place in table.cells:
            yield Indicator(place.id, place.zh, place.en, place.unit, (form.id,), table.id)
        for row in () if table.cells else table.rows:
            yield Indicator(row.key, row.label, row.en, row.unit, (form.id,), table.id, row.group)
    for line in form.derived:
        yield Indicator(line.key, line.label, line.en, line.unit, (form.id,), "derived", derived=True)
    for line in form.told:
        yield Indicator(line.key, line.label, line.en, line.unit, (form.id,), "prose")
