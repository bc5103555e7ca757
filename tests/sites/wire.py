"""The crawler's connections led to the simulator: names stay those of county sites, ports 80 and 443 become its own.

Names without a port matter: which hosts belong to a site (sub-domains, other government hosts) is decided by name alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import httpcore

from reportscraper.fetch.client import Client, ConnectionPolicy, GuardedTransport
from reportscraper.fetch.connect import GuardedBackend, Resolver
from reportscraper.fetch.hosts import MakeFetcher
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.request import Fetcher

BARE_PORT = 8082
"""A port that a county's site names itself; the simulator's as well."""

_HERE = "127.0.0.1"


class PortMap(httpcore.AsyncNetworkBackend):
    """Opens every connection to this machine, on other ports than those asked for; a port that is not mapped refuses."""

    def __init__(self, ports: Mapping[int, int]) -> None:
        self._ports = dict(ports)
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A stream to the port that stands for the one asked for."""
        mapped = self._ports.get(port)
        if mapped is None:
            raise httpcore.ConnectError(f"{host}:{port} refused")
        return await self._inner.connect_tcp(_HERE, mapped, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)


def fetcher_to(ports: Mapping[int, int]) -> MakeFetcher:
    """What `Hosts` makes its clients with, so that they reach the simulator: {80: its port}."""
    known = {BARE_PORT: ports[80], **ports} if 80 in ports else ports

    def make(manner: ConnectionPolicy, resolver: Resolver, limits: Limits) -> Fetcher:
        backend = GuardedBackend(manner.guard, resolver, limits, PortMap(known))
        return Client(manner, resolver, limits, transport=GuardedTransport(manner, backend))

    return make


async def loopback(_host: str, _port: int) -> list[str]:
    """The lookup of the simulated network: every name is this machine."""
    return [_HERE]
