"""The account of a site's entries in the archive: what no exchange tells, so that a database can be made anew from nothing else."""

from __future__ import annotations

import zlib
from collections.abc import Container, Iterable

import msgspec
from msgspec import Struct

from reportscraper.archive.writer import Archive
from reportscraper.crawl.entries import Entry
from reportscraper.forms.rules import finding
from reportscraper.model import Finding
from reportscraper.store.writer import Store


class KeptAccount(Struct, frozen=True, omit_defaults=True):
    """How the entries of a county stood at the end of a crawl of its site, and what was wrong with it."""

    code: str
    at: str
    """UTC, ISO 8601."""
    is_same: bool = False
    """Nothing has changed since the account before it, which holds the rest."""
    entries: tuple[Entry, ...] = ()
    """Those in the run's account."""
    gone: tuple[Entry, ...] = ()
    """Those of earlier runs that lists show no more."""
    findings: tuple[Finding, ...] = ()
    """On the site and its lists; those on entries follow from them."""


class KeptAccounts:
    """The last account of each county, as an archive is read from its beginning (`take`, `meet`)."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[str, bytes]] = {}
        """When it was made, and the note that has its entries, compressed: the nation's are a gigabyte."""
        self._open: dict[str, str] = {}

    def take(self, note: bytes) -> None:
        """A note of the archive. One that is none of ours says nothing."""
        try:
            read = msgspec.json.decode(note, type=KeptAccount)
        except msgspec.DecodeError:
            return
        self._open.pop(read.code, None)
        last = self._last.get(read.code)
        self._last[read.code] = (read.at, last[1] if read.is_same and last else zlib.compress(note, 1))

    def meet(self, county_code: str, fetched_at: str) -> None:
        """An exchange of a county: a crawl of its site is on until the next account."""
        self._open.setdefault(county_code, fetched_at)

    def restore(self, store: Store, run_id: int, known_before: Container[str]) -> None:
        """Put the accounts into a database that does not know them, or an older state of them; and mark the counties that were
        not crawled to their ends. ``known_before`` are the counties that the database knew.
        """
        for code, (at, note) in self._last.items():
            known = store.entries.of(code).values()
            if at > max((entry.last_seen for entry in known), default=""):
                kept = msgspec.json.decode(zlib.decompress(note), type=KeptAccount)
                with store.transaction():
                    store.entries.forget(code)
                    store.save_entries(code, kept.gone, {})
                    store.save_entries(code, kept.entries, {}, run_id)
                    store.save_site_findings(code, kept.findings)
        for code, since in self._open.items():
            # Older archives keep no accounts; their databases do.
            if code in self._last or code not in known_before:
                store.begin_sites(run_id, [code], finding("site_unfinished", started=since))


def keep_account(archive: Archive, kept: KeptAccount, earlier: Iterable[Entry], *, is_told: bool) -> None:
    """Append an account to the archive; ``earlier`` are the entries as they stood before, ``is_told`` whether all findings stood."""
    now, before = ({each.url: each for each in every} for every in ((*kept.entries, *kept.gone), earlier))
    is_same = (
        is_told
        and now.keys() == before.keys()
        and all(
            msgspec.structs.replace(each, last_seen=now[url].last_seen, tries=now[url].tries, due_at=now[url].due_at)
            == now[url]
            for url, each in before.items()
        )
    )
    archive.append_note(
        msgspec.json.encode(KeptAccount(kept.code, kept.at, is_same=True) if is_same else kept), kept.at
    )
