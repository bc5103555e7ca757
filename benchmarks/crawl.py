"""Politeness and speed of the crawl: python -m benchmarks.crawl [--hosts 50] [--scrapy PYTHON] [--counties 200 --bodies 40 --years 8]

Two measurements on the site simulator of tests/sites, served by a process of its own.

Polite: N hosts × M pages, one request in flight a host, a fixed delay; how long from the first to the last departure against the bound
that the delays set, gaps that were too short, and CPU of the client a page. With --scrapy, the Python of an environment that has Scrapy
2.x crawls the same addresses (AutoThrottle off, same delay, URLs host by host in turn).

Fast: a fleet crawled whole, from its columns, without delays: pages a second, CPU seconds a thousand pages, and resident memory along
the way. The default is small; the project's figures are those of --counties 200 --bodies 40 --years 8 (64,000 reports).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import json
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from tests.made.site import Reply
from tests.made.site import Request as Asked
from tests.sites.core import SiteTruth, Tenant
from tests.sites.entries import World
from tests.sites.faults import NO_FAULTS, Faults, FaultyHost, Sent
from tests.sites.fleet import Fleet, make_fleet
from tests.sites.server import Server, serving
from tests.sites.wire import fetcher_to, loopback

from benchmarks.whole_runs import SPAWN, quiet, resident, served
from reportscraper.crawl.crawler import crawl_site, crawl_sites
from reportscraper.crawl.known import NoHistory
from reportscraper.crawl.summary import SiteSummary
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.request import Request
from reportscraper.model import PageKind, Visit
from reportscraper.places.title import parse_title
from reportscraper.sites.registry import Site

AGENT = "Mozilla/5.0 (compatible; reportscraper/0; +https://example.org; bench@example.org)"
PROFILES = ("P1", "P4", "P6A", "P8B", "P9", "P12C")


class Task(msgspec.Struct, frozen=True):
    """What one measurement is made on. Of each site, ``pages`` articles are made before anybody asks."""

    world: World
    profiles: tuple[str, ...]
    counties: int
    latency: float = 0.0
    pages: int = 0

    def fleet(self) -> Fleet:
        """The sites; the same in every process."""
        return make_fleet(self.world, self.profiles, self.counties)


class Moments(msgspec.Struct, frozen=True):
    """When a request came, and when the server began and ended its answer."""

    host: str
    arrived: float
    started: float
    ended: float


# ------------------------------------------------------------------------------------------------ the processes


def serve(connection: Connection, task: Task) -> None:
    """Serve a fleet; say the port, and on every message what was asked for since the last one."""
    fleet = task.fleet()
    faults = Faults(latency=(task.latency, task.latency)) if task.latency else NO_FAULTS
    hosts = {
        name: FaultyHost(
            name,
            ready(tenant, task.pages),
            faults,
            seed=task.world.seed,
            second=task.world.second,
            clock=time.monotonic,
        )
        for tenant in fleet.tenants
        for name in tenant.hosts
    }
    server = Server(hosts)
    gc.collect()
    gc.freeze()  # collecting the fleet's garbage keeps requests waiting as well
    with serving(server) as running:
        server.hosts |= {f"{name}:{running.port}": host for name, host in hosts.items()}
        connection.send(running.port)
        while connection.recv() == "hits":
            connection.send([Moments(hit.host, hit.arrived, hit.started, hit.ended) for hit in server.hits])
            server.hits.clear()


def ready(tenant: Tenant, pages: int) -> Callable[[Asked], Reply | Sent]:
    """The answers of a site, those for its first articles made: a server that makes a page sees other requests late."""
    if not pages:
        return tenant.answer
    paths = ("/robots.txt", *(urlsplit(url).path for url in articles(tenant.truth(), pages)))
    made = {path: tenant.answer(Asked("GET", path, {})) for path in paths}
    return lambda request: made[request.path]


def in_process(work: Any, *arguments: object) -> dict[str, float]:
    """What a function of ours sends back from a process of its own."""
    here, there = SPAWN.Pipe()
    process = SPAWN.Process(target=work, args=(there, *arguments))
    process.start()
    found: dict[str, float] = here.recv()
    process.join()
    return found


def used() -> tuple[float, float]:
    """CPU seconds and greatest resident memory in MB of this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


# ------------------------------------------------------------------------------------------------ polite


def articles(truth: SiteTruth, pages: int) -> list[str]:
    """The first articles of a site."""
    return [page.url for page in truth.pages if page.url.count("/") > 3][:pages]


