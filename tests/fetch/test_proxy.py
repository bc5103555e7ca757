"""Through a proxy that the operator names: the same guard, the same names, addresses in CONNECT."""

from __future__ import annotations

import asyncio
import base64
import ipaddress

import pytest

from reportscraper.archive import Archive, read
from reportscraper.errors import AddressError, FetchError, InputError, ReportscraperError
from reportscraper.fetch.client import Client, ConnectionPolicy
from reportscraper.fetch.connect import Resolver
from reportscraper.fetch.guard import Guard
from reportscraper.fetch.proxy import Proxy, read_proxy
from reportscraper.fetch.request import Request
from reportscraper.model import Exchange

from ..crawl.fakes import AGENT
from .raw import serving

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Desk:
    """A proxy that plays the target as well, and keeps what it was sent."""

    def __init__(self, reply: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n") -> None:
        self.heads: list[bytes] = []
        self._reply = reply

    async def answer(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        self.heads.append(head)
        writer.write(self._reply if head.startswith(b"CONNECT") else ANSWER)
        await writer.drain()


def fetch(
    desk: Desk, url: str, addresses: list[str], *, credentials: str = "", times: int = 1
) -> list[Exchange | ReportscraperError]:
    async def lookup(_host: str, _port: int) -> list[str]:
        return addresses

    async def run() -> list[Exchange | ReportscraperError]:
        async with serving(desk.answer) as port:
            policy = ConnectionPolicy(
                agent=AGENT, guard=Guard(), proxy=read_proxy(f"http://{credentials}127.0.0.1:{port}")
            )
            client = Client(policy, Resolver(lookup))
            found: list[Exchange | ReportscraperError] = []
            for _ in range(times):
                try:
                    found.append(await client.fetch(Request(url), limit=100, on_sent=lambda: None))
                except ReportscraperError as error:
                    found.append(error)
            await client.aclose()
            return found

    return asyncio.run(run())


def test_connect_goes_to_the_address_that_was_checked_and_the_name_stands_in_host() -> None:
    desk = Desk()
    for found in fetch(desk, "http://www.a.gov.cn/nb/", ["1.2.3.4"], times=2):
        assert isinstance(found, Exchange), found
        assert found.body == b"ok"
        assert found.proxy.startswith("http://127.0.0.1:")
    connect, *asked = desk.heads
    assert connect.startswith(b"CONNECT 1.2.3.4:80 HTTP/1.1\r\nHost: 1.2.3.4:80\r\n")
    assert b"a.gov.cn" not in connect
    assert AGENT.encode() not in connect
    assert len(asked) == 2
    assert all(head.startswith(b"GET /nb/ HTTP/1.1\r\n") and b"Host: www.a.gov.cn\r\n" in head for head in asked)


def test_an_address_of_six_groups_stands_in_brackets_and_credentials_reach_the_proxy_alone() -> None:
    desk = Desk()
    (found,) = fetch(desk, "http://www.a.gov.cn/", ["2400:3200::1"], credentials="me:p%40ss@")
    assert isinstance(found, Exchange), found
    assert "me" not in found.proxy
    assert desk.heads[0].startswith(b"CONNECT [2400:3200::1]:80 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic " + base64.b64encode(b"me:p@ss") in desk.heads[0]
    assert b"Proxy-Authorization" not in desk.heads[1]


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "64:ff9b::7f00:1"])
def test_the_proxy_is_never_asked_for_what_is_not_public(address: str) -> None:
    desk = Desk()
    (found,) = fetch(desk, "http://www.a.gov.cn/", ["1.2.3.4", address])
    assert isinstance(found, AddressError)
    assert desk.heads == []


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "answered 403 to CONNECT 1.2.3.4:80"),
        (b"HTTP/1.0 407 Proxy Authentication Required\r\n\r\n", "answered 407"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "answered no HTTP"),
        (b"a" * 70_000, "gave no answer"),
    ],
)
def test_a_proxy_that_refuses_is_named(reply: bytes, words: str) -> None:
    (found,) = fetch(Desk(reply), "http://www.a.gov.cn/", ["1.2.3.4"])
    assert isinstance(found, FetchError)
    assert "the proxy http://127.0.0.1:" in str(found)
    assert words in str(found)


def test_the_next_address_is_tried_when_the_proxy_cannot_reach_one() -> None:
    class Half(Desk):
        async def answer(self, head: bytes, writer: asyncio.StreamWriter) -> None:
            self._reply = b"HTTP/1.1 %d x\r\n\r\n" % (502 if b"1.2.3.4" in head else 200)
            await super().answer(head, writer)

    (found,) = fetch(Half(), "http://www.a.gov.cn/", ["1.2.3.4", "1.2.3.5"])
    assert isinstance(found, Exchange), found


def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async def run() -> Exchange:
        async with serving(Desk().answer) as port:
            guard = Guard(ports=frozenset({port}), allow_loopback=True)
            client = Client(ConnectionPolicy(agent=AGENT, guard=guard), Resolver())
            try:
                return await client.fetch(Request(f"http://127.0.0.1:{port}/"), limit=100, on_sent=lambda: None)
            finally:
                await client.aclose()

    found = asyncio.run(run())
    assert (found.body, found.proxy) == (b"ok", "")


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://1.2.3.4:3128", Proxy("1.2.3.4", 3128)),
        ("http://proxy.example/", Proxy("proxy.example", 80)),
        ("http://[2400::1]:8080", Proxy("2400::1", 8080)),
    ],
)
def test_a_proxy_is_read_from_its_address(url: str, proxy: Proxy) -> None:
    assert read_proxy(url) == proxy
    assert read_proxy(str(proxy)) == proxy


@pytest.mark.parametrize(
    "url",
    [
        "socks5://127.0.0.1:1080",
        "https://a:3128",
        "127.0.0.1:3128",
        "http://",
        "http://a:b",
        "http://a/x",
        "http://[::1",
    ],
)
def test_what_is_no_proxy_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="no proxy"):
        read_proxy(url)


def test_the_archive_names_the_proxy(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (found,) = fetch(Desk(), "http://www.a.gov.cn/", [str(ipaddress.ip_address("1.2.3.4"))])
    assert isinstance(found, Exchange)
    with Archive.open(tmp_path) as archive:
        capture = archive.append(found, {})
    assert capture.proxy == found.proxy
    assert read(tmp_path, capture) == found
