"""Connecting: a name is resolved once, its addresses are checked, and the connection goes to that very address.

A check before the fetch leaves a gap in which a name may change its address (DNS rebinding); so the check sits in the
network backend below the HTTP client, where the socket is opened.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable

import httpcore

from reportscraper.errors import FetchError, ResourceError, SlowError
from reportscraper.fetch import descriptors
from reportscraper.fetch.guard import Address, Guard, parse_literal
from reportscraper.fetch.heads import MendedStream
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.proxy import Proxy, open_tunnel

OUT_OF_FILES = "no more sockets can be opened: raise the limit of open files (ulimit -n)"

Lookup = Callable[[str, int], Awaitable[list[str]]]


async def system_lookup(host: str, port: int) -> list[str]:
    """The addresses the operating system knows for a name, in its order. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Resolver:
    """Names to addresses, each name asked once a run."""

    def __init__(self, lookup: Lookup = system_lookup, seconds: float = 30.0) -> None:
        self._lookup = lookup
        self._seconds = seconds
        self._known: dict[str, list[Address]] = {}

    async def resolve(self, host: str, port: int) -> list[Address]:
        """The addresses of a host, unchecked. Raises FetchError when the name has none, or no answer comes in ``seconds``."""
        literal = parse_literal(host)
        if literal is not None:
            return [literal]
        if host not in self._known:
            self._known[host] = await self._ask(host, port)
        return self._known[host]

    async def _ask(self, host: str, port: int) -> list[Address]:
        try:
            async with asyncio.timeout(self._seconds):
                found = await self._lookup(host, port)
        except TimeoutError as error:
            raise SlowError(f"{host}: name not resolved within {self._seconds:g} s") from error
        except OSError as error:
            if descriptors.are_used_up(error) or descriptors.are_used_up():
                raise ResourceError(OUT_OF_FILES) from error
            raise FetchError(f"{host}: name not resolved") from error
        addresses = [ipaddress.ip_address(text.partition("%")[0]) for text in found]
        if not addresses:
            raise FetchError(f"{host}: name not resolved")
        return addresses


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens sockets to checked addresses only; one bad address among a host's addresses bars the host."""

    def __init__(
        self,
        guard: Guard,
        resolver: Resolver,
        limits: Limits,
        inner: httpcore.AsyncNetworkBackend | None = None,
        *,
        proxy: Proxy | None = None,
    ) -> None:
        self._guard = guard
        self._resolver = resolver
        self._limits = limits
        self._inner = inner or httpcore.AnyIOBackend()
        self._proxy = proxy

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A stream to the first of the host's addresses that accepts. Raises AddressError before any packet is sent,
        and ResourceError when this machine has no more sockets.
        """
        addresses = await self._resolver.resolve(host, port)
        for address in addresses:
            self._guard.check_address(address, host)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | httpcore.ProxyError | None = None
        for address in addresses:
            try:
                return await self._open(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.ProxyError) as error:
                if descriptors.are_used_up(error):
                    raise ResourceError(OUT_OF_FILES) from error
                failure = error
        raise failure or httpcore.ConnectError(f"{host}: no address")

    async def _open(
        self,
        address: Address,
        port: int,
        timeout: float | None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.AsyncNetworkStream:
        where = (self._proxy.host, self._proxy.port) if self._proxy else (str(address), port)
        opened = await self._inner.connect_tcp(*where, timeout, local_address, socket_options)
        if self._proxy is not None:
            try:
                await open_tunnel(opened, self._proxy, address, port, timeout)
            except BaseException:
                await opened.aclose()
                raise
        return MendedStream(opened, self._limits.header_bytes)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - the signature is httpcore's
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Always refused: a web page has no business with local sockets."""
        raise httpcore.ConnectError(f"{path}: local sockets are not used")

    async def sleep(self, seconds: float) -> None:
        """What httpcore waits with between its own retries (unused: retries are ours)."""
        await self._inner.sleep(seconds)
