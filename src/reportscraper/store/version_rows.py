"""What belongs to one version of a report: figures, text, statements, files, findings. Written, emptied, read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import asdict

from reportscraper.errors import StoreError
from reportscraper.model import Finding, FormId, Report
from reportscraper.store import comparable, doubts, points, rows
from reportscraper.store.by_name import insert, read_row, read_rows
from reportscraper.store.script import named_statements
from reportscraper.store.search import spaced

_EMPTIED = ("figure", "section", "statement", "attachment", "part", "proposal", "series_point")

_SQL = named_statements("version_rows")


class _Subject(Struct, frozen=True):
    county_code: str
    body: str
    year: int
    number: int


class _Indicator(Struct, frozen=True):
    id: int
    code: str
    unit: str


class Described(Struct, frozen=True):
    """What a version says of itself: columns of ``report_version`` that a better reading changes."""

    title: str | None
    form: FormId | None
    published_on: str | None
    period_start: str | None
    period_end: str | None
    issuer: str | None
    credit_code: str | None
    site_code: str | None
    encoding: str | None
    parser_version: str
    reading_hash: str
    figures: int
    statements: int


class NewVersion(Described, frozen=True):
    """A whole row of ``report_version``."""

    report_id: int
    number: int
    is_current: bool
    capture_id: int
    url: str


_INSERT_VERSION = (
    f"INSERT INTO report_version ({', '.join(NewVersion.__struct_fields__)}) "  # noqa: S608
    f"VALUES ({', '.join(f':{name}' for name in NewVersion.__struct_fields__)})"
)
_CHANGED = ", ".join(f"{name} = :{name}" for name in Described.__struct_fields__)
_UPDATE_VERSION = f"UPDATE report_version SET {_CHANGED} WHERE id = :id"  # noqa: S608


def describe(report: Report, parser_version: str, reading_hash: str) -> Described:
    """What a version says of itself once ``report`` was read."""
    start, end = report.period or (None, None)
    return Described(
        title=report.title,
        form=report.form,
        published_on=report.published_on,
        period_start=start,
        period_end=end,
        issuer=report.issuer,
        credit_code=report.credit_code,
        site_code=report.site_code,
        encoding=report.encoding,
        parser_version=parser_version,
        reading_hash=reading_hash,
        figures=len(report.figures),
        statements=len(report.statements),
    )


class VersionRows:
    """Writes inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        # What the search index lacks until a transaction ends: a table, so that what is undone is undone there too.
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS unindexed (version_id INTEGER PRIMARY KEY)")
        self._may_lack = False
        self.forget_cached()

    def forget_cached(self) -> None:
        """Read the numbers of indicators again, as needed after a change to them or an undone transaction."""
        self._indicators: dict[str, tuple[int, str]] = {}
        self._applicants: dict[str | None, int] = {}

    def create(self, version: NewVersion) -> int:
        """Write a row of ``report_version`` and return its number."""
        return int(self._connection.execute(_INSERT_VERSION, asdict(version)).lastrowid or 0)

    def describe_anew(self, version_id: int, described: Described) -> None:
        """Say what a better reading says of a version."""
        self._connection.execute(_UPDATE_VERSION, asdict(described) | {"id": version_id})

    def fill(self, report: Report, version_id: int, *, base: str, captures: Sequence[int]) -> None:
        """Write a version that has nothing yet, but for its findings. ``base`` is the page's address, ``captures`` its parts'."""
        self._load_numbers()
        figures, notes = rows.figure_rows(report.figures, version_id, self._indicators, self._applicants)
        for table, made in (
            ("figure", figures),
            ("figure_note", notes),
            ("section", rows.section_rows(report, version_id)),
            ("statement", rows.statement_rows(report, version_id)),
            ("attachment", rows.attachment_rows(report, version_id, base)),
            ("part", rows.part_rows(report, version_id, captures)),
            ("proposal", rows.proposal_rows(report, version_id, self._indicators, self._applicants)),
        ):
            insert(self._connection, table, made)
        points.fill(self._connection, version_id, report)
        self._connection.execute("INSERT INTO unindexed VALUES (?)", (version_id,))
        self._may_lack = True

    def empty(self, version_id: int) -> None:
        """Delete everything of a version but itself and its findings."""
        self.unindex(version_id)
        for table in _EMPTIED:
            self._connection.execute(f"DELETE FROM {table} WHERE version_id = ?", (version_id,))  # noqa: S608

    def index(self) -> None:
        """Put the sections of all versions that were filled into the search index, once a transaction is about to end.

        The index writes all it holds to the disk at every savepoint, of which a report has several: one by one took thrice as long.
        """
        if not self._may_lack:
            return
        self._connection.executemany(
            "INSERT INTO section_fts (rowid, heading, text) VALUES (?, ?, ?)",
            self._words("SELECT id, heading, text FROM unindexed JOIN section USING (version_id) ORDER BY id"),
        )
        self._connection.execute("DELETE FROM unindexed")
        self._may_lack = False

    def unindex(self, version_id: int) -> None:
        """Take a version's sections out of the search index, which needs their text for that."""
        if self._connection.execute("DELETE FROM unindexed WHERE version_id = ?", (version_id,)).rowcount:
            return
        self._connection.executemany(
            "INSERT INTO section_fts (section_fts, rowid, heading, text) VALUES ('delete', ?, ?, ?)",
            self._words(f"SELECT id, heading, text FROM section WHERE version_id = {version_id:d}"),  # noqa: S608
        )

    def _words(self, sql: str) -> Iterator[tuple[int, str, str]]:
        for number, heading, text in self._connection.execute(sql):
            yield number, spaced(heading), spaced(text)

    def replace_findings(self, version_id: int, findings: Iterable[Finding], *, source: str) -> None:
        """Replace the findings of one source on a version."""
        subject = read_row(self._connection.execute(_SQL["subject"], (version_id,)), _Subject)
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

    def comparable_content(self, version_id: int) -> comparable.Comparable:
        """What a stored version says, as `comparable.comparable_content` gives it of a report."""
        title = self._connection.execute("SELECT title FROM report_version WHERE id = ?", (version_id,)).fetchone()[0]
        sections = self._connection.execute(
            "SELECT kind, heading, text FROM section WHERE version_id = ? ORDER BY position", (version_id,)
        )
        return comparable.Comparable.of(
            title,
            read_rows(sections, comparable.ComparableSection),
            read_rows(self._connection.execute(_SQL["stored_figures"], (version_id,)), comparable.ComparableFigure),
            read_rows(self._connection.execute(_SQL["stored_proposals"], (version_id,)), comparable.ComparablePicture),
        )

    def _load_numbers(self) -> None:
        if not self._indicators:
            found = read_rows(self._connection.execute("SELECT id, code, unit FROM indicator"), _Indicator)
            self._indicators = {each.code: (each.id, each.unit) for each in found}
            self._applicants = dict(self._connection.execute("SELECT code, id FROM applicant"))
