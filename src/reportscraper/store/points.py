"""The tables of series: the catalogue as rows, and the points of each version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from reportscraper.forms.series import Cell, Number, Said, measures, parts, points, series_catalogue
from reportscraper.model import FormId, Report
from reportscraper.store.by_name import insert, read_rows
from reportscraper.store.rows import json_text
from reportscraper.store.script import named_statements

SPOKEN = ("count", "negative_statement")
"""Kinds of statement that give a figure of the report's own year."""

_SQL = named_statements("points")


class SeriesRow(Struct, frozen=True):
    """``series``."""

    id: int
    code: str
    topic: str
    zh: str
    en: str
    unit: str
    note: str


class SeriesPartRow(Struct, frozen=True):
    """``series_part``."""

    id: int
    series_id: int
    form: FormId | None
    source: str
    exactness: str
    cells: str
    indicator: str | None


class MeasureRow(Struct, frozen=True):
    """``measures``."""

    id: int
    code: str
    zh: str
    en: str
    unit: str
    formula: str


class PointRow(Struct, frozen=True):
    """``series_point``."""

    version_id: int
    series_id: int
    value: Number
    part_id: int


class _Version(Struct, frozen=True):
    id: int
    form: FormId | None


class _Value(Struct, frozen=True):
    indicator: str
    applicant: str | None
    value: Number


class _Said(Struct, frozen=True):
    indicator: str
    value: Number
    unit: str


def seed(connection: sqlite3.Connection) -> bool:
    """Bring the catalogue up to date; where it has changed, the points of all versions are made anew, and True comes back."""
    wanted: dict[str, list[Any]] = {
        "series": [
            SeriesRow(number, each.code, each.topic, each.zh, each.en, each.unit, each.note)
            for number, each in enumerate(series_catalogue(), 1)
        ],
        "series_part": [
            SeriesPartRow(
                each.id, each.series_id, each.form, each.source, each.exactness, json_text(each.cells), each.indicator
            )
            for each in parts()
        ],
        "measures": [
            MeasureRow(number, each.code, each.zh, each.en, "%", each.formula)
            for number, each in enumerate(measures(), 1)
        ],
    }
    if all(
        list(read_rows(connection.execute(f"SELECT * FROM {table} ORDER BY id"), type(rows[0]))) == rows  # noqa: S608
        for table, rows in wanted.items()
    ):
        return False
    for table in ("series_point", "measures", "series_part", "series"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    for table, rows in wanted.items():
        insert(connection, table, rows)
    for version in list(read_rows(connection.execute("SELECT id, form FROM report_version"), _Version)):
        values = read_rows(connection.execute(_SQL["stored_values"], (version.id,)), _Value)
        said = read_rows(connection.execute(_SQL["stored_said"], (version.id, *SPOKEN)), _Said)
        _write(
            connection,
            version.id,
            version.form,
            {(each.indicator, each.applicant): each.value for each in values},
            [(each.indicator, each.value, each.unit) for each in said],
        )
    return True


def fill(connection: sqlite3.Connection, version_id: int, report: Report) -> None:
    """Write the points of a version that has none yet."""
    values = {
        (figure.indicator, figure.applicant): figure.value for figure in report.figures if figure.value is not None
    }
    said = [
        (statement.indicator, statement.value, statement.unit)
        for statement in report.statements
        if statement.indicator and statement.kind in SPOKEN
    ]
    _write(connection, version_id, report.form, values, said)


def _write(
    connection: sqlite3.Connection,
    version_id: int,
    form: FormId | None,
    values: Mapping[Cell, Number],
    said: Iterable[Said],
) -> None:
    made = [PointRow(version_id, series, value, part) for series, value, part in points(form, values, said)]
    insert(connection, "series_point", made)
