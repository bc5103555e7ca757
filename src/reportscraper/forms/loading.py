"""Loading the form files, and refusing those that lack a piece."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from msgspec.structs import replace

from reportscraper.errors import InputError
from reportscraper.forms.form import CellKey, ExpectedCell, Form, Identity, Table, as_cell
from reportscraper.forms.rules import rules
from reportscraper.forms.shared import concepts, labels, shared_identities
from reportscraper.resources import decode_toml

FOLDERS: list[Traversable] = [files("reportscraper") / "forms"]
"""Where form files are looked for. A program may add a folder of its own before anything else is asked of this package."""

_FILE = re.compile(r"\d{4}(-[a-z]+)?\.toml")


@functools.cache
def load_forms() -> tuple[Form, ...]:
    """All forms: those of provinces, then the nation's, each oldest first.

    Raises InputError, naming file and piece, for a form that lacks one, and for what is shared and no form makes use of.
    """
    found: dict[str, Form] = {}
    for file in (each for folder in FOLDERS for each in folder.iterdir() if _FILE.fullmatch(each.name)):
        form = decode_toml(file.read_text(encoding="utf-8"), Form, f"forms/{file.name}")
        tables = (
            replace(table, figures=_figures_of_table(table), heads=(*table.heads, *table.drawn_heads))
            for table in form.tables
        )
        form = replace(form, tables=tuple(tables))
        for problem in form_problems(form, file.name):
            raise InputError(f"forms/{file.name}: {problem}")
        if form.id in found:
            raise InputError(f"forms/{file.name}: there is another form {form.id}")
        found[form.id] = form
    forms = sorted(found.values(), key=lambda form: (not form.province, form.first_year, form.id))
    for problem in _shared_problems(forms):
        raise InputError(problem)
    layouts: dict[str, str] = {}
    for each in forms:
        for table in each.tables:
            if layouts.setdefault(table.id, table.layout) != table.layout:
                raise InputError(f"forms/{each.id}.toml: table {table.id}: the layout is not that of the forms before")
    return tuple(forms)


def _shared_problems(forms: list[Form]) -> Iterator[str]:
    """What the forms share and none makes use of: it would never be checked or shown, and nobody would see that."""
    named = {name for form in forms for name in form.identities}
    for idle in sorted(shared_identities().keys() - named):
        yield f"forms/identities.toml: identity {idle}: no form names it among its identities"
    lines = {line.key for form in forms for line in (*form.derived, *form.told)}
    known = lines | {indicator for form in forms for indicator, _ in form.cells}
    for each in concepts().series:
        if each.prose and each.prose.indicator not in known:
            yield f"forms/series.toml: series {each.code}: no form prints {each.prose.indicator} or has it among told"


def in_force(year: int) -> Form | None:
    """The nation's form for reports of a year, None before the first."""
    return next((each for each in reversed(load_forms()) if not each.province and each.first_year <= year), None)


def _figures_of_table(table: Table) -> dict[CellKey, ExpectedCell]:
    if table.cells:
        return {
            (place.row, place.column): ExpectedCell(place.id, None, place.unit, place.unit, place.signed)
            for place in table.cells
        }
    if table.layout == "list":
        return {
            (row.key, "value"): ExpectedCell(row.key, None, row.unit, row.printed or row.unit) for row in table.rows
        }
    return {
        (row.key, column.key): ExpectedCell(row.key, column.key, row.unit, row.unit)
        for row in table.rows
        if not row.group
        for column in table.columns
    }


