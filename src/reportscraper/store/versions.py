"""Reports and their versions: what is new, what the site revised, what only a better parser reads differently."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from reportscraper.documents.packed import packed_in
from reportscraper.errors import DocumentError, StoreError
from reportscraper.forms.rules import finding
from reportscraper.model import BodyLevel, Report
from reportscraper.store import lineages, parts
from reportscraper.store.by_name import read_row, read_rows
from reportscraper.store.comparable import Comparable, comparable_content, reading_hash
from reportscraper.store.parts import Parts
from reportscraper.store.script import named_statements
from reportscraper.store.seal import seal
from reportscraper.store.version_rows import NewVersion, VersionRows, describe

Saved = Literal["new", "unchanged", "revised", "reread"]
"""What a saved report was: a first version, the last one again, a revision by the site, known bytes read better."""

# A version with figures stands before one without (a page that only links a file), a later publication before an
# earlier one; of one address the newest capture stands for all, and of one capture the newest files beside it.
_NEWEST_FIRST = "capture_id DESC, (SELECT max(part.capture_id) FROM part WHERE version_id = version.id) DESC NULLS LAST, number DESC"

_SQL = named_statements("versions", newest_first=_NEWEST_FIRST)


class StandingVersion(Struct, frozen=True):
    """The newest version that was read from an address: whose (``names``), of which year, from which bytes, and what it says."""

    names: tuple[str, ...]
    year: int
    sha256: str
    content: Comparable


class _StandingRow(Struct, frozen=True):
    id: int
    name: str
    aliases: str
    year: int
    sha256: str


class _VersionRow(Struct, frozen=True):
    """The columns of ``report_version`` that decide what a report is to the stored ones."""

    id: int
    number: int
    capture_id: int
    url: str
    sha256: str
    reading_hash: str


class _Version(_VersionRow, frozen=True):
    """A stored version and the files beside its page."""

    parts: Parts


class _CaptureRow(Struct, frozen=True):
    capture_id: int
    url: str
    final_url: str
    sha256: str


class _Source(_CaptureRow, frozen=True):
    """Where a report was read from, and by what."""

    parser_version: str
    reading_hash: str
    parts: Parts


class _VersionOf(Struct, frozen=True):
    id: int
    report_id: int


class _Address(Struct, frozen=True):
    id: int
    url: str


class Versions:
    """Saves reports inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows = VersionRows(connection)
        self._bodies: dict[tuple[str, str], int] = {}

    def forget_cached(self) -> None:
        """Read numbers of bodies and indicators again, as needed after a change to them or an undone transaction."""
        self._bodies.clear()
        self._rows.forget_cached()

    def index(self) -> None:
        """See `VersionRows.index`."""
        self._rows.index()

    def save(
        self, report: Report, capture_id: int, county_code: str, parser_version: str, part_captures: Sequence[int]
    ) -> Saved:
        """See `Store.save_report`."""
        if report.body is None or report.year is None:
            raise DocumentError(f"report without {'body' if report.body is None else 'year'}: {report.title}")
        source = self._source(report, capture_id, parser_version, part_captures)
        body_id = self.body_id(county_code, report.body, level=report.body_level or "other")
        report_id, is_first = self._report_id(body_id, report.year)
        parts.unlink(self._connection, source.url, capture_id)
        self._forget_misread(source, report_id)
        if is_first:
            self._write(report, source, report_id, 1)
            return "new"
        return self._save_beside(report, source, report_id, self._versions_of(report_id))

    def _save_beside(self, report: Report, source: _Source, report_id: int, known: Sequence[_Version]) -> Saved:
        # The version that stood at the address when the captures were made: of the address's not newer ones, the newest.
        same = next(
            (
                version
                for version in known
                if version.url == source.url
                and version.capture_id <= source.capture_id
                and not parts.is_later(version.parts, source.parts)
            ),
            None,
        )
        if same is not None and _is_same_page(same, source) and not parts.is_replaced(same.parts, source.parts):
            return self._read_again(report, source, report_id, same, known)
        equal = self._equal(known if same is None else [same], report)
        if equal is not None:
            if same is None:
                parts.link(self._connection, source.url, equal.id, source.capture_id)
            return "unchanged"
        self._write(report, source, report_id, max(version.number for version in known) + 1)
        self._select_current(report_id)
        return "revised"

    def _equal(self, known: Iterable[_Version], report: Report) -> _Version | None:
        """The newest version that says what the report says."""
        said = comparable_content(report)
        return next((version for version in known if self._rows.comparable_content(version.id) == said), None)

    def _read_again(
        self, report: Report, source: _Source, report_id: int, same: _Version, known: Sequence[_Version]
    ) -> Saved:
        """Bytes that are known: a better reading replaces the stored one, but not one that misses some of the files."""
        if same.parts.keys() - source.parts.keys() or same.reading_hash == source.reading_hash:
            return "unchanged"
        elsewhere = [version for version in known if version.url != same.url]
        # Two pages with one file differ until the file of the second has come as well.
        if len(elsewhere) == len(known) - 1 and (equal := self._equal(elsewhere, report)):
            self._forget(same.id, report_id)
            parts.link(self._connection, source.url, equal.id, source.capture_id)
            return "unchanged"
        if not self._equal([same], report):
            parts.unlink_version(self._connection, same.id)
        self._rows.empty(same.id)
        self._rows.describe_anew(same.id, describe(report, source.parser_version, source.reading_hash))
        self._fill(report, source, same.id)
        self._rows.replace_findings(same.id, report.findings, source="page")
        self._select_current(report_id)
        return "reread"

    def standing_at(self, url: str) -> StandingVersion | None:
        """See `Store.standing_at`."""
        found = read_row(self._connection.execute(_SQL["standing"], (url,)), _StandingRow)
        if found is None:
            return None
        names = (found.name, *msgspec.json.decode(found.aliases, type=tuple[str, ...]))
        return StandingVersion(names, found.year, found.sha256, self._rows.comparable_content(found.id))

    def body_id(self, county_code: str, name: str, *, level: BodyLevel = "other") -> int:
        """The number of a body by name or alias; a name never seen becomes a body of its own, of the level given."""
        if (county_code, name) not in self._bodies:
            self._bodies[county_code, name] = self._find_body(county_code, name, level)
        return self._bodies[county_code, name]

    def forget_page(self, url: str, capture_id: int) -> None:
        """Delete versions read from a capture of a page that turned out to be no report."""
        parts.unlink(self._connection, url, capture_id)
        for version in self._versions_read_from(capture_id, url):
            self._forget(version.id, version.report_id)

    def _forget_misread(self, source: _Source, report_id: int) -> None:
        """Delete what the same bytes were read as when they are now found to be another report."""
        for version in self._versions_read_from(source.capture_id, source.url):
            if version.report_id != report_id:
                stored = parts.parts_of_report(self._connection, version.report_id).get(version.id, {})
                if not parts.is_replaced(stored, source.parts):
                    self._forget(version.id, version.report_id)

    def _versions_read_from(self, capture_id: int, url: str) -> list[_VersionOf]:
        return list(read_rows(self._connection.execute(_SQL["of_capture"], (capture_id, url)), _VersionOf))

    def _forget(self, version_id: int, report_id: int) -> None:
        """Delete a version, and its report when it was the last one."""
        self._rows.unindex(version_id)
        self._connection.execute("DELETE FROM report_version WHERE id = ?", (version_id,))
        self._select_current(report_id)
        self._connection.execute(
            "DELETE FROM report WHERE id = ? AND id NOT IN (SELECT report_id FROM report_version)", (report_id,)
        )

    def _source(self, report: Report, capture_id: int, parser_version: str, part_captures: Sequence[int]) -> _Source:
        found = read_row(self._connection.execute(_SQL["capture"], (capture_id,)), _CaptureRow)
        if found is None:
            raise StoreError(f"no capture {capture_id}")
        if report.source and packed_in(report.source)[1]:
            found = replace(found, url=report.source)
        return _Source(
            **asdict(found),
            parser_version=parser_version,
            reading_hash=reading_hash(report),
            parts=parts.parts_read(self._connection, report, part_captures),
        )

    def _find_body(self, county_code: str, name: str, level: BodyLevel) -> int:
        found = self._connection.execute(
            "SELECT id FROM body WHERE county_code = :county AND (name = :name OR EXISTS "
            "(SELECT 1 FROM json_each(body.aliases) WHERE value = :name)) ORDER BY name <> :name, id",
            {"county": county_code, "name": name},
        ).fetchone()
        if found is None:
            insert = "INSERT INTO body (county_code, name, level) VALUES (?, ?, ?) RETURNING id"
            found = self._connection.execute(insert, (county_code, name, level)).fetchone()
            lineages.place_body(self._connection, int(found[0]))
        return int(found[0])

    def _report_id(self, body_id: int, year: int) -> tuple[int, bool]:
        """The number of a report, and whether it was given just now."""
        insert = "INSERT INTO report (body_id, year) VALUES (?, ?) ON CONFLICT (body_id, year) DO NOTHING RETURNING id"
        made = self._connection.execute(insert, (body_id, year)).fetchone()
        if made is not None:
            return int(made[0]), True
        select = "SELECT id FROM report WHERE body_id = ? AND year = ?"
        return int(self._connection.execute(select, (body_id, year)).fetchone()[0]), False

    def _versions_of(self, report_id: int) -> list[_Version]:
        stored = parts.parts_of_report(self._connection, report_id)
        found = read_rows(self._connection.execute(_SQL["versions"], (report_id,)), _VersionRow)
        return [_Version(**asdict(row), parts=stored.get(row.id, {})) for row in found]

    def _write(self, report: Report, source: _Source, report_id: int, number: int) -> None:
        """Write a new version; a first one is current at once, among several `_select_current` decides."""
        version = NewVersion(
            **asdict(describe(report, source.parser_version, source.reading_hash)),
            report_id=report_id,
            number=number,
            is_current=number == 1,
            capture_id=source.capture_id,
            url=source.url,
        )
        version_id = self._rows.create(version)
        self._fill(report, source, version_id)
        if report.findings:
            self._rows.replace_findings(version_id, report.findings, source="page")

    def _fill(self, report: Report, source: _Source, version_id: int) -> None:
        captures = [source.parts[part.url].capture_id for part in report.parts]
        self._rows.fill(report, version_id, base=source.final_url, captures=captures)
        seal(self._connection, version_id)

    def _select_current(self, report_id: int) -> None:
        """Decide among several versions of a report; a first one is current and has nothing beside it.

        Two addresses that say different things for one body and year are a correction, or a body or year misread: a finding.
        """
        self._connection.execute("UPDATE report_version SET is_current = 0 WHERE report_id = ?", (report_id,))
        self._connection.execute(_SQL["choose_current"], (report_id,))
        found = list(read_rows(self._connection.execute(_SQL["addresses"], (report_id,)), _Address))
        addresses = sorted({each.url for each in found})
        findings = (finding("second_address", addresses=", ".join(addresses)),) if len(addresses) > 1 else ()
        for each in found:
            self._rows.replace_findings(each.id, findings, source="store")


def _is_same_page(version: _Version, source: _Source) -> bool:
    return version.capture_id == source.capture_id or version.sha256 == source.sha256
