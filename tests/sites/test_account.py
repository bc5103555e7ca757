"""The account of entries of every tenant: whatever its lists show is stored, of another kind, unread or not followed, and told."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
from pathlib import Path

import pytest

from reportscraper.archive.reader import read
from reportscraper.archive.writer import Archive
from reportscraper.crawl.summary import SiteSummary
from reportscraper.fetch import urls
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.forms import catalogue
from reportscraper.runs.crawl_sink import CrawlSink
from reportscraper.runs.page_filer import PageFiler
from reportscraper.runs.result import SiteResult
from reportscraper.store.writer import Store

from .core import SiteTruth
from .crawling import AGENT, QUICK
from .entries import World
from .fleet import Fleet, make_fleet, serve, tenants
from .wire import fetcher_to, loopback

WORLD = World(bodies=5, years=(2020, 2022))
SOME = ("P1", "P6A")
NOW = dt.datetime(2024, 2, 1, tzinfo=dt.UTC)


def crawl_into(folder: Path, fleet: Fleet) -> tuple[SiteSummary, SiteResult, list[tuple[str, str]]]:
    """A whole run of a fleet of one: summary, result, and how each entry stands."""
    settings = Settings(agent=AGENT, limits=QUICK)
    [site] = fleet.sites

    async def crawl(sink: CrawlSink, port: int) -> SiteSummary:
        async with Hosts(settings, lookup=loopback, make_fetcher=fetcher_to({80: port})) as hosts:
            return await sink._crawl(site, hosts)

    archived = functools.partial(read, folder / "archive")
    with (
        serve(fleet) as server,
        Store.open(folder / "reports.db") as store,
        Archive.open(folder / "archive") as archive,
    ):
        store.seed_indicators(catalogue())
        filer = PageFiler(store, "0", read=archived)
        filer.add_site(site)
        run_id = store.add_run("run", parser_version="0", started="2024-02-01T00:00:00Z")
        sink = CrawlSink(store, archive, filer, run_id, read=archived, now=lambda: NOW)
        summary = asyncio.run(crawl(sink, server.port))
        entries = store.entries.of(site.code).values()
        return summary, filer.results[site.code], [(urls.key(entry.url), entry.state) for entry in entries]


def silent(truth: SiteTruth, states: dict[str, str]) -> list[str]:
    """The reports that a site publishes and that are neither stored nor in the account."""
    files = {urls.key(file.url) for page in truth.reports for file in page.files}
    return [
        page.title
        for page in truth.reports
        if not {urls.key(urls.normalise(url) or url) for url in (page.url, *page.duplicates)} & states.keys()
        and not files & states.keys()
    ]


@pytest.mark.parametrize(
    "name", [name if name in SOME else pytest.param(name, marks=pytest.mark.slow) for name in tenants()]
)
def test_the_account_adds_up_and_nothing_is_silent(name: str, tmp_path: Path) -> None:
    fleet = make_fleet(WORLD, [name])
    summary, result, entries = crawl_into(tmp_path, fleet)
    counts = result.counts
    assert counts["listed"] == len(entries) == len({key for key, _ in entries})
    assert counts["listed"] == sum(counts[each] for each in ("stored", "other_kinds", "unread", "not_followed"))
    unread = [key for key, state in entries if state == "listed_unread"]
    assert counts["unread"] == len(unread) <= counts["failed"]
    assert all(any(key in problem for problem in result.problems) for key in unread)
    [truth] = fleet.truths().values()
    lost = silent(truth, dict(entries))
    assert not lost or any(not column.whole for column in summary.columns) or summary.stopped, lost
    assert not lost or result.problems
    unread_lists = [column for column in summary.columns if column.understood and not column.whole]
    assert lost or truth.state != "ok" or not unread_lists, unread_lists  # no false alarm either
