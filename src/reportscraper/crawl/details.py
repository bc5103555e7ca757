"""The listed pages of a site and the files they hand out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reportscraper.crawl import urls, words
from reportscraper.crawl.attachments import find_attachments
from reportscraper.crawl.columns import is_report_page
from reportscraper.crawl.host import Answer
from reportscraper.crawl.known import conditional, is_due
from reportscraper.crawl.page import Page, open_page, shape, visible_text
from reportscraper.crawl.paging import article_parts
from reportscraper.crawl.request import Request
from reportscraper.crawl.run import SiteRun
from reportscraper.crawl.summary import Failure
from reportscraper.model import Exchange, Listed, Role

_DIGITS = re.compile(r"\d+")


class Details:
    """Fetches each listed address once."""

    def __init__(self, run: SiteRun, ways: Mapping[str, Request] | None = None) -> None:
        self._run = run
        self._ways = ways or {}
        self._done: set[str] = set()
        self._shells: set[str] = set()
        self._views: set[str] = set()
        self._no_files_from: set[str] = set()

    def learn_shell(self, page: Page) -> None:
        """Remember the page a site shows for addresses that do not exist; detail pages like it are error pages."""
        self._shells.add(visible_text(page.text))

    async def fetch(self, item: Listed) -> None:
        """Visit one listed page unless it is done, foreign or not due, then its files; see `resume`."""
        run, key = self._run, urls.key(item.url)
        if key in self._done:
            return
        self._done.add(key)
        kind = run.classify(item.title)
        known = run.known.page(item.url)
        run.summary.reports_listed += "report" in {kind, known.kind if known else None}
        if not run.session.scope.admits(item.url):
            run.summary.outside.append(item.url)
            return
        if run.settings.refresh == "due" and not is_due(known, item, kind, run.now()):
            run.summary.not_due += 1
            return
        role: Role = "attachment" if words.is_attachment(item.url) else "detail"
        request = self._ways.get(key) or Request(item.url)
        answer = await run.attempt(conditional(request, known, run.now()), role, item)
        if answer is not None:
            await self._finish(answer, role, item)

    async def resume(self, exchange: Exchange, item: Listed) -> None:
        """Visit the files of a page that was stored when the run ended before its time."""
        page = open_page(Request(exchange.url), exchange, self._run.site.charset or None)
        if _is_text(page) and self._is_report(page, item):
            await self._fetch_files(page, item)

    async def _finish(self, answer: Answer, role: Role, item: Listed) -> None:
        page = answer.page
        whole = answer.verdict.outcome is None and role == "detail" and _is_text(page)
        if whole and self._is_shell(page):
            self._run.hand_on(answer, role, "soft404", item, "the page shown for other addresses")
            return
        self._run.hand_on(answer, role, None, item)
        if whole and self._is_report(page, item):
            await self._fetch_files(page, item)

    def _is_shell(self, page: Page) -> bool:
        """Whether a page shows what addresses without a page show.

        Views that answer every body and year are compared among themselves, numbers aside, unless they show chapters;
        other pages are not, for the cover pages of a body's reports differ in nothing but the year.
        """
        is_view = words.address_says("annual_view", page.exchange.url)
        if not self._shells and not is_view:
            return False
        text = visible_text(page.text)
        if text in self._shells or not is_view or words.count("chapter", text) >= 4:
            return text in self._shells
        mark = _DIGITS.sub("", text)
        seen = mark in self._views
        self._views.add(mark)
        return seen

    def _is_report(self, page: Page, item: Listed) -> bool:
        classify = self._run.classify
        return "report" in {classify(item.title), classify(page.title)} or is_report_page(page)

    async def _fetch_files(self, page: Page, item: Listed) -> None:
        await self._fetch_parts(page, item)
        await self._fetch_attachments(page, item)

    async def _fetch_parts(self, page: Page, item: Listed) -> None:
        """Archive the further parts of an article that goes on at other addresses (TRS ``t20230119_12_1.html``).

        They are kept like files, for a part of a report read as a report would be wrong, and reported: the text read
        from the first part is not whole.
        """
        parts = article_parts(page)
        for part in parts:
            await self._fetch_new(Listed(url=part.url, title=item.title, column=item.title), page.exchange.url)
        if parts:
            note = f"the article goes on for {len(parts)} further pages; they are archived, not read"
            self._run.summary.failures.append(Failure(page.exchange.url, "detail", "not_understood", note))

    async def _fetch_attachments(self, page: Page, item: Listed) -> None:
        for file in find_attachments(page):
            await self._fetch_new(Listed(url=file.url, title=file.title, column=item.title), page.exchange.url)

    async def _fetch_new(self, file: Listed, linked_from: str) -> None:
        """Visit a file unless it is done, foreign or stored already."""
        run, key = self._run, urls.key(file.url)
        if key in self._done:
            return
        self._done.add(key)
        if not run.session.scope.admits(file.url):
            run.summary.outside.append(file.url)
            return
        known = run.known.page(file.url)
        if known is None or known.sha256 is None or run.settings.refresh == "all":
            await self._fetch_file(file, linked_from)

    async def _fetch_file(self, file: Listed, linked_from: str) -> None:
        host = urls.netloc(file.url)
        if host in self._no_files_from:
            return
        request = Request(file.url, headers=(("Referer", linked_from),))
        answer = await self._run.attempt(request, "attachment", file)
        if answer is None:
            return
        if answer.verdict.outcome == "challenge":
            self._no_files_from.add(host)  # a captcha after some downloads; pages may still be read
        self._run.hand_on(answer, "attachment", None, file, f"linked from {linked_from}")


def _is_text(page: Page) -> bool:
    return shape(page.exchange.body) in {"html", "json"}
