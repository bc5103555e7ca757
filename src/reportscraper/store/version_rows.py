"""What belongs to one version of a report: figures, text, statements, files, findings. Written, emptied, read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from msgspec import Struct

from reportscraper.errors import StoreError
from reportscraper.model import Finding, Report
from reportscraper.store import doubts, points, rows
from reportscraper.store.by_name import read_row, read_rows
from reportscraper.store.inserts import insert
from reportscraper.store.search import spaced

_EMPTIED = ("figure", "section", "statement", "attachment", "part", "proposal", "series_point")

_STORED_FIGURES = """
SELECT indicator.code AS indicator, coalesce(applicant.code, '') AS applicant, kind, value
FROM figure JOIN indicator ON indicator.id = indicator_id JOIN applicant ON applicant.id = applicant_id
WHERE version_id = ?
"""

_STORED_PROPOSALS = """
SELECT indicator.code AS indicator, coalesce(applicant.code, '') AS applicant, raw
FROM proposal JOIN indicator ON indicator.id = indicator_id JOIN applicant ON applicant.id = applicant_id
WHERE version_id = ?
"""


_SUBJECT = """
SELECT body.county_code AS county_code, body.name AS body, report.year AS year, version.number AS number
FROM report_version AS version JOIN report ON report.id = version.report_id JOIN body ON body.id = report.body_id
WHERE version.id = ?
"""


class _Subject(Struct, frozen=True):
    county_code: str
    body: str
    year: int
    number: int


class _Indexed(Struct, frozen=True):
    id: int
    heading: str
    text: str


class _Indicator(Struct, frozen=True):
    id: int
    code: str
    unit: str


class VersionRows:
    """Writes inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.forget_cached()

    def forget_cached(self) -> None:
        """Read the numbers of indicators again, as needed after a change to them or an undone transaction."""
        self._indicators: dict[str, tuple[int, str]] = {}
        self._applicants: dict[str | None, int] = {}

    def fill(self, report: Report, version_id: int, *, base: str, captures: Sequence[int]) -> None:
        """Write a version that has nothing yet, but for its findings. ``base`` is the page's address, ``captures`` its parts'."""
        self._load_numbers()
        figures, notes = rows.figure_rows(report.figures, version_id, self._indicators, self._applicants)
        sections = rows.section_rows(report, version_id)
        for table, made in (
            ("figure", figures),
            ("figure_note", notes),
            ("section", sections),
            ("section_fts", [(row[0], spaced(row[4]), spaced(row[5])) for row in sections]),
            ("statement", rows.statement_rows(report, version_id)),
            ("attachment", rows.attachment_rows(report, version_id, base)),
            ("part", rows.part_rows(report, version_id, captures)),
            ("proposal", rows.proposal_rows(report, version_id, self._indicators, self._applicants)),
        ):
            insert(self._connection, table, made)
        points.fill(self._connection, version_id, report)

    def empty(self, version_id: int) -> None:
        """Delete everything of a version but itself and its findings."""
        self.unindex(version_id)
        for table in _EMPTIED:
            self._connection.execute(f"DELETE FROM {table} WHERE version_id = ?", (version_id,))  # noqa: S608

    def unindex(self, version_id: int) -> None:
        """Take a version's sections out of the search index, which needs their text for that."""
        found = self._connection.execute("SELECT id, heading, text FROM section WHERE version_id = ?", (version_id,))
        self._connection.executemany(
            "INSERT INTO section_fts (section_fts, rowid, heading, text) VALUES ('delete', ?, ?, ?)",
            [(each.id, spaced(each.heading), spaced(each.text)) for each in read_rows(found, _Indexed)],
        )

    def replace_findings(self, version_id: int, findings: Iterable[Finding], *, source: str) -> None:
        """Replace the findings of one source on a version."""
        subject = read_row(self._connection.execute(_SUBJECT, (version_id,)), _Subject)
        if subject is None:
            raise StoreError(f"no version {version_id}")
        self._connection.execute("DELETE FROM finding WHERE version_id = ? AND source = ?", (version_id, source))
        made = rows.finding_rows(
            findings,
            place=(subject.county_code, subject.body, subject.year),
            county_code=subject.county_code,
            version=rows.NumberedVersion(version_id, subject.number),
            source=source,
        )
        insert(self._connection, "finding", made)
        doubts.link(self._connection, [version_id])

    def comparable_content(self, version_id: int) -> rows.Comparable:
        """What a stored version says, as `rows.comparable_content` gives it of a report."""
        title = self._connection.execute("SELECT title FROM report_version WHERE id = ?", (version_id,)).fetchone()[0]
        sections = self._connection.execute(
            "SELECT kind, heading, text FROM section WHERE version_id = ? ORDER BY position", (version_id,)
        )
        return rows.Comparable.of(
            title,
            read_rows(sections, rows.ComparableSection),
            read_rows(self._connection.execute(_STORED_FIGURES, (version_id,)), rows.ComparableFigure),
            read_rows(self._connection.execute(_STORED_PROPOSALS, (version_id,)), rows.ComparablePicture),
        )

    def _load_numbers(self) -> None:
        if not self._indicators:
            found = read_rows(self._connection.execute("SELECT id, code, unit FROM indicator"), _Indicator)
            self._indicators = {each.code: (each.id, each.unit) for each in found}
            self._applicants = dict(self._connection.execute("SELECT code, id FROM applicant"))
