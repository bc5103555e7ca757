"""The listed pages of a site."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Mapping

import structlog

from reportscraper.crawl import words
from reportscraper.crawl.articles import is_report_page
from reportscraper.crawl.context import CrawlContext
from reportscraper.crawl.entries import Failure, is_retry_due, why_not_had
from reportscraper.crawl.files import Files
from reportscraper.crawl.known import conditional, is_due
from reportscraper.errors import ReportscraperError, unexpected
from reportscraper.fetch import urls
from reportscraper.fetch.host import Answer
from reportscraper.fetch.page import Page, open_page, visible_text
from reportscraper.fetch.request import Request
from reportscraper.forms.rules import Words, phrase
from reportscraper.model import Exchange, ListEntry, Role

_log = structlog.get_logger("reportscraper.crawl")

_DIGITS = re.compile(r"\d+")


class DetailFetcher:
    """Fetches each listed address once."""

    def __init__(
        self,
        context: CrawlContext,
        detail_requests: Mapping[str, Request] | None = None,
        pieces: Mapping[str, tuple[ListEntry, ...]] | None = None,
        *,
        probe: Callable[[DetailFetcher], Awaitable[None]] | None = None,
        walked: Collection[str] = (),
    ) -> None:
        """``probe`` is awaited before the first page is asked for: it learns what the site shows for addresses that do not exist.

        ``walked`` are the addresses, by `urls.key`, that were visited as columns: it takes another visit to read them as pages.
        """
        self._walked = walked
        self._context = context
        self._pieces = pieces or {}
        self._further = {urls.key(piece.url) for each in self._pieces.values() for piece in each}
        self._detail_requests = detail_requests or {}
        self._done: set[str] = set()
        self._probe = probe
        self._shells: set[str] = set()
        self._views: set[str] = set()
        self._files = Files(context, self._done)

    def is_further(self, item: ListEntry) -> bool:
        """Whether an entry is a further article of a report that the list shows in several."""
        return urls.key(item.url) in self._further

    def learn_shell(self, page: Page) -> None:
        """Remember the page a site shows for addresses that do not exist; detail pages like it are error pages."""
        self._shells.add(visible_text(page.text))

    async def fetch(self, item: ListEntry) -> None:
        """Visit one listed page unless it is done, foreign or not due, then its files; see `resume`."""
        context, key = self._context, urls.key(item.url)
        if key in self._done:
            return
        self._done.add(key)
        kind = context.classify(item.title)
        known = context.known.page(item.url)
        retry = context.account.retry(item.url)
        context.summary.reports_listed += "report" in {kind, known.kind if known else None}
        if not context.session.scope.admits(item.url):
            context.summary.outside.append(item.url)
            context.account.note(item.url, "not_followed", phrase("unfollowed_outside", host=urls.netloc(item.url)))
            return
        due = is_retry_due(retry, context.now()) if retry else is_due(known, item, kind, context.now())
        due = due or (known is not None and known.kind is None and key in self._walked)
        pieces = self._pieces.get(key, ())
        due = due or any(context.account.retry(piece.url) for piece in pieces)
        if context.settings.refresh == "due" and not due:
            for piece in pieces:
                self._done.add(urls.key(piece.url))
                context.account.note(piece.url, "kept")
            context.summary.not_due += retry is None or not retry.unread
            context.account.note(item.url, "kept")
            if (earlier := context.account.earlier.get(key)) is not None:
                await self._files.ask_again(earlier.files, item)
            return
        if (probe := self._probe) is not None:
            self._probe = None
            await probe(self)
        role: Role = "attachment" if words.is_attachment(item.url) else "detail"
        request = self._detail_requests.get(key) or Request(item.url)
        if retry is None:  # what was had of one that waits is not what is wanted
            request = conditional(request, known, context.now())
        try:
            answer = await context.attempt(request, role, item)
            if answer is not None:
                await self._finish(answer, role, item)
        except (OSError, ReportscraperError, sqlite3.Error):
            raise
        except Exception as error:  # noqa: BLE001
            # A fault of ours with one page (an ETag that no header can carry was one) must not end its site.
            _log.exception("page failed", url=item.url)
            why = unexpected(error)
            context.summary.failures.append(Failure(item.url, role, "not_understood", why))
            if (listed := context.account.listed.get(key)) is not None and listed.met != "had":
                context.account.note(item.url, "failed", Words(why, why))

    async def fetch_carried(self, walked: Collection[str]) -> None:
        """Visit the entries of earlier runs that wait and whose lists could not be walked to their ends this time.

        ``walked`` are the addresses of the lists that were.
        """
        account = self._context.account
        for key, entry in account.earlier.items():
            if entry.waits and key not in account.listed and entry.list_url not in walked:
                item = ListEntry(entry.url, entry.title, entry.listed_on, entry.list_column)
                account.add(item, entry.list_url, entry.kind, carried=True)
                await self.fetch(item)

    async def adopt(self, page: Page, item: ListEntry) -> None:
        """Visit the files of a page that was met, and visited, as a column, and that is a report itself."""
        self._done.add(urls.key(item.url))
        await self._fetch_files(page, item, revised=False)
        await self._context.page_done()

    async def resume(self, exchange: Exchange, item: ListEntry) -> None:
        """Visit the files of a page that was stored when the run ended before its time."""
        known = self._context.known.page(exchange.url)
        await self._fetch_files(self._open(exchange), item, revised=known is not None and known.outcome == "revised")
        await self._context.page_done()

    async def _finish(self, answer: Answer, role: Role, item: ListEntry) -> None:
        context, page = self._context, self._whole(answer)
        if role == "detail" and page is answer.page and _is_text(page) and self._is_shell(page):
            context.record_visit(answer, role, "soft404", item, "the page shown for other addresses")
            is_view = words.address_matches("annual_view", item.url)
            why = phrase("unfollowed_view") if is_view else phrase("unread_other_addresses")
            context.account.note(item.url, "not_followed" if is_view else "failed", why)
            return
        outcome = context.classify_outcome(answer)
        context.record_visit(answer, role, outcome, item)
        if page is None:
            context.account.note(item.url, "failed", why_not_had(answer))
        else:
            context.account.note(item.url, "had")
        if page is not None and role == "detail":
            await self._fetch_files(page, item, revised=outcome == "revised")
        await context.page_done()

    def _whole(self, answer: Answer) -> Page | None:
        """The page of an answer, the archived one when the server says that it is still the same; None without any."""
        if answer.verdict.outcome is None:
            return answer.page
        stored = self._context.stored(answer.page.exchange.url) if answer.verdict.outcome == "unchanged" else None
        return self._open(stored) if stored is not None else None

    def _open(self, exchange: Exchange) -> Page:
        return open_page(Request(exchange.url), exchange, self._context.site.charset or None)

    async def _fetch_files(self, page: Page, item: ListEntry, *, revised: bool) -> None:
        if _is_text(page) and self._is_report(page, item):
            await self._files.fetch(page, item, revised=revised, pieces=self._pieces.get(urls.key(item.url), ()))

    def _is_shell(self, page: Page) -> bool:
        """Whether a page shows what addresses without a page show.

        Views that answer every body and year are compared among themselves, numbers aside, unless they show chapters;
        other pages are not, for the cover pages of a body's reports differ in nothing but the year.
        """
        is_view = words.address_matches("annual_view", page.exchange.url)
        if not self._shells and not is_view:
            return False
        text = visible_text(page.text)
        if text in self._shells or not is_view or words.count("chapter", text) >= 4:
            return text in self._shells
        mark = _DIGITS.sub("", text)
        seen = mark in self._views
        self._views.add(mark)
        return seen

    def _is_report(self, page: Page, item: ListEntry) -> bool:
        classify = self._context.classify
        return "report" in {classify(item.title), classify(page.title)} or is_report_page(page)


def _is_text(page: Page) -> bool:
    return page.kind in {"html", "json"}
