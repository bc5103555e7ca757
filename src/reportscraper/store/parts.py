"""Files beside the page that versions were read from, and pages at other addresses that repeat a version."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from msgspec import Struct

from reportscraper.errors import StoreError
from reportscraper.model import Report
from reportscraper.store.by_name import read_rows
from reportscraper.store.script import named_statements

_SQL = named_statements("parts")


class StoredPart(Struct, frozen=True):
    """The capture a part was read from, and its bytes."""

    capture_id: int
    sha256: str


class _PartOfVersion(Struct, frozen=True):
    version_id: int
    url: str
    part: StoredPart


Parts = Mapping[str, StoredPart]
"""By address."""


def parts_of_report(connection: sqlite3.Connection, report_id: int) -> dict[int, dict[str, StoredPart]]:
    """The parts of each version of a report that has any, by the version's number in the database."""
    made: dict[int, dict[str, StoredPart]] = {}
    for row in read_rows(connection.execute(_SQL["of_report"], (report_id,)), _PartOfVersion):
        made.setdefault(row.version_id, {})[row.url] = row.part
    return made


def parts_read(connection: sqlite3.Connection, report: Report, captures: Sequence[int]) -> dict[str, StoredPart]:
    """The parts of a report just read, each with its capture. Raises `StoreError` unless every part has one.

    Their bases must not fall: the part of a table is the last one whose base is below its number.
    """
    if len(captures) != len(report.parts):
        raise StoreError(f"{len(report.parts)} parts, {len(captures)} captures of them")
    made: dict[str, StoredPart] = {}
    base = 0
    for part, capture_id in zip(report.parts, captures, strict=True):
        found = connection.execute("SELECT sha256 FROM capture WHERE id = ?", (capture_id,)).fetchone()
        if found is None:
            raise StoreError(f"no capture {capture_id}")
        if part.url in made:
            raise StoreError(f"two parts at {part.url}")
        if part.base < base:
            raise StoreError(f"{part.url}: parts are not in the order of their tables")
        base = part.base
        made[part.url] = StoredPart(capture_id, found[0])
    return made


def is_later(stored: Parts, given: Parts) -> bool:
    """Whether a stored version was read from a later state of a part, so that ``given`` is no reading of that version."""
    return any(
        stored[url].capture_id > given[url].capture_id and stored[url].sha256 != given[url].sha256
        for url in stored.keys() & given.keys()
    )


def is_replaced(stored: Parts, given: Parts) -> bool:
    """Whether the site put other bytes at the address of a part."""
    return any(stored[url].sha256 != given[url].sha256 for url in stored.keys() & given.keys())


def link(connection: sqlite3.Connection, url: str, version_id: int, capture_id: int) -> None:
    """Record that the page at ``url`` says what a version read elsewhere says; an older capture changes nothing."""
    connection.execute(_SQL["link"], (url, version_id, capture_id))


def unlink(connection: sqlite3.Connection, url: str, capture_id: int) -> None:
    """Forget what earlier captures of a page repeated."""
    connection.execute("DELETE FROM duplicate WHERE url = ? AND capture_id <= ?", (url, capture_id))


def unlink_version(connection: sqlite3.Connection, version_id: int) -> None:
    """Forget the pages that repeated a version which now says something else."""
    connection.execute("DELETE FROM duplicate WHERE version_id = ?", (version_id,))
