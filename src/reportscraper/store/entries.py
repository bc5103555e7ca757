"""The account of entries in the database: read for the next run, written at the end of a site's crawl."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import astuple, replace

from reportscraper.crawl.entries import Entry, Failure, State
from reportscraper.documents.packed import packed_in
from reportscraper.fetch import urls
from reportscraper.model import PageKind
from reportscraper.store.by_name import read_rows
from reportscraper.store.rows import json_text
from reportscraper.store.script import named_statements

_NAMES = Entry.__struct_fields__
_SQL = named_statements("entries", fields=", ".join(_NAMES), values=", ".join("?" * len(_NAMES)))
_read_files = msgspec.json.Decoder(tuple[Failure, ...]).decode
_NO_FILES = "[]"


class PageSeen(Struct, frozen=True):
    """What a page was read as. ``reason`` says why it is no report."""

    url: str
    kind: PageKind
    title: str | None
    reason: str | None


class Entries:
    """Reads and writes inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, county_code: str) -> dict[str, Entry]:
        """The entries of a county's lists as they stand, by `urls.key` of their addresses."""
        found = {}
        for row in self._connection.execute(_SQL["read"], (county_code,)):
            entry = Entry(*(*row[:-1], () if row[-1] == _NO_FILES else _read_files(row[-1])))
            found[urls.key(entry.url)] = entry
        return found

    def last_account(self, county_code: str) -> set[str]:
        """The entries that stood in the account of the county's last run, by `urls.key`."""
        return {urls.key(url) for (url,) in self._connection.execute(_SQL["last_account"], {"county": county_code})}

    def forget(self, county_code: str) -> None:
        """Forget the entries of a county, which a newer account replaces."""
        self._connection.execute("DELETE FROM entry WHERE county_code = ?", (county_code,))

    def pages(self, county_code: str) -> dict[str, PageSeen]:
        """What each page of a county was read as, by `urls.key` of its address."""
        found = read_rows(self._connection.execute(_SQL["pages"], (county_code,)), PageSeen)
        return {urls.key(page.url): page for page in found}

    def report_addresses(self, county_code: str) -> set[str]:
        """The addresses from which a stored report of a county was read, by `urls.key`; of a member, those of its zip archive."""
        found = self._connection.execute(_SQL["report_addresses"], {"county": county_code})
        return {urls.key(packed_in(url)[0]) for (url,) in found}

    def write(
        self,
        county_code: str,
        entries: Iterable[Entry],
        fingerprints: Mapping[str, str],
        run_id: int | None,
        earlier: Iterable[Entry] | None = None,
    ) -> None:
        """Write entries as they stand, each with the fingerprint of the finding on it, if there is one (`Store.save_entries`)."""
        written = list(entries)
        stood = earlier if earlier is not None else self.of(county_code).values() if written else ()
        known = {entry.url: entry for entry in stood}
        seen, changed = [], []
        for entry in written:
            before = known.get(entry.url)
            if (
                before is not None
                and entry.url not in fingerprints
                and replace(before, last_seen=entry.last_seen) == entry
            ):
                seen.append((entry.last_seen, run_id, county_code, entry.url))
            else:
                changed.append(entry)
        self._connection.executemany(_SQL["seen_again"], seen)
        self._connection.executemany(
            _SQL["write"],
            [
                (county_code, run_id, fingerprints.get(row[0]), *row[:-1], json_text(row[-1]) if row[-1] else _NO_FILES)
                for row in map(astuple, changed)
            ],
        )

    def counts(self, county_code: str, run_id: int) -> dict[State, int]:
        """How many entries of a county's account of a run end how."""
        return dict(self._connection.execute(_SQL["counts"], (county_code, run_id)).fetchall())
