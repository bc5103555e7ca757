"""A site of a handful of answers on loopback, which a test may change between two runs."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.result import RunResult, SiteResult
from reportscraper.runs.run import run
from reportscraper.sites.registry import Site
from tests.made import render
from tests.made.counties import counties
from tests.made.truth import make_report

CODE, COUNTY = "330683", "云溪县"


class Page(Struct, frozen=True):
    """One answer."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)


def html(text: str, status: int = 200) -> Page:
    """A page of HTML."""
    return Page(text.encode(), status)


def report_page(year: int, body: int = 3, seed: str = "small") -> tuple[str, Page]:
    """Title and page of a made-up report of the county."""
    county = next(each for each in counties() if each.name == COUNTY)
    report = make_report(seed, county, county.bodies[body], year)
    return report.title, Page(render.page(report, render.STYLES[0]).encode())


class SmallSite:
    """The site: ``pages`` by path with query; what is not there is a 404. ``asked`` are the paths, in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = DataFolder(folder)
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.port = 0

    def list_of(self, entries: Mapping[str, str], more: str = "") -> Page:
        """A list page: path → title."""
        rows = "".join(
            f'<li><a href="{path}">{title}</a><span>2024-01-19</span></li>' for path, title in entries.items()
        )
        return html(f"<html><title>政府信息公开年报</title><body><ul>{rows}</ul>{more}</body></html>")

    def run(self, **settings: object) -> SiteResult:
        """Crawl the site."""
        return self.run_all(**settings).sites[0]

    def run_all(self, **settings: object) -> RunResult:
        """Crawl the site."""
        netloc = f"127.0.0.1:{self.port}"
        definition = {
            "code": CODE,
            "name": COUNTY,
            "province": "浙江省",
            "home": f"http://{netloc}/",
            "start": [f"http://{netloc}/nb/"],
            "hosts": [netloc],
            "pace": 0,
            "allow_loopback": True,
        }
        self.asked.clear()
        return run([msgspec.convert(definition, Site)], self.folder, contact="tests", **settings)  # type: ignore[arg-type]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of a query on the database."""
        with closing(sqlite3.connect(f"file:{self.folder.database}?mode=ro", uri=True)) as connection:
            return connection.execute(sql).fetchall()

    def states(self) -> dict[str, str]:
        """Path → how its entry stands."""
        found = self.rows("SELECT url, state FROM entry_list")
        return {str(url).partition(str(self.port))[2]: str(state) for url, state in found}

    def unread(self) -> dict[str, str]:
        """Path → why it was not read."""
        found = self.rows("SELECT url, reason FROM entry_list WHERE state = 'listed_unread'")
        return {str(url).partition(str(self.port))[2]: str(reason) for url, reason in found}


@contextlib.contextmanager
def serving(site: SmallSite) -> Iterator[SmallSite]:
    """Serve a site until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            page = site.pages.get(self.path, html("<h1>404</h1>", 404))
            self.send_response(page.status)
            for name, value in page.headers:
                self.send_header(name, value)
            if page.status not in {204, 304}:
                self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            if page.status not in {204, 304}:
                self.wfile.write(page.body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def serving_two_reports(data: Path) -> Iterator[SmallSite]:
    """A site of one list with the reports of two years, while it is served."""
    made = SmallSite(data)
    pages = [report_page(2022), report_page(2023)]
    made.pages = {f"/{number}.html": page for number, (_, page) in enumerate(pages)}
    made.pages["/nb/"] = made.list_of({f"/{number}.html": title for number, (title, _) in enumerate(pages)})
    with serving(made) as running:
        yield running
