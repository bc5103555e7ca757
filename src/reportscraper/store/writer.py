"""The one writer of the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import msgspec
from msgspec import Struct

from reportscraper.crawl.entries import Entry
from reportscraper.crawl.known import KnownPage
from reportscraper.errors import StoreError
from reportscraper.model import (
    BodyLevel,
    Capture,
    Finding,
    HistoryFinding,
    Indicator,
    ListEntry,
    Outcome,
    PageKind,
    PastReport,
    Report,
    Role,
)
from reportscraper.store.by_name import CAPTURE_COLUMNS, read_row
from reportscraper.store.connection import atomic, connect, store_errors
from reportscraper.store.entries import Entries
from reportscraper.store.files import StoredFile, files_of, save_file
from reportscraper.store.inserts import insert
from reportscraper.store.lock import WriterLock
from reportscraper.store.migrations import migrate
from reportscraper.store.past import labels, past_reports, save_history
from reportscraper.store.reviews import Review
from reportscraper.store.rows import finding_rows, json_text
from reportscraper.store.versions import Saved, StandingVersion, Versions
from reportscraper.store.visit_history import VisitHistory

_INSERT_CAPTURE = """
INSERT INTO capture (url, final_url, method, status, content_type, fetched_at, sha256, size, file, "offset",
                     length, tls)
VALUES (:url, :final_url, :method, :status, :content_type, :fetched_at, :sha256, :size, :file, :offset, :length, :tls)
"""

_CAPTURE_AT = 'SELECT id, sha256 FROM capture WHERE file = ? AND "offset" = ?'

_KNOWN_PAGE = f"""
SELECT {CAPTURE_COLUMNS}, page.kind AS kind, page.outcome AS outcome, page.listed_title AS title,
       page.listed_on AS listed_on, page.etag AS etag, page.last_modified AS last_modified, page.list_column AS "column"
FROM page JOIN capture ON capture.id = page.current_capture_id
WHERE page.url = ?
"""  # noqa: S608

_CLEAR_REPORTS = (
    "INSERT INTO section_fts (section_fts) VALUES ('delete-all')",
    "DELETE FROM figure_finding",
    "DELETE FROM finding WHERE source <> 'site'",
    "DELETE FROM duplicate",
    "DELETE FROM proposal",
    "DELETE FROM part",
    "DELETE FROM attachment",
    "DELETE FROM statement",
    "DELETE FROM section",
    "DELETE FROM figure_note",
    "DELETE FROM figure",
    "DELETE FROM series_point",
    "DELETE FROM report_version",
    "DELETE FROM report",
    "DELETE FROM page_file",
    "DELETE FROM page",
    "DELETE FROM body WHERE registered = 0",
)

_SAVE_PAGE = """
INSERT INTO page (url, county_code, kind, title, listed_title, listed_on, list_column, etag, last_modified, outcome, reason,
                  first_capture_id, current_capture_id)
VALUES (:url, :county_code, :kind, :title, :listed_title, :listed_on, :list_column, :etag, :last_modified, :outcome, :reason,
        :capture_id, :capture_id)
ON CONFLICT (url) DO UPDATE SET
  county_code = excluded.county_code, kind = excluded.kind, title = excluded.title, outcome = excluded.outcome,
  reason = excluded.reason, etag = excluded.etag, last_modified = excluded.last_modified,
  listed_title = coalesce(excluded.listed_title, listed_title),
  listed_on = coalesce(excluded.listed_on, listed_on), list_column = coalesce(excluded.list_column, list_column),
  first_capture_id = min(first_capture_id, excluded.first_capture_id), current_capture_id = excluded.current_capture_id
