"""What the database remembers of earlier visits: what a crawler need not ask for again."""

from __future__ import annotations

import sqlite3

from msgspec import Struct

from reportscraper.model import Capture, ListEntry, Outcome
from reportscraper.store.by_name import CAPTURE_COLUMNS, read_row, read_rows

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
