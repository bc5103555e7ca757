"""The HTTP client: one host, one request at a time, bounded in bytes and seconds. The only module that imports httpx.

One `Client` a host: a client shared by fifty hosts costs four times the CPU, because its pool is searched on every
request. Bodies are read raw and inflated by `inflate`; sockets are opened by `connect`; redirects are the caller's,
hop by hop.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import re
import ssl
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpcore
import httpx
from msgspec import Struct

from reportscraper.errors import FetchError, SlowError
from reportscraper.fetch.connect import GuardedBackend, Resolver
from reportscraper.fetch.guard import Guard
from reportscraper.fetch.inflate import Inflater
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.proxy import Proxy
from reportscraper.fetch.request import Request
from reportscraper.model import Exchange
from reportscraper.sites.registry import TlsStrength, TlsVerification
from reportscraper.text import utc

_TEXT = re.compile(r"\s*(?:text/|application/(?:json|xml|xhtml|javascript))", re.IGNORECASE)
_OPENSSL_LINE = re.compile(r"\s*\(_ssl\.c:\d+\)")


class ConnectionPolicy(Struct, frozen=True, kw_only=True):
    """How a host is talked to: what its site file allows and asks for."""

    agent: str
    tls_verification: TlsVerification = "full"
    tls_strength: TlsStrength = "default"
    cookies: bool = False
    headers: Mapping[str, str] = {}
    guard: Guard = Guard()
    proxy: Proxy | None = None

    @property
    def tls(self) -> str:
        """The TLS of the host in a word or two, as captures keep it: ``verified``, ``legacy`` (verified all the same), ``chain``,
        ``unverified``, ``chain legacy``, ``unverified legacy``.
        """
        verification = {"full": "verified", "chain": "chain", "none": "unverified"}[self.tls_verification]
        words = (verification, "legacy") if self.tls_strength == "legacy" else (verification,)
        return " ".join(words).removeprefix("verified ")


def agent_string(version: str, about: str, contact: str) -> str:
    """The honest name every request carries: who asks, where to read about it (on this machine nowhere), whom to write to."""
    page = f"+{about}; " if about else ""
    return f"Mozilla/5.0 (compatible; reportscraper/{version}; {page}{contact})"


@functools.cache
def tls_context(verification: TlsVerification, strength: TlsStrength) -> ssl.SSLContext:
    """The shared context of a way to use TLS; see `reportscraper.sites.registry.Site` for what the words mean."""
    context = httpx.create_ssl_context(trust_env=False)
    context.check_hostname = verification == "full"
    if verification == "none":
        context.verify_mode = ssl.CERT_NONE
    # Said outright: some builds of Python leave it to the system, which may allow more.
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if strength == "legacy":
        context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
        context.set_ciphers("DEFAULT@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    return context


def _reason(error: BaseException) -> str:
    """An error in a few words, by what caused it when it has none of its own; OpenSSL's without its line numbers."""
    cause = error.__cause__ or error.__context__
    if not str(error) and cause is not None:
        return f"{type(error).__name__} ({_reason(cause)})"
    return f"{type(error).__name__} {_OPENSSL_LINE.sub('', str(error))}".strip()


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx gives its transport no argument for the network backend; the pool is therefore built here."""

    def __init__(self, policy: ConnectionPolicy, backend: httpcore.AsyncNetworkBackend) -> None:
        context = tls_context(policy.tls_verification, policy.tls_strength)
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=15.0,
            network_backend=backend,
        )


class Client:
    """A `Fetcher` over the network, or over ``transport`` in tests."""

    def __init__(
        self,
        policy: ConnectionPolicy,
        resolver: Resolver,
        limits: Limits | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._policy = policy
        self._limits = limits or Limits()
        self._now = now
        backend = GuardedBackend(policy.guard, resolver, self._limits, proxy=policy.proxy)
        # The transport alone: httpx's client builds the next request of every redirect, and fails on odd addresses.
        self._transport = transport or GuardedTransport(policy, backend)
        self._cookies = httpx.Cookies()
        self._timeouts = httpx.Timeout(self._limits.first_byte_seconds, connect=self._limits.connect_seconds).as_dict()

    async def fetch(self, request: Request, *, limit: int, on_sent: Callable[[], None]) -> Exchange:
        """One exchange, nothing followed. Raises AddressError, OversizeError or FetchError; see `Fetcher`."""
        self._policy.guard.check_url(request.url)
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._limits.exchange_seconds):
                response, body = await self._answer(request, limit, on_sent)
        except TimeoutError as error:
            raise SlowError(f"{request.url}: no whole answer within {time.monotonic() - started:.0f} s") from error
        except httpx.TimeoutException as error:
            raise SlowError(f"{request.url}: {type(error).__name__}") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.ProtocolError, OSError, ValueError) as error:
            # ValueError: an address or a header that cannot be sent; the fault is the page's that named it.
            raise FetchError(f"{request.url}: {_reason(error)}") from error
        return self._exchange(request, response, body, time.monotonic() - started)

    async def _answer(self, request: Request, limit: int, on_sent: Callable[[], None]) -> tuple[httpx.Response, bytes]:
        async def trace(event: str, _info: Mapping[str, Any]) -> None:
            if event.endswith("send_request_headers.complete"):
                on_sent()

        built = httpx.Request(
            request.method,
            request.url,
            content=request.body or None,
            headers=[*self._standing_headers().items(), *request.headers],
            extensions={"trace": trace, "timeout": self._timeouts},
        )
        if self._policy.cookies:
            self._cookies.set_cookie_header(built)
        # A head that drips in never runs into a timeout between two pieces.
        async with asyncio.timeout(self._limits.connect_seconds + self._limits.first_byte_seconds):
            response = await self._transport.handle_async_request(built)
        try:
            if self._policy.cookies:
                response.request = built
                self._cookies.extract_cookies(response)
            return response, await self._read(response, limit)
        finally:
            await response.aclose()

    def _standing_headers(self) -> dict[str, str]:
        return {
            "User-Agent": self._policy.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": "gzip",
            "Connection": "keep-alive",
            **self._policy.headers,
        }

    async def _read(self, response: httpx.Response, limit: int) -> bytes:
        is_text = _TEXT.match(response.headers.get("content-type", "")) is not None
        inflater = Inflater(response.headers.get("content-encoding", ""), limit, is_text=is_text)
        speed = _SpeedCheck(self._limits)
        async for chunk in response.aiter_raw():
            speed.note(len(chunk))
            inflater.feed(chunk)
        return inflater.finish()

    def _exchange(self, request: Request, response: httpx.Response, body: bytes, seconds: float) -> Exchange:
        stream = response.extensions.get("network_stream")
        sent = stream.get_extra_info("headers") if stream is not None else response.headers.raw
        return Exchange(
            url=request.url,
            final_url=request.url,
            method=request.method,
            status=response.status_code,
            headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in sent),
            body=body,
            fetched_at=utc(self._now()),
            seconds=round(seconds, 6),
            request_body=request.body,
            tls=self._policy.tls if request.url.startswith("https") else "none",
            proxy=str(self._policy.proxy or ""),
        )

    async def aclose(self) -> None:
        """Close the connection; the next request opens one anew."""
        await self._transport.aclose()


class _SpeedCheck:
    """Ends an answer that drips: less than the least speed over a whole window."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._since = time.monotonic()
        self._bytes = 0

    def note(self, size: int) -> None:
        self._bytes += size
        elapsed = time.monotonic() - self._since
        if elapsed < self._limits.slow_window_seconds:
            return
        if self._bytes < elapsed * self._limits.slow_bytes_per_second:
            raise SlowError(f"slower than {self._limits.slow_bytes_per_second} bytes a second")
        self._since, self._bytes = time.monotonic(), 0
