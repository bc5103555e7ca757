"""What a run did, and what it is told as it goes on."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version

from msgspec import Struct

from reportscraper.text import utc

Counts = Counter[str]
"""Per site: pages, reports found, new, revised, reread, unchanged and failed, figures, findings that stand open; and of the account of entries:
listed = stored + other_kinds + unread + not_followed.
"""


class CountedPages:
    """By address, what a page of a run was counted as. What is alike is kept once, for the nation has two million pages."""

    def __init__(self) -> None:
        self._pages: dict[str, frozenset[tuple[str, int]]] = {}
        self._alike: dict[frozenset[tuple[str, int]], frozenset[tuple[str, int]]] = {}

    def of(self, url: str) -> Counts:
        """What it was counted as last; nothing where it was not."""
        return Counter(dict(self._pages.get(url, ())))

    def has_found(self, url: str) -> bool:
        """Whether it was counted as found. Asked of every entry every night."""
        return ("found", 1) in self._pages.get(url, ())

    def keep(self, url: str, counts: Counts) -> None:
        """Keep what it was counted as."""
        kept = frozenset(counts.items())
        self._pages[url] = self._alike.setdefault(kept, kept)


Progress = Callable[[str, str, str], None]
"""Called for every page that was taken in: site name, what became of it, its title or address."""


class SiteResult(Struct):
    """One site's part of a run summary."""

    code: str
    name: str
    counts: Counts
    bodies: set[str]
    problems: list[str]
    new_problems: list[str] = []
    """Those of the problems that were not standing before the run."""
    chinese: dict[str, str] = {}
    """What problems are in Chinese, by their English text."""


class RunResult(Struct):
    """What a run did: one entry a site, and what is wrong with the archive."""

    sites: list[SiteResult]
    problems: list[str]
    chinese: dict[str, str] = {}
    """As for a site."""

    @property
    def totals(self) -> Counts:
        """Counts over all sites."""
        return sum((site.counts for site in self.sites), Counter())

    @property
    def is_clean(self) -> bool:
        """Whether nothing failed and no site had a problem."""
        return not self.problems and not any(site.problems for site in self.sites)

    @property
    def has_news(self) -> bool:
        """Whether there is something to say that was not known before: a fault that stands is told once, and then by `status`."""
        return bool(self.problems) or any(site.new_problems for site in self.sites)


@functools.cache  # the file that names it is read and taken apart for it, 1 ms
def parser_version() -> str:
    """What read a report: the version of this package."""
    return version("reportscraper")


def utc_now() -> str:
    """The time as runs are dated, in UTC."""
    return utc(dt.datetime.now(dt.UTC))
