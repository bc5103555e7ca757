"""What the database remembers of earlier visits: what a crawler need not ask for again."""

from __future__ import annotations

import sqlite3

from msgspec import Struct

from reportscraper.model import Capture, ListEntry, Outcome

_LAST_VISIT = """
SELECT visit.outcome, capture.fetched_at, capture.sha256
FROM visit JOIN capture ON capture.id = visit.capture_id
WHERE visit.url = ? AND visit.outcome <> 'moved'
ORDER BY visit.id DESC LIMIT 1
"""

_LAST_WHOLE = """
SELECT capture.url, final_url, method, status, content_type, fetched_at, sha256, size, file, "offset", length, tls
FROM visit JOIN capture ON capture.id = visit.capture_id
WHERE visit.url = ? AND visit.outcome IN ('new', 'revised', 'unchanged') AND capture.status <> 304
ORDER BY visit.id DESC LIMIT 1
"""

_CHALLENGES = """
SELECT visit.url, visit.note, capture.fetched_at
FROM visit JOIN capture ON capture.id = visit.capture_id
WHERE visit.outcome = 'challenge' AND visit.role <> 'attachment' AND capture.fetched_at >= ?
ORDER BY visit.id
"""

_LAST_PAGE = """
SELECT capture.url, final_url, method, status, content_type, fetched_at, sha256, size, file, "offset",
       length, tls, page.listed_title, page.listed_on, page.list_column
FROM visit JOIN capture ON capture.id = visit.capture_id JOIN run ON run.id = visit.run_id
JOIN page ON page.url = visit.url AND page.current_capture_id = capture.id
WHERE visit.county_code = :county AND visit.role = 'detail' AND visit.outcome IN ('new', 'revised')
  AND run.finished IS NULL
  AND visit.id > coalesce((SELECT max(other.id) FROM visit AS other JOIN run ON run.id = other.run_id
                           WHERE other.county_code = :county AND run.finished IS NOT NULL), 0)
ORDER BY visit.id DESC LIMIT 1
"""


class LastVisit(Struct, frozen=True):
    """The last answer of an address. ``sha256`` is of the last whole body, None when there never was one."""

    outcome: Outcome
    fetched_at: str
    sha256: str | None


class Interrupted(Struct, frozen=True):
    """The page that a run which never ended stored last: its files may be missing."""

    capture: Capture
    listed: ListEntry


class Memory:
    """Reads what earlier runs wrote."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def last_visit(self, url: str) -> LastVisit | None:
        """The last answer of an address in any run, None when it never gave one."""
        row = self._connection.execute(_LAST_VISIT, (url,)).fetchone()
        if row is None:
            return None
        whole = self.last_whole(url)
        return LastVisit(row[0], row[1], whole.sha256 if whole else None)

    def last_whole(self, url: str) -> Capture | None:
        """The last whole answer of an address, None when there never was one."""
        row = self._connection.execute(_LAST_WHOLE, (url,)).fetchone()
        return None if row is None else Capture(*row)

    def challenges(self, since: str) -> list[tuple[str, str, str]]:
        """Address, kind and time of every challenge page met at ``since`` (UTC, ISO 8601) or later, oldest first."""
        return [tuple(row) for row in self._connection.execute(_CHALLENGES, (since,))]

    def interrupted(self, county_code: str) -> Interrupted | None:
        """The page of a county that was stored last, when the run that stored it never ended."""
        row = self._connection.execute(_LAST_PAGE, {"county": county_code}).fetchone()
        if row is None:
            return None
        capture, (title, listed_on, column) = Capture(*row[:12]), row[12:]
        return Interrupted(
            capture, ListEntry(url=capture.url, title=title or "", listed_on=listed_on, column=column or "")
        )

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
        row = self._connection.execute(
            'SELECT file, "offset" + length FROM capture ORDER BY file DESC, "offset" DESC LIMIT 1'
        ).fetchone()
        return (row[0], row[1]) if row else None