def form_problems(form: Form, name: str) -> Iterator[str]:
    """What the form lacks, or says and cannot mean."""
    year, _, place = form.id.partition("-")
    if f"{form.id}.toml" != name or year != str(form.first_year):
        yield f"id and first_year are the name of the file, not {form.id!r} and {form.first_year}"
    if not bool(place) == bool(form.province) == (form.last_year is not None):
        yield "province and last_year: a province's form has both, and its name behind the year in that of the file"
    for day in (form.deadline, *form.deadlines.values()):
        try:
            dt.date.fromisoformat(f"2001-{day}")
        except ValueError:
            yield f"deadline: {day} is no day of the year"
    if not form.tables:
        yield "tables: there is none"
    yield from _named_twice("tables", (table.id for table in form.tables))
    for table in form.tables:
        yield from (f"table {table.id}: {problem}" for problem in _table_problems(table))
        for label in _labels_drawn(table):
            if label not in form.words and label not in labels().words:
                yield f"words: table {table.id} has a heading without English: {label}"
    cells = (each.cell for table in form.tables for each in table.figures.values())
    yield from _named_twice("cells", ("/".join(filter(None, cell)) for cell in cells))
    yield from (f"line {line.key}: no English or no unit" for line in (*form.derived, *form.told) if not line.en)
    yield from _identity_problems(form)
    yield from _series_problems(form)


def _table_problems(table: Table) -> Iterator[str]:
    rows, columns = [row.key for row in table.rows], [column.key for column in table.columns]
    yield from _named_twice("rows", rows)
    yield from _named_twice("columns", columns)
    for row in table.rows:
        if row.parent and row.parent not in rows and row.parent not in table.heads:
            yield f"row {row.key}: its parent {row.parent} is neither a row nor one of the heads"
        if (
            table.layout == "matrix"
            and row.parent
            and all(row.parent != each.key or not each.group for each in table.rows)
        ):
            yield f"row {row.key}: its parent {row.parent} is no group"
        if not table.cells and not (row.unit and row.en):
            yield f"row {row.key}: no unit or no English"
    for place in table.cells:
        if place.row not in rows or place.column not in columns:
            yield f"cell {place.id}: no such row or column"
    if bool(table.cells) != (table.layout in ("blocks", "outcomes")):
        yield f"cells: a table of layout {table.layout} {'has no' if table.cells else 'needs'} cells"
    yield from _print_problems(table, rows)


def _print_problems(table: Table, rows: list[str]) -> Iterator[str]:
    """What is missing to draw the table."""
    match table.layout:
        case "blocks":
            if sorted(row for block in table.blocks for row in block.rows) != sorted(rows):
                yield "blocks: they must name each row once"
            for block in table.blocks:
                if len({tuple(column for at, column in table.figures if at == row) for row in block.rows}) != 1:
                    yield f"blocks: the rows of {block.title} have different columns"
        case "matrix":
            yield from _matrix_problems(table, rows)
        case "outcomes":
            if len(table.figures) != len(rows) * len(table.columns):
                yield "cells: one is needed for each row and column"
        case "list":
            if table.order and sorted(table.order) != sorted(rows):
                yield "order: it must name each row once"
            yield from (f"headings: no row {each.before}" for each in table.headings if each.before not in rows)


def _matrix_problems(table: Table, rows: list[str]) -> Iterator[str]:
    known = {each.code for each in labels().applicant}
    for column in table.columns:
        if column.key not in known or not column.en:
            yield f"column {column.key}: no English, or no applicant of labels.toml"
    if all(column.key != "total" for column in table.columns) or not any(column.parent for column in table.columns):
        yield "columns: the total and those under a heading are needed"
    if not table.corner or table.results is None:
        yield "corner and results: both are needed to draw a matrix"
    elif not {table.results.first, table.results.last} <= set(rows):
        yield "results: no such rows"


def _labels_drawn(table: Table) -> Iterator[str]:
    """Labels that are drawn and have no English of their own."""
    yield from table.drawn_heads
    if table.layout != "list":
        yield from (column.label for column in table.columns)
        yield from (column.parent for column in table.columns if column.parent)
        yield from (row.label for row in table.rows if row.group or table.layout != "matrix")
        yield from (row.parent for row in table.rows if row.parent and table.layout == "outcomes")


