"""All hosts of a run: made when first asked, shared by the sites that meet on them.

A host's connection is closed when its last site is done, and earlier when there are too many: 200 sites held 209 sockets to
the end of a run, and under ``ulimit -n 170`` 59 of them were lost.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from reportscraper.fetch import descriptors, urls
from reportscraper.fetch.client import Client, ConnectionPolicy
from reportscraper.fetch.connect import Lookup, Resolver, system_lookup
from reportscraper.fetch.host import Host
from reportscraper.fetch.limits import Budget, Limits
from reportscraper.fetch.pace import Pace
from reportscraper.fetch.proxy import Proxy
from reportscraper.fetch.pulse import Pulse
from reportscraper.fetch.request import Fetcher
from reportscraper.fetch.site import connection_policy
from reportscraper.sites.registry import Site

Refresh = Literal["due", "all"]
"""Which of the pages that are known are asked for again: those whose turn has come, or all."""

MakeFetcher = Callable[[ConnectionPolicy, Resolver, Limits], Fetcher]


class Settings(Struct, frozen=True, kw_only=True):
    """What holds for every site of a run. ``agent`` is made by `client.agent_string`."""

    agent: str
    limits: Limits = Limits()
    refresh: Refresh = "due"
    max_minutes: float | None = None
    """Time for the whole run; None for no end."""
    proxy: Proxy | None = None
    """Every connection goes through it; only the operator names one, never the environment."""


class Hosts:
    """The hosts of a run. Use as an async context manager: leaving it closes every connection."""

    def __init__(
        self,
        settings: Settings,
        *,
        lookup: Lookup = system_lookup,
        make_fetcher: MakeFetcher = Client,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        sockets: int | None = None,
    ) -> None:
        self.settings = settings
        self.budget = Budget(settings.max_minutes, "the run", clock)
        self._resolver = Resolver(lookup, settings.limits.first_byte_seconds)
        self._make_fetcher = make_fetcher
        self._clock = clock
        self._sleep = sleep
        self.sockets = descriptors.raise_limit() if sockets is None else sockets
        """Connections held at a time; as many sites at most may be crawled side by side."""
        self._hosts: dict[tuple[str, str, bool], Host] = {}
        self._open: dict[Host, None] = {}
        """Hosts that may have a connection, the one asked last at the end."""
        self._used: dict[str, set[Host]] = {}
        self._address_locks: dict[str, asyncio.Lock] = {}
        self._pulse = Pulse(clock)

    def site_budget(self, site: Site) -> Budget:
        """The time for one site, beginning now."""
        return Budget(site.max_minutes or self.settings.limits.site_minutes, "the site", self._clock)

    async def host(self, site: Site, url: str) -> Host:
        """The host an address lies on. Raises AddressError or FetchError when it leads nowhere it may."""
        policy = connection_policy(site, self.settings.agent, self.settings.proxy)
        policy.guard.check_url(url)
        name = urls.netloc(url)
        key = (name, policy.tls, site.allow_loopback)
        if key not in self._hosts:
            lock = await self._address_lock(url)
            self._hosts.setdefault(key, self._make(site, name, policy, lock))
        host = self._hosts[key]
        host.users.add(site.code)
        self._used.setdefault(site.code, set()).add(host)
        self._open.pop(host, None)
        self._open[host] = None
        idle = [each for each in self._open if not each.busy and each is not host]
        for each in idle[: max(0, len(self._open) - self.sockets)]:
            await self._close(each)
        return host

    async def leave(self, site: Site) -> None:
        """A site is done: close the connections of its hosts that no other site at work uses."""
        for host in self._used.pop(site.code, ()):
            host.users.discard(site.code)
            if not host.users:
                await self._close(host)

    async def _close(self, host: Host) -> None:
        self._open.pop(host, None)
        await host.aclose()

    def _make(self, site: Site, name: str, policy: ConnectionPolicy, lock: asyncio.Lock | None) -> Host:
        limits = self.settings.limits
        fetcher = self._make_fetcher(policy, self._resolver, limits)
        pace = Pace(site.pace, limits, clock=self._clock, sleep=self._sleep)
        charset = site.charset or None
        return Host(
            name,
            fetcher,
            pace,
            limits,
            address_lock=lock,
            charset=charset,
            cookies=site.cookies,
            was_starved=self._pulse.was_starved,
        )

    async def _address_lock(self, url: str) -> asyncio.Lock | None:
        """The lock of the host's address: names of one server are asked one at a time, except on this machine."""
        address = (await self._resolver.resolve(urlsplit(url).hostname or "", urls.port(url)))[0]
        return None if address.is_loopback else self._address_locks.setdefault(str(address), asyncio.Lock())

    async def __aenter__(self) -> Hosts:
        self._pulse.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._pulse.stop()
        for host in self._hosts.values():
            await host.aclose()
