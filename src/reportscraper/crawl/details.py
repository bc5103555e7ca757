"""The listed pages of a site, the files that they hand out, and further parts of articles that go on at other addresses."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence

import msgspec
import structlog

from reportscraper.crawl import words
from reportscraper.crawl.articles import article_parts, is_report_page, is_shell
from reportscraper.crawl.attachments import find_attachments, prints_forms
from reportscraper.crawl.context import CrawlContext
from reportscraper.crawl.entries import Failure, is_retry_due, why_not_had
from reportscraper.crawl.known import STORED, KnownPage, conditional, is_due, is_file_due
from reportscraper.errors import ReportscraperError, unexpected
from reportscraper.fetch import urls
from reportscraper.fetch.host import HostAnswer
from reportscraper.fetch.outcome import header, shows_report
from reportscraper.fetch.page import Page, open_page, visible_text
from reportscraper.fetch.request import Request
from reportscraper.forms.rules import phrase, reason_words
from reportscraper.model import Exchange, ListEntry, Outcome, Role

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
        self._vain = 0
        """Pages in a row that could not be had."""

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
        if retry is not None and self._vain >= context.settings.limits.refusals - 1:
            return  # so many in a row failed again that one more would have the host left alone
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
            is_vain = answer is None or answer.verdict.outcome in {"blocked", "unreachable"}
            self._vain = self._vain + 1 if is_vain else 0
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
                context.account.note(item.url, "failed", reason_words(why))

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

    async def _finish(self, answer: HostAnswer, role: Role, item: ListEntry) -> None:
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

    def _whole(self, answer: HostAnswer) -> Page | None:
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
        if text in self._shells or not is_view or shows_report(text):
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


class Files:
    """Fetches each file once. ``done`` holds the keys of the addresses that this run has dealt with."""

    def __init__(self, context: CrawlContext, done: set[str]) -> None:
        self._context = context
        self._done = done
        self._closed_hosts: set[str] = set()
        self._had: dict[str, Outcome] = {}
        """What came of the files that were asked for, by their keys."""

    async def fetch(
        self, page: Page, item: ListEntry, *, revised: bool = False, pieces: Sequence[ListEntry] = ()
    ) -> None:
        """Visit the files of a report page that are not stored or due: its further parts in order, the ``pieces`` of its report that
        the list shows as articles of their own, then what it links.

        Each is listed as ``linked_from`` the address under which the page itself is visited. ``revised`` says that the
        page has changed since its files were asked for.
        """
        changed_at = page.exchange.fetched_at if revised else None

        async def visit(url: str, title: str, request: Request | None = None) -> bool:
            file = ListEntry(url=url, title=title, column=item.title, linked_from=page.exchange.url)
            return await self._fetch_one(file, item, changed_at, request)

        parts = article_parts(page)
        if not parts and is_shell(page):
            parts = article_parts(await self._context.with_scripts(page))
        had = [await visit(part.url, item.title, part) for part in parts]
        if not all(had):
            note = f"{had.count(False)} of the {len(parts)} further pages of the article could not be had"
            self._context.summary.failures.append(
                Failure(page.exchange.url, "detail", "not_understood", note, page=page.exchange.url)
            )
        for piece in pieces:
            is_had = await visit(piece.url, piece.title)
            self._context.account.note(piece.url, "had" if is_had else "failed")
        for file in find_attachments(page):
            if not await visit(file.url, file.title) and words.address_matches(
                "attachment", f"{file.url} {file.title}"
            ):
                self._tell(file.url, page.exchange.url, minor=prints_forms(page))

    async def ask_again(self, missing: Iterable[Failure], item: ListEntry) -> None:
        """Visit what could not be had of a stored page when it was asked for last, and which is due; what is still missing is told."""
        for each in missing:
            if each.role != "attachment":  # parts of an article, which its page names
                self._context.summary.failures.append(each)
                continue
            file = ListEntry(url=each.url, title="", column=item.title, linked_from=each.page)
            if not await self._fetch_one(file, item, None):
                self._tell(each.url, each.page, minor=each.minor)

    def _tell(self, url: str, page: str, *, minor: bool) -> None:
        """Note that a file could not be had, now or when it was asked for last, unless that is noted or it is none of the site's."""
        summary = self._context.summary
        if url in summary.outside or any(failure.url == url for failure in summary.failures):
            return
        known = self._context.known.page(url)
        outcome = self._had.get(urls.key(url)) or (known.outcome if known is not None else "unreachable")
        summary.failures.append(Failure(url, "attachment", outcome, "a file of a report", minor, page))

    async def _fetch_one(
        self, file: ListEntry, item: ListEntry, changed_at: str | None, request: Request | None = None
    ) -> bool:
        """Whether the file is stored, now or already; ``request`` is how it is asked for where a plain GET does not bring it."""
        context, key = self._context, urls.key(file.url)
        if key in self._done:
            return True
        self._done.add(key)
        if not context.session.scope.admits(file.url):
            context.summary.outside.append(file.url)
            return False
        known = context.known.page(file.url)
        if context.settings.refresh == "all" or is_file_due(known, item, changed_at, context.now()):
            return await self._ask(file, known, request or Request(file.url))
        return known is not None and known.outcome in STORED

    async def _ask(self, file: ListEntry, known: KnownPage | None, request: Request) -> bool:
        host = urls.netloc(file.url)
        if host in self._closed_hosts:
            return False
        if request.method == "GET":
            request = Request(file.url, headers=(("Referer", file.linked_from or ""),))
        request = conditional(request, self._with_validators(file.url, known), self._context.now())
        answer = await self._context.attempt(request, "attachment", file)
        if answer is None:
            return False
        if answer.verdict.outcome == "challenge":
            self._closed_hosts.add(host)  # a captcha after some downloads; pages may still be read
        outcome = self._context.classify_outcome(answer)
        self._context.record_visit(answer, "attachment", outcome, file)
        self._had[urls.key(file.url)] = outcome
        return outcome in STORED

    def _with_validators(self, url: str, known: KnownPage | None) -> KnownPage | None:
        """What is known of a file, with the validators that were archived with it."""
        stored = self._context.stored(url) if known is not None and known.sha256 is not None else None
        if known is None or stored is None:
            return known
        etag, modified = header(stored, "etag"), header(stored, "last-modified")
        return msgspec.structs.replace(known, etag=etag or None, last_modified=modified or None)
