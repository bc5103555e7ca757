"""The one writer of the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from msgspec import Struct
from msgspec.structs import asdict, astuple

from reportscraper.crawl.entries import Entry
from reportscraper.errors import StoreError
from reportscraper.forms.rules import in_chinese
from reportscraper.model import Finding, HistoryFinding, PastReport, Report
from reportscraper.store.by_name import insert, read_rows
from reportscraper.store.connection import connect, files_of_database, store_errors
from reportscraper.store.crawled import CrawledWriter
from reportscraper.store.entries import Entries
from reportscraper.store.lock import WriterLock
from reportscraper.store.migrations import migrate
from reportscraper.store.past import PackedPast, is_compared, mark_compared, pack_past, save_history
from reportscraper.store.registered import RegisteredWriter
from reportscraper.store.renewal import keep_what_no_archive_tells
from reportscraper.store.reviews import Review
from reportscraper.store.rows import FindingRow, finding_rows
from reportscraper.store.script import named_statements
from reportscraper.store.seal import Seals
from reportscraper.store.versions import Saved, StandingVersion

_FOR_READERS = ("statement_measure", "report_year", "finding_rule", "finding_severity", "finding_fingerprint")
"""Indexes that no writer asks, filled at random places."""

_SQL = named_statements("writer")


class Holding(Struct, frozen=True):
    """How many reports a database holds of a county."""

    code: str
    county: str
    reports: int


class Store(RegisteredWriter, CrawledWriter):
    """A database open for writing. Every method is whole or not at all; `transaction` makes many of them one.

    Captures and reports survive a power cut (WAL with ``synchronous = FULL``), so commit some 50 reports at a time.
    """

    def __init__(self, connection: sqlite3.Connection, lock: WriterLock, path: Path, seals: Seals) -> None:
        super().__init__(connection, seals)
        self._lock = lock
        self._path = path
        self.entries = Entries(connection)
        """What the lists of sites have shown."""

    @classmethod
    def open(cls, path: Path, *, scratch: bool = False) -> Self:
        """Open or make the database at ``path`` and bring its schema up to date; a ``scratch`` one is lost when the machine stops.

        Raises `LockedError` when another run writes to it, `StoreError` when it is newer than this code, damaged, or
        somebody else's.
        """
        from sqlite_utils import Database

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = WriterLock(path)
        except OSError as error:
            raise StoreError(
                f"{path}: cannot be written: {error.strerror}", f"{path}：无法写入（{in_chinese(str(error.strerror))}）"
            ) from error
        with ExitStack() as unless_opened, store_errors(path.name):
            unless_opened.callback(lock.release)
            connection = connect(path, is_clean=lock.is_clean, scratch=scratch)
            unless_opened.callback(connection.close)
            seals = Seals(connection)
            migrate(Database(connection, execute_plugins=False))
            store = cls(connection, lock, path, seals)
            unless_opened.pop_all()
            return store

    def close(self) -> None:
        """Close the database and let the next writer in."""
        self._connection.close()
        self._lock.release(clean=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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

    def begin_sites(self, run_id: int, county_codes: Iterable[str], unfinished: Finding) -> None:
        """Mark counties as being crawled by a run until `end_site`; until then ``unfinished`` stands among their findings.

        One that an earlier run did not come to the end of stays marked as of that run.
        """
        with self.transaction():
            for code in county_codes:
                rows = finding_rows([unfinished], place=(code,), county_code=code, version=None, source="site")
                self._replace_site_findings(code, f"rule = '{unfinished.rule}'", rows)
                sql = "UPDATE county SET open_run = coalesce(open_run, ?) WHERE code = ?"
                self._connection.execute(sql, (run_id, code))

    def end_site(self, county_code: str, findings: Iterable[Finding]) -> None:
        """Mark a county as crawled to its end, and replace what is known to be wrong with its site."""
        with self.transaction():
            self.save_site_findings(county_code, findings)
            self._connection.execute("UPDATE county SET open_run = NULL WHERE code = ?", (county_code,))

    def unfinished_sites(self) -> list[str]:
        """The counties that the last run on them did not come to the end of."""
        return [code for (code,) in self._connection.execute("SELECT code FROM county WHERE open_run IS NOT NULL")]

    def save_site_findings(self, county_code: str, findings: Iterable[Finding]) -> None:
        """Replace what is known to be wrong with a site, such as lists that were not understood."""
        with self.transaction():
            rows = finding_rows(findings, place=(county_code,), county_code=county_code, version=None, source="site")
            self._replace_site_findings(county_code, "rule NOT IN ('listed_unread', 'regressed')", rows)

    def site_messages(self, county_code: str) -> set[str]:
        """What is known to be wrong with a site and its entries, in English; not that a crawl of it is on."""
        sql = "SELECT message FROM finding WHERE county_code = ? AND source = 'site' AND rule <> 'site_unfinished'"
        return {message for (message,) in self._connection.execute(sql, (county_code,))}

    def save_entries(
        self,
        county_code: str,
        entries: Iterable[Entry],
        findings: Mapping[str, Finding],
        run_id: int | None = None,
        *,
        earlier: Iterable[Entry] | None = None,
    ) -> None:
        """Write entries of a county's lists as they stand, in the account of a run or in none; and replace what is said of them,
        by their addresses. ``earlier`` are those of before, where they have been read already.
        """
        told = {
            url: row
            for url, each in findings.items()
            for row in finding_rows(
                [each], place=(county_code, url), county_code=county_code, version=None, source="site"
            )
        }
        with self.transaction():
            self._replace_site_findings(county_code, "rule IN ('listed_unread', 'regressed')", told.values())
            self.entries.write(
                county_code, entries, {url: row.fingerprint for url, row in told.items()}, run_id, earlier
            )

    def _replace_site_findings(self, county_code: str, which: str, rows: Iterable[FindingRow]) -> None:
        """What is said again stays as it is, so that a night without news changes nothing that is counted."""
        sql = f"SELECT {', '.join(FindingRow.__struct_fields__)} FROM finding WHERE county_code = ? AND source = 'site' AND {which}"  # noqa: S608
        known = set(self._connection.execute(sql, (county_code,)))
        wanted = {astuple(row): row for row in rows}
        gone = [(row[0],) for row in known - wanted.keys()]
        self._connection.executemany("DELETE FROM finding WHERE id = ?", gone)
        insert(self._connection, "finding", [row for key, row in wanted.items() if key not in known])

    def open_findings(self) -> dict[str, int]:
        """Division code → how many findings stand open: on the site, its entries and the versions that stand, as nobody has reviewed."""
        return dict(self._connection.execute(_SQL["open_findings"]).fetchall())

    def past_reports(self, county_code: str) -> list[PastReport]:
        """The current reports of a county as the history checks want them, by body and year."""
        return self.packed_past(county_code).unpacked()

    def packed_past(self, county_code: str) -> PackedPast:
        """The same, for another process."""
        return pack_past(self._connection, county_code)

    def is_compared(self, county_code: str, parser_version: str) -> bool:
        """Whether a county's reports are those that this version held against each other last."""
        return is_compared(self._connection, county_code, parser_version)

    def save_history_findings(
        self, county_code: str, findings: Iterable[HistoryFinding], parser_version: str = ""
    ) -> None:
        """Replace what comparison with other years and bodies says of a county's reports."""
        with self.transaction():
            save_history(self._connection, county_code, findings)
            mark_compared(self._connection, county_code, parser_version)

    def save_reviews(self, reviews: Iterable[Review]) -> None:
        """Replace what reviewers made of findings."""
        wanted = list(reviews)
        with self.transaction():
            known = self._connection.execute("SELECT fingerprint, verdict FROM review").fetchall()
            changed = {fingerprint for fingerprint, _ in {(each.finding, each.verdict) for each in wanted} ^ set(known)}
            self._connection.executemany(_SQL["summarise_anew"], [(fingerprint,) for fingerprint in changed])
            self._connection.execute("DELETE FROM review")
            self._connection.executemany(
                "INSERT INTO review (fingerprint, verdict, note) VALUES (:finding, :verdict, :note)",
                [asdict(each) for each in wanted],
            )

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Do without the indexes that only readers ask, and make them at the end: 0.4 µs a statement in place of 1.1."""
        with self.transaction():
            made = [
                self._connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
                for name in _FOR_READERS
            ]
            for name in _FOR_READERS:
                self._connection.execute(f"DROP INDEX {name}")
        yield
        with self.transaction():
            for sql in made:
                self._connection.execute(sql)

    @contextmanager
    def renewed(self) -> Iterator[Store]:
        """A database under another name beside this one that knows all but what was read from the archive, open for writing; it is gone
        when the block ends. What a killed process left of an earlier one is overwritten.
        """
        path = self._path.with_name(f".{self._path.name}.new")
        remains = files_of_database(path)
        try:
            for each in remains:
                each.unlink(missing_ok=True)
            with Store.open(path, scratch=True) as store:
                with store_errors(self._path.name):
                    keep_what_no_archive_tells(store._connection, self._path)
                yield store
        finally:
            for each in remains:
                each.unlink(missing_ok=True)

    def become(self, other: Store) -> None:
        """Hold what another database holds, in one transaction: whoever reads sees the old rows until then, and so does whoever
        comes after a process that was killed in the midst of it.
        """
        with store_errors(self._path.name):
            other._connection.backup(self._connection)
        self._seals.forget()
        self._versions.forget_cached()

    def holdings(self) -> dict[str, Holding]:
        """Division code → how many reports of the county are stored."""
        return {each.code: each for each in read_rows(self._connection.execute(_SQL["holdings"]), Holding)}

    def captures_of_reports(self) -> Iterator[tuple[str, int]]:
        """Archive file and offset of every capture that a stored version of a report was read from, in that order."""
        return self._connection.execute(_SQL["captures_of_reports"])
