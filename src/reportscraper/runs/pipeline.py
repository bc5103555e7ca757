"""Wires the rooms: sources → crawl → archive → parse → check → store. The only module that knows them all."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import metadata

import msgspec
from msgspec import Struct

from reportscraper.archive.reader import Archived, read, read_archived, scan
from reportscraper.archive.writer import Archive, Repair
from reportscraper.check.coverage import unmet
from reportscraper.check.history import check_history
from reportscraper.crawl.summary import SiteSummary
from reportscraper.errors import ArchiveError, InputError
from reportscraper.fetch.client import agent_string
from reportscraper.fetch.hosts import Refresh, Settings
from reportscraper.forms import catalogue
from reportscraper.forms.rules import finding
from reportscraper.model import Finding
from reportscraper.runs.crawl_sink import CrawlSink
from reportscraper.runs.page_filer import Counts, PageFiler, Progress, Provenance, SiteResult, read_context
from reportscraper.runs.places import Places
from reportscraper.sites.registry import Site
from reportscraper.store.reviews import Review, read_reviews
from reportscraper.store.writer import Store


class RunResult(Struct):
    """What a run did: one entry a site, and what is wrong with the archive."""

    sites: list[SiteResult]
    problems: list[str]

    @property
    def totals(self) -> Counts:
        """Counts over all sites."""
        return sum((site.counts for site in self.sites), Counter())

    @property
    def is_clean(self) -> bool:
        """Whether nothing failed and no site had a problem."""
        return not self.problems and not any(site.problems for site in self.sites)


def parser_version() -> str:
    """What read a report: the version of this package."""
    return metadata("reportscraper")["Version"]


def run(
    sites: Sequence[Site], places: Places, *, contact: str, refresh: Refresh = "due", progress: Progress | None = None
) -> RunResult:
    """Crawl sites and store what they publish. Raises LockedError while another run is at work on the same data.

    Raises InputError when real counties and made-up ones would come together in one folder.
    """
    reviews = read_reviews(places.reviews)
    with Store.open(places.database) as store, Archive.open(places.archive) as archive:
        _refuse_mixing(sites, store.sample_marks(), places)
        store.seed_indicators(catalogue())
        filer = PageFiler(store, parser_version(), progress, read=functools.partial(read, places.archive))
        run_id = store.add_run("run", parser_version=parser_version(), started=_now())
        for site in sites:
            filer.add_site(site)
        sink = CrawlSink(store, archive, filer, run_id, read=functools.partial(read, places.archive))
        problems = [_repair_line(repair) for repair in archive.repairs]
        _take_leftovers(places, store, filer, sink, problems)
        before = {site.code: store.visits.report_pages(site.code) for site in sites}
        summaries = asyncio.run(sink.crawl(sites, Settings(agent=agent_of(contact), refresh=refresh)))
        for site, summary in zip(sites, summaries, strict=True):
            findings = [*_complaints(summary), *_unmet(store, site, summary, before[site.code])]
            store.save_site_findings(site.code, findings)
            site_result = filer.result(site.code, site.name)
            site_result.counts["unchanged"] += summary.not_due
            site_result.problems.extend(finding.message for finding in findings if finding.severity != "info")
        _compare(store, [site.code for site in sites], reviews)
        result = RunResult(list(filer.results.values()), problems)
        store.finish_run(run_id, finished=_now(), counts=result.totals)
    return result


def _refuse_mixing(sites: Sequence[Site], known: Mapping[str, bool], places: Places) -> None:
    marks = dict(known) | {site.code: site.sample for site in sites}
    if len(set(marks.values())) > 1:
        samples = ", ".join(sorted(code for code, sample in marks.items() if sample))
        raise InputError(f"{places.folder}: sample counties ({samples}) and real ones are never kept in one folder")


def rebuild(places: Places, sites: Sequence[Site], *, progress: Progress | None = None) -> RunResult:
    """Read the whole archive anew into the database, without network.

    Damaged records are reported by file and offset and the rest is read. Raises InputError when there is no archive.
    """
    if not places.archive.is_dir():
        raise InputError(f"{places.archive}: no archive there")
    reviews = read_reviews(places.reviews)
    with Store.open(places.database) as store:
        run_id = store.add_run("parse --all", parser_version=parser_version(), started=_now())
        filer = PageFiler(store, parser_version(), progress, read=functools.partial(read, places.archive))
        problems: list[str] = []
        with store.transaction():
            store.clear_reports()
            store.seed_indicators(catalogue())
            for site in sites:
                filer.add_site(site)
            for archived in scan(places.archive):
                source = _source_of(archived, filer, store, problems)
                if source is not None and isinstance(archived, Archived):
                    filer.take(archived.exchange, archived.capture, source)
            filer.file_gathered()
            _compare(store, store.counties(), reviews)
        result = RunResult([each for each in filer.results.values() if each.counts], problems)
        store.finish_run(run_id, finished=_now(), counts=result.totals)
    return result


def _compare(store: Store, counties: Iterable[str], reviews: Iterable[Review]) -> None:
    """Hold each county's reports against each other, and put what reviewers made of findings beside them."""
    names = store.labels()
    with store.transaction():
        store.save_reviews(reviews)
        for code in counties:
            findings = check_history(
                store.past_reports(code),
                label=lambda each: names.get(each, each),
                deadlines=store.deadlines(code),
            )
            store.save_history_findings(code, findings)