def addresses(task: Task, port: int) -> dict[str, list[str]]:
    """Articles of each host, by its name."""
    found = {truth.hosts[0]: articles(truth, task.pages) for truth in task.fleet().truths().values()}
    return {name: [url.replace(name, f"{name}:{port}", 1) for url in listed] for name, listed in found.items()}


def polite(connection: Connection, by_host: dict[str, list[str]], delay: float) -> None:
    """Ask every address, each host at its pace."""
    quiet()
    before = used()[0]
    asyncio.run(ask_all(by_host, delay))
    cpu, memory = used()
    connection.send({"cpu": cpu - before, "rss": memory})


async def ask_all(by_host: dict[str, list[str]], delay: float) -> None:
    """One task a host."""
    settings = Settings(agent=AGENT, limits=Limits(latency_factor=0.0))

    async def one(name: str, listed: list[str], hosts: Hosts) -> None:
        netloc = listed[0].split("/")[2]
        given = {"code": "330683", "name": name, "province": "浙江省", "home": f"http://{netloc}/", "hosts": [netloc]}
        site = msgspec.convert({**given, "pace": delay, "allow_loopback": True}, Site)
        host = await hosts.host(site, listed[0])
        await host.learn_robots("http", lambda _answer: None)
        for url in listed:
            await host.ask(Request(url), limit=settings.limits.page_bytes)

    async with Hosts(settings, lookup=loopback) as hosts, asyncio.TaskGroup() as group:
        for name, listed in by_host.items():
            group.create_task(one(name, listed, hosts))


SCRAPY = """
import json, resource, sys
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer

class Here(CachingThreadedResolver):
    def getHostByName(self, name, timeout=None):
        return defer.succeed("127.0.0.1")

given = json.load(open(sys.argv[1]))

class Pages(scrapy.Spider):
    name = "pages"
    async def start(self):
        for url in given["urls"]:
            yield scrapy.Request(url, callback=self.parse, dont_filter=True)
    def parse(self, response):
        len(response.body)

process = CrawlerProcess({
    "DNS_RESOLVER": "__main__.Here", "DOWNLOAD_DELAY": given["delay"], "RANDOMIZE_DOWNLOAD_DELAY": False,
    "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "AUTOTHROTTLE_ENABLED": False, "ROBOTSTXT_OBEY": True,
    "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "ERROR", "RETRY_ENABLED": True, "COOKIES_ENABLED": False,
})
process.crawl(Pages)
before = resource.getrusage(resource.RUSAGE_SELF)
process.start()
after = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, "rss": after.ru_maxrss / 1024}))
"""


