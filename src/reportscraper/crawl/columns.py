"""Walking a list column page by page, and knowing when to stop.

Stop rules that survive real servers: a page that adds nothing new (twice in a row, for a single page may be broken),
404, the declared pages done, a cap. A short page is no sign of the end.
"""

from __future__ import annotations

from collections import deque

from reportscraper.crawl import urls, words
from reportscraper.crawl.families import read_list
from reportscraper.crawl.host import Answer
from reportscraper.crawl.listing import Link, Listing
from reportscraper.crawl.page import Page, visible_text
from reportscraper.crawl.request import Request
from reportscraper.crawl.run import SiteRun
from reportscraper.crawl.summary import ColumnSummary
from reportscraper.model import Listed

_BARREN = 2


class ColumnWalk:
    """One column: its entries (``items``, in order, each address once) and its sub-columns."""

    def __init__(self, run: SiteRun, link: Link) -> None:
        self.items: dict[str, Listed] = {}
        self.columns: tuple[Link, ...] = ()
        self.name = link.text
        self._run = run
        self._link = link
        self._most = run.settings.limits.list_pages
        self._asked: set[tuple[str, bytes]] = set()
        self._queue: deque[Request] = deque()
        self._fallback: tuple[Request, ...] = ()
        self._declared: int | None = None
        self._is_report = False
        self._pages = 0

    async def walk(self) -> None:
        """Fetch every page of the column and note the column in the summary."""
        first = await self._read(Request(self._link.url))
        if first is not None:
            self.columns = first.columns
            self._fallback = first.fallback_requests
            self._enqueue(first.next_requests)
            await self._follow()
            if self._is_short():
                self._enqueue(self._fallback)
                await self._follow()
        self._run.summary.columns.append(self._summary())

    async def _follow(self) -> None:
        barren = 0
        while self._queue and self._pages < self._most and barren < _BARREN:
            before = len(self.items)
            listing = await self._read(self._queue.popleft())
            barren = 0 if len(self.items) > before else barren + 1
            if listing is not None:
                self._enqueue(listing.next_requests)
        self._queue.clear()

    def _is_short(self) -> bool:
        """The other way of paging is tried when the declared count was not reached, or further pages gave nothing."""
        return bool(self._fallback) and (self._declared is None or len(self.items) < self._declared)

    def _enqueue(self, requests: tuple[Request, ...]) -> None:
        for request in requests:
            key = (urls.key(request.url), request.body)
            if key not in self._asked:
                self._asked.add(key)
                self._queue.append(request)

    async def _read(self, request: Request) -> Listing | None:
        """One list page: its visit handed on, its entries taken; None when there is no page."""
        self._asked.add((urls.key(request.url), request.body))
        self._pages += 1
        answer = await self._run.attempt(request, "list")
        if answer is None:
            return None
        if answer.verdict.outcome is not None:
            self._run.hand_on(answer, "list")
            if answer.verdict.outcome == "gone":
                self._queue.clear()
            return None
        return self._take(answer)

    def _take(self, answer: Answer) -> Listing:
        self.name = self.name or answer.page.title
        listing = read_list(answer.page, self.name, self._most)
        if not listing.items and is_report_page(answer.page):
            listed = Listed(url=answer.page.exchange.url, title=answer.page.title or self.name, column=self.name)
            self._run.hand_on(answer, "detail", listed=listed, note="a column that is the report itself")
            self._is_report = True
            return listing
        self._run.hand_on(answer, "list", None if listing.understood else "not_understood")
        self._declared = listing.declared if self._declared is None else self._declared
        for item in listing.items:
            self.items.setdefault(urls.key(item.url), item)
        return listing

    def _summary(self) -> ColumnSummary:
        return ColumnSummary(
            url=self._link.url,
            name=self.name,
            pages=self._pages,
            items=len(self.items),
            declared=self._declared,
            understood=bool(self.items or self.columns or self._is_report),
        )


def is_report_page(page: Page) -> bool:
    """Whether a page is a report by its chapters: four of the six headings of the form."""
    return words.count("chapter", visible_text(page.text)) >= 4
