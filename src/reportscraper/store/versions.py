"""Reports and their versions: what is new, what the site revised, what only a better parser reads differently."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from reportscraper.errors import DocumentError, StoreError
from reportscraper.model import BodyLevel, Finding, Report
from reportscraper.store import parts, points, rows
from reportscraper.store.parts import Parts
from reportscraper.store.search import spaced

Saved = Literal["new", "unchanged", "revised", "reread"]
"""What a saved report was: a first version, the last one again, a revision by the site, known bytes read better."""

INSERT_FINDING = """
INSERT INTO finding (id, fingerprint, county_code, version_id, source, rule, severity, message, cells,
                     table_number, row_number, column_number, message_zh, body_id, year)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_INSERT_FIGURE = """
INSERT INTO figure (version_id, indicator_id, applicant_id, value, kind, place) VALUES (?, ?, ?, ?, ?, ?)
"""

_INSERT_NOTE = """
INSERT INTO figure_note (version_id, indicator_id, applicant_id, raw, unit, inferred) VALUES (?, ?, ?, ?, ?, ?)
"""

_INSERT_STATEMENT = """
INSERT INTO statement (version_id, position, section, measure, indicator_code, value, unit, qualifier,
                       kind, direction, quote, quote_start, quote_end)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_SAVE_VERSION = """
INSERT INTO report_version (id, report_id, is_current, number, capture_id, url, title, form, published_on, period_start, period_end,
                            issuer, credit_code, site_code, encoding, parser_version, content_hash, reading_hash, figures, statements)
VALUES (:id, :report_id, :is_first, (SELECT coalesce(max(number), 0) + 1 FROM report_version WHERE report_id = :report_id),
        :capture_id, :url, :title, :form, :published_on, :period_start, :period_end,
        :issuer, :credit_code, :site_code, :encoding, :parser_version, :content_hash, :reading_hash, :figures, :statements)
ON CONFLICT (id) DO UPDATE SET
  title = excluded.title, form = excluded.form, published_on = excluded.published_on,
  period_start = excluded.period_start, period_end = excluded.period_end, issuer = excluded.issuer,
  credit_code = excluded.credit_code, site_code = excluded.site_code, encoding = excluded.encoding,
  parser_version = excluded.parser_version, content_hash = excluded.content_hash, reading_hash = excluded.reading_hash,
  figures = excluded.figures, statements = excluded.statements
"""

_INSERT_PROPOSAL = """
INSERT INTO proposal (version_id, position, indicator_id, applicant_id, value, raw, unit, confidence, accepted, place,
                      page, "left", top, "right", bottom)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_REPORT_COLUMNS = ("title", "form", "published_on", "issuer", "credit_code", "site_code", "encoding")

_EMPTY_VERSION = (
    "DELETE FROM figure WHERE version_id = ?",
    "DELETE FROM section WHERE version_id = ?",
    "DELETE FROM statement WHERE version_id = ?",
    "DELETE FROM attachment WHERE version_id = ?",
    "DELETE FROM part WHERE version_id = ?",
    "DELETE FROM proposal WHERE version_id = ?",
)

# A version with figures stands before one without (a page that only links a file), a later publication before an
# earlier one; of one address the newest capture stands for all, and of one capture the newest files beside it.
_NEWEST_FIRST = "capture_id DESC, (SELECT max(part.capture_id) FROM part WHERE version_id = version.id) DESC NULLS LAST, number DESC"

_CHOOSE_CURRENT = f"""
UPDATE report_version SET is_current = 1 WHERE id = (
SELECT id
FROM (SELECT *, row_number() OVER (PARTITION BY url ORDER BY {_NEWEST_FIRST}) AS age
      FROM report_version AS version WHERE report_id = ?) AS version
WHERE age = 1
ORDER BY EXISTS (SELECT 1 FROM figure WHERE version_id = version.id) DESC, published_on DESC NULLS LAST, capture_id DESC
LIMIT 1)
"""  # noqa: S608

