"""Crawling a fleet, and measuring what came of it against the truth."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence

import msgspec
from msgspec import Struct

from reportscraper.crawl.crawler import crawl_site
from reportscraper.crawl.known import Known, NoHistory
from reportscraper.crawl.summary import SiteSummary
from reportscraper.documents.charset import decode
from reportscraper.documents.file_type import sniff_type
from reportscraper.fetch import urls
from reportscraper.fetch.hosts import Hosts, Refresh, Settings
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.page import shows_at_most
from reportscraper.model import PageKind, Visit
from reportscraper.places.title import parse_title
from reportscraper.sites.registry import Site

from .core import SiteTruth, TruePage
from .fleet import Fleet, serve
from .server import Hit
from .wire import fetcher_to, loopback

AGENT = "Mozilla/5.0 (compatible; reportscraper/0; +https://example.org; post@example.org)"
QUICK = Limits(latency_factor=0.0, first_byte_seconds=2.0)
_SHELL_TEXT = 120
_STORED = {"new", "unchanged", "revised"}


class Crawl(Struct, frozen=True):
    """What was asked for, what was handed on, and how the server saw it; by division code."""

    summaries: dict[str, SiteSummary]
    visits: dict[str, list[Visit]]
    hits: list[Hit]


class Score(Struct, frozen=True, kw_only=True):
    """How well one site was crawled."""

    code: str
    profile: str
    reports: int
    missing: tuple[TruePage, ...]
    claimed: int
    wrong: tuple[str, ...]
    files: int
    files_missing: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Share of the true reports of which a page or a file was stored; 1 for a site without reports."""
        return 1 - len(self.missing) / self.reports if self.reports else 1.0

    @property
    def precision(self) -> float:
        """Share of true reports among the stored pages that are listed as reports; 1 when there are none."""
        return 1 - len(self.wrong) / self.claimed if self.claimed else 1.0


def crawl(
    fleet: Fleet,
    *,
    known: Known | None = None,
    refresh: Refresh = "all",
    limits: Limits = QUICK,
    discover: bool = False,
) -> Crawl:
    """Serve a fleet and crawl all of it in one run; with ``discover`` the columns are found from the home pages."""
    settings = Settings(agent=AGENT, refresh=refresh, limits=limits)
    sites = [msgspec.structs.replace(site, start=()) if discover else site for site in fleet.sites]
    visits: dict[str, list[Visit]] = {site.code: [] for site in sites}
    with serve(fleet) as server:
        summaries = asyncio.run(_crawl(sites, server.port, known or NoHistory(), settings, visits))
        return Crawl({summary.code: summary for summary in summaries}, visits, list(server.hits))


async def _crawl(
    sites: Sequence[Site], port: int, known: Known, settings: Settings, visits: dict[str, list[Visit]]
) -> list[SiteSummary]:
    async with (
        Hosts(settings, lookup=loopback, make_fetcher=fetcher_to({80: port})) as hosts,
        asyncio.TaskGroup() as group,
    ):
        tasks = [
            group.create_task(
                crawl_site(site, hosts, classify=classifier(site.name), known=known, on_visit=visits[site.code].append)
            )
            for site in sites
        ]
    return [task.result() for task in tasks]


def classifier(name: str) -> Callable[[str], PageKind]:
    """The kind of a title as a run reads it on a county's site."""
    return lambda title: parse_title(title, site_name=f"{name}人民政府").kind


def stored(visits: Sequence[Visit]) -> Iterator[Visit]:
    """The visits that bring content of a page or a file."""
    return (visit for visit in visits if visit.role in {"detail", "attachment"} and visit.outcome in _STORED)


def score(truth: SiteTruth, visits: Sequence[Visit], name: str) -> Score:
    """A site's crawl against its truth. A report counts as found by its address, a duplicate's, or its file's."""
    classify = classifier(name)
    got = {urls.key(address) for visit in stored(visits) for address in (visit.exchange.url, visit.exchange.final_url)}
    claimed = [
        visit
        for visit in stored(visits)
        if visit.role == "detail"
        and visit.listed is not None
        and classify(visit.listed.title) == "report"
        and not _is_shell(visit)
    ]
    true = {urls.key(url) for page in truth.reports for url in _addresses(page)}
    files = tuple(file.url for page in truth.reports for file in page.files)
    return Score(
        code=truth.code,
        profile=truth.profile,
        reports=len(truth.reports),
        missing=tuple(page for page in truth.reports if not got & {urls.key(url) for url in _addresses(page)}),
        claimed=len(claimed),
        wrong=tuple(visit.exchange.url for visit in claimed if urls.key(visit.exchange.url) not in true),
        files=len(files),
        files_missing=tuple(url for url in files if urls.key(_normal(url)) not in got),
    )


def scores(fleet: Fleet, crawled: Crawl) -> dict[str, Score]:
    """The score of every tenant, by its division code."""
    truths = fleet.truths()
    return {site.code: score(truths[site.code], crawled.visits[site.code], site.name) for site in fleet.sites}


def _is_shell(visit: Visit) -> bool:
    """Whether a page shows so little that no reader takes it for a report."""
    return sniff_type(visit.exchange.body) == "html" and shows_at_most(decode(visit.exchange.body).text, _SHELL_TEXT)


def _addresses(page: TruePage) -> list[str]:
    files = [file.url for file in page.files] if page.carrier in {"pdf", "jump"} else []
    return [_normal(url) for url in (page.url, *page.duplicates, *files)]


def _normal(url: str) -> str:
    return urls.normalise(url) or url
