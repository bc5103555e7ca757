"""Asking on behalf of one site: scope, robots, redirects hop by hop, and a visit for every exchange on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from reportscraper.errors import AddressError, FetchError, SiteError
from reportscraper.fetch import urls
from reportscraper.fetch.host import Host, HostAnswer, as_redirect_loop, challenge
from reportscraper.fetch.hosts import Hosts
from reportscraper.fetch.limits import Budget
from reportscraper.fetch.page import jump
from reportscraper.fetch.request import Request
from reportscraper.fetch.site import HostScope
from reportscraper.model import ListEntry, Outcome, Role, Visit
from reportscraper.sites.registry import Site

Resting = Callable[[str], str | None]


class Session:
    """The requests of one site in one run."""

    def __init__(self, site: Site, hosts: Hosts, on_visit: Callable[[Visit], None], resting: Resting) -> None:
        self.scope = HostScope(site, hosts.settings.limits.foreign_hosts)
        self.requests = 0
        self.closed: list[SiteError] = []
        """Why hosts were left alone in this run, as far as this site met them."""
        self.stopped: str | None = None
        """Why the first of the site's own hosts was left alone."""
        self._site = site
        self._hosts = hosts
        self._budgets = (hosts.site_budget(site), hosts.budget)
        self._over: SiteError | None = None
        self._limits = hosts.settings.limits
        self._on_visit = on_visit
        self._resting = resting

    async def get(self, request: Request, role: Role, listed: ListEntry | None = None) -> HostAnswer:
        """The answer at the end of all redirects; its exchange keeps the address first asked as ``url``.

        Every hop is checked like a first request and handed on as a visit of its own with outcome ``moved``. Raises
        AddressError, OversizeError, FetchError, RobotsError and SiteError.
        """
        current, replay = request, self._site.cookies
        for _ in range(self._limits.redirects + 1):
            answer = await self._ask(current, role, replay=replay)
            target = _target(answer)
            if target is None:
                exchange = msgspec.structs.replace(answer.page.exchange, url=request.url, final_url=current.url)
                return HostAnswer(
                    msgspec.structs.replace(answer.page, request=request, exchange=exchange), answer.verdict
                )
            replay = replay and not _is_same(target, current)
            self._on_visit(Visit(answer.page.exchange, role, "moved", listed, f"to {target}"))
            keeps_method = answer.page.exchange.status in {307, 308} and urls.netloc(target) == urls.netloc(current.url)
            current = (
                Request(target, current.method, current.body, current.headers) if keeps_method else Request(target)
            )
        raise FetchError(f"{request.url}: more than {self._limits.redirects} redirects")

    async def _ask(self, request: Request, role: Role, *, replay: bool) -> HostAnswer:
        if not self.scope.admits(request.url):
            raise AddressError(f"{request.url}: not a host of this site")
        left = [(seconds, budget) for budget in self._budgets if (seconds := budget.left) is not None]
        seconds, budget = min(left, key=lambda each: each[0], default=(None, None))
        if seconds == 0:
            raise self._end(budget)
        try:
            async with asyncio.timeout(seconds) as scope:
                return await self._ask_in_time(request, role, replay=replay)
        except TimeoutError as error:
            if not scope.expired():
                raise
            raise self._end(budget) from error

    def _end(self, budget: Budget | None) -> SiteError:
        """The time is over: nothing more is asked for this site, and all of it is one reason."""
        if self._over is None:
            self._over = SiteError(f"{self._site.name}: {budget}")
            self.closed.append(self._over)
            self.stopped = self.stopped or str(self._over)
        return self._over.with_traceback(None)

    async def _ask_in_time(self, request: Request, role: Role, *, replay: bool) -> HostAnswer:
        host = await self._hosts.host(self._site, request.url)
        try:
            await self._enter(host, request.url)
            self.requests += 1
            answer = await host.ask(host.by_scheme(request), limit=self._limit(role))
            if not replay and _is_same(_target(answer), request):
                answer = as_redirect_loop(answer)
            if answer.verdict.outcome == "challenge" and role != "attachment":
                host.close(challenge(host.name, answer.verdict.note))
        finally:
            self._remember(host, request.url)
        return answer

    async def absolve(self, url: str) -> None:
        """Count nothing against a host that brought what was asked for all the same, with the status of an error."""
        (await self._hosts.host(self._site, url)).absolve()

    def _limit(self, role: Role) -> int:
        by_role = {"attachment": self._limits.attachment_bytes, "list": self._limits.list_bytes}
        return by_role.get(role, self._limits.page_bytes)

    def _remember(self, host: Host, url: str) -> None:
        if host.closed is not None and host.closed not in self.closed:
            self.closed.append(host.closed)
            if self.scope.owns(url):
                self.stopped = self.stopped or str(host.closed)

    async def _enter(self, host: Host, url: str) -> None:
        reason = self._resting(host.name) if host.closed is None else None
        if reason is not None:
            host.close(SiteError(f"{host.name}: left alone ({reason})"))
        if host.closed is not None:
            raise host.closed.with_traceback(None)
        await host.learn_robots(url.partition("://")[0], self._on_robots)
        host.permit(url)

    def _on_robots(self, answer: HostAnswer) -> None:
        self.requests += 1
        exchange, verdict = answer.page.exchange, answer.verdict
        outcome: Outcome = "new" if exchange.status == 200 else "gone"
        if verdict.outcome == "challenge":
            outcome = "challenge"
        self._on_visit(Visit(exchange, "robots", outcome, note=verdict.note if outcome == "challenge" else ""))


def _target(answer: HostAnswer) -> str | None:
    """Where an answer leads, None when it is the end."""
    if answer.verdict.outcome == "moved":
        target = answer.page.join(answer.verdict.note) if answer.verdict.note else None
        if target is None:
            raise AddressError(f"{answer.page.url}: redirected to {answer.verdict.note[:200]!r}")
        return target
    if answer.verdict.outcome is None and answer.page.kind in {"html", "empty"}:
        return jump(answer.page)
    return None


def _is_same(target: str | None, request: Request) -> bool:
    """Whether an answer leads to the very request that it answers; a form may well lead to the page it stands on."""
    return target is not None and request.method == "GET" and urls.normalise(target) == urls.normalise(request.url)