WHERE excluded.current_capture_id >= current_capture_id
"""


class _RecordedCapture(Struct, frozen=True):
    id: int
    sha256: str


class _StoredPage(Struct, frozen=True):
    capture: Capture
    kind: PageKind
    outcome: Outcome
    title: str | None
    listed_on: str | None
    etag: str | None
    last_modified: str | None
    column: str | None


class Store:
    """A database open for writing. Every method is whole or not at all; `transaction` makes many of them one.

    Captures and reports survive a power cut (WAL with ``synchronous = FULL``), so commit some 50 reports at a time.
    """

    def __init__(self, connection: sqlite3.Connection, lock: WriterLock) -> None:
        self._lock = lock
        self._connection = connection
        self._versions = Versions(connection)
        self.visits = VisitHistory(connection)
        """What earlier runs visited."""
        self.entries = Entries(connection)
        """What the lists of sites have shown."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open or make the database at ``path`` and bring its schema up to date.

        Raises `LockedError` when another run writes to it, `StoreError` when it is newer than this code, damaged, or
        somebody else's.
        """
        from sqlite_utils import Database

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = WriterLock(path)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
        try:
            with store_errors(path.name):
                connection = connect(path)
                try:
                    migrate(Database(connection, execute_plugins=False))
                    return cls(connection, lock)
                except BaseException:
                    connection.close()
                    raise
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close the database and let the next writer in."""
        self._connection.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit at the end, undo everything on any error. May be nested: an inner one undoes its own part only."""
        with store_errors("database"):
            try:
                with atomic(self._connection):
                    yield
            except BaseException:
                self._versions.forget_cached()
                raise

    def seed_indicators(self, catalogue: Iterable[Indicator]) -> None:
        """Make the indicators of the forms known: new ones get the next number, known ones their current labels."""
        with self.transaction():
            self._connection.executemany(
                "INSERT INTO indicator (code, zh, en, unit, forms, table_code, derived) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (code) DO UPDATE SET zh = excluded.zh, en = excluded.en, unit = excluded.unit, "
                "forms = excluded.forms, table_code = excluded.table_code, derived = excluded.derived",
                [
                    (each.id, each.zh, each.en, each.unit, json_text(each.forms), each.table, int(each.derived))
                    for each in catalogue
                ],
            )
        self._versions.forget_cached()

    def save_county(
        self,
        code: str,
        name: str,
        *,
        province: str = "",
        home: str | None = None,
        deadlines: Mapping[BodyLevel, str] | None = None,
        sample: bool | None = None,
    ) -> None:
        """Make a county known under its division code (GB/T 2260), with its own ``deadlines``, and whether it is made up (``sample``).

        None leaves what is known of these.
        """
        own = None if deadlines is None else json_text(deadlines)
        with self.transaction():
            self._connection.execute(
                "INSERT INTO county (code, name, province, home, deadlines, sample) VALUES (:code, :name, :province, :home, "
                "coalesce(:own, '{}'), coalesce(:sample, 0)) ON CONFLICT (code) DO UPDATE SET name = excluded.name, province = excluded.province, "
                "home = excluded.home, deadlines = coalesce(:own, deadlines), sample = coalesce(:sample, sample)",
                {"code": code, "name": name, "province": province, "home": home, "own": own, "sample": sample},
            )

    def sample_marks(self) -> dict[str, bool]:
        """Division code → whether the county is made up."""
        return {code: bool(sample) for code, sample in self._connection.execute("SELECT code, sample FROM county")}

    def deadlines(self, county_code: str) -> dict[BodyLevel, str]:
        """The county's own last days for publishing (MM-DD), by level of body."""
        found = self._connection.execute("SELECT deadlines FROM county WHERE code = ?", (county_code,)).fetchone()
        return msgspec.json.decode(found[0], type=dict[BodyLevel, str])

    def save_body(
        self,
        county_code: str,
        name: str,
        *,
        level: BodyLevel = "other",
        credit_code: str | None = None,
        aliases: Iterable[str] = (),
    ) -> int:
        """Register a reporting body and return its number; reports that print an alias are filed under ``name``."""
        with self.transaction():
            self._connection.execute(
                "INSERT INTO body (county_code, name, level, credit_code, aliases, registered) VALUES (?, ?, ?, ?, ?, 1) "
                "ON CONFLICT (county_code, name) DO UPDATE SET level = excluded.level, registered = 1, "
                "credit_code = coalesce(excluded.credit_code, credit_code), aliases = excluded.aliases",
                (county_code, name, level, credit_code, json_text(tuple(aliases))),
            )
            self._versions.forget_cached()
            return self._versions.body_id(county_code, name)

    def add_run(self, command: str, *, parser_version: str, started: str) -> int:
        """Record that a run began (``started`` in UTC) and return its number."""
        with self.transaction():
            return self._insert(
                "INSERT INTO run (started, command, parser_version) VALUES (?, ?, ?)",
                (started, command, parser_version),
            )

    def finish_run(self, run_id: int, *, finished: str, counts: Mapping[str, int]) -> None:
        """Record that a run ended, and its counts; and let SQLite see how its tables have grown.

        Without such statistics it reads every figure to find those of one body: 14 s for 4 million, with them 0.03 s.
        """
        with self.transaction():
            self._connection.execute("PRAGMA analysis_limit = 1000")
            self._connection.execute("ANALYZE")
            self._connection.execute(
                "UPDATE run SET finished = ?, counts = ? WHERE id = ?", (finished, json_text(dict(counts)), run_id)
            )

    def add_capture(self, capture: Capture) -> int:
        """Record where an exchange lies in the archive and return its number; the same one twice is one capture.

        Raises `StoreError` when the archive now holds other bytes at a place that is known already.
        """
        with self.transaction():
            found = read_row(self._connection.execute(_CAPTURE_AT, (capture.file, capture.offset)), _RecordedCapture)
            if found is None:
                return self._insert(_INSERT_CAPTURE, msgspec.structs.asdict(capture))
            if found.sha256 != capture.sha256:
                raise StoreError(f"{capture.file} at offset {capture.offset}: other bytes than were recorded there")
            return found.id

    def add_visit(
        self,
        run_id: int,
        url: str,
        *,
        county_code: str,
        role: Role,
        outcome: Outcome,
        capture_id: int | None = None,
        note: str = "",
    ) -> None:
        """Log one request of a run; ``capture_id`` is None when nothing came back."""
        with self.transaction():
            self._connection.execute(
                "INSERT INTO visit (run_id, url, county_code, role, outcome, capture_id, note) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (run_id, url, county_code, role, outcome, capture_id, note),
            )

    def save_page(
        self,
        url: str,
        *,
        county_code: str,
        capture_id: int,
        kind: PageKind,
        outcome: Outcome,
        title: str | None = None,
        listed: ListEntry | None = None,
        reason: str | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        """Record what a page is as of a capture; an older capture never overwrites a newer one.

        ``reason`` says why the page is no report; ``etag`` and ``last_modified`` are what the server sent. A capture that was stored as a report and is none any more loses it.
        """
        values = {
            "url": url,
            "county_code": county_code,
            "kind": kind,
            "title": title,
            "listed_title": listed.title if listed else None,
            "listed_on": listed.listed_on if listed else None,
            "list_column": listed.column if listed else None,
            "etag": etag,
            "last_modified": last_modified,
            "outcome": outcome,
            "reason": reason,
            "capture_id": capture_id,
        }
        with self.transaction():
            self._connection.execute(_SAVE_PAGE, values)
            if kind != "report":
                self._versions.forget_page(url, capture_id)

    def known(self, url: str) -> KnownPage | None:
        """What is stored of an address and its last visit, None when it was never fetched."""
        page = read_row(self._connection.execute(_KNOWN_PAGE, (url,)), _StoredPage)
        last = self.visits.last_visit(url)
        if page is None:
            return KnownPage(outcome=last.outcome, fetched_at=last.fetched_at, sha256=last.sha256) if last else None
        return KnownPage(
            outcome=last.outcome if last else page.outcome,
            fetched_at=page.capture.fetched_at,
            checked_at=last.fetched_at if last else None,
            sha256=page.capture.sha256,
            etag=page.etag,
            last_modified=page.last_modified,
            title=page.title,
            listed_on=page.listed_on,
            column=page.column,
            kind=page.kind,
            capture=page.capture,
        )

    def save_file(self, page_url: str, url: str, capture_id: int) -> None:
        """Record that a page hands out a file, as it was archived in a capture."""
        with self.transaction():
            save_file(self._connection, page_url, url, capture_id)

    def files_of(self, page_url: str) -> list[StoredFile]:
        """The newest captures of the files that a page hands out, in the order in which they first came."""
        return files_of(self._connection, page_url)

    def save_report(
        self,
        report: Report,
        *,
        capture_id: int,
        county_code: str,
        parser_version: str,
        part_captures: Sequence[int] = (),
    ) -> Saved:
        """Store a report read from a capture and say what it was: "new", "unchanged", "revised" or "reread".

        ``part_captures`` are the captures of ``report.parts``, in their order. The site revised the report when title, sections
        or figures differ from the last version at that address; the old version keeps its figures. Bytes that are known already
        are no revision: what a better parser makes of them, or of further files beside them, replaces the earlier reading
        ("reread"). Other bytes of a file that is known are a revision. A reading without some of the files that the stored
        reading of the same page has changes nothing. A page that repeats a version of another address is linked to it
        ("unchanged"). Raises `DocumentError` when the report names no body or no year.
        """
        with self.transaction():
            return self._versions.save(report, capture_id, county_code, parser_version, part_captures)

    def standing_at(self, url: str) -> StandingVersion | None:
        """The newest version that was read from a page at an address; None without any."""
        return self._versions.standing_at(url)

    def save_site_findings(self, county_code: str, findings: Iterable[Finding]) -> None:
        """Replace what is known to be wrong with a site, such as lists that were not understood."""
        with self.transaction():
            self._forget_site_findings(county_code, "rule NOT IN ('listed_unread', 'regressed')")
            rows = finding_rows(findings, place=(county_code,), county_code=county_code, version=None, source="site")
            insert(self._connection, "finding", rows)

    def save_entries(
        self, county_code: str, entries: Iterable[Entry], findings: Mapping[str, Finding], run_id: int | None = None
    ) -> None:
        """Write entries of a county's lists as they stand, in the account of a run or in none; and replace what is said of them,
        by their addresses.
        """
        fingerprints: dict[str, str] = {}
        with self.transaction():
            self._forget_site_findings(county_code, "rule IN ('listed_unread', 'regressed')")
            for url, each in findings.items():
                place = (county_code, url)
                rows = list(finding_rows([each], place=place, county_code=county_code, version=None, source="site"))
                insert(self._connection, "finding", rows)
                fingerprints[url] = rows[0][1]
            self.entries.write(county_code, entries, fingerprints, run_id)

    def _forget_site_findings(self, county_code: str, which: str) -> None:
        sql = f"DELETE FROM finding WHERE county_code = ? AND source = 'site' AND {which}"  # noqa: S608
        self._connection.execute(sql, (county_code,))

    def counties(self) -> list[str]:
        """The division codes of all counties."""
        return [code for (code,) in self._connection.execute("SELECT code FROM county ORDER BY code")]

    def past_reports(self, county_code: str) -> list[PastReport]:
        """The current reports of a county as the history checks want them, by body and year."""
        return list(past_reports(self._connection, county_code))

    def labels(self) -> dict[str, str]:
        """The Chinese names of indicators, applicant types and series by code."""
        return labels(self._connection)

    def save_history_findings(self, county_code: str, findings: Iterable[HistoryFinding]) -> None:
        """Replace what comparison with other years and bodies says of a county's reports."""
        with self.transaction():
            save_history(self._connection, county_code, findings)

    def save_reviews(self, reviews: Iterable[Review]) -> None:
        """Replace what reviewers made of findings."""
        with self.transaction():
            self._connection.execute("DELETE FROM review")
            self._connection.executemany(
                "INSERT INTO review VALUES (?, ?, ?)", [(each.finding, each.verdict, each.note) for each in reviews]
            )

    def clear_reports(self) -> None:
        """Forget everything that was read from the archive, so that it can be read anew; captures, runs, registered bodies stay.

        Readers go on seeing the old reports until the surrounding `transaction` commits.
        """
        with self.transaction():
            for statement in _CLEAR_REPORTS:
                self._connection.execute(statement)
            self._versions.forget_cached()

    def _insert(self, sql: str, values: tuple[object, ...] | dict[str, object]) -> int:
        return int(self._connection.execute(sql, values).lastrowid or 0)
