"""The files that report pages hand out, and the further parts of articles that go on at other addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from reportscraper.crawl import words
from reportscraper.crawl.articles import article_parts
from reportscraper.crawl.attachments import find_attachments, prints_forms
from reportscraper.crawl.context import CrawlContext
from reportscraper.crawl.entries import Failure
from reportscraper.crawl.known import STORED, KnownPage, conditional, is_file_due
from reportscraper.fetch import urls
from reportscraper.fetch.outcome import header
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.model import ListEntry, Outcome


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

        async def visit(url: str, title: str) -> bool:
            file = ListEntry(url=url, title=title, column=item.title, linked_from=page.exchange.url)
            return await self._fetch_one(file, item, changed_at)

        parts = article_parts(page)
        had = [await visit(part.url, item.title) for part in parts]
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

    async def _fetch_one(self, file: ListEntry, item: ListEntry, changed_at: str | None) -> bool:
        """Whether the file is stored, now or already."""
        context, key = self._context, urls.key(file.url)
        if key in self._done:
            return True
        self._done.add(key)
        if not context.session.scope.admits(file.url):
            context.summary.outside.append(file.url)
            return False
        known = context.known.page(file.url)
        if context.settings.refresh == "all" or is_file_due(known, item, changed_at, context.now()):
            return await self._ask(file, known)
        return known is not None and known.outcome in STORED

    async def _ask(self, file: ListEntry, known: KnownPage | None) -> bool:
        host = urls.netloc(file.url)
        if host in self._closed_hosts:
            return False
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
