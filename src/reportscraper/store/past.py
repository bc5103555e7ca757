"""A county's reports as the history checks want them, and where their findings go."""

from __future__ import annotations

import functools
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec
from msgspec import Struct

from reportscraper.errors import StoreError
from reportscraper.model import (
    BodyLevel,
    CellId,
    FormId,
    HistoryFinding,
    PastReport,
    SectionKind,
    SeriesPoint,
    Statement,
)
from reportscraper.store import doubts
from reportscraper.store.by_name import insert, read_row, read_rows
from reportscraper.store.rows import FindingRow, NumberedVersion, digest, finding_rows

_REPORTS = """
SELECT version.id AS version_id, body.name AS body, body.level AS level, report.year AS year, version.form AS form,
  version.published_on AS published_on, coalesce(lineage.key, '') AS lineage
FROM report
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN body ON body.id = report.body_id
LEFT JOIN lineage ON lineage.id = body.lineage_id
WHERE body.county_code = ?
ORDER BY body.name, report.year
"""

# Whatever the checks of history are given: the readings that stand, whose they are, and the dates they are due at.
_BASIS = """
SELECT body.name, body.level, report.year, version.id, version.reading_hash
FROM body JOIN report ON report.body_id = body.id
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
WHERE body.county_code = ? ORDER BY version.id
"""

_CELLS = "SELECT indicator.id, applicant.id, indicator.code, applicant.code FROM indicator CROSS JOIN applicant"

_VALUES = "SELECT indicator_id, applicant_id, value FROM figure WHERE version_id = ? AND value IS NOT NULL"

# What only the text says is counted as each body likes, so it is not held against other years.
_SERIES = """
SELECT series.code AS code, point.value AS value, part.cells AS cells
FROM series_point AS point
CROSS JOIN series_part AS part ON part.id = point.part_id
CROSS JOIN series ON series.id = point.series_id
WHERE point.version_id = ? AND part.source = 'table' AND part.exactness <> 'not_comparable'
"""

_SAID = """
SELECT section, measure, indicator_code AS indicator, value, unit, qualifier, kind, direction,
  quote, quote_start AS start, quote_end AS "end"
FROM statement WHERE version_id = ? AND kind IN ('count', 'change') ORDER BY position
"""

_PROSE = "SELECT kind, text FROM section WHERE version_id = ? ORDER BY position"

_CURRENT = """
SELECT version.id AS id, version.number AS number
FROM report JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
WHERE body_id = ? AND year = ?
"""


class _CurrentReport(Struct, frozen=True):
    version_id: int
    body: str
    level: BodyLevel
    year: int
    form: FormId | None
    published_on: str | None
    lineage: str


class _Point(Struct, frozen=True):
    code: str
    value: int | float
    cells: str


class _Body(Struct, frozen=True):
    id: int
    name: str


class _Prose(Struct, frozen=True):
    kind: SectionKind
    text: str


decode_cells = functools.cache(msgspec.json.Decoder(tuple[tuple[str, str | None], ...]).decode)


def past_reports(connection: sqlite3.Connection, county_code: str) -> Iterator[PastReport]:
    """The current version of every report of a county, by body and year."""
    cells: dict[tuple[int, int], CellId] = {tuple(row[:2]): row[2:] for row in connection.execute(_CELLS)}
    for report in list(read_rows(connection.execute(_REPORTS, (county_code,)), _CurrentReport)):
        version = (report.version_id,)
        values = connection.execute(_VALUES, version)
        series = read_rows(connection.execute(_SERIES, version), _Point)
        prose: dict[SectionKind, list[str]] = defaultdict(list)
        for section in read_rows(connection.execute(_PROSE, version), _Prose):
            prose[section.kind].append(section.text)
        yield PastReport(
            body=report.body,
            level=report.level,
            year=report.year,
            form=report.form,
            published_on=report.published_on,
            lineage=report.lineage,
            values={cells[indicator, applicant]: value for indicator, applicant, value in values},
            series={each.code: SeriesPoint(each.value, decode_cells(each.cells)) for each in series},
            prose={kind: "\n".join(texts) for kind, texts in prose.items()},
            statements=tuple(read_rows(connection.execute(_SAID, version), Statement)),
        )


def _basis(connection: sqlite3.Connection, county_code: str, parser_version: str) -> str:
    deadlines = connection.execute("SELECT deadlines FROM county WHERE code = ?", (county_code,)).fetchone()
    return digest((parser_version, deadlines, connection.execute(_BASIS, (county_code,)).fetchall()))


def is_compared(connection: sqlite3.Connection, county_code: str, parser_version: str) -> bool:
    """See `Store.is_compared`. A run that was killed before it compared left no mark, so the next one does."""
    found = connection.execute("SELECT basis FROM compared WHERE county_code = ?", (county_code,)).fetchone()
    return bool(found and found[0] == _basis(connection, county_code, parser_version))


def mark_compared(connection: sqlite3.Connection, county_code: str, parser_version: str) -> None:
    """Note what a county's findings of history are about."""
    basis = _basis(connection, county_code, parser_version)
    connection.execute("INSERT OR REPLACE INTO compared (county_code, basis) VALUES (?, ?)", (county_code, basis))


def save_history(connection: sqlite3.Connection, county_code: str, findings: Iterable[HistoryFinding]) -> None:
    """Replace a county's findings of history: on the current version of the report where there is one, on body and year where not."""
    connection.execute("DELETE FROM finding WHERE county_code = ? AND source = 'history'", (county_code,))
    found = connection.execute("SELECT id, name FROM body WHERE county_code = ?", (county_code,))
    bodies = {each.name: each.id for each in read_rows(found, _Body)}
    ordered = sorted(findings, key=lambda each: (each.body, each.year))
    rows: list[FindingRow] = []
    versions = []
    for (body, year), group in groupby(ordered, key=lambda each: (each.body, each.year)):
        if body not in bodies:
            raise StoreError(f"no body {body!r} in {county_code}")
        version = read_row(connection.execute(_CURRENT, (bodies[body], year)), NumberedVersion)
        rows += finding_rows(
            group,
            place=(county_code, body, year),
            county_code=county_code,
            version=version,
            source="history",
            about=(bodies[body], year),
        )
        versions += [version.id] if version else []
    insert(connection, "finding", rows)
    doubts.link(connection, versions)
