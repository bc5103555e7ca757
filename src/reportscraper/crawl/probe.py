"""A first look at a site that has no file yet: whose it is, what made it, where its annual reports are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from msgspec import Struct

from reportscraper.crawl.best_first import discover
from reportscraper.crawl.cms.families import recognise
from reportscraper.crawl.context import CrawlContext
from reportscraper.crawl.known import NoHistory
from reportscraper.crawl.lists import ListCrawler
from reportscraper.crawl.site_code import printed_code, printed_name
from reportscraper.crawl.summary import SiteSummary
from reportscraper.errors import SiteError
from reportscraper.fetch import urls
from reportscraper.fetch.hosts import Hosts
from reportscraper.fetch.page import Page, open_page
from reportscraper.fetch.request import Request
from reportscraper.fetch.session import Session
from reportscraper.model import Exchange, ListEntry, PageKind, Visit
from reportscraper.sites.registry import Site


class SiteProbe(Struct, frozen=True, kw_only=True):
    """What a first look found; None and empty where it found nothing."""

    site_code: str | None
    name: str | None
    family: str | None
    columns: tuple[str, ...]
    hosts: tuple[str, ...]
    """The hosts of the home page and of the columns."""
    reports: tuple[ListEntry, ...]
    """Entries of the columns that are reports by their titles, as far as the lists were walked."""
    summary: SiteSummary
    exchanges: tuple[Exchange, ...]
    """Every page that was had, in order."""


async def probe_site(site: Site, hosts: Hosts, *, classify: Callable[[str], PageKind]) -> SiteProbe:
    """Find the annual-report columns from a home page and read their lists; nothing listed is fetched.

    The bounds of ``hosts.settings`` hold: a few pages of each list tell what there is to know. Raises nothing: what
    stopped it is in ``summary.stopped`` and ``summary.failures``.
    """
    visits: list[Visit] = []
    summary = SiteSummary(code=site.code, name=site.name)
    session = Session(site, hosts, visits.append, NoHistory().resting)
    context = CrawlContext(
        site=site,
        session=session,
        settings=hosts.settings,
        classify=classify,
        known=NoHistory(),
        on_visit=visits.append,
        summary=summary,
        now=lambda: dt.datetime.now(dt.UTC),
    )
    lists, columns = ListCrawler(context), []
    try:
        columns = await discover(context)
        await lists.walk(columns)
    except SiteError as error:
        session.stopped = str(error)
    summary.stopped, summary.requests = session.stopped, session.requests
    return _summed_up(site, summary, lists, [link.url for link in columns], [visit.exchange for visit in visits])


def _summed_up(
    site: Site, summary: SiteSummary, lists: ListCrawler, columns: list[str], exchanges: list[Exchange]
) -> SiteProbe:
    pages = [open_page(Request(each.url), each, site.charset or None) for each in exchanges if each.status == 200]
    read = [page for page in pages if not page.url.endswith("/robots.txt")]
    home = summary.moved_to or urls.netloc(site.home)
    keys = {urls.key(url) for url in columns}
    return SiteProbe(
        site_code=_first(printed_code, read),
        name=_first(printed_name, read),
        family=recognise([page for page in read if urls.key(page.exchange.url) in keys] or read),
        columns=tuple(columns),
        hosts=tuple(dict.fromkeys([home, *(urls.netloc(url) for url in columns)])),
        reports=tuple(item for item in lists.items.values() if lists.is_report(item)),
        summary=summary,
        exchanges=tuple(exchanges),
    )


def _first(read: Callable[[Page], str | None], pages: Sequence[Page]) -> str | None:
    return next((found for page in pages if (found := read(page)) is not None), None)
