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

_LAST_ANSWER = """
SELECT visit.outcome AS outcome, capture.fetched_at AS fetched_at
FROM visit JOIN capture ON capture.id = visit.capture_id
WHERE visit.url = ? AND visit.outcome <> 'moved'
ORDER BY visit.id DESC LIMIT 1
"""

_LAST_WHOLE = f"""
SELECT {CAPTURE_COLUMNS}
FROM visit JOIN capture ON capture.id = visit.capture_id
WHERE visit.url = ? AND visit.outcome IN ('new', 'revised', 'unchanged') AND capture.status <> 304
ORDER BY visit.id DESC LIMIT 1
"""  # noqa: S608

_CHALLENGES = """
SELECT visit.url AS url, visit.note AS note, capture.fetched_at AS fetched_at
FROM visit JOIN capture ON capture.id = visit.capture_id
WHERE visit.outcome = 'challenge' AND visit.role <> 'attachment' AND capture.fetched_at >= ?
ORDER BY visit.id
"""

_LAST_PAGE = f"""
SELECT {CAPTURE_COLUMNS}, page.listed_title AS title, page.listed_on AS listed_on, page.list_column AS list_column
FROM visit JOIN capture ON capture.id = visit.capture_id
JOIN page ON page.url = visit.url AND page.current_capture_id = capture.id
WHERE visit.county_code = :county AND visit.role = 'detail' AND visit.outcome IN ('new', 'revised')
  AND visit.run_id >= (SELECT open_run FROM county WHERE code = :county)
ORDER BY visit.id DESC LIMIT 1
"""  # noqa: S608


# A county's visits since its last page in runs that did not come to its end: what they brought may not be filed yet.
_UNFINISHED = f"""
WITH open AS (
  SELECT visit.* FROM visit JOIN county ON county.code = visit.county_code
  WHERE visit.run_id >= county.open_run AND visit.role IN ('detail', 'attachment')
)
SELECT {CAPTURE_COLUMNS}
FROM open JOIN capture ON capture.id = open.capture_id
WHERE open.outcome IN ('new', 'revised', 'unchanged') AND capture.status <> 304
  AND open.id >= coalesce((SELECT max(id) FROM open AS page WHERE page.role = 'detail' AND page.county_code = open.county_code), 0)
ORDER BY open.id
"""  # noqa: S608


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
        return read_row(self._connection.execute(_LAST_ANSWER, (url,)), LastAnswer)

    def last_whole(self, url: str) -> Capture | None:
        """The last whole answer of an address, None when there never was one."""
        return read_row(self._connection.execute(_LAST_WHOLE, (url,)), Capture)

    def challenges(self, since: str) -> list[tuple[str, str, str]]:
        """Address, kind and time of every challenge page met at ``since`` (UTC, ISO 8601) or later, oldest first."""
        found = read_rows(self._connection.execute(_CHALLENGES, (since,)), _Challenge)
        return [(each.url, each.note, each.fetched_at) for each in found]

    def interrupted(self, county_code: str) -> Interrupted | None:
        """The page of a county that was stored last, when the run that stored it did not come to the county's end."""
        page = read_row(self._connection.execute(_LAST_PAGE, {"county": county_code}), _LastPage)
        if page is None:
            return None
        url, title, column = page.capture.url, page.title or "", page.list_column or ""
        return Interrupted(page.capture, ListEntry(url=url, title=title, listed_on=page.listed_on, column=column))

    def unfinished(self) -> list[Capture]:
        """What was captured last of each county that a run did not come to the end of, from its last page on, in order."""
        return list(read_rows(self._connection.execute(_UNFINISHED), Capture))

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


_FOUND = "SELECT walked_at, found FROM walk WHERE county_code = ? AND url = ? AND basis = ?"
_KEEP = "INSERT OR REPLACE INTO walk (county_code, url, walked_at, basis, found) VALUES (?, ?, ?, ?, ?)"
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
        found = self._connection.execute(_FOUND, (self._of, url, self._basis)).fetchone()
        is_good_still = found is not None and is_good(found[0], f"{self._of} {url}", self._now)
        return _decode_walk(zlib.decompress(found[1])) if is_good_still else None

    def keep(self, url: str, walk: ListWalk) -> None:
        """See `Walks.keep`."""
        found = zlib.compress(msgspec.msgpack.encode(walk), 6)
        with atomic(self._connection):
            self._connection.execute(_KEEP, (self._of, url, walk.walked_at, self._basis, found))


_SAVE = """
INSERT INTO page_file (page_url, position, url, capture_id)
VALUES (:page_url, (SELECT count(*) + 1 FROM page_file WHERE page_url = :page_url), :url, :capture_id)
ON CONFLICT (page_url, url) DO UPDATE SET capture_id = max(capture_id, excluded.capture_id)
"""

_OF_PAGE = f"""
SELECT capture.id AS capture_id, {CAPTURE_COLUMNS}
FROM page_file JOIN capture ON capture.id = page_file.capture_id
WHERE page_url = ?
ORDER BY position
"""  # noqa: S608


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
    connection.execute(_SAVE, {"page_url": page_url, "url": url, "capture_id": capture_id})


def files_of(connection: sqlite3.Connection, page_url: str) -> list[StoredFile]:
    """The files of a page in the order in which they first came."""
    return list(read_rows(connection.execute(_OF_PAGE, (page_url,)), StoredFile))
