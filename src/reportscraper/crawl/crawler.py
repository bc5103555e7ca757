"""The crawl: from a site's columns, given or discovered, to every page they list; many sites side by side."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import hashlib
import sqlite3
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urljoin

import structlog

from reportscraper.crawl.best_first import discover
from reportscraper.crawl.context import CrawlContext, nothing_waits
from reportscraper.crawl.details import DetailFetcher
from reportscraper.crawl.entries import Account, Entry
from reportscraper.crawl.known import STORED, Known
from reportscraper.crawl.listing import Link
from reportscraper.crawl.lists import ListCrawler
from reportscraper.crawl.remembered import NoWalks, Walks
from reportscraper.crawl.splits import pieces_of
from reportscraper.crawl.summary import SiteSummary
from reportscraper.errors import ReportscraperError, SiteError, unexpected
from reportscraper.fetch import urls
from reportscraper.fetch.hosts import Hosts
from reportscraper.fetch.request import Request
from reportscraper.fetch.session import Session
from reportscraper.model import Exchange, ListEntry, PageKind, Visit
from reportscraper.sites import proof
from reportscraper.sites.registry import Site

_TITLES = 10_000
"""Titles whose kind is remembered: each is asked for when its list is read, and again with its page."""

_Told = TypeVar("_Told")

_log = structlog.get_logger("reportscraper.crawl")


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


async def crawl_site(
    site: Site,
    hosts: Hosts,
    *,
    classify: Callable[[str], PageKind],
    known: Known,
    on_visit: Callable[[Visit], None],
    stored: Callable[[str], Exchange | None] = lambda _url: None,
    page_done: Callable[[], Awaitable[None]] = nothing_waits,
    interrupted: tuple[Exchange, ListEntry] | None = None,
    earlier: Mapping[str, Entry] | None = None,
    now: Callable[[], dt.datetime] = _utc_now,
    walks: Walks | None = None,
) -> SiteSummary:
    """Crawl one site: columns first, so that paging does not shift under the walk, then every page they list.

    ``classify`` tells the kind of page from a title, ``known`` what earlier runs met, ``stored`` the last whole answer of
    an address as it was archived, ``on_visit`` takes every exchange as it is made, ``page_done`` is awaited when a
    page and its files were visited. ``interrupted`` is the page that an earlier run stored last before it was killed: its files come first.
    ``earlier`` is the account of entries of earlier runs, by `urls.key`, ``walks`` what they found in lists.
    """
    started = time.monotonic()
    summary = SiteSummary(code=site.code, name=site.name, account=Account(earlier))
    session = Session(site, hosts, on_visit, known.resting)
    context = CrawlContext(
        site=site,
        session=session,
        settings=hosts.settings,
        classify=functools.lru_cache(_TITLES)(classify),
        known=known,
        stored=stored,
        page_done=page_done,
        on_visit=on_visit,
        summary=summary,
        now=now,
        walks=NoWalks() if walks is None or hosts.settings.refresh == "all" else walks,
    )
    try:
        if interrupted is not None:
            await DetailFetcher(context).resume(*interrupted)
        await _crawl(context)
    except SiteError as error:
        session.stopped = str(error)
    except (OSError, ReportscraperError, sqlite3.Error):
        raise
    except Exception as error:  # noqa: BLE001
        # The one boundary of a site: a fault of ours with its pages must not end the run of all others.
        _log.exception("site failed", code=site.code)
        session.stopped = unexpected(error)
    summary.stopped = session.stopped
    summary.requests = session.requests
    summary.seconds = round(time.monotonic() - started, 3)
    _log.info(
        "site done", code=site.code, stopped=summary.stopped, requests=summary.requests, outcomes=summary.outcomes
    )
    return summary


async def crawl_sites(
    sites: Sequence[Site],
    hosts: Hosts,
    crawl: Callable[[Site, Hosts], Awaitable[_Told]],
    *,
    parallel: int = 100,
) -> list[_Told]:
    """Crawl sites side by side, at most ``parallel`` at a time; what is told of them comes in the order of ``sites``.

    ``crawl`` is `crawl_site` with what one site is given, or another look at it. What it raises (a full disk, say) ends all of them and is raised.
    """
    gate = asyncio.Semaphore(min(parallel, hosts.sockets))

    async def one(site: Site) -> _Told:
        async with gate:
            try:
                return await crawl(site, hosts)
            finally:
                await hosts.leave(site)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(site)) for site in sites]
    except ExceptionGroup as errors:
        raise errors.exceptions[0]  # noqa: B904 - a full disk is one error, however many sites meet it
    return [task.result() for task in tasks]


async def _crawl(context: CrawlContext) -> None:
    site, lists = context.site, ListCrawler(context)
    starts, found = [Link(url, "") for url in site.starts], list[Link]()
    if site.start or site.start_found:
        await _prove(context)
        await lists.walk(starts)
    # A department's column or a derived one leads to no other body's reports: those are looked for all the same; and so they are when
    # what an earlier run found, or what the site's file names, has moved.
    if (lists.gone and not lists.items) or (not site.start and not (site.start_found and lists.items)):
        found = await discover(context)
        await lists.walk([*starts, *found])
    context.summary.discovered = [link.url for link in found if lists.items]
    pieces = pieces_of(item for item in lists.items.values() if lists.is_report(item))
    details = DetailFetcher(
        context, lists.detail_requests, pieces, probe=functools.partial(_probe, context), walked=lists.seen
    )
    for page, item in lists.reports:
        await details.adopt(page, item)
    for item in sorted(lists.items.values(), key=details.is_further):  # the first article of a report brings the others
        await details.fetch(item)
    await details.fetch_carried(context.summary.walked)


async def _prove(context: CrawlContext) -> None:
    """Ask once for the home page of a site that starts elsewhere: it says whose site it is before anything is filed under its name."""
    known = context.known.page(context.site.home)
    if not proof.is_provable(context.site) or (known is not None and known.outcome in STORED):
        return
    answer = await context.attempt(Request(context.site.home), "list")
    if answer is not None and (answer.verdict.outcome is not None or context.is_own(answer.page)):
        context.record_visit(answer, "list")


async def _probe(context: CrawlContext, details: DetailFetcher) -> None:
    """Ask for a page that cannot exist, to know what this site shows for one."""
    base = context.site.start[0] if context.site.start else context.site.home
    name = hashlib.sha256(base.encode()).hexdigest()[:12]
    url = urls.normalise(urljoin(base, f"/no-such-page-{name}.html"))
    if url is None:
        return
    answer = await context.attempt(Request(url), "probe")
    if answer is None:
        return
    context.record_visit(answer, "probe")
    if answer.verdict.outcome is None:
        details.learn_shell(answer.page)
