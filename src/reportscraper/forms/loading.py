"""Loading the form files, and refusing those that lack a piece."""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

from msgspec.structs import replace

from reportscraper.errors import InputError
from reportscraper.forms.complete import problems
from reportscraper.forms.form import CellKey, Expected, Form, Table
from reportscraper.resources import decode

FOLDERS: list[Traversable] = [files("reportscraper") / "forms"]
"""Where form files are looked for. A program may add a folder of its own before anything else is asked of this package."""

_FILE = re.compile(r"\d{4}(-[a-z]+)?\.toml")


@functools.cache
def load_forms() -> tuple[Form, ...]:
    """All forms: those of provinces, then the nation's, each oldest first.

    Raises InputError, naming file and piece, for a form that lacks one.
    """
    found: dict[str, Form] = {}
    for file in (each for folder in FOLDERS for each in folder.iterdir() if _FILE.fullmatch(each.name)):
        form = decode(file.read_text(encoding="utf-8"), Form, f"forms/{file.name}")
        tables = (
            replace(table, figures=_expected(table), heads=(*table.heads, *table.drawn_heads)) for table in form.tables
        )
        form = replace(form, tables=tuple(tables))
        for problem in problems(form, file.name):
            raise InputError(f"forms/{file.name}: {problem}")
        if form.id in found:
            raise InputError(f"forms/{file.name}: there is another form {form.id}")
        found[form.id] = form
    forms = sorted(found.values(), key=lambda form: (not form.province, form.first_year, form.id))
    layouts: dict[str, str] = {}
    for each in forms:
        for table in each.tables:
            if layouts.setdefault(table.id, table.layout) != table.layout:
                raise InputError(f"forms/{each.id}.toml: table {table.id}: the layout is not that of the forms before")
    return tuple(forms)


def in_force(year: int) -> Form | None:
    """The nation's form for reports of a year, None before the first."""
    return next((each for each in reversed(load_forms()) if not each.province and each.first_year <= year), None)


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
