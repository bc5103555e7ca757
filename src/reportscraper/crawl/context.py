"""One site's run: requests tried, failures noted, outcomes decided, visits handed on."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable

import msgspec
from msgspec import Struct

from reportscraper.crawl import words
from reportscraper.crawl.cms.loaded import own_scripts
from reportscraper.crawl.entries import Account, Failure, Met
from reportscraper.crawl.known import Known
from reportscraper.crawl.listing import read_rows, soup_of
from reportscraper.crawl.remembered import NoWalks, Walks
from reportscraper.crawl.site_code import printed_code, printed_name
from reportscraper.crawl.summary import SiteSummary
from reportscraper.errors import AddressError, ChallengeError, FetchError, OversizeError, RobotsError, SiteError
from reportscraper.fetch import urls
from reportscraper.fetch.host import HostAnswer
from reportscraper.fetch.hosts import Settings
from reportscraper.fetch.outcome import SHELL_TEXT, FetchVerdict
from reportscraper.fetch.page import Page, shows_at_most
from reportscraper.fetch.request import Request
from reportscraper.fetch.session import Session
from reportscraper.forms.rules import reason_words
from reportscraper.model import Exchange, ListEntry, Outcome, PageKind, Role, Visit
from reportscraper.sites import proof
from reportscraper.sites.registry import Site
from reportscraper.text import squeeze

_ERRORS = 400
_MOST_SCRIPTS = 3
_LEAST_TITLE = 8
_LEAST_REPORTS = 2
"""Titles of reports that make a page with an error's status a list."""


async def nothing_waits() -> None:
    """Pages are read without being told that their files are in."""


class CrawlContext(Struct, frozen=True, kw_only=True):
    """What the steps of one site's crawl share."""

    site: Site
    session: Session
    settings: Settings
    classify: Callable[[str], PageKind]
    known: Known
    stored: Callable[[str], Exchange | None] = lambda _url: None
    """The last whole answer of an address, from the archive; None when there is none."""
    page_done: Callable[[], Awaitable[None]] = nothing_waits
    """Awaited when a listed page and its files were visited: what takes long is done there, while other hosts are asked."""
    on_visit: Callable[[Visit], None]
    summary: SiteSummary
    now: Callable[[], dt.datetime]
    script_files: dict[str, str] = {}
    """The script files that were asked for, by their addresses; empty where there is none."""
    walks: Walks = NoWalks()
    """What earlier nights found in the site's lists."""

    @property
    def account(self) -> Account:
        """The entries that the site's lists show, and what was met of each."""
        return self.summary.account

    async def attempt(self, request: Request, role: Role, listed: ListEntry | None = None) -> HostAnswer | None:
        """The answer, None when there is no whole one; the reason is then among the summary's failures, and in the account."""
        try:
            answer = await self.session.get(request, role, listed)
            status = answer.page.exchange.status
            if answer.verdict.outcome in {"gone", "unreachable"} and self._shows(answer.page, role, listed):
                answer = HostAnswer(answer.page, FetchVerdict(None, f"sent with status {status}"))
                await self.session.absolve(request.url)
        except (FetchError, SiteError) as error:
            self.fail(request.url, role, error, page=(listed and listed.linked_from) or "")
            if listed is not None and listed.linked_from is None:
                met: Met = "unasked" if error in self.session.closed else "failed"
                self.account.note(listed.url, met, reason_words(str(error)))
            return None
        if answer.verdict.outcome is None and status >= _ERRORS and role != "probe":
            self.summary.misstated.setdefault(request.url, str(status))
        return answer

    async def with_scripts(self, page: Page) -> Page:
        """A page with the text of its own script files, each asked for once."""
        scripts = own_scripts(page)[:_MOST_SCRIPTS]
        for url in scripts:
            if url not in self.script_files:
                answer = await self.attempt(Request(url), "list")
                if answer is not None:
                    self.record_visit(answer, "list")
                is_had = answer is not None and answer.verdict.outcome is None
                self.script_files[url] = f"<script>{answer.page.text}</script>" if answer is not None and is_had else ""
        return msgspec.structs.replace(page, text=page.text + "".join(self.script_files[url] for url in scripts))

    def _shows(self, page: Page, role: Role, listed: ListEntry | None) -> bool:
        """Whether a page that is sent with an error's status is all the same what was asked for: what bears the listed title, or a list
        of reports.
        """
        if page.kind != "html":
            return False
        title = squeeze(listed.title) if listed is not None else ""
        if len(title) >= _LEAST_TITLE and title in squeeze(page.title) and not shows_at_most(page.text, SHELL_TEXT):
            return True
        is_list = role == "list" and words.matches("topic", page.text)
        rows = read_rows(soup_of(page.text), page) if is_list else ()
        return [self.classify(item.title) for item in rows].count("report") >= _LEAST_REPORTS

    def fail(self, url: str, role: Role, error: FetchError | SiteError, *, page: str = "") -> None:
        """Note a failure, of a file with the ``page`` that hands it out. What a closed host leaves unasked is only counted."""
        if error in self.session.closed:
            self.summary.left += 1
            return
        self.summary.failures.append(Failure(url, role, _failed_outcome(error), str(error), page=page))

    def is_own(self, page: Page) -> bool:
        """Whether a page may be the site's by its own word, asked before anything of it is handed on; noted when not.

        Raises SiteError when a page on the site's own host says that it is another unit's: nothing there may be filed under this name.
        """
        code, host = printed_code(page), urls.netloc(page.url)
        if self.site.code and code is not None and code[:2] not in {self.site.code[:2], self.site.site_code[:2]}:
            raise SiteError(f"{host}: namesake (its pages bear the site code {code})")
        if not proof.is_provable(self.site):
            return True
        # A list's title may name anybody; that of the home page names who keeps it.
        name = printed_name(page) or (squeeze(page.title) if page.request.url == self.site.home else None)
        if (why := proof.contradiction(self.site, code, name)) is not None:
            error = SiteError(f"{host}: {why}")
            if self.session.scope.owns(page.url):
                raise error
            self.fail(page.url, "list", error)
            return False
        proven, seen = proof.proves(self.site, code, name), self.summary.evidence
        if seen is None or (proven and not seen.proven):
            self.summary.evidence = proof.SiteEvidence(page.url, code or "", name or page.title, proven)
        return True

    def classify_outcome(self, answer: HostAnswer) -> Outcome:
        """The outcome of an answer: the verdict's, else new, unchanged or revised by the hash of the body."""
        if answer.verdict.outcome is not None:
            return answer.verdict.outcome
        known = self.known.page(answer.page.exchange.url)
        if known is None or known.sha256 is None:
            return "new"
        return "unchanged" if known.sha256 == hashlib.sha256(answer.page.exchange.body).hexdigest() else "revised"

    def record_visit(
        self,
        answer: HostAnswer,
        role: Role,
        outcome: Outcome | None = None,
        listed: ListEntry | None = None,
        note: str = "",
    ) -> None:
        """Hand on the visit of an answer, with the outcome given or settled."""
        outcome = outcome or self.classify_outcome(answer)
        if role in {"detail", "attachment"}:
            self.summary.count(outcome)
        self.on_visit(Visit(answer.page.exchange, role, outcome, listed, note or answer.verdict.note))


def _failed_outcome(error: FetchError | SiteError) -> Outcome:
    if isinstance(error, OversizeError):
        return "oversize"
    if isinstance(error, ChallengeError):
        return "challenge"
    if isinstance(error, (AddressError, RobotsError, SiteError)):
        return "blocked"
    return "unreachable"
