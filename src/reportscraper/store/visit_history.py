"""What the database remembers of earlier visits: what a crawler need not ask for again."""

from __future__ import annotations

import datetime as dt
import sqlite3
import zlib

import msgspec
from msgspec import Struct

from reportscraper.crawl.remembered import ListWalk, is_good
from reportscraper.model import Capture, ListEntry, Outcome
from reportscraper.store.by_name import CAPTURE_COLUMNS, read_row, read_rows
from reportscraper.store.connection import atomic
from reportscraper.store.script import named_statements

_SQL = named_statements("visit_history", capture_columns=CAPTURE_COLUMNS)


class LastAnswer(Struct, frozen=True):
    """How an address answered last, and when."""

    outcome: Outcome
    fetched_at: str


class _Challenge(Struct, frozen=True):
    url: str
    note: str
    fetched_at: str


class _LastPage(Struct, frozen=True):
    capture: Capture
    title: str | None
    listed_on: str | None
    list_column: str | None


class _ArchiveEnd(Struct, frozen=True):
    file: str
    end: int


class Interrupted(Struct, frozen=True):
    """The page of a site that was stored last by a run which did not come to its end: its files may be missing."""

    capture: Capture
    listed: ListEntry


class VisitHistory:
    """Reads what earlier runs wrote."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def last_answer(self, url: str) -> LastAnswer | None:
        """The last answer of an address in any run, None when it never gave one."""
        return read_row(self._connection.execute(_SQL["last_answer"], (url,)), LastAnswer)

    def last_whole(self, url: str) -> Capture | None:
        """The last whole answer of an address, None when there never was one."""
        return read_row(self._connection.execute(_SQL["last_whole"], (url,)), Capture)

    def challenges(self, since: str) -> list[tuple[str, str, str]]:
        """Address, kind and time of every challenge page met at ``since`` (UTC, ISO 8601) or later, oldest first."""
        found = read_rows(self._connection.execute(_SQL["challenges"], (since,)), _Challenge)
        return [(each.url, each.note, each.fetched_at) for each in found]

    def interrupted(self, county_code: str) -> Interrupted | None:
        """The page of a county that was stored last, when the run that stored it did not come to the county's end."""
        page = read_row(self._connection.execute(_SQL["last_page"], {"county": county_code}), _LastPage)
        if page is None:
            return None
        url, title, column = page.capture.url, page.title or "", page.list_column or ""
        return Interrupted(page.capture, ListEntry(url=url, title=title, listed_on=page.listed_on, column=column))

    def unfinished(self) -> list[Capture]:
        """What was captured last of each county that a run did not come to the end of, from its last page on, in order."""
        return list(read_rows(self._connection.execute(_SQL["unfinished"]), Capture))

    def report_pages(self, county_code: str) -> int:
        """How many addresses of a county have shown a report."""
        sql = "SELECT count(*) FROM page WHERE county_code = ? AND kind = 'report'"
        return int(self._connection.execute(sql, (county_code,)).fetchone()[0])

    def reports_by_year(self, county_code: str) -> dict[int, int]:
        """How many bodies of a county have a report on a year."""
        sql = "SELECT year, count(*) FROM report JOIN body ON body.id = body_id WHERE county_code = ? GROUP BY year"
        return dict(self._connection.execute(sql, (county_code,)).fetchall())

    def archived_up_to(self) -> tuple[str, int] | None:
        """The archive file and the offset in it that the last capture ends at, None without captures."""
        sql = 'SELECT file, "offset" + length AS "end" FROM capture ORDER BY file DESC, "offset" DESC LIMIT 1'
        last = read_row(self._connection.execute(sql), _ArchiveEnd)
        return None if last is None else (last.file, last.end)


_decode_walk = msgspec.msgpack.Decoder(ListWalk).decode


class StoredWalks:
    """The walks of a county's site; those of another ``basis`` (a changed site file, another version of this package) do not count."""

    def __init__(self, connection: sqlite3.Connection, county_code: str, basis: str, now: dt.datetime) -> None:
        self._connection = connection
        self._of = county_code
        self._basis = basis
        self._now = now

    def of(self, url: str) -> ListWalk | None:
        """See `Walks.of`."""
        found = self._connection.execute(_SQL["found"], (self._of, url, self._basis)).fetchone()
        is_good_still = found is not None and is_good(found[0], f"{self._of} {url}", self._now)
        return _decode_walk(zlib.decompress(found[1])) if is_good_still else None

    def keep(self, url: str, walk: ListWalk) -> None:
        """See `Walks.keep`."""
        found = zlib.compress(msgspec.msgpack.encode(walk), 6)
        with atomic(self._connection):
            self._connection.execute(_SQL["keep"], (self._of, url, walk.walked_at, self._basis, found))


class StoredFile(Struct, frozen=True):
    """The newest capture of a file that a page hands out."""

    capture_id: int
    capture: Capture

    @property
    def url(self) -> str:
        """Where the file was asked for."""
        return self.capture.url


def save_file(connection: sqlite3.Connection, page_url: str, url: str, capture_id: int) -> None:
    """Record that a page hands out a file; an older capture of it never replaces a newer one."""
    connection.execute(_SQL["save"], {"page_url": page_url, "url": url, "capture_id": capture_id})


def files_of(connection: sqlite3.Connection, page_url: str) -> list[StoredFile]:
    """The files of a page in the order in which they first came."""
    return list(read_rows(connection.execute(_SQL["of_page"], (page_url,)), StoredFile))
