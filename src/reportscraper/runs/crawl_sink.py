"""Where the crawler's visits are taken in, and where it asks what earlier runs know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import msgspec

from reportscraper.archive.writer import Archive
from reportscraper.crawl.crawler import crawl_site, crawl_sites
from reportscraper.crawl.known import KnownPage
from reportscraper.crawl.summary import SiteSummary
from reportscraper.errors import ReportscraperError, StoreError, unexpected
from reportscraper.fetch import urls
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.model import Capture, Exchange, ListEntry, PageKind, Visit
from reportscraper.places.title import title_kind
from reportscraper.runs.closing import close_site
from reportscraper.runs.page_filer import PageFiler
from reportscraper.runs.provenance import Provenance
from reportscraper.runs.result import parser_version
from reportscraper.sites.registry import Site
from reportscraper.store.rows import digest
from reportscraper.store.writer import Store
from reportscraper.text import utc

COOL_DOWN = dt.timedelta(days=1)
"""A host that answered with a challenge is asked again once a day at most; the challenge is never solved."""

_NOT_MODIFIED = 304
_BEHIND = "what was archived could not be recorded; the next run does it 存档已写入但未能入库，下次运行时补入"

ReadArchived = Callable[[Capture], Exchange]


class CrawlSink:
    """Receives the crawler's visits and answers what it asks of earlier runs.

    Order of truth: the bytes are archived, then the capture and its visit have their rows, then, once its files are in, the
    page is read.
    """

    def __init__(
        self,
        store: Store,
        archive: Archive,
        filer: PageFiler,
        run_id: int,
        *,
        read: ReadArchived,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._store = store
        self._archive = archive
        self._filer = filer
        self._run_id = run_id
        self._read = read
        self._now = now
        self._known: dict[str, KnownPage] = {}
        """What was stored of the pages of the sites that are being crawled; none that this run has had an answer of."""
        self._is_behind = False
        """Whether a record of the archive has no row in the database."""
        # A challenge that a clock ran ahead for would have its host left alone until then.
        since, until = utc(now() - COOL_DOWN), utc(now() + COOL_DOWN)
        self._resting = {
            urls.netloc(url): f"challenge ({kind}) at {when}"
            for url, kind, when in store.visits.challenges(since)
            if when <= until
        }

    async def crawl(self, sites: Sequence[Site], settings: Settings, *, parallel: int = 100) -> list[SiteSummary]:
        """Crawl all sites side by side, at most ``parallel`` at a time."""
        async with Hosts(settings) as hosts:
            return await crawl_sites(sites, hosts, self._crawl, parallel=parallel)

    async def _crawl(self, site: Site, hosts: Hosts) -> SiteSummary:
        def classify(title: str) -> PageKind:
            return title_kind(title) or "other"

        def on_visit(visit: Visit) -> None:
            self._receive(site, visit)

        async def page_done() -> None:
            await self.file_gathered(site.code)

        before = self._store.visits.report_pages(site.code)
        known = self._store.known_pages(site.code)
        self._known.update(known)
        summary = await crawl_site(
            site,
            hosts,
            classify=classify,
            known=self,
            on_visit=on_visit,
            stored=self.stored,
            page_done=page_done,
            interrupted=self._interrupted(site.code),
            earlier=self._store.entries.of(site.code),
            walks=self._store.walks(
                site.code, digest((parser_version(), msgspec.structs.replace(site, start_found=()))), self._now()
            ),
        )
        for url in known:
            self._known.pop(url, None)
        await page_done()
        close_site(
            self._store,
            self._archive,
            self._filer,
            site,
            summary,
            run_id=self._run_id,
            before=before,
            now=self._now(),
        )
        return summary

    def _interrupted(self, code: str) -> tuple[Exchange, ListEntry] | None:
        page = self._store.visits.interrupted(code)
        return (self._read(page.capture), page.listed) if page is not None else None

    def _receive(self, site: Site, visit: Visit) -> None:
        if self._is_behind:  # the next run looks beyond the last record that has a row, so none may get one now
            raise StoreError(_BEHIND)
        source = Provenance(site.code, site.name, site.province, site.home, visit.role, visit.outcome, visit.listed)
        earlier = self._store.visits.last_whole(visit.exchange.url)
        capture = self._archive.append(visit.exchange, source.context(), earlier=earlier)
        self.take(visit.exchange, capture, source, visit.note)

    def take(self, exchange: Exchange, capture: Capture, source: Provenance, note: str) -> None:
        """Record an archived exchange of this run, its capture and its visit, and gather what is to be read of it.

        Raises StoreError when it cannot be recorded, for whatever reason: the run ends, and the next one records it.
        """
        self._known.pop(exchange.url, None)
        try:
            with self._store.transaction():
                capture_id = self._store.add_capture(capture)
                self._store.add_visit(
                    self._run_id,
                    exchange.url,
                    county_code=source.code,
                    role=source.role,
                    outcome=source.outcome,
                    capture_id=capture_id,
                    note=note,
                )
        except Exception as error:
            self._is_behind = True
            if isinstance(error, ReportscraperError):
                raise
            raise StoreError(f"{_BEHIND}: {unexpected(error)}") from error
        if source.role == "detail" and source.outcome == "unchanged" and exchange.status == _NOT_MODIFIED:
            self._filer.result(source.code, source.name).counts["unchanged"] += 1
        self._filer.gather(exchange, capture_id, source)

    async def file_gathered(self, code: str) -> None:
        """Read a page whose files are in and file it; hosts do not wait for it."""
        for gathering, job in self._filer.jobs(code):
            self._filer.file(gathering, await self._filer.pool.read(job))

    def page(self, url: str) -> KnownPage | None:
        """The last visit of an address (see `reportscraper.crawl.known.Known`)."""
        return self._known.get(url) or self._store.known(url)

    def stored(self, url: str) -> Exchange | None:
        """The last whole answer of an address, from the archive; None when there never was one."""
        capture = self._store.visits.last_whole(url)
        return self._read(capture) if capture is not None else None

    def resting(self, host: str) -> str | None:
        """The challenge for which a host is left alone until a day after it."""
        return self._resting.get(host)
