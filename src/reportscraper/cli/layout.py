"""The printed tables of the forms as lines, group rows and headings among them: the order in which figures are shown on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from reportscraper.forms import Table, load_forms
from reportscraper.forms.form import FormLine
from reportscraper.forms.naming import brief, english
from reportscraper.forms.rules import Words
from reportscraper.model import CellId


class PrintedLine(Struct, frozen=True):
    """A printed line, set in by its ``level``; its cells with the heads of their columns, none for a heading or group row."""

    label: Words
    level: int = 0
    cells: tuple[tuple[Words, CellId], ...] = ()


def lines_of(table: Table) -> Iterator[PrintedLine]:
    """The lines of a table in printed order."""
    return _LAYOUTS[table.layout](table)


def drawn_tables(form: str | None) -> list[Table]:
    """The tables of a form, then those of all others, the newest first: an old database may hold cells of a form that was given up."""
    forms = list(reversed(load_forms()))
    return [table for form_ in sorted(forms, key=lambda each: each.id != form) for table in form_.tables]


def table_title(table: Table) -> Words:
    """What a table is called."""
    return Words(table.title_en, table.title or table.zh)


def _label_words(label: str, meaning: str = "") -> Words:
    return Words(brief(meaning) or english(label) or label, label)


def _cells_of_row(table: Table, row: FormLine) -> tuple[tuple[Words, CellId], ...]:
    heads = {column.key: _label_words(column.label) for column in table.columns}
    return tuple((heads[column], found.cell) for (key, column), found in table.figures.items() if key == row.key)


def _block_lines(table: Table) -> Iterator[PrintedLine]:
    rows = {row.key: row for row in table.rows}
    for block in table.blocks:
        yield PrintedLine(_label_words(block.title))
        for key in block.rows:
            yield PrintedLine(_label_words(rows[key].label, rows[key].en), 1, _cells_of_row(table, rows[key]))


def _matrix_lines(table: Table) -> Iterator[PrintedLine]:
    groups = {row.key: row for row in table.rows if row.group}
    results, parent, inside = table.results, "", False
    for row in table.rows:
        if row.group:
            continue
        if results and row.key == results.first:
            inside = True
            yield PrintedLine(_label_words(results.title))
        if row.parent and row.parent != parent:
            group = groups[row.parent]
            yield PrintedLine(_label_words(group.label, english(group.label) or group.en), int(inside))
        parent = row.parent
        yield PrintedLine(_label_words(row.label, row.en), inside + bool(row.parent), _cells_of_row(table, row))
        if results and row.key == results.last:
            inside = False


def _outcome_lines(table: Table) -> Iterator[PrintedLine]:
    parent = ""
    for row in table.rows:
        if row.parent and row.parent != parent:
            yield PrintedLine(_label_words(row.parent))
        parent = row.parent
        yield PrintedLine(_label_words(row.label), int(bool(row.parent)), _cells_of_row(table, row))


def _list_lines(table: Table) -> Iterator[PrintedLine]:
    rows = {row.key: row for row in table.rows}
    headings = {heading.before: heading for heading in table.headings}
    for key in table.order or rows:
        if key in headings:
            yield PrintedLine(_label_words(headings[key].label), headings[key].level)
        cells = tuple((Words("", ""), found.cell) for (row, _), found in table.figures.items() if row == key)
        yield PrintedLine(_label_words(rows[key].shown or rows[key].label, rows[key].en), rows[key].level, cells)


_LAYOUTS = {"blocks": _block_lines, "matrix": _matrix_lines, "outcomes": _outcome_lines, "list": _list_lines}
