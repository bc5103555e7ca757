"""A dripping and a black-holed host among healthy ones: what they cost a run: python -m benchmarks.sick_hosts [--hosts 50 --pages 30]

One host lists its reports and sends them a byte at a time, one takes no connection. The healthy ones are crawled and their reports stored twice, without
the two and with them; printed are the wall times, their share, and whether everything of the healthy ones is stored and told.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import socket
from multiprocessing.connection import Connection

from tests.runs.small_site import report_page

from benchmarks.whole_runs import crawled, quiet, served

_DRIP_SECONDS = 3.0


def serve(connection: Connection, hosts: int, pages: int) -> None:
    """Serve healthy hosts and one that drips; sends their ports, the dripping one's last."""
    bodies = {f"/nb/{number}.html": report_page(2008 + number % 15, body=number // 15) for number in range(pages)}
    rows = "".join(
        f'<li><a href="{path}">{title}</a><span>2024-01-19</span></li>' for path, (title, _) in bodies.items()
    )
    answers = {path: page.body for path, (_, page) in bodies.items()}
    answers["/nb/"] = f"<html><title>政府信息公开年报</title><ul>{rows}</ul></html>".encode()

    async def healthy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not reader.at_eof():
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            body = answers.get(head.split(b" ")[1].decode())
            status, text = ("200 OK", body) if body is not None else ("404 Not Found", b"<h1>404</h1>")
            kind = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(text)}\r\n\r\n"
            writer.write(kind.encode() + text)
            await writer.drain()

    async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
        if path not in answers or path == "/nb/":
            text = answers.get(path, b"")
            status = "200 OK" if text else "404 Not Found"
            kind = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n"
            writer.write(kind.encode() + text)
            writer.close()
            return
        with contextlib.suppress(ConnectionError):
            for byte in b"HTTP/1.1 200 OK\r\nX-Drip: " + b"x" * 1000:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(_DRIP_SECONDS)

    async def all_of_them() -> None:
        servers = [await asyncio.start_server(answer, "127.0.0.1", 0) for answer in (*[healthy] * hosts, dripping)]
        connection.send([server.sockets[0].getsockname()[1] for server in servers])
        await asyncio.to_thread(connection.recv)
        raise SystemExit

    asyncio.run(all_of_them())


def black_hole() -> list[socket.socket]:
    """A port whose queue of connections is full: whoever knocks hears nothing."""
    hole = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = []
    for _ in range(3):
        knocking = socket.socket()
        knocking.settimeout(0)
        knocking.connect_ex(hole.getsockname())
        waiting.append(knocking)
    return [hole, *waiting]


def crawl(ports: list[int], pace: float) -> tuple[float, dict[str, int], list[str]]:
    """Wall time of a run, reports stored a site by its code, and what was told of sites."""
    result, seconds = crawled(ports, pace=pace)
    told = [f"{site.code}: {problem}" for site in result.sites for problem in site.problems]
    return seconds, {site.code: site.counts["stored"] for site in result.sites}, told


def main() -> None:
    """Both runs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--pace", type=float, default=3.0)
    given = parser.parse_args()
    quiet()
    hole = black_hole()
    with served(serve, given.hosts, given.pages) as ((*healthy, drip), _):
        alone, stored, told = crawl(healthy, given.pace)
        print(f"healthy alone: {alone:.1f} s, {sum(stored.values())} reports, {len(told)} told")
        among, stored, told = crawl([*healthy, drip, hole[0].getsockname()[1]], given.pace)
    whole = sum(stored[f"33{number:04}"] == given.pages for number in range(given.hosts))
    print(f"with the two:  {among:.1f} s = {among / alone:.2f} × , {whole} of {given.hosts} healthy hosts whole; told:")
    print("\n".join(told))
    for each in hole:
        each.close()


if __name__ == "__main__":
    main()