def _identity_problems(form: Form) -> Iterator[str]:
    matrix = form.matrix
    rows, columns = ({line.key for line in lines} for lines in ((matrix.rows, matrix.columns) if matrix else ((), ())))
    scalars = {indicator for indicator, by in form.cells if by is None} | {line.key for line in form.derived}
    own = {each.id: each for each in form.identity}
    yield from _named_twice("identities", form.identities)
    yield from (f"identity {each}: not named among identities" for each in own if each not in form.identities)
    for name in form.identities:
        identity = own.get(name) or shared_identities().get(name)
        if identity is None:
            yield f"identities: {name} is neither here nor in identities.toml"
            continue
        if identity.scope != "prose" and (name in form.rules) == (name in rules()):
            yield f"identity {name}: rules.toml, or else the form, must say what its finding says"
        try:
            names = set(identity.parsed.names)
        except ValueError as error:
            yield f"identity {name}: {error}"
            continue
        known = _names_known(identity, rows, columns, scalars)
        unknown = sorted(names - known)
        # Of several sums that a sentence may mean, a form may lack some: 答复 is often the concluded requests, which 2008 does not print.
        if identity.scope == "prose" and any(
            known.issuperset(t.name for t in choice) for choice in identity.parsed.right
        ):
            unknown = []
        if identity.scope == "each" and not scalars.intersection(identity.over):
            unknown = [*identity.over]
        if unknown:
            yield f"identity {name}: the form has no {', '.join(unknown)}"


def _names_known(identity: Identity, rows: set[str], columns: set[str], scalars: set[str]) -> set[str]:
    """The names that mean something in a formula of that scope."""
    match identity.scope:
        case "applicants":
            return rows
        case "rows":
            return columns
        case "each":
            return {"cell"}
        case "prose":
            crossed = {f"{row}__{column}" for row in rows for column in columns}
            return rows | scalars | crossed | {identity.parsed.left[0].name}
        case "cross_year":
            return rows | scalars
    return scalars


def _series_problems(form: Form) -> Iterator[str]:
    known = {each.code: each for each in concepts().series}
    printed = {each.cell: each.unit for table in form.tables for each in table.figures.values()}
    units = {f"series {each.code}": each.unit for each in known.values()}
    units |= {f"summary {each.name}": each.unit for each in concepts().summary}
    given = [*dict.fromkeys(way.code for way in form.series), *form.said, *form.without]
    yield from _named_twice("series, said and without", given)
    yield from (f"series: {code} is not in series.toml" for code in given if code not in known)
    missing = [code for code in known if code not in given]
    if missing:
        yield f"series: nothing is said of {', '.join(missing)} (series, said or without)"
    yield from (f"said: the text never tells {code}" for code in form.said if code in known and not known[code].prose)
    ways = [(f"series {way.code}", way.cells) for way in form.series]
    names = [each.name for each in concepts().summary]
    if sorted(form.summary) != sorted(names):
        yield f"summary: {', '.join(sorted({*form.summary} ^ {*names}))} is missing or unknown"
    for name, cells in (*ways, *((f"summary {name}", cells) for name, cells in form.summary.items() if cells)):
        unknown = [cell for cell in cells if as_cell(cell) not in printed]
        if unknown or not cells:
            yield f"{name}: the form prints no {', '.join(unknown) or 'cells'}"
        # Counts are counts, whatever the measure word (条 and 件 of requests); sums of money are not.
        money = {printed[as_cell(cell)] for cell in cells if cell not in unknown}
        wanted = units.get(name, "")
        if any("元" in unit + wanted and unit != wanted for unit in money):
            yield f"{name}: the form prints {'、'.join(sorted(money))}, wanted is {wanted}"
    for name, cells in form.summary.items():
        if len({as_cell(cell)[1] for cell in cells}) > 1:
            yield f"summary {name}: the parts of a sum belong to one applicant"


def _named_twice(what: str, names: Iterable[str]) -> Iterator[str]:
    yield from (f"{what}: {name} stands there twice" for name, count in Counter(names).items() if count > 1)
