"""The client against real sockets on loopback."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Received
from werkzeug import Response

from reportscraper.errors import AddressError, FetchError, OversizeError
from reportscraper.fetch.client import Client, ConnectionPolicy, agent_string, tls_context
from reportscraper.fetch.connect import Resolver
from reportscraper.fetch.guard import Guard
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.request import Request
from reportscraper.model import Exchange

from ..crawl.fakes import AGENT


def nothing() -> None:
    """Nobody waits for the departure."""


def fetch(
    url: str,
    *,
    port: int | None = None,
    limits: Limits | None = None,
    limit: int = 100_000,
    request: Request | None = None,
    manner: ConnectionPolicy | None = None,
    addresses: dict[str, list[str]] | None = None,
    on_sent: Callable[[], None] = nothing,
    times: int = 1,
) -> Exchange:
    async def lookup(host: str, _port: int) -> list[str]:
        return (addresses or {}).get(host, ["127.0.0.1"])

    async def run() -> Exchange:
        guard = Guard(ports=frozenset({port} if port else ()), allow_loopback=True)
        client = Client(manner or ConnectionPolicy(agent=AGENT, guard=guard), Resolver(lookup), limits)
        try:
            for _ in range(times):
                found = await client.fetch(request or Request(url), limit=limit, on_sent=on_sent)
            return found
        finally:
            await client.aclose()

    return asyncio.run(run())


@contextmanager
def raw_server(*parts: bytes, pause: float = 0.0) -> Iterator[int]:
    """A server that sends the parts to whoever connects, waits between them, and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.recv(65_536)
            for part in parts:
                try:
                    connection.sendall(part)
                except OSError:
                    return
                if pause and stop.wait(pause):
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(60)


def test_an_exchange_keeps_what_was_asked_and_answered(httpserver: HTTPServer) -> None:
    seen: list[Received] = []

    def answer(request: Received) -> Response:
        seen.append(request)
        return Response("年报".encode("gb18030"), 200, {"Content-Type": "text/html", "X-Odd": "a"})

    httpserver.expect_request("/a").respond_with_handler(answer)
    sent: list[int] = []
    found = fetch(httpserver.url_for("/a"), port=httpserver.port, on_sent=lambda: sent.append(1))
    assert (found.status, found.body.decode("gb18030"), found.content_type) == (200, "年报", "text/html")
    assert ("X-Odd", "a") in found.headers
    assert (found.method, found.url, found.tls) == ("GET", httpserver.url_for("/a"), "none")
    assert sent == [1]
    headers = seen[0].headers
    assert headers["User-Agent"] == AGENT
    assert headers["Accept-Encoding"] == "gzip"
    assert "Cookie" not in headers


def test_a_form_is_posted_with_its_headers(httpserver: HTTPServer) -> None:
    httpserver.expect_request(
        "/p", method="POST", data="a=1", headers={"X-Requested-With": "XMLHttpRequest"}
    ).respond_with_data("ok")
    request = Request(httpserver.url_for("/p"), "POST", b"a=1", (("X-Requested-With", "XMLHttpRequest"),))
    found = fetch("", port=httpserver.port, request=request)
    assert (found.body, found.method, found.request_body) == (b"ok", "POST", b"a=1")


def test_redirects_are_not_followed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/r").respond_with_data("", 302, {"Location": "http://127.0.0.1:1/"})
    assert fetch(httpserver.url_for("/r"), port=httpserver.port).status == 302


@pytest.mark.parametrize(("allowed", "sent"), [(False, None), (True, "s=1")])
def test_cookies_are_sent_back_only_when_the_site_says_so(
    httpserver: HTTPServer, allowed: bool, sent: str | None
) -> None:
    cookies: list[str | None] = []

    def answer(request: Received) -> Response:
        cookies.append(request.headers.get("Cookie"))
        return Response("x", headers={"Set-Cookie": "s=1"})

    httpserver.expect_request("/c").respond_with_handler(answer)
    guard = Guard(ports=frozenset({httpserver.port}), allow_loopback=True)
    manner = ConnectionPolicy(agent=AGENT, cookies=allowed, guard=guard, headers={"X-Site": "1"})
    fetch(httpserver.url_for("/c"), manner=manner, times=2)
    assert cookies == [None, sent]