def polite_scrapy(python: str, by_host: dict[str, list[str]], delay: float) -> dict[str, float]:
    """The same addresses by Scrapy, host after host in turn."""
    turns = itertools.zip_longest(*by_host.values())
    urls = [url for turn in turns for url in turn if url is not None]
    with tempfile.TemporaryDirectory() as folder:
        given, script = Path(folder) / "given.json", Path(folder) / "pages.py"
        given.write_text(json.dumps({"urls": urls, "delay": delay}))
        script.write_text(SCRAPY)
        done = subprocess.run([python, str(script), str(given)], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def tell_polite(name: str, hits: list[Moments], used_up: dict[str, float], delay: float) -> None:
    """Makespan against the bound, gaps between arrivals that are short, parallel requests, CPU a page."""
    by_host: dict[str, list[Moments]] = {}
    for hit in sorted(hits, key=lambda hit: hit.arrived):
        by_host.setdefault(hit.host, []).append(hit)
    pairs = [pair for each in by_host.values() for pair in itertools.pairwise(each)]
    gaps = [later.arrived - earlier.arrived for earlier, later in pairs]
    overlaps = sum(later.started < earlier.ended for earlier, later in pairs)
    bound = (max(map(len, by_host.values())) - 1) * delay
    span = max(hit.arrived for hit in hits) - min(hit.arrived for hit in hits)
    print(
        f"{name:14} {len(hits):6} requests  {span:6.2f} s = {span / bound:5.3f} × bound"
        f"  gaps under {delay:g} s: {sum(gap < delay for gap in gaps)} of {len(gaps)} (least {min(gaps):.4f})"
        f"  in parallel: {overlaps}  CPU {1000 * used_up['cpu'] / len(hits):.2f} ms a page  RSS {used_up['rss']:.0f} MB"
    )


def measure_polite(hosts: int, pages: int, delay: float, latency: float, scrapy: str | None) -> None:
    """Ours, then Scrapy's if asked for, on one server."""
    task = Task(World(bodies=8, years=(2018, 2024), faults=False, second=1.0), ("P4",), hosts, latency, pages)
    print(f"polite: {hosts} hosts × {pages} pages, delay {delay:g} s, server answers after {latency:g} s")
    with served(serve, task) as (port, line):
        by_host = addresses(task, port)
        found = in_process(polite, by_host, delay)
        line.send("hits")
        tell_polite("reportscraper", line.recv(), found, delay)
        if scrapy is not None:
            found = polite_scrapy(scrapy, by_host, delay)
            line.send("hits")
            tell_polite("scrapy", line.recv(), found, delay)


# ------------------------------------------------------------------------------------------------ fast


def fast(connection: Connection, task: Task, port: int, parallel: int) -> None:
    """Crawl a whole fleet without delays."""
    quiet()
    fleet = task.fleet()
    before, clock = used()[0], time.monotonic()
    counted = Counted()
    summaries = asyncio.run(crawl_fleet(fleet.sites, port, parallel, counted))
    cpu, memory = used()
    connection.send(
        {
            "pages": counted.pages,
            "seconds": time.monotonic() - clock,
            "cpu": cpu - before,
            "rss": memory,
            "listed": sum(summary.reports_listed for summary in summaries),
            "incomplete": sum(not summary.complete for summary in summaries),
            **{f"rss at {share} %": counted.memory_at(share) for share in (25, 50, 75, 100)},
        }
    )


class Counted:
    """Exchanges, and the resident memory at every hundredth."""

    def __init__(self) -> None:
        self.pages = 0
        self._memory: list[float] = []

    def __call__(self, _visit: Visit) -> None:
        self.pages += 1
        if self.pages % 100 == 0:
            self._memory.append(resident())

    def memory_at(self, share: int) -> float:
        """Megabytes after that share, in percent, of the exchanges."""
        return self._memory[max(0, len(self._memory) * share // 100 - 1)] if self._memory else 0.0


async def crawl_fleet(sites: list[Site], port: int, parallel: int, on_visit: Counted) -> list[SiteSummary]:
    """The crawl of a run, without archive and database."""

    def classify(title: str) -> PageKind:
        return parse_title(title).kind

    async def one(site: Site, hosts: Hosts) -> SiteSummary:
        return await crawl_site(site, hosts, classify=classify, known=NoHistory(), on_visit=on_visit)

    settings = Settings(agent=AGENT, refresh="all", limits=Limits(latency_factor=0.0))
    async with Hosts(settings, lookup=loopback, make_fetcher=fetcher_to({80: port})) as hosts:
        return await crawl_sites(sites, hosts, one, parallel=parallel)


def measure_fast(counties: int, bodies: int, years: int, parallel: int) -> None:
    """The whole fleet in one run."""
    world = World(bodies=bodies, years=(2025 - years, 2024), faults=False)
    print(f"fast: {counties} counties × {bodies} bodies × {years} years, {parallel} at a time")
    task = Task(world, PROFILES, counties)
    with served(serve, task) as (port, _):
        found = in_process(fast, task, port, parallel)
    print(
        f"  {found['pages']:,.0f} exchanges, {found['listed']:,.0f} reports listed, {found['incomplete']:.0f} sites incomplete\n"
        f"  {found['pages'] / found['seconds']:.0f} pages/s, CPU {1000 * found['cpu'] / found['pages']:.2f} s a thousand pages, peak RSS {found['rss']:.0f} MB"
    )
    print(
        "  RSS "
        + ", ".join(f"{name.removeprefix('rss at ')}: {found[name]:.0f} MB" for name in found if " at " in name)
    )


def main() -> None:
    """Both measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--delay", type=float, default=0.5)
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--scrapy", metavar="PYTHON")
    parser.add_argument("--counties", type=int, default=6)
    parser.add_argument("--bodies", type=int, default=10)
    parser.add_argument("--years", type=int, default=4)
    parser.add_argument("--parallel", type=int, default=50)
    given = parser.parse_args()
    if given.hosts:
        measure_polite(given.hosts, given.pages, given.delay, given.latency, given.scrapy)
    if given.counties:
        measure_fast(given.counties, given.bodies, given.years, given.parallel)


if __name__ == "__main__":
    main()