def _take_leftovers(places: Places, store: Store, filer: PageFiler, sink: CrawlSink, problems: list[str]) -> None:
    """File what a run that was killed had archived but not filed: nothing on the disk is asked for a second time."""
    end = store.visits.archived_up_to()
    for capture in store.visits.unfinished():
        archived = read_archived(places.archive, capture)
        source = _source_of(archived, filer, store, problems)
        if source is not None:
            filer.take(archived.exchange, capture, source)
    for found in scan(places.archive, end or ("", 0)):
        source = _source_of(found, filer, store, problems)
        if source is not None and isinstance(found, Archived):
            sink.take(found.exchange, found.capture, source, "archived by a run that was cut off")
    filer.file_gathered()


def _source_of(
    archived: Archived | ArchiveError, filer: PageFiler, store: Store, problems: list[str]
) -> Provenance | None:
    """Whose site an archived exchange is of, made known to the database; None, and a problem, when nothing tells."""
    if isinstance(archived, ArchiveError):
        problems.append(str(archived))
        return None
    try:
        source = read_context(archived.context)
    except msgspec.ValidationError as error:
        problems.append(f"{archived.capture.file} at offset {archived.capture.offset}: not written by a run ({error})")
        return None
    if source.code not in filer.results:
        store.save_county(source.code, source.name, province=source.province, home=source.home)
    filer.result(source.code, source.name)
    return source


def _complaints(summary: SiteSummary) -> Iterator[Finding]:
    """What the crawler could not do on a site, as findings; nothing stored is erased for it."""
    if summary.stopped:
        yield finding("site_stopped", reason=summary.stopped)
    elif not summary.columns:
        yield finding("no_column")
    for column in summary.columns:
        if not column.understood:
            yield finding("list_not_understood", url=column.url)
        elif column.short:
            yield finding("list_short", url=column.url, items=column.items, declared=column.declared)
        if column.hides_more:
            yield finding("list_goes_on", url=column.url)
        if column.broken:
            yield finding("list_broken", url=column.url, broken=column.broken)
    if summary.moved_to:
        yield finding("site_moved", url=summary.moved_to)
    if summary.outside:
        yield finding("outside", count=len(summary.outside), shown=", ".join(summary.outside[:3]))
    for failure in summary.failures:
        yield finding(f"fetch_{failure.outcome}", url=failure.url, reason=failure.note)


def _unmet(store: Store, site: Site, summary: SiteSummary, before: int) -> Iterator[Finding]:
    """What is less than expected of a site that was crawled to its end; ``before`` it, so many report pages were known."""
    if summary.stopped is None and summary.columns:
        by_year = store.visits.reports_by_year(site.code)
        yield from unmet(site, summary.reports_listed, before, by_year, dt.datetime.now(dt.UTC).date())


def _repair_line(repair: Repair) -> str:
    kept = f"; the bytes are kept in {repair.kept}" if repair.kept else ""
    return f"{repair.file} at offset {repair.offset}: {repair.length} bytes moved aside ({repair.reason}){kept}"


def agent_of(contact: str) -> str:
    """The honest agent string: this package, its home page (Project-URL of the package), and the operator's address."""
    urls = dict(entry.split(", ", 1) for entry in metadata("reportscraper").get_all("Project-URL") or [])
    return agent_string(parser_version(), urls["Homepage"], contact)


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