def test_gzip_is_undone_and_the_header_kept(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/g").respond_with_data(gzip.compress(b"x" * 5000), headers={"Content-Encoding": "gzip"})
    found = fetch(httpserver.url_for("/g"), port=httpserver.port)
    assert found.body == b"x" * 5000
    assert ("Content-Encoding", "gzip") in found.headers


def test_the_size_limit_holds_to_the_byte(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/s").respond_with_data(b"x" * 1000)
    assert len(fetch(httpserver.url_for("/s"), port=httpserver.port, limit=1000).body) == 1000
    with pytest.raises(OversizeError):
        fetch(httpserver.url_for("/s"), port=httpserver.port, limit=999)


def test_a_bomb_is_stopped_at_the_limit(httpserver: HTTPServer) -> None:
    bomb = gzip.compress(bytes(20_000_000))
    httpserver.expect_request("/b").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(OversizeError, match="inflated"):
        fetch(httpserver.url_for("/b"), port=httpserver.port, limit=1_000_000)


@pytest.mark.parametrize(("size", "fits"), [(2000, True), (2001, False)])
def test_the_header_limit_holds_to_the_byte(size: int, fits: bool) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Pad: "
    padding = b"p" * (size - len(head) - len(b"\r\n\r\n"))
    with raw_server(head + padding + b"\r\n\r\n") as port:
        url = f"http://127.0.0.1:{port}/"
        if fits:
            assert fetch(url, port=port, limits=Limits(header_bytes=2000)).status == 200
        else:
            with pytest.raises(OversizeError, match="headers"):
                fetch(url, port=port, limits=Limits(header_bytes=2000))


@pytest.mark.parametrize(
    "parts",
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n", gzip.compress(b"x" * 99)[:12]),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",),
        (b"SSH-2.0-OpenSSH\r\n",),
        (b"",),
    ],
)
def test_a_partial_or_strange_answer_is_no_answer(parts: tuple[bytes, ...]) -> None:
    with raw_server(*parts) as port, pytest.raises(FetchError):
        fetch(f"http://127.0.0.1:{port}/", port=port)


def test_an_old_server_that_hangs_up_without_a_length_is_answered() -> None:
    with raw_server(b"HTTP/1.0 200 OK\r\n\r\nwhole") as port:
        assert fetch(f"http://127.0.0.1:{port}/", port=port).body == b"whole"


def test_a_silent_server_is_given_up() -> None:
    with raw_server(b"", pause=5) as port, pytest.raises(FetchError, match="ReadTimeout"):
        fetch(f"http://127.0.0.1:{port}/", port=port, limits=Limits(first_byte_seconds=0.2))


DRIP = (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *[b"x"] * 50)


def test_a_drip_is_given_up_when_the_body_takes_too_long() -> None:
    with raw_server(*DRIP, pause=0.05) as port, pytest.raises(FetchError, match="no whole answer"):
        fetch(f"http://127.0.0.1:{port}/", port=port, limits=Limits(exchange_seconds=0.3))


def test_a_drip_is_given_up_when_it_is_too_slow() -> None:
    limits = Limits(slow_window_seconds=0.2, slow_bytes_per_second=1000)
    with raw_server(*DRIP, pause=0.05) as port, pytest.raises(FetchError, match="slower than"):
        fetch(f"http://127.0.0.1:{port}/", port=port, limits=limits)


def test_nobody_listening_is_a_fetch_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FetchError, match="ConnectError"):
        fetch(f"http://127.0.0.1:{port}/", port=port)


