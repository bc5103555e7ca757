"""What a walk of a list came to, kept for the nights after it: while its first page and its total say the same, the rest is not asked.

Entries that come somewhere in the middle, under a total that nobody prints, are found when the list is walked again: after a week.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Protocol

import msgspec
from msgspec import Struct

from reportscraper.crawl.entries import is_ahead, jitter
from reportscraper.crawl.listing import Link, ListPage
from reportscraper.crawl.summary import ColumnSummary
from reportscraper.fetch.request import Request
from reportscraper.model import ListEntry

_WALKED_AGAIN = dt.timedelta(days=7)


class ListWalk(Struct, frozen=True):
    """A list that was walked to its end: the bytes of its first page, what they ``said``, and what all of its pages showed."""

    walked_at: str
    sha256: str
    said: str
    name: str
    items: tuple[ListEntry, ...]
    foreign: tuple[ListEntry, ...]
    columns: tuple[Link, ...]
    detail_requests: tuple[tuple[str, Request], ...]
    summary: ColumnSummary


class Walks(Protocol):
    """The walks of earlier nights on one site."""

    def of(self, url: str) -> ListWalk | None:
        """The walk of a list that is still good, None when it is to be walked."""

    def keep(self, url: str, walk: ListWalk) -> None:
        """Remember a walk."""


class NoWalks:
    """No earlier night, or none that counts: everything is walked."""

    def of(self, url: str) -> ListWalk | None:  # noqa: ARG002
        """Nothing."""
        return None

    def keep(self, url: str, walk: ListWalk) -> None:
        """Nothing is kept."""


def is_good(walked_at: str, url: str, now: dt.datetime) -> bool:
    """Whether what was walked then counts tonight: for a week, which is a little longer or shorter for each address."""
    walked = dt.datetime.fromisoformat(walked_at)
    return now < walked + _WALKED_AGAIN * jitter(url) and not is_ahead(walked, now)


def said(listing: ListPage) -> str:
    """What a page says of its list: its entries, totals and columns, not the ways to its further pages, which may hold a token."""
    plain = msgspec.structs.replace(listing, next_requests=(), fallback_requests=())
    return hashlib.sha256(msgspec.json.encode(plain)).hexdigest()


def is_telling(listing: ListPage) -> bool:
    """Whether a first page shows the list itself, and can be asked for again as it was: scripts may bring any list to an equal page."""
    plain = all(type(request) is Request for _, request in listing.detail_requests)
    return bool(listing.items) and plain and not listing.leads_on and not listing.hides_more
