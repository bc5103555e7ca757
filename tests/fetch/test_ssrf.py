"""A hostile page tries to lead the crawler where it must not go: counted in connections, on the way every request takes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable

import httpcore
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Asked
from werkzeug import Response

from reportscraper.crawl.crawler import crawl_site
from reportscraper.crawl.summary import SiteSummary
from reportscraper.fetch.client import Client, ConnectionPolicy, GuardedTransport
from reportscraper.fetch.connect import GuardedBackend, Resolver
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.fetch.limits import Limits

from ..crawl.bench import made_site
from ..crawl.fakes import AGENT, FakeKnown, classify

OPEN = "1.2.3.4"
"""The only address that may be connected; the test's server stands behind it."""


class Recorder(httpcore.AsyncNetworkBackend):
    """Notes where connections go, and makes those to `OPEN`."""

    def __init__(self, port: int) -> None:
        self.went: list[tuple[str, int]] = []
        self._port = port
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.went.append((host, port))
        if host != OPEN:
            raise httpcore.ConnectError(f"{host}: the trap is shut")
        return await self._inner.connect_tcp("127.0.0.1", self._port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


def crawl(httpserver: HTTPServer, names: dict[str, str]) -> tuple[list[tuple[str, int]], SiteSummary]:
    """The connections of a crawl of the server's site; ``names`` resolve as told, others to the server."""
    recorder = Recorder(httpserver.port)

    async def lookup(host: str, _port: int) -> list[str]:
        return [names.get(host, OPEN)]

    def make(manner: ConnectionPolicy, resolver: Resolver, limits: Limits) -> Client:
        backend = GuardedBackend(manner.guard, resolver, limits, recorder)
        return Client(manner, resolver, limits, transport=GuardedTransport(manner, backend))

    async def run() -> SiteSummary:
        settings = Settings(agent=AGENT, limits=Limits(latency_factor=0.0, penalty_steps=0.0))
        async with Hosts(settings, lookup=lookup, make_fetcher=make, sleep=lambda _: asyncio.sleep(0)) as hosts:
            site = made_site(start=("http://www.a.gov.cn/nb/",), pace=0.0)
            return await crawl_site(site, hosts, classify=classify, known=FakeKnown(), on_visit=lambda _: None)  # type: ignore[arg-type]

    return recorder.went, asyncio.run(run())


def serve(httpserver: HTTPServer, article: Response) -> None:
    def answer(asked: Asked) -> Response:
        if asked.path == "/nb/":
            rows = '<li><a href="t20240119_1.html">青石镇2023年政府信息公开年度报告</a><span>2024-01-19</span></li>'
            return Response(f"<title>年报</title><ul>{rows}</ul>", content_type="text/html")
        return article if asked.path == "/nb/t20240119_1.html" else Response("", 404)

    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request(re.compile(".*")).respond_with_handler(answer)


LITERALS = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0.0.0.0/",
    "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://10.0.0.1/", "http://172.16.0.1/",
    "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://224.0.0.1/",
    "http://localhost/", "http://user@www.a.gov.cn/", "http://www.a.gov.cn:22/", "http://www.a.gov.cn:6379/",
    "file:///etc/passwd", "gopher://127.0.0.1:70/", "ftp://127.0.0.1/", "http://www.evil.com/",
]  # fmt: skip
NAMES = [
    "127.0.0.1",
    "10.1.2.3",
    "169.254.169.254",
    "::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "2002:a00:1::",
    "0.0.0.0",
]


@pytest.mark.parametrize("target", LITERALS)
@pytest.mark.parametrize("way", ["redirect", "refresh", "script"])
def test_no_connection_is_made_to_where_a_page_must_not_lead(httpserver: HTTPServer, target: str, way: str) -> None:
    pages = {
        "redirect": Response("", 302, {"Location": target}),
        "refresh": Response(f'<meta http-equiv="refresh" content="0;url={target}">', content_type="text/html"),
        "script": Response(f"<script>location.href='{target}'</script>", content_type="text/html"),
    }
    serve(httpserver, pages[way])
    went, summary = crawl(httpserver, {})
    assert {host for host, _ in went} == {OPEN}
    assert {port for _, port in went} == {80}
    assert "new" not in summary.outcomes or way != "redirect"


@pytest.mark.parametrize("address", NAMES)
def test_no_connection_is_made_when_a_governments_name_leads_to_such_an_address(
    httpserver: HTTPServer, address: str
) -> None:
    serve(httpserver, Response("", 302, {"Location": "http://bm.a.gov.cn/x.html"}))
    went, summary = crawl(httpserver, {"bm.a.gov.cn": address})
    assert {host for host, _ in went} == {OPEN}
    assert [failure.role for failure in summary.failures] == ["detail"] or summary.stopped is not None
