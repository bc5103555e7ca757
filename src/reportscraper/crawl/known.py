"""What earlier runs stored, and what of it is worth asking for again."""

from __future__ import annotations

import datetime as dt
import re
from typing import Protocol

import msgspec
from msgspec import Struct

from reportscraper.crawl.entries import is_ahead, jitter
from reportscraper.fetch.request import Request
from reportscraper.model import Capture, ListEntry, Outcome, PageKind

STORED: frozenset[Outcome] = frozenset({"new", "unchanged", "revised"})
"""Outcomes of addresses whose content is stored."""

_GONE: frozenset[Outcome] = frozenset({"gone", "soft404"})
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_FORM_YEAR = re.compile(r"\bfbtime=(20\d\d)\b")
_SENDABLE = re.compile(r"[!-~](?:[ -~]*[!-~])?")
_SEASON = {1, 2, 3}
_RECENT = dt.timedelta(days=460)
_SEASON_INTERVAL = dt.timedelta(days=1)
_RECENT_INTERVAL = dt.timedelta(days=30)
_OLD_INTERVAL = dt.timedelta(days=365)
_GONE_INTERVAL = dt.timedelta(days=7)
_TRUST_VALIDATORS = dt.timedelta(days=90)


class KnownPage(Struct, frozen=True):
    """What is stored of an address, and its last visit. Times are UTC, ISO 8601 with Z."""

    outcome: Outcome
    fetched_at: str
    """When the body was last had whole."""
    checked_at: str | None = None
    """When the address last answered, be it that nothing had changed; None when that was at ``fetched_at``."""
    sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    title: str | None = None
    """Title, date and column under which a list showed the address then."""
    listed_on: str | None = None
    column: str | None = None
    kind: PageKind | None = None
    """What the page turned out to be; its listed title alone may not tell. None when it was never read."""
    capture: Capture | None = None
    """The capture that it was last read from; None when it never was."""

    @property
    def asked_at(self) -> dt.datetime:
        """When the address last answered."""
        return _moment(self.checked_at or self.fetched_at)


class Known(Protocol):
    """The memory of earlier runs."""

    def page(self, url: str) -> KnownPage | None:
        """The last visit of an address, None when it was never visited."""

    def resting(self, host: str) -> str | None:
        """Why a host (with port, unless the scheme's own) is to be left alone for now, None when it is not."""


class NoHistory:
    """No earlier run."""

    def page(self, url: str) -> KnownPage | None:  # noqa: ARG002
        """Nothing is known of any address."""
        return None

    def resting(self, host: str) -> str | None:  # noqa: ARG002
        """No host rests."""
        return None


def is_due(known: KnownPage | None, listed: ListEntry, kind: PageKind, now: dt.datetime) -> bool:
    """Whether a listed page is to be asked for (again).

    Asked for: what is not stored, what its list now shows otherwise, and reports whose turn has come: recent ones
    daily in the reporting season (reports are due by 31 January and 31 March) and monthly outside it, old ones
    yearly, months and years up to a fifth of their time earlier. Other pages never; pages that did not exist weekly.
    """
    if known is not None and known.outcome in _GONE:
        return now - known.asked_at >= _GONE_INTERVAL or is_ahead(known.asked_at, now)
    if known is None or known.outcome not in STORED or _is_listed_otherwise(known, listed):
        return True
    if "report" not in {kind, known.kind}:
        return False
    return now - known.asked_at >= _interval(listed, known, now) or is_ahead(known.asked_at, now)


def is_file_due(known: KnownPage | None, page: ListEntry, changed_at: str | None, now: dt.datetime) -> bool:
    """Whether a file of a report page is to be asked for (again): when that page, as listed, would be, and when the page
    was found changed at ``changed_at`` (UTC, ISO 8601) after the file was last asked for: a corrected file may keep its
    address.
    """
    if known is not None and changed_at is not None and known.asked_at < _moment(changed_at):
        return True
    unnamed = known and msgspec.structs.replace(known, title=None, listed_on=None)
    return is_due(unnamed, page, "report", now)


def _is_listed_otherwise(known: KnownPage, listed: ListEntry) -> bool:
    retitled = known.title is not None and known.title != listed.title
    return retitled or (known.listed_on is not None and known.listed_on != listed.listed_on)


def _interval(listed: ListEntry, known: KnownPage, now: dt.datetime) -> dt.timedelta:
    early = jitter(listed.url) - 0.1
    if now - _published(listed, known) > _RECENT:
        return _OLD_INTERVAL * early
    return _SEASON_INTERVAL if now.month in _SEASON else _RECENT_INTERVAL * early


def _published(listed: ListEntry, known: KnownPage) -> dt.datetime:
    """When a listed page was published: the list's date, else January after the year it names, else when it was
    seen.
    """
    if listed.listed_on:
        return _moment(f"{listed.listed_on}T00:00:00Z")
    year = _FORM_YEAR.search(listed.url) or _YEAR.search(listed.title)
    return _moment(f"{int(year[1]) + 1}-01-31T00:00:00Z" if year else known.fetched_at)


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def conditional(request: Request, known: KnownPage | None, now: dt.datetime) -> Request:
    """The request with the validators of the last visit; without them after 90 days, for a server may always say
    304, and without one that no header can carry (``ETag: "a中 b"`` was seen).
    """
    if known is None or known.outcome not in STORED or now - _moment(known.fetched_at) > _TRUST_VALIDATORS:
        return request
    pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
    extra = tuple((name, value) for name, value in pairs if value and _SENDABLE.fullmatch(value))
    return Request(request.url, request.method, request.body, (*request.headers, *extra))
