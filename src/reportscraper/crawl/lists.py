"""All columns of a site: the given or found ones, their sub-columns, and entries that are lists themselves."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from msgspec import Struct

from reportscraper.crawl import words
from reportscraper.crawl.columns import ColumnWalk
from reportscraper.crawl.context import SiteRun
from reportscraper.crawl.listing import Link, is_below
from reportscraper.fetch import urls
from reportscraper.fetch.request import Request
from reportscraper.model import Listed


class _Column(Struct, frozen=True):
    """A column to walk: ``depth`` links below a root; ``entry`` when an entry of a list led to it."""

    link: Link
    depth: int = 0
    entry: Listed | None = None


class Lists:
    """Walks the columns of one site and keeps their entries (``items``), each address once."""

    def __init__(self, run: SiteRun) -> None:
        self.items: dict[str, Listed] = {}
        self.ways: dict[str, Request] = {}
        """How the entries are asked for that a plain GET does not bring."""
        self._run = run
        self._queue: deque[_Column] = deque()
        self._seen: set[str] = set()
        self._reports: set[str] = set()

    async def walk(self, roots: Sequence[Link]) -> None:
        """Walk the columns from the roots down, level by level."""
        limits = self._run.settings.limits
        for root in roots:
            self._add(_Column(root))
        while self._queue and len(self._run.summary.columns) < limits.columns:
            column = self._queue.popleft()
            walk = ColumnWalk(self._run, column.link, column.entry)
            await walk.walk()
            self._take(walk, urls.key(column.link.url))
            if column.depth < limits.discovery_depth:
                self._descend(walk, column.depth + 1)
        for key in self._reports:
            self.items.pop(key, None)

    def _take(self, walk: ColumnWalk, own: str) -> None:
        if walk.is_report:
            self._reports.add(own)
            self._run.summary.reports_listed += 1
        self.ways.update(walk.ways)
        for key, item in walk.items.items():
            if not self._is_list(item):
                self.items.setdefault(key, item)

    def _descend(self, walk: ColumnWalk, depth: int) -> None:
        for item in filter(self._is_list, walk.items.values()):
            self._add(_Column(Link(item.url, _path(walk.name, item.title)), depth, item))
        for sub in walk.columns:
            if self._run.session.scope.owns(sub.url) or is_below(sub.url, walk.address):
                self._add(_Column(Link(sub.url, _path(walk.name, sub.text), sub.doubtful), depth))

    def _add(self, column: _Column) -> None:
        key = urls.key(urls.normalise(column.link.url) or column.link.url)
        if key not in self._seen:
            self._seen.add(key)
            self._queue.append(column)

    def is_report(self, item: Listed) -> bool:
        """Whether an entry is a report by its title."""
        return self._run.classify(item.title) == "report"

    def _is_list(self, item: Listed) -> bool:
        """Whether an entry gathers the reports of a year (汇总) rather than being one of them."""
        return self._run.classify(item.title) == "index" and not words.is_attachment(item.url)


def _path(name: str, below: str) -> str:
    return f"{name} > {below}" if name else below
