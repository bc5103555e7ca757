"""What a crawl did: runs, captures, visits, pages and their files."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from reportscraper.crawl.known import KnownPage
from reportscraper.errors import StoreError
from reportscraper.model import Capture, ListEntry, Outcome, PageKind, Role
from reportscraper.store import summaries
from reportscraper.store.base import Writer
from reportscraper.store.by_name import CAPTURE_COLUMNS, read_row, read_rows
from reportscraper.store.rows import json_text
from reportscraper.store.script import named_statements
from reportscraper.store.seal import Seals
from reportscraper.store.visit_history import StoredFile, StoredWalks, VisitHistory, files_of, save_file

_SQL = named_statements("crawled", capture=CAPTURE_COLUMNS)


class ReadBefore(Struct, frozen=True):
    """What a page was read as; of a report its body and how many figures and findings it has."""

    kind: PageKind
    body: str | None
    figures: int | None
    findings: int


class _RecordedCapture(Struct, frozen=True):
    id: int
    sha256: str


class _AddressedPage(Struct, frozen=True):
    address: str
    page: KnownPage


class CrawledWriter(Writer):
    """Writes what was asked and what came back."""

    def __init__(self, connection: sqlite3.Connection, seals: Seals) -> None:
        super().__init__(connection, seals)
        self.visits = VisitHistory(connection)
        """What earlier runs visited."""

    def walks(self, county_code: str, basis: str, now: dt.datetime) -> StoredWalks:
        """What earlier nights found in the lists of a county's site; see `StoredWalks`."""
        return StoredWalks(self._connection, county_code, basis, now)

    def add_run(self, command: str, *, parser_version: str, started: str) -> int:
        """Record that a run began (``started`` in UTC) and return its number."""
        with self.transaction():
            self._seals.break_all()
            return self._insert(
                "INSERT INTO run (started, command, parser_version) VALUES (?, ?, ?)",
                (started, command, parser_version),
            )

    def finish_run(self, run_id: int, *, finished: str, counts: Mapping[str, int]) -> None:
        """Record that a run ended, and its counts; bring the summaries up to date, seal the tables, and let SQLite see how they have grown.

        Without such statistics it reads every figure to find those of one body: 14 s for 4 million, with them 0.03 s.
        """
        with self.transaction():
            summaries.refresh(self._connection)
            self._connection.execute("PRAGMA analysis_limit = 1000")
            self._connection.execute("ANALYZE")
            self._connection.execute(
                "UPDATE run SET finished = ?, counts = ? WHERE id = ?", (finished, json_text(dict(counts)), run_id)
            )
            self._versions.index()
            self._seals.make()

    def add_capture(self, capture: Capture) -> int:
        """Record where an exchange lies in the archive and return its number; the same one twice is one capture.

        Raises `StoreError` when the archive now holds other bytes at a place that is known already.
        """
        with self.transaction():
            found = read_row(
                self._connection.execute(_SQL["capture_at"], (capture.file, capture.offset)), _RecordedCapture
            )
            if found is None:
                return self._insert(_SQL["insert_capture"], msgspec.structs.asdict(capture))
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
        read_by: str | None = None,
    ) -> None:
        """Record what a page is as of a capture; an older capture never overwrites a newer one.

        ``reason`` says why the page is no report, ``read_by`` which version of this package says so; ``etag`` and ``last_modified`` are what the server sent. A capture that was stored as a report and is none any more loses it.
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
            "read_by": read_by,
        }
        with self.transaction():
            self._connection.execute(_SQL["save_page"], values)
            if kind != "report":
                self._versions.forget_page(url, capture_id)

    def listed_reports(self, county_code: str, column: str) -> list[tuple[str, str]]:
        """Addresses and listed titles of the reports of a county that one column of its lists shows."""
        return self._connection.execute(_SQL["listed_reports"], (county_code, column)).fetchall()

    def forget_versions_at(self, url: str) -> None:
        """Delete what was read from an address that turned out to be part of a report at another."""
        with self.transaction():
            for (capture_id,) in self._connection.execute("SELECT id FROM capture WHERE url = ?", (url,)).fetchall():
                self._versions.forget_page(url, capture_id)

    def read_before(self, url: str, capture_id: int, listed: ListEntry | None, read_by: str) -> ReadBefore | None:
        """What a page was read as, when a new capture of it holds nothing that this version has not read: bytes, type and address
        are those of the last one, and lists say the same of it. None otherwise.
        """
        given = (
            {} if listed is None else {"title": listed.title, "listed_on": listed.listed_on, "column": listed.column}
        )
        names = {
            "url": url,
            "capture_id": capture_id,
            "read_by": read_by,
            "title": None,
            "listed_on": None,
            "column": None,
        }
        return read_row(self._connection.execute(_SQL["read_before"], names | given), ReadBefore)

    def keep_page(self, url: str, capture_id: int, etag: str | None, last_modified: str | None) -> None:
        """Record that a page and what it repeats is in a new capture what it was before."""
        with self.transaction():
            self._connection.execute(_SQL["keep_page"], (etag, last_modified, capture_id, url))
            self._connection.execute("UPDATE duplicate SET capture_id = ? WHERE url = ?", (capture_id, url))

    def known(self, url: str) -> KnownPage | None:
        """What is stored of an address and its last visit, None when it was never fetched."""
        found = self._connection.execute(_SQL["known_pages"] + " WHERE page.url = ?", (url,))
        if (stored := read_row(found, _AddressedPage)) is not None:
            return stored.page
        last = self.visits.last_answer(url)
        if last is None:
            return None
        whole = self.visits.last_whole(url)
        return KnownPage(outcome=last.outcome, fetched_at=last.fetched_at, sha256=whole.sha256 if whole else None)

    def known_pages(self, county_code: str) -> dict[str, KnownPage]:
        """What is stored of every page of a county, by address: one question takes a third of the time of one for each."""
        found = self._connection.execute(_SQL["known_pages"] + " WHERE page.county_code = ?", (county_code,))
        return {each.address: each.page for each in read_rows(found, _AddressedPage)}

    def save_file(self, page_url: str, url: str, capture_id: int) -> None:
        """Record that a page hands out a file, as it was archived in a capture."""
        with self.transaction():
            save_file(self._connection, page_url, url, capture_id)

    def files_of(self, page_url: str) -> list[StoredFile]:
        """The newest captures of the files that a page hands out, in the order in which they first came."""
        return files_of(self._connection, page_url)
