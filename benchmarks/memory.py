"""Resident memory over one run of many mixed pages: python -m benchmarks.memory [--sites 20 --pages 500]

Reports of all forms and prints, pages of other kinds, pages that are not there: crawled, archived, read and stored in one run.
Printed is the memory along the way, and how much it grew after the first fifth.
"""

from __future__ import annotations

import argparse
import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection

from tests.made import render
from tests.made.counties import counties
from tests.made.truth import TrueReport, make_report

from benchmarks.whole_runs import crawled, quiet, resident, served

_EVERY = 250


def report_of(site: int, number: int) -> TrueReport:
    """The report of a number."""
    made = counties()[0]
    body = made.bodies[number % len(made.bodies)]
    return make_report(f"memory {site} {number}", made, body, 2008 + number // len(made.bodies) % 17)


def serve(connection: Connection, sites: int, pages: int) -> None:
    """Serve sites, each of so many pages made when they are asked for; sends their ports."""

    def answer(site: int, path: str) -> tuple[int, bytes]:
        if path == "/nb/":
            rows = (
                f'<li><a href="/nb/{number}.html">{report_of(site, number).title}</a><span>2024-01-19</span></li>'
                if number % 10 < 7
                else f'<li><a href="/nb/{number}.html">云溪县召开第{number}次政务公开工作会议</a><span>2024-01-19</span></li>'
                for number in range(pages)
            )
            return 200, f"<html><title>政府信息公开年报</title><ul>{''.join(rows)}</ul></html>".encode()
        name = path.removeprefix("/nb/").removesuffix(".html")
        if not name.isdecimal() or int(name) % 10 == 9:
            return 404, b"<h1>404</h1>"
        number = int(name)
        if number % 10 < 7:
            report = report_of(site, number)
            return 200, render.page(report, random.Random(number).choice(render.STYLES)).encode()
        text = f"云溪县召开第{number}次政务公开工作会议"
        return (
            200,
            f"<html><title>{text}</title><body><h1>{text}</h1>{'<p>会议要求。</p>' * 200}</body></html>".encode(),
        )

    def handler(site: int) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                status, body = answer(site, self.path)
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        return Handler

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), handler(site)) for site in range(sites)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    connection.send([server.server_address[1] for server in servers])
    connection.recv()


def main() -> None:
    """One run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--pages", type=int, default=500)
    given = parser.parse_args()
    quiet()
    taken: list[float] = []
    count = 0

    def progress(*_: str) -> None:
        nonlocal count
        count += 1
        if count % _EVERY == 0:
            taken.append(resident())
            print(f"{count} pages: {taken[-1]:.1f} MB", flush=True)

    with served(serve, given.sites, given.pages) as (ports, _):
        result, seconds = crawled(ports, progress=progress)
    warm = taken[len(taken) // 5]
    print(f"{count} pages read of {given.sites * given.pages} listed in {seconds:.0f} s; {dict(result.totals)}")
    print(f"after warm-up {warm:.1f} MB, at most {max(taken[len(taken) // 5 :]):.1f} MB, at the end {taken[-1]:.1f} MB")


if __name__ == "__main__":
    main()