def test_a_name_without_an_address_is_a_fetch_error() -> None:
    async def run() -> None:
        async def lookup(_host: str, _port: int) -> list[str]:
            raise socket.gaierror(-2, "Name or service not known")

        client = Client(ConnectionPolicy(agent=AGENT), Resolver(lookup))
        await client.fetch(Request("http://www.a.gov.cn/"), limit=10, on_sent=nothing)

    with pytest.raises(FetchError, match="not resolved"):
        asyncio.run(run())


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::1"],
)
def test_a_name_that_leads_to_a_private_address_is_not_connected(httpserver: HTTPServer, address: str) -> None:
    httpserver.expect_request("/").respond_with_data("secret")
    manner = ConnectionPolicy(agent=AGENT, guard=Guard(ports=frozenset({httpserver.port})))
    url = f"http://www.a.gov.cn:{httpserver.port}/"
    with pytest.raises(AddressError, match="not a public address"):
        fetch(url, manner=manner, addresses={"www.a.gov.cn": [address]})
    with pytest.raises(AddressError):
        fetch(url, manner=manner, addresses={"www.a.gov.cn": ["8.8.8.8", address]})
    assert httpserver.log == []


def test_a_name_that_changes_its_address_is_connected_where_it_was_checked(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("ok")
    lookups = []

    async def run() -> None:
        async def lookup(host: str, _port: int) -> list[str]:
            lookups.append(host)
            return ["127.0.0.1"] if len(lookups) == 1 else ["10.0.0.1"]

        guard = Guard(ports=frozenset({httpserver.port}), allow_loopback=True)
        resolver = Resolver(lookup)
        for _ in range(2):
            client = Client(ConnectionPolicy(agent=AGENT, guard=guard), resolver)
            found = await client.fetch(Request(f"http://a.gov.cn:{httpserver.port}/x"), limit=10, on_sent=nothing)
            assert found.body == b"ok"
            await client.aclose()

    asyncio.run(run())
    assert lookups == ["a.gov.cn"]


def test_a_second_address_is_tried_when_the_first_refuses(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/x").respond_with_data("ok")
    url = f"http://a.gov.cn:{httpserver.port}/x"
    assert fetch(url, port=httpserver.port, addresses={"a.gov.cn": ["127.0.0.2", "127.0.0.1"]}).body == b"ok"


def test_an_address_that_may_not_be_asked_never_reaches_the_network() -> None:
    with pytest.raises(AddressError, match="port"):
        fetch("http://127.0.0.1:9/x")


def test_recorded_answers_can_stand_in_for_the_network() -> None:
    async def run() -> Exchange:
        transport = httpx.MockTransport(
            lambda request: httpx.Response(203, stream=httpx.ByteStream(str(request.url).encode()))
        )
        client = Client(ConnectionPolicy(agent=AGENT), Resolver(), transport=transport)
        return await client.fetch(Request("http://www.a.gov.cn/x?y=%BD"), limit=100, on_sent=nothing)

    found = asyncio.run(run())
    assert (found.status, found.body) == (203, b"http://www.a.gov.cn/x?y=%BD")


def test_tls_modes_differ_in_what_they_verify() -> None:
    full, chain, none = (tls_context(mode, "default") for mode in ("full", "chain", "none"))
    assert (full.check_hostname, chain.check_hostname, none.check_hostname) == (True, False, False)
    assert (full.verify_mode, chain.verify_mode, none.verify_mode) == (2, 2, 0)
    legacy, unverified = tls_context("full", "legacy"), tls_context("none", "legacy")
    assert (legacy.check_hostname, legacy.verify_mode, unverified.verify_mode) == (True, 2, 0)
    assert legacy.options & unverified.options & 0x4
    assert not (full.options | none.options) & 0x4
    assert tls_context("full", "default") is full


def test_the_agent_says_who_asks() -> None:
    assert agent_string("0.1.0", "https://example.org/p", "post@example.org") == (
        "Mozilla/5.0 (compatible; reportscraper/0.1.0; +https://example.org/p; post@example.org)"
    )
