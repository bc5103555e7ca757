"""Crawls 300 sites of two hosts each, all served by the port given, and prints what was lost; run by `test_hosts`."""

from __future__ import annotations

import asyncio
import sys

from reportscraper.crawl.crawler import crawl_site, crawl_sites
from reportscraper.crawl.known import NoHistory
from reportscraper.crawl.summary import SiteSummary
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.fetch.limits import Limits
from reportscraper.sites.registry import Site

from ..crawl.bench import made_site
from ..crawl.fakes import AGENT, classify
from ..sites.wire import fetcher_to, loopback

SITES = 300


async def crawl_all(port: int) -> list[SiteSummary]:
    """The summaries of all sites."""
    names = [f"c{number}" for number in range(SITES)]
    sites = [
        made_site(
            code=f"33{number:04}",
            home=f"http://{name}.gov.cn/",
            start=(f"http://{name}.gov.cn/nb/",),
            hosts=(f"f{name}.gov.cn",),
            allow_loopback=True,
            pace=0.0,
        )
        for number, name in enumerate(names)
    ]

    async def crawl(site: Site, hosts: Hosts) -> SiteSummary:
        return await crawl_site(site, hosts, classify=classify, known=NoHistory(), on_visit=lambda _visit: None)

    settings = Settings(agent=AGENT, limits=Limits(latency_factor=0.0))
    async with Hosts(settings, lookup=loopback, make_fetcher=fetcher_to({80: port})) as hosts:
        return await crawl_sites(sites, hosts, crawl)


if __name__ == "__main__":
    for summary in asyncio.run(crawl_all(int(sys.argv[1]))):
        if summary.outcomes != {"new": 2} or summary.failures or summary.stopped:
            sys.stdout.write(f"lost {summary.code} {summary.outcomes} {summary.stopped} {summary.failures[:1]}\n")
