"""One host: its connection, pace, robots rules and budget. Every request to it, of whatever site, goes through here."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from urllib.parse import urljoin

import structlog
from msgspec import Struct

from reportscraper.errors import (
    AddressError,
    ChallengeError,
    FetchError,
    OversizeError,
    RobotsError,
    SiteError,
    SlowError,
)
from reportscraper.fetch import urls
from reportscraper.fetch.limits import GOES_ON, Limits
from reportscraper.fetch.outcome import COOKIE_GATE, FetchVerdict, asks_for_cookie, header, judge
from reportscraper.fetch.pace import Pace, read_retry_after
from reportscraper.fetch.page import Page, open_page
from reportscraper.fetch.request import Fetcher, Request
from reportscraper.fetch.robots import Robots, read_robots
from reportscraper.model import Exchange

_log = structlog.get_logger("reportscraper.crawl")

_MOVED = 3
_TOO_MANY = 429
_REFUSALS = {_TOO_MANY, 503}
_DOUBT = 0.5
"""What an answer counts for that did not come in time while this machine was starved: it may be our fault."""


class HostAnswer(Struct, frozen=True):
    """A page and the verdict on it."""

    page: Page
    verdict: FetchVerdict


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
        cookies: bool = False,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        was_starved: Callable[[float], bool] = lambda _seconds: False,
    ) -> None:
        """``was_starved`` says whether this machine could hardly work during so many last seconds."""
        self.name = name
        self.requests = 0
        self.closed: SiteError | None = None
        self.users: set[str] = set()
        """The codes of the sites at work that have asked it."""
        self._fetcher = fetcher
        self._pace = pace
        self._limits = limits
        self._charset = charset
        self._cookies = cookies
        self._now = now
        self._was_starved = was_starved
        self._lock = asyncio.Lock()
        self._address_lock = address_lock or asyncio.Lock()
        self._robots: Robots | None = None
        self._robots_lock = asyncio.Lock()
        self._failed_in_row = 0.0
        self._slow_in_row = 0.0
        self._silence = ""
        """Why robots.txt could not be had, under the scheme that was asked first."""
        self._scheme: str | None = None
        """The one scheme that it answers under, where the other was asked in vain."""
        self._answers: set[str] = set()
        """Schemes under which it has answered."""

    async def learn_robots(self, scheme: str, on_answer: Callable[[HostAnswer], None]) -> None:
        """Ask for the host's robots rules, once a run. Raises SiteError when they bar the whole host for now.

        A host that answers under the other scheme only (30 of 3,209 counties) is asked under that one from then on.
        """
        async with self._robots_lock:
            if self._robots is None:
                self._robots = await self._fetch_robots(scheme, on_answer)
        if self.closed is None and self._robots.state == "unreachable":
            self.close(
                RobotsError(f"{self.name}: robots.txt could not be fetched ({self._silence}), so nothing else is")
            )
        if self.closed is None:
            self._obey(self._robots)
        if self.closed is not None:
            raise self.closed.with_traceback(None)

    def _obey(self, robots: Robots) -> None:
        try:
            self._pace.obey(robots.crawl_delay)
        except SiteError as error:
            self.close(error)

    async def _fetch_robots(self, scheme: str, on_answer: Callable[[HostAnswer], None]) -> Robots:
        robots = await self._robots_under(scheme, on_answer)
        if robots is None and ":" not in self.name and self.closed is None:
            other = "http" if scheme == "https" else "https"
            robots = await self._robots_under(other, on_answer)
            self._scheme = other if robots is not None else None
        return robots or read_robots(None, self._limits)

    async def _robots_under(self, scheme: str, on_answer: Callable[[HostAnswer], None]) -> Robots | None:
        """The rules under one scheme, redirects followed on this host; None when there is no answer."""
        url, replay = f"{scheme}://{self.name}/robots.txt", self._cookies
        for _ in range(self._limits.redirects):
            try:
                answer = await self.ask(Request(url), limit=self._limits.page_bytes)
            except OversizeError:
                return Robots("absent")
            except FetchError as error:
                self._silence = self._silence or str(error)
                return None
            target = urls.normalise(urljoin(url, answer.verdict.note)) if answer.verdict.outcome == "moved" else None
            if target == url and not replay:
                answer, target = as_redirect_loop(answer), None
            on_answer(answer)
            if answer.verdict.outcome == "challenge":
                self.close(challenge(self.name, answer.verdict.note))
            if target is None or urls.netloc(target) != self.name:
                self._silence = self._silence or f"{url}: status {answer.page.exchange.status}"
                return read_robots(answer.page.exchange, self._limits)
            url, replay = target, replay and target != url
        return Robots("absent")

    def permit(self, url: str) -> None:
        """Raises RobotsError when robots.txt, learnt before, forbids the address."""
        if self._robots is None or not self._robots.allows(url):
            raise RobotsError(f"{url}: forbidden by robots.txt")

    def by_scheme(self, request: Request) -> Request:
        """The request under the scheme that the host answers under."""
        if self._scheme is None:
            return request
        return Request(urls.with_scheme(request.url, self._scheme), request.method, request.body, request.headers)

    async def ask(self, request: Request, *, limit: int) -> HostAnswer:
        """The answer to a request, tried again while it breaks off or the server errs.

        Raises FetchError (AddressError and OversizeError at once, others after the last attempt), and SiteError when
        the host is to be left alone for the rest of the run.
        """
        for attempt in range(1, self._limits.attempts + 1):
            try:
                answer = await self._once(request, limit)
            except (AddressError, OversizeError):
                raise
            except FetchError as error:
                is_slow = isinstance(error, SlowError)
                scheme = request.url.partition(":")[0]
                if self._answers and scheme not in self._answers and not is_slow and ":" not in self.name:
                    self._scheme = next(iter(self._answers))
                    return await self.ask(self.by_scheme(request), limit=limit)
                is_ours = is_slow and self._was_starved(self._limits.first_byte_seconds)
                if attempt == self._limits.attempts or (is_slow and not (is_ours and attempt == 1)):
                    self._note(failed=True, reason=str(error), slow=is_slow, weight=_DOUBT if is_ours else 1)
                    raise
                self._again(request, attempt, str(error))
                self._pace.broken(attempt)
                continue
            if answer.verdict.retry:
                self._rest(answer.page.exchange, attempt)
            if not answer.verdict.retry or attempt == self._limits.attempts:
                if answer.page.exchange.status == _TOO_MANY:
                    self.close(SiteError(f"{self.name}: {attempt} times in a row {_TOO_MANY} (too many requests)"))
                self._note(failed=answer.verdict.outcome in {"blocked", "unreachable"}, reason=answer.verdict.note)
                return answer
            self._again(request, attempt, answer.verdict.note)
        raise AssertionError("the last attempt returns or raises")

    async def _once(self, request: Request, limit: int) -> HostAnswer:
        async with self._lock:
            self._check_open()
            await self._pace.wait()
            async with self._address_lock:
                self.requests += 1
                exchange = await self._fetcher.fetch(request, limit=limit, on_sent=self._pace.sent)
            if exchange.status not in _REFUSALS:
                self._pace.answered(exchange.seconds)
        if exchange.status // 100 != _MOVED:
            self._answers.add(request.url.partition(":")[0])
        page = open_page(request, exchange, self._charset)
        return HostAnswer(page, judge(page))

    def _check_open(self) -> None:
        if self.closed is None and self.requests >= self._limits.requests:
            self.close(SiteError(f"{self.name}: {self._limits.requests} requests made, the budget of one run"))
        if self.closed is not None:
            raise self.closed.with_traceback(None)

    def _rest(self, exchange: Exchange, attempt: int) -> None:
        if exchange.status not in _REFUSALS:
            self._pace.broken(attempt)
            return
        try:
            self._pace.refused(read_retry_after(header(exchange, "retry-after") or None, self._now()))
        except SiteError as error:
            raise self.close(error) from error

    def _again(self, request: Request, attempt: int, reason: str) -> None:
        _log.info("again", url=request.url, attempt=attempt, reason=reason)

    def _note(self, *, failed: bool, reason: str, slow: bool = False, weight: float = 1) -> None:
        self._failed_in_row = self._failed_in_row + weight if failed else 0
        self._slow_in_row = self._slow_in_row + weight if slow else 0
        if self._slow_in_row >= self._limits.slow_answers:
            count = round(self._slow_in_row / weight)
            self.close(SiteError(f"{self.name}: {count} answers in a row did not come in time ({reason}); {GOES_ON}"))
        if self._failed_in_row >= self._limits.refusals:
            self.close(SiteError(f"{self.name}: {self._failed_in_row:.0f} addresses in a row failed ({reason})"))

    def absolve(self) -> None:
        """Forget the failures in a row: the last was none."""
        self._failed_in_row = 0

    def close(self, reason: SiteError) -> SiteError:
        """Ask this host nothing more in this run; every later request raises ``reason``."""
        _log.warning("host left alone", host=self.name, reason=str(reason))
        self.closed = reason
        return reason

    @property
    def busy(self) -> bool:
        """Whether a request is under way, or waits for its turn."""
        return self._lock.locked()

    async def aclose(self) -> None:
        """Close the connection; the next request opens one anew. Pace, rules and budget stay."""
        await self._fetcher.aclose()


def as_redirect_loop(answer: HostAnswer) -> HostAnswer:
    """An answer that leads to its own address, judged: a gate that wants a cookie back, or a page that is broken."""
    gate = asks_for_cookie(answer.page.exchange)
    return HostAnswer(answer.page, COOKIE_GATE if gate else FetchVerdict("unreachable", "redirected to itself"))


def challenge(host: str, kind: str) -> ChallengeError:
    """Why a host that answered with a challenge page is asked nothing more."""
    return ChallengeError(f"{host}: challenge ({kind})")
