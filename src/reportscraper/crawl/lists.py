"""All columns of a site: the given or found ones, their sub-columns, and entries that are lists themselves."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from reportscraper.crawl import words
from reportscraper.crawl.best_first import discover_below
from reportscraper.crawl.columns import ListPager
from reportscraper.crawl.context import CrawlContext
from reportscraper.crawl.known import STORED, is_due
from reportscraper.crawl.listing import Link, shape
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.forms.rules import phrase
from reportscraper.model import ListEntry


class _Column(Struct, frozen=True):
    """A column to walk: ``depth`` links below a root; ``entry`` when an entry of a list led to it."""

    link: Link
    depth: int = 0
    entry: ListEntry | None = None
    above: str = ""
    """The list that led to it."""
    around: frozenset[str] = frozenset()
    """The columns that it leads to, and itself, by `urls.key`."""


class ListCrawler:
    """Walks the columns of one site and keeps their entries (``items``), each address once."""

    def __init__(self, context: CrawlContext) -> None:
        self.items: dict[str, ListEntry] = {}
        self.detail_requests: dict[str, Request] = {}
        """How the entries are asked for that a plain GET does not bring."""
        self._context = context
        self.reports: list[tuple[Page, ListEntry]] = []
        """Columns that are reports themselves, whose files are still to be had."""
        self._queue: deque[_Column] = deque()
        self.seen: set[str] = set()
        """The addresses of columns, by `urls.key`."""
        self._reports: set[str] = set()
        self._frames: set[str] = set()
        """Frames without a list, beside one that shows it."""
        self._led_on: set[str] = set()
        """Lists whose links to bodies' own sites led to columns."""
        self.gone = False
        """Whether a list at which the crawl begins is no longer there."""
        self._above: dict[str, str] = {}
        """The list that led to each list, by their addresses."""
        self._bearing: set[str] = set()
        """Lists that show entries, or lead on to some that do, or to what is told apart."""

    async def walk(self, roots: Sequence[Link]) -> None:
        """Walk the columns from the roots down, level by level."""
        limits = self._context.settings.limits
        framed: dict[str, list[ListPager]] = {}
        for root in roots:
            self._add(_Column(root))
        while self._queue and len(self._context.summary.columns) < limits.columns:
            column = self._queue.popleft()
            if column.link.sub_site:
                await self._enter(column)
                continue
            walk = ListPager(self._context, column.link, column.entry, column.around)
            await walk.walk()
            self._take(walk, urls.key(column.link.url))
            self._above[column.link.url] = column.above
            self.gone |= walk.is_gone and not column.above
            if walk.items or walk.is_report or walk.broken or walk.is_other_month:
                self._bears(column.link.url)
            if column.link.framed:
                framed.setdefault(column.above, []).append(walk)
            self._descend(walk, column.depth + 1)
        for column in self._queue:
            self._leave(column)
        for walks in framed.values():
            if any(walk.items or walk.link.url in self._bearing for walk in walks):
                self._frames.update(walk.link.url for walk in walks if walk.link.url not in self._bearing)
        for key in self._reports:
            self.items.pop(key, None)
        columns = self._context.summary.columns
        columns[:] = [
            replace(each, understood=(each.understood and each.url in self._bearing) or each.url in self._led_on)
            for each in columns
            if each.url not in self._frames and (each.items or urls.key(each.url) not in self.items)
        ]

    def _bears(self, url: str) -> None:
        """Note that a list shows entries: so those above it lead to some."""
        while url and url not in self._bearing:
            self._bearing.add(url)
            url = self._above.get(url, "")

    async def _enter(self, column: _Column) -> None:
        """Find the columns of a body's own site. Whether there was one is told of the list that led to it."""
        found = await discover_below(self._context, column.link)
        for link in found:
            self._add(_Column(Link(link.url, column.link.text), column.depth))
            self._led_on.add(column.above)
        self._context.summary.sub_sites[column.link.url] = bool(found)

    def _take(self, walk: ListPager, own: str) -> None:
        if walk.is_report:
            self._reports.add(own)
            self._context.summary.reports_listed += 1
            self.reports += walk.reports
        self.detail_requests.update(walk.detail_requests)
        for key, item in walk.items.items():
            if not self._is_list(item):
                self.items.setdefault(key, item)

    def _descend(self, walk: ListPager, depth: int) -> None:
        for item in filter(self._is_list, walk.items.values()):
            self._add(_Column(Link(item.url, _path(walk.name, item.title)), depth, item))
        around = frozenset(urls.key(each) for each in (walk.link.url, walk.address, *(sub.url for sub in walk.columns)))
        for sub in walk.columns:
            named = replace(sub, text=_path(walk.name, sub.text))
            if self._context.session.scope.owns(sub.url) or urls.is_below(sub.url, walk.address):
                self._add(_Column(named, depth - sub.framed, above=walk.link.url, around=around))
            elif urls.netloc(sub.url) != urls.netloc(walk.address) and not sub.doubtful:
                # Beside the column on a host of its city lie those of other counties.
                is_all = not walk.items and not sub.sub_site
                self._context.summary.offered.setdefault(urls.netloc(sub.url), (sub.url, sub.text, is_all))
                self._bears(walk.link.url)

    def _add(self, column: _Column) -> None:
        key = urls.key(urls.normalise(column.link.url) or column.link.url)
        if key in self.seen:
            if column.entry is not None:
                self._context.account.note(column.entry.url, "had")
            return
        self.seen.add(key)
        if column.above and (report := self._had_as_report(column.link.url)) is not None:
            self.items[key] = report
            self._context.account.add(report, column.link.url, "report")
            self._bears(column.above)
        elif column.depth <= self._context.settings.limits.discovery_depth:
            self._queue.append(column)
        else:
            self._leave(column)

    def _had_as_report(self, url: str) -> ListEntry | None:
        """A sub-column that earlier runs found to be a report itself, as the entry that it is, while it is not due; None of any other."""
        context = self._context
        known = context.known.page(url)
        if known is None or known.kind != "report" or known.outcome not in STORED or not known.title:
            return None
        if context.settings.refresh == "all" or context.account.retry(url) is not None:
            return None
        item = ListEntry(url=url, title=known.title, listed_on=known.listed_on, column=known.column or "")
        return None if is_due(known, item, "report", context.now()) else item

    def _is_endless(self, column: _Column) -> bool:
        """Whether a column is one more of its kind behind two that show nothing (a calendar); these are no lists then."""
        above = [column.above, self._above.get(column.above, "")]
        if not all(each and each not in self._bearing and shape(each) == shape(column.link.url) for each in above):
            return False
        chain = {url for url in self._above if url not in self._bearing and shape(url) == shape(column.link.url)}
        summary = self._context.summary
        summary.columns[:] = [each for each in summary.columns if each.url not in chain]
        summary.endless.append(column.link.url)
        return True

    def _leave(self, column: _Column) -> None:
        """Note a column that lies too deep, or that is one too many."""
        if not column.link.doubtful and not self._is_endless(column):
            self._context.summary.columns_left.append(column.link.url)
            self._bears(column.above)
        if column.entry is not None:
            self._context.account.note(column.entry.url, "not_followed", phrase("unfollowed_cap"))

    def is_report(self, item: ListEntry) -> bool:
        """Whether an entry is a report by its title."""
        return self._context.classify(item.title) == "report"

    def _is_list(self, item: ListEntry) -> bool:
        """Whether an entry gathers the reports of a year (汇总) rather than being one of them."""
        return self._context.classify(item.title) == "index" and not words.is_attachment(item.url)


def _path(name: str, below: str) -> str:
    return f"{name} > {below}" if name and below else name or below
