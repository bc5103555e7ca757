"""Walking a list column page by page, to the end that `page_queue` knows or to a cap."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import msgspec

from reportscraper.crawl import words
from reportscraper.crawl.articles import is_report_page
from reportscraper.crawl.cms import hanweb_xxgk, read_list
from reportscraper.crawl.cms.loaded import own_scripts
from reportscraper.crawl.context import CrawlContext
from reportscraper.crawl.entries import shows_list, why_not_had
from reportscraper.crawl.listing import Link, ListPage
from reportscraper.crawl.page_queue import Fate, PageQueue
from reportscraper.crawl.paging import BatchRequest, Loaded
from reportscraper.crawl.remembered import ListWalk, is_telling, said
from reportscraper.crawl.summary import ColumnSummary
from reportscraper.crawl.tabs import lead_on
from reportscraper.documents.file_type import TEXTS
from reportscraper.fetch import urls
from reportscraper.fetch.host import HostAnswer
from reportscraper.fetch.page import Page, visible_text
from reportscraper.fetch.request import Request
from reportscraper.forms.rules import phrase
from reportscraper.model import ListEntry
from reportscraper.text import squeeze, utc

_LEAST_PAGED = 5
_LEAST_REPEATED = 10
_PAGER_FILE = re.compile(r"(?i)pag(?:e|er|ing|ination)|fenye")


class ListPager:
    """One column: its entries (``items``, in order, each address once) and its sub-columns.

    ``entry`` is the list entry that led to a page that gathers others (汇总): the page is handed on as the page it is,
    and one without links is no list that failed. ``around`` are the columns, by `urls.key`, that the page which led to this one shows.
    """

    def __init__(
        self, context: CrawlContext, link: Link, entry: ListEntry | None = None, around: frozenset[str] = frozenset()
    ) -> None:
        self.items: dict[str, ListEntry] = {}
        self.detail_requests: dict[str, Request] = {}
        self.name = link.text
        self.address = link.url
        """Where its first page lies, after redirects."""
        self._context = context
        self.link = link
        self._entry = entry
        self._around = around
        self._columns: dict[str, Link] = {}
        self._foreign: list[ListEntry] = []
        self._most = context.settings.limits.list_pages
        self._queue = PageQueue()
        self._fate: Fate = "old"
        self._fallback: tuple[Request, ...] = ()
        self._declared: int | None = None
        self.is_report = False
        self.reports: list[tuple[Page, ListEntry]] = []
        """Pages of it that are reports themselves, whose files are still to be had."""
        self._pages = 0
        self.broken = self._missing = 0
        self._leads_back = False
        """Whether a further page leads back to the first (the cookie that it wants was not sent)."""
        self.is_other_month = False
        """Whether it is a month's list, which shows rows on other matters."""
        self._hides_more = False
        self._capped = False
        self._declared_pages: int | None = None
        self._pager = False
        self._paged_by_script = False
        self._tabs: dict[str, None] = {}
        self._empty = 0
        """1 when the first page is a shell that has its list loaded."""
        self._shown = 0
        self._widest = 0
        self._fruitful = self._repeats = 0
        self._unaddressed: dict[str, None] = {}
        self._head: tuple[str, str] | None = None
        """Hash of the first page's bytes and of what it says, where these tell whether the list has changed."""
        self._before: ListWalk | None = None
        """The walk of an earlier night, where the list has not changed since."""

    @property
    def columns(self) -> tuple[Link, ...]:
        """The sub-columns that the pages of the column lead to, in order."""
        return tuple(self._columns.values())

    async def walk(self) -> None:
        """Fetch every page of the column and note the column in the summary."""
        first = await self._read(Request(self.link.url))
        reports = (item for item in self.items.values() if self._context.classify(item.title) == "report")
        if self.link.doubtful and not (self.broken or self.is_report or any(reports)):
            self.items.clear()
            years = {key: link for key, link in self._columns.items() if words.matches("year_column", link.text)}
            self._columns = {key: msgspec.structs.replace(link, doubtful=True) for key, link in years.items()}
            return
        if first is not None:
            self._fallback = first.fallback_requests
            self._queue.add(first.next_requests)
            await self._follow()
            self.broken += self._leads_back and self._fruitful <= 1
            # Numbered from another page on than the first one says, and all there.
            self.broken -= self._missing if self._fruitful > len(first.next_requests) else 0
            if self._is_short():
                self._queue.restart()
                self._queue.add(self._fallback)
                await self._follow()
        for item in (*self.items.values(), *self._foreign):
            self._context.account.add(item, self.link.url, self._context.classify(item.title))
        for item in self._foreign:
            self._context.account.note(item.url, "not_followed", phrase("unfollowed_other_county"))
        if self._entry is None or self.items:
            self._context.summary.columns.append(summary := self._before.summary if self._before else self._summary())
            self._remember(summary)

    @property
    def is_gone(self) -> bool:
        """Whether there is no such page any more."""
        return self._pages == 1 and self._fate == "gone"

    async def _follow(self) -> None:
        while self._pages < self._most and (request := self._queue.take()) is not None:
            before = len(self.items)
            listing = await self._read(request)
            is_new = len(self.items) > before
            if listing is not None:
                self._queue.add(listing.next_requests)
                self._fate = "aside" if listing.is_aside and self._fate == "old" else self._fate
            self._queue.brought(request, "new" if is_new else self._fate)
            if listing is not None:
                self._hides_more &= not (isinstance(request, BatchRequest) and (listing.ends or is_new))
        self._capped |= self._queue.gave_up or (bool(self._queue) and self._pages >= self._most)

    def _is_short(self) -> bool:
        """The other way of paging is tried when the declared count was not reached, or further pages gave nothing."""
        if self._declared is None:
            plain = (request for request in self._fallback if not isinstance(request, BatchRequest))
            return any(request.method == "GET" or self._fruitful <= 1 for request in plain)
        return bool(self._fallback) and len(self.items) < self._declared

    async def _read(self, request: Request) -> ListPage | None:
        """One list page: its visit handed on, its entries taken; None when there is no page."""
        self._queue.asked.add((urls.key(request.url), request.body))
        self._pages, self._fate = self._pages + 1, "old"
        entry = self._entry if self._pages == 1 else None
        answer = await self._context.attempt(request, "list", entry)
        if answer is not None and answer.verdict.outcome is None:
            return await self._take(answer) if self._context.is_own(answer.page) else None
        if answer is not None and isinstance(request, BatchRequest) and answer.page.kind == "empty" and self.items:
            self._record_visit(answer)
            return ListPage(ends=True)
        if isinstance(request, Loaded):
            if answer is not None:
                self._record_visit(answer)
            return None
        if answer is not None and entry is not None:
            self._context.account.note(entry.url, "failed", why_not_had(answer))
        is_gone = answer is not None and answer.verdict.outcome == "gone"
        self._fate = "gone" if is_gone else "broken"
        self._missing += is_gone and self._queue.leads_beyond(request)
        self.broken += not is_gone or self._queue.leads_beyond(request)
        if answer is not None:
            self._record_visit(answer)
        if not is_gone and self._pages > 1:
            self._queue.jump_over(request)
        return None

    async def _take(self, answer: HostAnswer) -> ListPage:
        self.name = self.name or answer.page.title
        self.address = answer.page.url if self._pages == 1 else self.address
        is_moved = urls.key(answer.page.url) != urls.key(answer.page.request.url)
        self._leads_back |= is_moved and self._pages > 1 and urls.key(answer.page.url) == urls.key(self.address)
        earlier = self._context.walks.of(self.link.url) if self._pages == 1 and self._entry is None else None
        sha256 = hashlib.sha256(answer.page.exchange.body).hexdigest() if self._pages == 1 else ""
        if earlier is not None and earlier.sha256 == sha256:
            return self._recall(answer, earlier)
        listing = await self._read_with_scripts(answer.page)
        is_head = self._pages == 1 and self._entry is None and is_telling(listing)
        says = said(listing) if is_head or earlier is not None else ""
        if earlier is not None and earlier.said == says:
            return self._recall(answer, msgspec.structs.replace(earlier, sha256=sha256))
        self._head = (sha256, says) if is_head else self._head
        if self._entry is None and is_report_page(answer.page):
            # What else it links to are files of it, or its neighbours.
            listed = ListEntry(url=answer.page.exchange.url, title=answer.page.title or self.name, column=self.name)
            self._context.record_visit(answer, "detail", listed=listed, note="a column that is the report itself")
            self._context.account.add(listed, self.link.url, "report")
            self._context.account.note(listed.url, "had")
            self.is_report = True
            self.reports.append((answer.page, listed))
            self.items |= {urls.key(item.url): item for item in self._own(listing) if not words.is_attachment(item.url)}
            return msgspec.structs.replace(listing, next_requests=())
        self._record_visit(answer, understood=listing.understood)
        self._declared = listing.declared if self._declared is None else self._declared
        self._note_emptiness(answer.page, listing)
        for link in listing.columns:
            # An entry's page that shows no list may be an article in a frame.
            doubtful = link.doubtful or (link.framed and self._entry is not None)
            self._columns.setdefault(urls.key(link.url), msgspec.structs.replace(link, doubtful=doubtful))
        self.is_other_month |= self.link.of_month and listing.aside > 0
        self._empty += self._pages == 1 and not (listing.items or listing.rows)
        if self._fruitful and not isinstance(answer.page.request, BatchRequest | Loaded):
            self._repeats += sum(urls.key(item.url) in self.items for item in listing.items)
        before = len(self.items) + len(self._foreign)
        for item in self._own(listing):
            self.items.setdefault(urls.key(item.url), item)
        if len(self.items) + len(self._foreign) > before:
            rows = max(len(listing.items), listing.rows)
            self._shown += rows
            self._widest = max(self._widest, rows)
            self._fruitful += 1
        self._declared_pages = listing.pages if self._declared_pages is None else self._declared_pages
        self._pager |= listing.pager and self._entry is None
        self.detail_requests.update(listing.detail_requests)
        self._hides_more |= listing.hides_more
        self._tabs |= dict.fromkeys(listing.tabs)
        self._unaddressed |= dict.fromkeys(listing.unaddressed)
        return listing

    def _note_emptiness(self, page: Page, listing: ListPage) -> None:
        """Note whether a further page that shows no entry is broken: one past the end of a list has its frame; one without it stands in
        the place of entries, and one without a word where entries follow.
        """
        is_plain = self._pages > 1 and not isinstance(page.request, BatchRequest | Loaded) and page.kind == "html"
        known = {key for key, _ in self._queue.asked} | self._columns.keys()
        leads_on = bool(listing.next_requests) or any(urls.key(link.url) not in known for link in listing.columns)
        if self._pages > 1 and page.kind not in TEXTS:
            self.broken += 1
            self._queue.jump_over(page.request)
        elif is_plain and not (listing.items or listing.rows or leads_on):
            self.broken += self._queue.emptied(page.request, squeeze(visible_text(page.text)))
        elif listing.items or listing.rows:
            self.broken += self._queue.refilled()

    def _recall(self, answer: HostAnswer, before: ListWalk) -> ListPage:
        """Take what an earlier night found; nothing more is asked of the list."""
        self._record_visit(answer)
        self._before, self.name = before, before.name
        self.items = {urls.key(item.url): item for item in before.items}
        self._columns = {urls.key(link.url): link for link in before.columns}
        self._foreign = list(before.foreign)
        self._context.summary.outside += [item.url for item in before.foreign]
        self.detail_requests = dict(before.detail_requests)
        return ListPage()

    def _remember(self, summary: ColumnSummary) -> None:
        """Keep what was found for the nights to come, unless something of the list was not had."""
        if self._before is not None:
            self._context.walks.keep(self.link.url, self._before)
        elif self._head is not None and summary.whole and not self.is_report:
            walk = ListWalk(
                utc(self._context.now()),
                *self._head,
                name=self.name,
                items=tuple(self.items.values()),
                foreign=tuple(self._foreign),
                columns=self.columns,
                detail_requests=tuple(self.detail_requests.items()),
                summary=summary,
            )
            self._context.walks.keep(self.link.url, walk)

    async def _read_with_scripts(self, page: Page) -> ListPage:
        """What a page says; where rows of it lead nowhere, or its pager is a script file's, with its script files."""
        listing = read_list(page, self.name, self._most)
        is_first = self._pages == 1
        is_long = self._paged_by_script or (is_first and len(listing.items) >= _LEAST_PAGED)
        files = own_scripts(page) if is_long and not listing.next_requests else []
        is_paged = files and (listing.pager or any(_PAGER_FILE.search(url.rpartition("/")[2]) for url in files))
        if not (listing.unaddressed or is_paged or (is_first and listing.tabs)):
            return listing
        found = read_list(await self._context.with_scripts(page), self.name, self._most)
        self._paged_by_script |= is_first and bool(found.next_requests)
        return found if listing.unaddressed or found.next_requests or found.columns != listing.columns else listing

    def _record_visit(self, answer: HostAnswer, *, understood: bool = True) -> None:
        if self._entry is not None and self._pages == 1:
            self._context.record_visit(answer, "detail", listed=self._entry)
            if answer.verdict.outcome is None:
                self._context.account.note(self._entry.url, "had")
        else:
            self._context.record_visit(answer, "list", None if understood else "not_understood")

    def _own(self, listing: ListPage) -> Iterator[ListEntry]:
        """The entries but those of other counties' bodies, which are noted as outside."""
        divisions = {self._context.site.code, self._context.site.site_code[:6]}
        for item in listing.items:
            if hanweb_xxgk.is_foreign(item.url, divisions):
                self._context.summary.outside.append(item.url)
                self._foreign.append(item)
            else:
                yield item

    def _leads_below(self) -> bool:
        """Whether it leads to columns other than itself and those beside it, which the page that led to it shows as well."""
        pages = self._around | {key for key, body in self._queue.asked if not body}
        return any(not link.sub_site and key not in pages for key, link in self._columns.items())

    def _summary(self) -> ColumnSummary:
        is_list = shows_list(self.items.values(), self._context.classify)
        # The further pages show the entries of the first over again, and these fill a page.
        is_stuck = self._fruitful <= 1 and self._repeats >= len(self.items) >= _LEAST_REPEATED
        is_whole = self._widest and self._fruitful > 1 and not (self.broken or self._capped or self._repeats)
        fills_pages = bool(is_whole and self._declared) and -(-(self._declared or 0) // self._widest) == self._fruitful
        return ColumnSummary(
            url=self.link.url,
            name=self.name,
            pages=self._pages,
            items=len(self.items),
            shown=max(len(self.items), self._shown),
            declared=self._declared,
            repeats=self._repeats,
            printed_out=fills_pages,
            understood=is_list or self.is_report or self._leads_below() or self.is_other_month,
            hides_more=self._hides_more,
            capped=self._capped,
            declared_pages=self._declared_pages,
            shells=self._empty if self.items else 0,
            pager_unused=self._pager and (self._pages - self._empty <= 1 or is_stuck),
            tabs_unused=lead_on(self._tabs, self.items.values()),
            unaddressed=tuple(self._unaddressed),
            broken=0 if self._declared is not None and len(self.items) >= self._declared else self.broken,
        )
