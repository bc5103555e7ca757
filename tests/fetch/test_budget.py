"""Every site and every run comes to an end, whatever a server does."""

from __future__ import annotations

import asyncio
import time

from reportscraper.crawl.crawler import crawl_site, crawl_sites
from reportscraper.crawl.known import NoHistory
from reportscraper.crawl.summary import SiteSummary
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.fetch.limits import Budget, Limits
from reportscraper.model import Visit
from reportscraper.sites.registry import Site

from ..crawl.bench import made_site
from ..crawl.fakes import AGENT, FakeClock, classify
from .raw import serving

ROWS = "".join(
    f'<li><a href="t{n}.html">青石镇{2000 + n}年政府信息公开年度报告</a><span>2024-01-19</span></li>'
    for n in range(9, 20)
)


async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
    """A county whose third report drips for ever."""
    path = head.split(b" ")[1]
    body = b""
    if path == b"/nb/":
        body = f"<title>年报</title><ul>{ROWS}</ul>".encode()
    elif path in {b"/nb/t9.html", b"/nb/t10.html"}:
        body = f"<p>{'一、总体情况' * 100}</p>".encode()
    elif path == b"/nb/t11.html":
        writer.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.05)
    status = b"200 OK" if body else b"404 Not Found"
    writer.write(b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))
    await writer.drain()


def crawl(*minutes: float | None, run: float | None = None) -> tuple[list[SiteSummary], list[Visit]]:
    """Sites side by side on one server, each with its own time."""
    visits: list[Visit] = []

    async def one(site: Site, hosts: Hosts) -> SiteSummary:
        return await crawl_site(site, hosts, classify=classify, known=NoHistory(), on_visit=visits.append)

    async def crawl_all() -> list[SiteSummary]:
        async with serving(answer) as port:
            home = f"http://127.0.0.1:{port}/"
            sites = [
                made_site(
                    code=f"33068{n}", home=home, start=(f"{home}nb/",), allow_loopback=True, pace=0.0, max_minutes=each
                )
                for n, each in enumerate(minutes)
            ]
            settings = Settings(agent=AGENT, limits=Limits(latency_factor=0.0), max_minutes=run)
            async with Hosts(settings) as hosts:
                return await crawl_sites(sites, hosts, one)

    return asyncio.run(crawl_all()), visits


def test_a_site_ends_with_its_time_and_says_what_is_left() -> None:
    started = time.monotonic()
    (summary,), visits = crawl(0.01)
    assert time.monotonic() - started < 5
    assert summary.stopped == "云溪县: the 0.01 minutes of the site are over; the next run goes on with what is left"
    assert summary.outcomes == {"new": 2}
    assert summary.left == 9
    assert summary.failures == []
    assert not summary.complete
    assert [visit.role for visit in visits] == ["robots", "list", "probe", "detail", "detail"]


def test_a_run_ends_with_its_time_for_every_site() -> None:
    started = time.monotonic()
    summaries, _ = crawl(None, None, run=0.01)
    assert time.monotonic() - started < 5
    assert all("0.01 minutes of the run are over" in (summary.stopped or "") for summary in summaries)


def test_a_budget_is_counted_from_its_making() -> None:
    clock = FakeClock()
    budget = Budget(2.0, "the run", clock)
    assert budget.left == 120
    clock.now += 119
    assert budget.left == 1
    clock.now += 5
    assert budget.left == 0
    assert Budget(None, "the run", clock).left is None