_OF_CAPTURE = "SELECT id, report_id FROM report_version WHERE capture_id = ?"

_VERSIONS = f"""
SELECT version.id, number, capture_id, version.url, sha256, content_hash, reading_hash
FROM report_version AS version JOIN capture ON capture.id = capture_id
WHERE report_id = ? ORDER BY {_NEWEST_FIRST}
"""  # noqa: S608


class _Version(msgspec.Struct, frozen=True):
    """The columns of ``report_version`` that decide what a report is to the stored ones."""

    id: int
    number: int
    capture_id: int
    url: str
    sha256: str
    content_hash: str
    reading_hash: str
    parts: Parts = {}


class _Source(msgspec.Struct, frozen=True):
    """Where a report was read from, and the hashes of what was read."""

    capture_id: int
    url: str
    final_url: str
    sha256: str
    parser_version: str
    content_hash: str
    reading_hash: str
    parts: Parts


class Versions:
    """Saves reports inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.forget_cached()

    def forget_cached(self) -> None:
        """Read numbers of bodies and indicators again, as needed after a change to them or an undone transaction."""
        self._bodies: dict[tuple[str, str], int] = {}
        self._indicators: dict[str, tuple[int, str]] = {}
        self._applicants: dict[str | None, int] = {}

    def save(
        self, report: Report, capture_id: int, county_code: str, parser_version: str, part_captures: Sequence[int]
    ) -> Saved:
        """See `Store.save_report`."""
        if report.body is None or report.year is None:
            raise DocumentError(f"report without {'body' if report.body is None else 'year'}: {report.title}")
        source = self._source(report, capture_id, parser_version, part_captures)
        body_id = self.body_id(county_code, report.body, level=report.body_level or "other")
        report_id = self._report_id(body_id, report.year)
        parts.unlink(self._connection, source.url, capture_id)
        self._forget_misread(source, report_id)
        known = self._versions_of(report_id)
        same = _reading_of(known, source)
        if same is not None and _is_same_page(same, source) and not parts.is_replaced(same.parts, source.parts):
            return self._read_again(report, source, report_id, same)
        earlier = known if same is None else [same]
        equal = next((version for version in earlier if version.content_hash == source.content_hash), None)
        if equal is not None:
            if same is None:
                parts.link(self._connection, source.url, equal.id, capture_id)
            return "unchanged"
        self._write(report, source, report_id, None, is_first=not known)
        if known:
            self._settle(report_id)
        return "revised" if known else "new"

    def _read_again(self, report: Report, source: _Source, report_id: int, same: _Version) -> Saved:
        """Bytes that are known: a better reading replaces the stored one, but not one that misses some of the files."""
        if same.parts.keys() - source.parts.keys() or same.reading_hash == source.reading_hash:
            return "unchanged"
        self._empty(same.id)
        self._write(report, source, report_id, same)
        self._settle(report_id)
        return "reread"

    def body_id(self, county_code: str, name: str, *, level: BodyLevel = "other") -> int:
        """The number of a body by name or alias; a name never seen becomes a body of its own, of the level given."""
        if (county_code, name) not in self._bodies:
            self._bodies[county_code, name] = self._find_body(county_code, name, level)
        return self._bodies[county_code, name]

    def forget_page(self, url: str, capture_id: int) -> None:
        """Delete versions read from a capture of a page that turned out to be no report."""
        parts.unlink(self._connection, url, capture_id)
        for version_id, report_id in self._connection.execute(_OF_CAPTURE, (capture_id,)).fetchall():
            self._forget(version_id, report_id)

    def _forget_misread(self, source: _Source, report_id: int) -> None:
        """Delete what the same bytes were read as when they are now found to be another report."""
        found = self._connection.execute(_OF_CAPTURE, (source.capture_id,)).fetchall()
        for version_id, other in found:
            if other != report_id:
                stored = parts.parts_of_report(self._connection, other).get(version_id, {})
                if not parts.is_replaced(stored, source.parts):
                    self._forget(version_id, other)

    def _forget(self, version_id: int, report_id: int) -> None:
        """Delete a version, and its report when it was the last one."""
        self._unindex(version_id)
        points.empty(self._connection, version_id)
        self._connection.execute("DELETE FROM report_version WHERE id = ?", (version_id,))
        self._settle(report_id)
        self._connection.execute(
            "DELETE FROM report WHERE id = ? AND id NOT IN (SELECT report_id FROM report_version)", (report_id,)
        )

    def replace_findings(self, version_id: int, findings: Iterable[Finding], *, source: str) -> None:
        """Replace the findings of one source on a version."""
        found = self._connection.execute(
            "SELECT body.county_code, body.name, report.year, version.number FROM report_version AS version "
            "JOIN report ON report.id = version.report_id JOIN body ON body.id = report.body_id WHERE version.id = ?",
            (version_id,),
        ).fetchone()
        if found is None:
            raise StoreError(f"no version {version_id}")
        self._connection.execute("DELETE FROM finding WHERE version_id = ? AND source = ?", (version_id, source))
        made = rows.finding_rows(
            findings, place=found[:3], county_code=found[0], version=(version_id, found[3]), source=source
        )
        self._connection.executemany(INSERT_FINDING, made)

    def _source(self, report: Report, capture_id: int, parser_version: str, part_captures: Sequence[int]) -> _Source:
        found = self._connection.execute(
            "SELECT url, final_url, sha256 FROM capture WHERE id = ?", (capture_id,)
        ).fetchone()
        if found is None:
            raise StoreError(f"no capture {capture_id}")
        url, final_url, sha256 = found
        return _Source(
            capture_id,
            url,
            final_url,
            sha256,
            parser_version,
            rows.content_hash(report),
            rows.reading_hash(report),
            parts.parts_read(self._connection, report, part_captures),
        )

    def _find_body(self, county_code: str, name: str, level: BodyLevel) -> int:
        found = self._connection.execute(
            "SELECT id FROM body WHERE county_code = :county AND (name = :name OR EXISTS "
            "(SELECT 1 FROM json_each(body.aliases) WHERE value = :name)) ORDER BY name <> :name, id",
            {"county": county_code, "name": name},
        ).fetchone()
        if found is None:
            insert = "INSERT INTO body (county_code, name, level) VALUES (?, ?, ?)"
            found = (self._insert(insert, (county_code, name, level)),)
        return int(found[0])

    def _report_id(self, body_id: int, year: int) -> int:
        found = self._connection.execute(
            "SELECT id FROM report WHERE body_id = ? AND year = ?", (body_id, year)
        ).fetchone()
        if found is None:
            found = (self._insert("INSERT INTO report (body_id, year) VALUES (?, ?)", (body_id, year)),)
        return int(found[0])

    def _versions_of(self, report_id: int) -> list[_Version]:
        found = self._connection.execute(_VERSIONS, (report_id,)).fetchall()
        if not found:
            return []
        stored = parts.parts_of_report(self._connection, report_id)
        return [_Version(*(*row, stored.get(row[0], {}))) for row in found]

    def _write(
        self, report: Report, source: _Source, report_id: int, reread: _Version | None, *, is_first: bool = False
    ) -> None:
        """Write a version and all its rows; ``reread`` is the emptied version they belong to, None for a new one."""
        start, end = report.period or (None, None)
        values = {name: getattr(report, name) for name in _REPORT_COLUMNS} | {
            "id": reread and reread.id,
            "report_id": report_id,
            "is_first": int(is_first),
            "capture_id": source.capture_id,
            "url": source.url,
            "period_start": start,
            "period_end": end,
            "parser_version": source.parser_version,
            "content_hash": source.content_hash,
            "reading_hash": source.reading_hash,
            "figures": len(report.figures),
            "statements": len(report.statements),
        }
        inserted = self._insert(_SAVE_VERSION, values)
        self._fill(report, reread.id if reread else inserted, source)

    def _settle(self, report_id: int) -> None:
        """Decide among several versions of a report; a first one is current and has nothing beside it."""
        self._choose_current(report_id)
        self._report_second_address(report_id)

    def _fill(self, report: Report, version_id: int, source: _Source) -> None:
        self._load_numbers()
        figures, notes = rows.figure_rows(report.figures, version_id, self._indicators, self._applicants)
        self._connection.executemany(_INSERT_FIGURE, figures)
        self._connection.executemany(_INSERT_NOTE, notes)
        sections = rows.section_rows(report, version_id)
        self._connection.executemany("INSERT INTO section VALUES (?, ?, ?, ?, ?, ?, ?)", sections)
        self._connection.executemany(
            "INSERT INTO section_fts (rowid, heading, text) VALUES (?, ?, ?)",
            [(row[0], spaced(row[4]), spaced(row[5])) for row in sections],
        )
        self._connection.executemany(_INSERT_STATEMENT, rows.statement_rows(report, version_id))
        self._connection.executemany(
            "INSERT INTO attachment VALUES (?, ?, ?, ?)", rows.attachment_rows(report, version_id, source.final_url)
        )
        captures = [source.parts[part.url].capture_id for part in report.parts]
        self._connection.executemany(
            "INSERT INTO part VALUES (?, ?, ?, ?, ?)", rows.part_rows(report, version_id, captures)
        )
        self._connection.executemany(
            _INSERT_PROPOSAL, rows.proposal_rows(report, version_id, self._indicators, self._applicants)
        )
        points.fill(self._connection, version_id, report)
        self.replace_findings(version_id, report.findings, source="page")

    def _empty(self, version_id: int) -> None:
        self._unindex(version_id)
        points.empty(self._connection, version_id)
        for deletion in _EMPTY_VERSION:
            self._connection.execute(deletion, (version_id,))

    def _unindex(self, version_id: int) -> None:
        """Take a version's sections out of the search index, which needs their text for that."""
        found = self._connection.execute(
            "SELECT id, heading, text FROM section WHERE version_id = ?", (version_id,)
        ).fetchall()
        self._connection.executemany(
            "INSERT INTO section_fts (section_fts, rowid, heading, text) VALUES ('delete', ?, ?, ?)",
            [(number, spaced(heading), spaced(text)) for number, heading, text in found],
        )

    def _choose_current(self, report_id: int) -> None:
        self._connection.execute("UPDATE report_version SET is_current = 0 WHERE report_id = ?", (report_id,))
        self._connection.execute(_CHOOSE_CURRENT, (report_id,))

    def _report_second_address(self, report_id: int) -> None:
        """Two addresses that say different things for one body and year: a correction, or a body or year misread."""
        found = self._connection.execute(
            "SELECT id, url FROM report_version WHERE report_id = ? ORDER BY capture_id", (report_id,)
        ).fetchall()
        addresses = sorted({url for _, url in found})
        message = f"different reports for one body and year: {', '.join(addresses)}"
        findings = (Finding("second_address", "warning", message),) if len(addresses) > 1 else ()
        for version_id, _ in found:
            self.replace_findings(version_id, findings, source="store")

    def _load_numbers(self) -> None:
        if not self._indicators:
            found = self._connection.execute("SELECT code, id, unit FROM indicator")
            self._indicators = {code: (number, unit) for code, number, unit in found}
            self._applicants = dict(self._connection.execute("SELECT code, id FROM applicant"))

    def _insert(self, sql: str, values: Sequence[object] | dict[str, object]) -> int:
        return int(self._connection.execute(sql, values).lastrowid or 0)


def _reading_of(known: Sequence[_Version], source: _Source) -> _Version | None:
    """The version that stood at the address when the captures were made: of the address's not newer ones, the newest."""
    return next(
        (
            version
            for version in known
            if version.url == source.url
            and version.capture_id <= source.capture_id
            and not parts.is_later(version.parts, source.parts)
        ),
        None,
    )


def _is_same_page(version: _Version, source: _Source) -> bool:
    return version.capture_id == source.capture_id or version.sha256 == source.sha256
