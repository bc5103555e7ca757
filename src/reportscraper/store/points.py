"""The tables of series: the catalogue as rows, and the points of each version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from reportscraper.forms.series import Cell, Number, Said, catalogue, measures, parts, points
from reportscraper.model import FormId, Report
from reportscraper.store.inserts import insert
from reportscraper.store.rows import Row, json_text

SPOKEN = ("count", "negative_statement")
"""Kinds of statement that give a figure of the report's own year."""

_INSERTS = {
    "series": "INSERT INTO series (id, code, topic, zh, en, unit, note) VALUES (?, ?, ?, ?, ?, ?, ?)",
    "series_part": "INSERT INTO series_part (id, series_id, form, source, exactness, cells, indicator) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)",
    "measures": "INSERT INTO measures (id, code, zh, en, unit, formula) VALUES (?, ?, ?, ?, ?, ?)",
}


def seed(connection: sqlite3.Connection) -> None:
    """Bring the catalogue up to date; where it has changed, the points of all versions are made anew."""
    wanted = _catalogue_rows()
    if all(connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() == wanted[table] for table in wanted):  # noqa: S608
        return
    for table in ("series_point", "measures", "series_part", "series"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    for table, statement in _INSERTS.items():
        connection.executemany(statement, wanted[table])
    for version_id, form in connection.execute("SELECT id, form FROM report_version").fetchall():
        _write(
            connection, version_id, form, _stored_values(connection, version_id), _stored_said(connection, version_id)
        )


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
    made = [(version_id, series, value, part) for series, value, part in points(form, values, said)]
    insert(connection, "series_point", made)


def _catalogue_rows() -> dict[str, list[Row]]:
    return {
        "series": [
            (number, each.code, each.topic, each.zh, each.en, each.unit, each.note)
            for number, each in enumerate(catalogue(), 1)
        ],
        "series_part": [
            (each.id, each.series_id, each.form, each.source, each.exactness, json_text(each.cells), each.indicator)
            for each in parts()
        ],
        "measures": [
            (number, each.code, each.zh, each.en, "%", each.formula) for number, each in enumerate(measures(), 1)
        ],
    }


def _stored_values(connection: sqlite3.Connection, version_id: int) -> dict[Cell, Number]:
    found = connection.execute(
        "SELECT indicator.code, applicant.code, value FROM figure JOIN indicator ON indicator.id = indicator_id "
        "JOIN applicant ON applicant.id = applicant_id WHERE version_id = ? AND value IS NOT NULL",
        (version_id,),
    )
    return {(indicator, applicant): value for indicator, applicant, value in found}


def _stored_said(connection: sqlite3.Connection, version_id: int) -> list[Said]:
    return connection.execute(
        "SELECT indicator_code, value, unit FROM statement WHERE version_id = ? AND indicator_code IS NOT NULL "
        "AND kind IN (?, ?)",
        (version_id, *SPOKEN),
    ).fetchall()
