"""A run: what a run before it left is filed, the sites are crawled, their reports read, checked and compared."""

from __future__ import annotations

import asyncio
import functools
from collections import Counter
from collections.abc import Iterator, Sequence

from reportscraper.archive.reader import Archived, read, read_archived, scan
from reportscraper.archive.writer import Archive, Repair
from reportscraper.errors import InputError
from reportscraper.fetch.hosts import Refresh, Settings
from reportscraper.fetch.proxy import read_proxy
from reportscraper.forms import catalogue
from reportscraper.forms.rules import finding
from reportscraper.runs.crawl_sink import CrawlSink
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.operator import agent_of
from reportscraper.runs.page_filer import PageFiler
from reportscraper.runs.pool import Pool
from reportscraper.runs.provenance import provenance_of
from reportscraper.runs.result import Progress, RunResult, parser_version, utc_now
from reportscraper.runs.years import compare_years
from reportscraper.sites.evidence import add_evidence
from reportscraper.sites.registry import Site
from reportscraper.store.connection import store_errors
from reportscraper.store.reviews import read_reviews
from reportscraper.store.writer import Store


def run(
    sites: Sequence[Site],
    folder: DataFolder,
    *,
    contact: str,
    about: str = "",
    refresh: Refresh = "due",
    proxy: str = "",
    max_minutes: float | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> RunResult:
    """Crawl sites and store what they publish. Raises LockedError while another run is at work on the same data.

    Pages are read by so many ``workers``; more than one are processes of their own.
    ``max_minutes`` is the time for all sites together; the next run goes on with what is left. ``proxy`` is the address of an HTTP proxy that every connection goes through. ``about``, the operator's page, may be left out where all sites are on this machine. Raises InputError without it
    elsewhere, when the proxy is none, and when real
    counties and made-up ones would come together in one folder. However it ends, its row is closed; told to stop
    (KeyboardInterrupt), it notes with the error what is left.
    """
    settings = Settings(
        agent=agent_of(contact, about, sites),
        refresh=refresh,
        max_minutes=max_minutes,
        proxy=read_proxy(proxy) if proxy else None,
    )
    reviews = read_reviews(folder.reviews)
    with (
        store_errors(folder.database.name, of_values=False),
        Store.open(folder.database) as store,
        Archive.open(folder.archive, known=store.visits.archived_up_to() or ("", 0)) as archive,
        Pool.of(workers) as pool,
    ):
        marks = dict(store.sample_marks()) | {site.code: site.sample for site in sites}
        if len(set(marks.values())) > 1:
            samples = ", ".join(sorted(code for code, sample in marks.items() if sample))
            raise InputError(
                f"{folder.path}: sample counties ({samples}) and real ones are never kept in one folder",
                f"{folder.path}：示例县（{samples}）与真实的县不得放在同一文件夹",
            )
        store.seed_indicators(catalogue())
        archived = functools.partial(read, folder.archive)
        filer = PageFiler(store, parser_version(), progress, read=archived, pool=pool)
        started = utc_now()
        codes = [site.code for site in sites]
        with store.transaction():  # a run that is known of is one whose sites are known to be unfinished
            run_id = store.add_run("run", parser_version=parser_version(), started=started)
            for site in sites:
                filer.add_site(site)
            store.begin_sites(run_id, codes, finding("site_unfinished", started=started))
        result = RunResult([], [*map(_repair_line, archive.repairs)])

        def left() -> int:
            return len({*codes} & {*store.unfinished_sites()})

        try:
            sink = CrawlSink(store, archive, filer, run_id, read=archived)
            result.problems.extend(_take_leftovers(folder, store, filer, sink))
            summaries = asyncio.run(sink.crawl(sites, settings))
            seen = {
                site.code: (site, each.evidence) for site, each in zip(sites, summaries, strict=True) if each.evidence
            }
            add_evidence(folder.evidence, seen, utc_now()[:10], {each.code: each.discovered for each in summaries})
            compare_years(store, codes, reviews, filer.results, anew=False, pool=pool)
        except KeyboardInterrupt as stopped:
            stopped.add_note(
                f"{left()} of {len(codes)} sites are not crawled to their ends\n{len(codes)} 个站点中有 {left()} 个未抓取完毕"
            )
            raise
        finally:
            result.sites = list(filer.results.values())
            store.finish_run(run_id, finished=utc_now(), counts=result.totals + Counter(sites_left=left()))
    return result


def _take_leftovers(folder: DataFolder, store: Store, filer: PageFiler, sink: CrawlSink) -> Iterator[str]:
    """File what a run that was killed had not: nothing on the disk is asked for a second time. Yields what cannot be filed.

    What it captured last of each county may not have been read yet, and what it archived last may have no capture.
    """
    end = store.visits.archived_up_to() or ("", 0)
    for capture in store.visits.unfinished():
        archived = read_archived(folder.archive, capture)
        source = provenance_of(archived)
        if isinstance(source, str):
            yield source
        else:
            filer.add_county(source)
            filer.take(archived.exchange, capture, source)
    for found in scan(folder.archive, end):
        source = provenance_of(found)
        if isinstance(source, str):
            yield source
        elif isinstance(found, Archived):
            filer.add_county(source)
            sink.take(found.exchange, found.capture, source, "archived by a run that was cut off")
    filer.file_gathered()


def _repair_line(repair: Repair) -> str:
    kept = f"; the bytes are kept in {repair.kept}" if repair.kept else ""
    return f"{repair.file} at offset {repair.offset}: {repair.length} bytes moved aside ({repair.reason}){kept}"
