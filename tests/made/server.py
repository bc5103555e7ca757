"""The sample sites on loopback: one port a county, every request logged, some answered with 500 the first time."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import ThreadingHTTPServer

from msgspec import Struct

from reportscraper.demo.replay import FormHandler
from tests.made.counties import County, counties
from tests.made.jcms import JcmsSite
from tests.made.site import Reply, Request, Site
from tests.made.trs import TrsSite

FAMILIES: dict[str, Callable[[County, int], Site]] = {"jcms": JcmsSite, "trs": TrsSite}
PORTS = (18861, 18862)
"""Ports that the demo command asks for, so that addresses stay the same from run to run."""


class Hit(Struct, frozen=True):
    """A request the server got: ``started`` and ``ended`` are seconds of the monotonic clock."""

    county: str
    method: str
    target: str
    status: int
    started: float
    ended: float
    agent: str


class ServedSite(Struct, frozen=True):
    """A county being served: ``base`` is its root without the slash, ``start`` the annual-report column."""

    county: County
    base: str
    start: str
    port: int

    def definition(self) -> dict[str, object]:
        """The site as the registry wants it (`reportscraper.sites`): loopback allowed, no pace of its own."""
        return {
            "code": self.county.code,
            "name": self.county.name,
            "province": self.county.province,
            "home": f"{self.base}/",
            "site_code": self.county.site_code,
            "family": "auto",
            "start": [self.start],
            "hosts": [f"127.0.0.1:{self.port}"],
            "allow_loopback": True,
            "pace": 0,
        }


class Served(Struct, frozen=True):
    """All sample sites, running. ``hits`` grows with every request."""

    sites: tuple[ServedSite, ...]
    hits: list[Hit]
    answers: list[tuple[str, Request, Reply]]
    """County, request and reply, in order."""


class _Server(ThreadingHTTPServer):
    """One county's server. ``failed`` remembers which fragile paths have had their 500."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, site: Site, hits: list[Hit], answers: list[tuple[str, Request, Reply]]) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.site = site
        self.hits = hits
        self.answers = answers
        self._failed: set[str] = set()
        self._lock = threading.Lock()

    def handle_error(self, *_: object) -> None:
        """A client that goes away in the middle is no error; anything else is raised in the handler's thread."""
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):
            raise error

    def reply(self, request: Request) -> Reply:
        """The site's reply, or the one 500 that a fragile path gives first."""
        with self._lock:
            fails = request.path in self.site.fragile and request.path not in self._failed
            self._failed.add(request.path)
        return Reply(b"Internal Server Error", 500) if fails else self.site.answer(request)


class _Handler(FormHandler):
    """Hands requests to the county's site and writes its replies; `Served.hits` is the log."""

    server: _Server

    def answer_form(self, form: bytes) -> None:
        """Write the site's reply."""
        started = time.monotonic()
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, form)
        reply = self.server.reply(request)
        agent = headers.get("user-agent", "")
        ended = time.monotonic()
        county = self.server.site.county.code
        self.server.hits.append(Hit(county, self.command, self.path, reply.status, started, ended, agent))
        self.server.answers.append((county, request, reply))
        self._write(reply)

    def _write(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, value in (*reply.headers, ("Content-Length", str(len(reply.body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)


@contextlib.contextmanager
def serve(edition: int = 1, *, ports: Sequence[int] = ()) -> Iterator[Served]:
    """Serve all sample counties of an edition (1 or 2) on 127.0.0.1 until the block ends.

    ``ports`` are asked for in the order of the counties; one that is taken, or not given, is replaced by a free one.
    """
    with serve_sites([FAMILIES[county.family](county, edition) for county in counties()], ports=ports) as served:
        yield served


@contextlib.contextmanager
def serve_sites(given: Sequence[Site], *, ports: Sequence[int] = ()) -> Iterator[Served]:
    """Serve sites as `serve` does."""
    hits: list[Hit] = []
    answers: list[tuple[str, Request, Reply]] = []
    with contextlib.ExitStack() as running:
        sites = []
        for position, site in enumerate(given):
            server = _listen(site, ports[position] if position < len(ports) else 0, hits, answers)
            running.enter_context(_running(server))
            base = f"http://127.0.0.1:{server.server_port}"
            sites.append(ServedSite(site.county, base, base + site.start, server.server_port))
        yield Served(tuple(sites), hits, answers)


def _listen(site: Site, port: int, hits: list[Hit], answers: list[tuple[str, Request, Reply]]) -> _Server:
    try:
        return _Server(port, site, hits, answers)
    except OSError:
        return _Server(0, site, hits, answers)


@contextlib.contextmanager
def _running(server: _Server) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
