"""How long connections are held, and whose fault it is when there are no more."""

from __future__ import annotations

import asyncio
import errno
import resource
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpcore
import pytest

from reportscraper.errors import ResourceError, SiteError
from reportscraper.fetch import descriptors
from reportscraper.fetch.connect import GuardedBackend, Resolver
from reportscraper.fetch.guard import Guard
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.request import Request
from reportscraper.sites.registry import Site

from ..crawl.bench import made_site
from ..crawl.fakes import AGENT, FakeFetcher

ROOT = Path(__file__).parents[2]


class Bench:
    """Hosts whose connections are counted; every name leads to an address of its own."""

    def __init__(self, sockets: int | None = None) -> None:
        self.made: list[FakeFetcher] = []
        self.hosts = Hosts(
            Settings(agent=AGENT), lookup=self._lookup, make_fetcher=lambda *_: self._make(), sockets=sockets
        )

    async def _lookup(self, host: str, _port: int) -> list[str]:
        return [f"1.2.3.{len(host)}"]

    def _make(self) -> FakeFetcher:
        self.made.append(FakeFetcher({}))
        return self.made[-1]

    @property
    def closed(self) -> list[bool]:
        return [fetcher.closed for fetcher in self.made]


def sites(*codes: str) -> list[Site]:
    return [made_site(code=code) for code in codes]


def test_a_connection_is_closed_when_the_last_site_of_its_host_is_done() -> None:
    async def run() -> None:
        bench = Bench()
        one, two = sites("330683", "330604")
        shared = await bench.hosts.host(one, "http://www.a.gov.cn/")
        assert await bench.hosts.host(two, "http://www.a.gov.cn/x") is shared
        await bench.hosts.host(one, "http://own.a.gov.cn/")
        await bench.hosts.leave(one)
        assert bench.closed == [False, True]
        await bench.hosts.leave(two)
        assert bench.closed == [True, True]
        await bench.hosts.leave(two)
        shared.close(SiteError("refused"))
        assert (await bench.hosts.host(one, "http://www.a.gov.cn/")).closed is not None, "what was learnt of it stays"

    asyncio.run(run())


def test_the_connections_that_were_not_used_for_longest_make_room() -> None:
    async def run() -> None:
        bench = Bench(sockets=2)
        (site,) = sites("330683")
        for name in ("a", "bb", "ccc"):
            await bench.hosts.host(site, f"http://{name}.x.gov.cn/")
        assert bench.closed == [True, False, False]

    asyncio.run(run())


def test_a_host_that_is_being_asked_is_never_closed() -> None:
    async def run() -> None:
        bench = Bench(sockets=1)
        (site,) = sites("330683")
        asked = await bench.hosts.host(site, "http://a.x.gov.cn/")
        answered = asyncio.Event()

        async def wait(request: Request, **_: object) -> None:
            await answered.wait()

        bench.made[0].fetch = wait  # type: ignore[assignment]
        task = asyncio.create_task(asked.ask(Request("http://a.x.gov.cn/"), limit=1))
        await asyncio.sleep(0)
        await bench.hosts.host(site, "http://bb.x.gov.cn/")
        assert bench.closed == [False, False]
        task.cancel()

    asyncio.run(run())


def test_the_soft_limit_of_open_files_is_raised_as_far_as_it_goes() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        room = descriptors.raise_limit()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(4_096, hard)
        assert 256 < room < 4_096
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_machine_without_sockets_is_no_fault_of_a_site() -> None:
    class Full(httpcore.AsyncMockBackend):
        async def connect_tcp(self, *_: object, **__: object) -> httpcore.AsyncNetworkStream:
            raise httpcore.ConnectError("All connection attempts failed") from OSError(errno.EMFILE, "Too many")

    async def lookup(_host: str, _port: int) -> list[str]:
        raise OSError(errno.EMFILE, "Too many open files")

    async def here(_host: str, _port: int) -> list[str]:
        return ["1.2.3.4"]

    async def run() -> None:
        with pytest.raises(ResourceError, match="ulimit"):
            await Resolver(lookup).resolve("www.a.gov.cn", 80)
        backend = GuardedBackend(Guard(), Resolver(here), Limits(), Full([]))
        with pytest.raises(ResourceError, match="ulimit"):
            await backend.connect_tcp("www.a.gov.cn", 80)

    asyncio.run(run())


def test_used_up_files_are_noticed() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    held: list[socket.socket] = []
    assert not descriptors.are_used_up()
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
        with pytest.raises(OSError, match="Too many"):
            held.extend(socket.socket() for _ in range(100))
        while not descriptors.are_used_up():
            held.append(socket.socket())
    finally:
        for each in held:
            each.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert not descriptors.are_used_up()


class _Keeping(BaseHTTPRequestHandler):
    """A county in three pages, over connections that are kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        pages = {
            "/nb/": '<ul><li><a href="t1.html">青石镇2023年政府信息公开年度报告</a><span>2024-01-19</span></li></ul>',
            "/nb/t1.html": f'<p>{"一、总体情况" * 100}</p><a href="http://f{self.headers["Host"]}/a.pdf">附件.pdf</a>',
            "/a.pdf": "%PDF-1.4",
        }
        body = pages.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Crowded(ThreadingHTTPServer):
    """Keeps three hundred callers waiting, where the queue of five of the standard library drops them on a busy machine."""

    daemon_threads = True
    request_queue_size = 512


@pytest.mark.slow
def test_three_hundred_sites_are_crawled_with_128_open_files() -> None:
    server = _Crowded(("127.0.0.1", 0), _Keeping)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        command = f"ulimit -n 128; exec {sys.executable} -m tests.fetch.crawl_many {server.server_port}"
        ran = subprocess.run(
            ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )
    finally:
        server.shutdown()
        server.server_close()
    lost = [line for line in ran.stdout.splitlines() if line.startswith("lost")]
    assert (ran.returncode, lost, ran.stdout.count("site done")) == (0, [], 300), ran.stderr[-1_000:]
