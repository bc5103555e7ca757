"""A county's reports as the history checks want them, and where their findings go."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from reportscraper.errors import StoreError
from reportscraper.model import HistoryFinding, PastReport, SectionKind, SeriesPoint, Statement
from reportscraper.store.rows import Row, finding_rows

_REPORTS = """
SELECT version.id, body.name, body.level, report.year, version.form, version.published_on
FROM report
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN body ON body.id = report.body_id
WHERE body.county_code = ?
ORDER BY body.name, report.year
"""

_VALUES = """
SELECT indicator.code, applicant.code, figure.value
FROM figure JOIN indicator ON indicator.id = indicator_id JOIN applicant ON applicant.id = applicant_id
WHERE version_id = ? AND value IS NOT NULL
"""

# What only the text says is counted as each body likes, so it is not held against other years.
_SERIES = """
SELECT series.code, point.value, part.cells
FROM series CROSS JOIN series_point AS point ON point.series_id = series.id AND point.version_id = ?
JOIN series_part AS part ON part.id = point.part_id
WHERE part.source = 'table' AND part.exactness <> 'not_comparable'
"""

_SAID = """
SELECT section, measure, indicator_code, value, unit, qualifier, quote, quote_start, quote_end, kind, direction
FROM statement WHERE version_id = ? AND kind IN ('count', 'change') ORDER BY position
"""

_PROSE = "SELECT kind, text FROM section WHERE version_id = ? ORDER BY position"

_LABELS = """
SELECT code, zh FROM indicator UNION ALL SELECT code, zh FROM applicant WHERE code IS NOT NULL
UNION ALL SELECT code, zh FROM series
"""


def past_reports(connection: sqlite3.Connection, county_code: str) -> Iterator[PastReport]:
    """The current version of every report of a county, by body and year."""
    for version_id, body, level, year, form, published_on in connection.execute(_REPORTS, (county_code,)).fetchall():
        values = connection.execute(_VALUES, (version_id,))
        series = connection.execute(_SERIES, (version_id,))
        yield PastReport(
            body,
            level,
            year,
            form,
            published_on,
            {(indicator, applicant): value for indicator, applicant, value in values},
            {code: SeriesPoint(value, _cells(cells)) for code, value, cells in series},
            _prose(connection, version_id),
            tuple(Statement(*row) for row in connection.execute(_SAID, (version_id,))),
        )


def labels(connection: sqlite3.Connection) -> dict[str, str]:
    """The Chinese names of indicators, applicant types and series by code."""
    return dict(connection.execute(_LABELS).fetchall())


def history_rows(connection: sqlite3.Connection, county_code: str, findings: Iterable[HistoryFinding]) -> Iterator[Row]:
    """Rows of ``finding``: on the current version of the report where there is one, on body and year where not."""
    found = connection.execute("SELECT name, id FROM body WHERE county_code = ?", (county_code,)).fetchall()
    bodies: dict[str, int] = dict(found)
    ordered = sorted(findings, key=lambda each: (each.body, each.year))
    for (body, year), group in groupby(ordered, key=lambda each: (each.body, each.year)):
        if body not in bodies:
            raise StoreError(f"no body {body!r} in {county_code}")
        version = connection.execute(
            "SELECT version.id, version.number FROM report JOIN report_version AS version "
            "ON version.report_id = report.id AND version.is_current = 1 WHERE body_id = ? AND year = ?",
            (bodies[body], year),
        ).fetchone()
        yield from finding_rows(
            group,
            place=(county_code, body, year),
            county_code=county_code,
            version=version,
            source="history",
            about=(bodies[body], year),
        )


def _prose(connection: sqlite3.Connection, version_id: int) -> dict[SectionKind, str]:
    texts: dict[SectionKind, list[str]] = defaultdict(list)
    for kind, text in connection.execute(_PROSE, (version_id,)):
        texts[kind].append(text)
    return {kind: "\n".join(parts) for kind, parts in texts.items()}


def _cells(encoded: str) -> tuple[tuple[str, str | None], ...]:
    return msgspec.json.decode(encoded, type=tuple[tuple[str, str | None], ...])
