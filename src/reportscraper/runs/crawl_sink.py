"""Where the crawler's visits are taken in, and where it asks what earlier runs know."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence

from reportscraper.archive.writer import Archive
from reportscraper.crawl.crawler import crawl_site, crawl_sites
from reportscraper.crawl.summary import SiteSummary
from reportscraper.documents import is_file
from reportscraper.fetch import urls
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.fetch.known import KnownPage
from reportscraper.model import Capture, Exchange, ListEntry, PageKind, Visit
from reportscraper.places.title import parse_title
from reportscraper.report.read import read_beforehand
from reportscraper.runs.page_filer import Intake, Source
from reportscraper.sites.registry import Site
from reportscraper.store.writer import Store

COOL_DOWN = dt.timedelta(days=1)
"""A host that answered with a challenge is asked again once a day at most; the challenge is never solved."""

_READERS = 2
"""Files read at a time; each has a process of its own and up to 1.5 GB (pictures)."""

ReadArchived = Callable[[Capture], Exchange]


class Desk:
    """Receives the crawler's visits and answers what it asks of earlier runs.

    Order of truth: the bytes are archived, then the capture has its row, then the page is read.
    """

    def __init__(
        self,
        store: Store,
        archive: Archive,
        intake: Intake,
        run_id: int,
        *,
        read: ReadArchived,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._store = store
        self._archive = archive
        self._intake = intake
        self._run_id = run_id
        self._read = read
        self._readers = asyncio.Semaphore(_READERS)
        since = (now() - COOL_DOWN).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._resting = {
            urls.netloc(url): f"challenge ({kind}) at {when}" for url, kind, when in store.visits.challenges(since)
        }

    async def crawl(self, sites: Sequence[Site], settings: Settings, *, parallel: int = 100) -> list[SiteSummary]:
        """Crawl all sites side by side, at most ``parallel`` at a time."""
        async with Hosts(settings) as hosts:
            return await crawl_sites(sites, hosts, self._crawl, parallel=parallel)

    async def _crawl(self, site: Site, hosts: Hosts) -> SiteSummary:
        def classify(title: str) -> PageKind:
            return parse_title(title, site_name=f"{site.name}人民政府").kind

        def on_visit(visit: Visit) -> None:
            self._receive(site, visit)

        return await crawl_site(
            site,
            hosts,
            classify=classify,
            known=self,
            on_visit=on_visit,
            stored=self.stored,
            prepare=self.prepare,
            interrupted=self._interrupted(site.code),
        )

    def _interrupted(self, code: str) -> tuple[Exchange, ListEntry] | None:
        page = self._store.visits.interrupted(code)
        return (self._read(page.capture), page.listed) if page is not None else None

    def _receive(self, site: Site, visit: Visit) -> None:
        source = Source(site.code, site.name, site.province, site.home, visit.role, visit.outcome, visit.listed)
        capture = self._archive.append(visit.exchange, source.context())
        self.take(visit.exchange, capture, source, visit.note)

    def take(self, exchange: Exchange, capture: Capture, source: Source, note: str) -> None:
        """File an archived exchange of this run: its capture, what is read from it and its visit, or none of them."""
        with self._store.transaction():
            capture_id = self._intake.take(exchange, capture, source)
            self._store.add_visit(
                self._run_id,
                exchange.url,
                county_code=source.code,
                role=source.role,
                outcome=source.outcome,
                capture_id=capture_id,
                note=note,
            )

    def page(self, url: str) -> KnownPage | None:
        """The last visit of an address (see `reportscraper.fetch.known.Known`)."""
        stored, last = self._store.known(url), self._store.visits.last_visit(url)
        if stored is None:
            return KnownPage(outcome=last.outcome, fetched_at=last.fetched_at, sha256=last.sha256) if last else None
        return KnownPage(
            outcome=last.outcome if last else stored.outcome,
            fetched_at=stored.capture.fetched_at,
            checked_at=last.fetched_at if last else None,
            sha256=stored.capture.sha256,
            etag=stored.etag,
            last_modified=stored.last_modified,
            title=stored.listed_title,
            listed_on=stored.listed_on,
            kind=stored.kind,
        )

    def stored(self, url: str) -> Exchange | None:
        """The last whole answer of an address, from the archive; None when there never was one."""
        capture = self._store.visits.last_whole(url)
        return self._read(capture) if capture is not None else None

    async def prepare(self, exchange: Exchange) -> None:
        """Read a file in a thread before it is taken in: it may take a minute, and hosts must not wait for it meanwhile."""
        if is_file(exchange.body):
            async with self._readers:
                reading = asyncio.to_thread(read_beforehand, exchange.body, exchange.content_type)
                # What goes wrong unexpectedly goes wrong again when the file is taken in, where it is recorded.
                await asyncio.gather(reading, return_exceptions=True)

    def resting(self, host: str) -> str | None:
        """The challenge for which a host is left alone until a day after it."""
        return self._resting.get(host)
