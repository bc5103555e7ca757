"""Many counties at once: python -m benchmarks.counties [--counties 300 --reports 20] [--folder F]

Simulated counties on this machine, a port each, with a list of so many reports. A first night and two nights without news, each in a
process of its own: requests, wall and CPU seconds (of all processes), sockets open at once, what data and archive grew by; and what that
makes for the 2,840 counties of the nation. Pages are served without delay, so wall time is that of the machine; with the usual three
seconds between two requests of a site a night lasts as long as its requests, a hundred sites side by side, and that is printed as well.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import resource
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from tests.runs.small_site import report_page

from benchmarks.rebuild import adopt_orphans
from benchmarks.whole_runs import local_sites, quiet, served
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.run import run

COUNTIES, SIDE_BY_SIDE, PACE = 2_840, 100, 3.0


def serve(connection: Connection, counties: int, reports: int) -> None:
    """Serve so many counties; sends their ports, and at each question how many requests there were since the last."""
    pages = {f"/nb/{number}.html": report_page(2008 + number % 15, body=number // 15) for number in range(reports)}
    rows = "".join(
        f'<li><a href="{path}">{title}</a><span>2024-01-19</span></li>' for path, (title, _) in pages.items()
    )
    answers = {path: page.body for path, (_, page) in pages.items()}
    answers["/nb/"] = f"<html><title>政府信息公开年报</title><ul>{rows}</ul></html>".encode()
    asked = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        while not reader.at_eof():
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            asked += 1
            body = answers.get(head.split(b" ")[1].decode())
            status, text = ("200 OK", body) if body is not None else ("404 Not Found", b"<h1>404</h1>")
            kind = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(text)}\r\n\r\n"
            writer.write(kind.encode() + text)
            await writer.drain()
        writer.close()

    async def all_of_them() -> None:
        nonlocal asked
        servers = [await asyncio.start_server(answer, "127.0.0.1", 0) for _ in range(counties)]
        connection.send([server.sockets[0].getsockname()[1] for server in servers])
        while await asyncio.to_thread(connection.recv) == "asked":
            connection.send(asked)
            asked = 0
        raise SystemExit

    asyncio.run(all_of_them())


def night(ports: list[int], folder: Path) -> tuple[float, float, dict[str, int]]:
    """Seconds by the clock and of all processes' CPU, and what the run in a process of its own says of itself."""
    started, before, told = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN), folder / "told.json"
    child = os.fork()
    if not child:
        most = [0]

        def look() -> None:
            while True:
                with contextlib.suppress(FileNotFoundError):  # closed between two looks
                    links = (each.readlink().name for each in Path("/proc/self/fd").iterdir())
                    most[0] = max(most[0], sum(link.startswith("socket:") for link in links))
                time.sleep(0.05)

        threading.Thread(target=look, daemon=True).start()
        result = run(local_sites(ports), DataFolder(folder), contact="bench@example.org")
        whole = sum(site.counts["stored"] == site.counts["listed"] > 0 for site in result.sites)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        told.write_text(
            json.dumps(
                {
                    "sockets": most[0],
                    "memory": memory,
                    "whole": whole,
                    "stored": sum(site.counts["stored"] for site in result.sites),
                }
            )
        )
        os._exit(0)
    os.waitpid(child, 0)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, json.loads(told.read_text())


def main() -> None:
    """Print a line a night."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", type=int, default=300)
    parser.add_argument("--reports", type=int, default=20)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    quiet()
    adopt_orphans()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="counties-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    share, size = COUNTIES / given.counties, 0
    with served(serve, given.counties, given.reports) as (ports, line):
        for name in ("first night", "without news", "without news"):
            seconds, cpu, told = night(ports, folder)
            line.send("asked")
            requests = line.recv()
            before, size = size, sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
            grown = size - before
            polite = requests * share * PACE / SIDE_BY_SIDE / 3600
            print(
                f"{name}: {told['whole']} of {given.counties} sites whole, {told['stored']:,} reports; {requests:,} requests, "
                f"{requests / given.counties:.1f} a site; {seconds:.1f} s, {cpu:.1f} s of CPU, {cpu / given.counties * 1000:.1f} ms a site; "
                f"at most {told['sockets']} sockets, {told['memory']} MB; {grown / 1e6:.1f} MB more on the disk; {COUNTIES:,} counties: "
                f"{requests * share:,.0f} requests, {cpu * share / 60:.1f} min of CPU, {grown * share / 1e9:.2f} GB, politely {polite:.1f} h",
                flush=True,
            )


if __name__ == "__main__":
    main()
