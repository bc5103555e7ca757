"""How fast a published copy answers: python -m benchmarks.serving SNAPSHOT [--clients 50] [--seconds 60] [--pause 1]

Serves the copy as ``browse --public`` does, on loopback, and asks it, first one page after another: front, province, county, series, body,
report, compare, search, findings and runs pages, with subjects drawn by chance, the same on every machine, each asked once, so that no cache helps.
The 95th percentile of each kind is held against 300 ms. Then so many clients ask at once, each waiting ``--pause`` seconds after an answer
as a reader does (0 for none); the 99th percentile is held against 1 s and the server's memory against 200 MB.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx

from reportscraper.browse.links import Links
from reportscraper.browse.serve import datasette_command
from reportscraper.store import Reader

GOAL, GOAL_OF_MANY, GOAL_OF_MEMORY = 0.3, 1.0, 200
WORDS = ("殡葬改革", "土地征收", "政策解读 培训", "监督", "行政复议", "县001局07")
SERIES = ("requests_received", "denied", "granted", "reviews", "lawsuits")
_REPORTS = """
SELECT county.code AS county_code, county.province AS province, body.name AS body, report.year AS year
FROM report JOIN body ON body.id = report.body_id JOIN county ON county.code = body.county_code WHERE report.id = :id
"""


def addresses(path: Path, each: int) -> dict[str, list[str]]:
    """By kind of page, ``each`` addresses of subjects that the database has."""
    dice, links = random.Random(1), Links(f"/{path.stem}")
    made: dict[str, list[str]] = {
        kind: []
        for kind in ("front", "province", "county", "series", "body", "report", "compare", "search", "findings", "runs")
    }
    with Reader.open(path) as reader:
        ((last,),) = reader.select("SELECT max(id) FROM report").rows
        for number in range(each):
            row, other = ({}, {})  # type: tuple[dict[str, object], dict[str, object]]
            while not (row and other):
                row, other = (
                    next(iter(reader.select(_REPORTS, {"id": dice.randint(1, last)}).dicts()), {}) for _ in range(2)
                )
            series = dice.choice(SERIES)
            made["front"].append(links.page("", words=str(row["county_code"])[:3]) if number else links.home())
            made["province"].append(f"{links.province(str(row['province']))}?{urlencode({'series': series})}")
            made["county"].append(f"{links.county(str(row['county_code']))}?{urlencode({'series': series})}")
            made["series"].append(f"{links.series(SERIES[number % len(SERIES)])}?{urlencode({'n': number})}")
            made["body"].append(links.body(row))
            made["report"].append(links.report(row))
            bodies = [f"{each['county_code']}/{each['body']}" for each in (row, other)]
            made["compare"].append(links.page("compare", b=bodies, s=series))
            made["search"].append(
                links.page("search", words=WORDS[number % len(WORDS)], province=row["province"] if number % 2 else "")
            )
            narrowed: tuple[dict[str, object], ...] = (
                {},
                {"severity": "error"},
                {"rule": "ch3_balance"},
                {"year": 2015},
                {"county": row["county_code"]},
            )
            asked = {"skip": 50 * number, **narrowed[number % len(narrowed)]}
            made["findings"].append(f"{links.page('findings')}?{urlencode(asked)}")
            made["runs"].append(links.page("runs", skip=number))
    return made


@contextmanager
def served(path: Path) -> Iterator[tuple[str, int]]:
    """The copy behind a server of its own: where it answers, and the number of its process."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = datasette_command(path, port=port, public=True, sql=False)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(600):
                time.sleep(0.1)
                with socket.socket() as trial:
                    if trial.connect_ex(("127.0.0.1", port)) == 0:
                        break
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()


def cpu_of(process: int) -> float:
    """Seconds of CPU that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def memory_of(process: int) -> float:
    """Megabytes that a process holds at most until now."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


def share_of(taken: list[float], percent: int) -> float:
    """The percentile of some times."""
    return statistics.quantiles(taken, n=100, method="inclusive")[percent - 1] if len(taken) > 1 else taken[0]


def ask_in_turn(base: str, process: int, pages: dict[str, list[str]]) -> None:
    """One page after another, by kind."""
    print(f"{'one at a time':12}{'median':>9}{'p95':>9}{'worst':>9}{'CPU':>9}  (ms)")
    with httpx.Client(base_url=base, timeout=60, headers={"Accept-Language": "zh"}) as client:
        for kind, asked in pages.items():
            taken, spent = [], cpu_of(process)
            for address in asked:
                started = time.perf_counter()
                client.get(address).raise_for_status()
                taken.append(time.perf_counter() - started)
            spent = (cpu_of(process) - spent) / len(asked)
            found = [statistics.median(taken), share_of(taken, 95), max(taken), spent]
            slow = "  SLOW" if found[1] > GOAL else ""
            print(f"{kind:12}{''.join(f'{value * 1000:9.0f}' for value in found)}{slow}", flush=True)


async def ask_together(base: str, asked: list[str], clients: int, seconds: float, pause: float) -> list[float]:
    """Times of all answers to clients that ask at once."""
    taken: list[float] = []
    until = time.perf_counter() + seconds

    async def one(number: int, client: httpx.AsyncClient) -> None:
        dice = random.Random(number)
        await asyncio.sleep(dice.random() * pause)
        while time.perf_counter() < until:
            started = time.perf_counter()
            (await client.get(dice.choice(asked))).raise_for_status()
            taken.append(time.perf_counter() - started)
            await asyncio.sleep(pause)

    limits = httpx.Limits(max_connections=clients)
    async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits) as client:
        await asyncio.gather(*(one(number, client) for number in range(clients)))
    return taken


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--each", type=int, default=20, help="addresses a kind of page")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1)
    options = parser.parse_args()
    pages = addresses(options.snapshot, options.each)
    with served(options.snapshot) as (base, process):
        ask_in_turn(base, process, pages)
        everything = [quote(address, safe="/?&=%") for asked in pages.values() for address in asked]
        spent = cpu_of(process)
        taken = asyncio.run(ask_together(base, everything, options.clients, options.seconds, options.pause))
        spent = cpu_of(process) - spent
        found = [statistics.median(taken), share_of(taken, 95), share_of(taken, 99), max(taken)]
        print(
            f"{options.clients} clients, {options.seconds:.0f} s, {options.pause:g} s between: {len(taken):,} pages; "
            f"median, p95, p99, worst {', '.join(f'{value * 1000:.0f}' for value in found)} ms; "
            f"{spent / len(taken) * 1000:.0f} ms of CPU a page; {memory_of(process):.0f} MB"
            + ("  SLOW" if found[2] > GOAL_OF_MANY else "")
            + ("  LARGE" if memory_of(process) > GOAL_OF_MEMORY else "")
        )


if __name__ == "__main__":
    main()
