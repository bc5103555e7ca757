"""One host: its connection, pace, robots rules and budget. Every request of every site to that host goes through here."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from urllib.parse import urljoin

import structlog
from msgspec import Struct

from reportscraper.crawl import urls
from reportscraper.crawl.limits import Limits
from reportscraper.crawl.outcome import Verdict, header, judge
from reportscraper.crawl.pace import Pace, read_retry_after
from reportscraper.crawl.page import Page, open_page
from reportscraper.crawl.request import Fetcher, Request
from reportscraper.crawl.robots import Robots, read_robots
from reportscraper.errors import AddressError, FetchError, OversizeError, RobotsError, SiteError
from reportscraper.model import Exchange

_log = structlog.get_logger("reportscraper.crawl")

_REFUSALS = {429, 503}


class Answer(Struct, frozen=True):
    """A page and the verdict on it."""

    page: Page
    verdict: Verdict


class Host:
    """Asks one host, one request at a time, and keeps the promises made to it."""

    def __init__(
        self,
        name: str,
        fetcher: Fetcher,
        pace: Pace,
        limits: Limits,
        *,
        address_lock: asyncio.Lock | None = None,
        charset: str | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self.name = name
        self.requests = 0
        self.closed: SiteError | None = None
        self._fetcher = fetcher
        self._pace = pace
        self._limits = limits
        self._charset = charset
        self._now = now
        self._lock = asyncio.Lock()
        self._address_lock = address_lock or asyncio.Lock()
        self._robots: Robots | None = None
        self._robots_lock = asyncio.Lock()
        self._refused_in_row = 0

    async def learn_robots(self, scheme: str, on_exchange: Callable[[Exchange], None]) -> Robots:
        """The host's robots rules, asked for once a run. Raises SiteError for a crawl-delay that is not waited out."""
        async with self._robots_lock:
            if self._robots is None:
                self._robots = await self._fetch_robots(f"{scheme}://{self.name}/robots.txt", on_exchange)
                self._pace.obey(self._robots.crawl_delay)
        return self._robots

    async def _fetch_robots(self, url: str, on_exchange: Callable[[Exchange], None]) -> Robots:
        for _ in range(self._limits.redirects):
            try:
                answer = await self.ask(Request(url), limit=self._limits.robots_bytes * 4)
            except OversizeError:
                return Robots("absent")
            except FetchError:
                return read_robots(None, self._limits)
            on_exchange(answer.page.exchange)
            target = urls.normalise(urljoin(url, answer.verdict.note)) if answer.verdict.outcome == "moved" else None
            if target is None or urls.netloc(target) != self.name:
                return read_robots(answer.page.exchange, self._limits)
            url = target
        return Robots("absent")

    def permit(self, url: str) -> None:
        """Raises RobotsError when robots.txt, learnt before, forbids the address or could not be had."""
        if self._robots is None or self._robots.state == "unreachable":
            raise RobotsError(f"{self.name}: robots.txt could not be fetched, so nothing else is")
        if not self._robots.allows(url):
            raise RobotsError(f"{url}: forbidden by robots.txt")

    async def ask(self, request: Request, *, limit: int) -> Answer:
        """The answer to a request, tried again while it breaks off or the server errs.

        Raises FetchError (AddressError and OversizeError at once, others after the last attempt), and SiteError when the host is
        to be left alone for the rest of the run.
        """
        for attempt in range(1, self._limits.attempts + 1):
            last = attempt == self._limits.attempts
            try:
                answer = await self._once(request, limit)
            except (AddressError, OversizeError):
                raise
            except FetchError as error:
                if last:
                    raise
                _log.info("again", url=request.url, attempt=attempt, reason=str(error))
                self._pace.broken(attempt)
                continue
            if last or not answer.verdict.retry:
                self._note(answer)
                return answer
            _log.info("again", url=request.url, attempt=attempt, reason=answer.verdict.note)
            self._rest(answer.page.exchange, attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _once(self, request: Request, limit: int) -> Answer:
        async with self._lock, self._address_lock:
            self._check_open()
            await self._pace.wait()
            self.requests += 1
            exchange = await self._fetcher.fetch(request, limit=limit, on_sent=self._pace.sent)
            if exchange.status not in _REFUSALS:
                self._pace.answered(exchange.seconds)
        page = open_page(request, exchange, self._charset)
        return Answer(page, judge(page))

    def _check_open(self) -> None:
        if self.closed is not None:
            raise self.closed
        if self.requests >= self._limits.requests:
            raise self.close(SiteError(f"{self.name}: {self._limits.requests} requests made, the budget of one run"))

    def _rest(self, exchange: Exchange, attempt: int) -> None:
        if exchange.status not in _REFUSALS:
            self._pace.broken(attempt)
            return
        try:
            self._pace.refused(read_retry_after(header(exchange, "retry-after") or None, self._now()))
        except SiteError as error:
            raise self.close(error) from error

    def _note(self, answer: Answer) -> None:
        refused = answer.verdict.outcome == "blocked"
        self._refused_in_row = self._refused_in_row + 1 if refused else 0
        if self._refused_in_row >= self._limits.refusals:
            self.close(SiteError(f"{self.name}: refused {self._refused_in_row} times in a row ({answer.verdict.note})"))

    def close(self, reason: SiteError) -> SiteError:
        """Ask this host nothing more in this run; every later request raises ``reason``."""
        _log.warning("host left alone", host=self.name, reason=str(reason))
        self.closed = reason
        return reason

    async def aclose(self) -> None:
        """Close the connection."""
        await self._fetcher.aclose()
