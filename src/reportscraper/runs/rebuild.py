"""The database anew from the archive, without network; and the comparison of the years that ends every run."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from reportscraper.archive.reader import Archived, read, scan
from reportscraper.check.history import check_history
from reportscraper.errors import InputError
from reportscraper.forms import catalogue
from reportscraper.runs.closing import settle_again
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.page_filer import PageFiler, provenance_of
from reportscraper.runs.result import Progress, RunResult, parser_version, utc_now
from reportscraper.sites.registry import Site
from reportscraper.store.reviews import Review, read_reviews
from reportscraper.store.writer import Store


def rebuild(folder: DataFolder, sites: Sequence[Site], *, progress: Progress | None = None) -> RunResult:
    """Read the whole archive anew into the database, without network.

    Damaged records are reported by file and offset and the rest is read. Raises InputError when there is no archive.
    """
    if not folder.archive.is_dir():
        raise InputError(f"{folder.archive}: no archive there")
    reviews = read_reviews(folder.reviews)
    with Store.open(folder.database) as store:
        run_id = store.add_run("parse --all", parser_version=parser_version(), started=utc_now())
        filer = PageFiler(store, parser_version(), progress, read=functools.partial(read, folder.archive))
        problems: list[str] = []
        with store.transaction():
            store.clear_reports()
            store.seed_indicators(catalogue())
            for site in sites:
                filer.add_site(site)
            for archived in scan(folder.archive):
                source = provenance_of(archived)
                if isinstance(source, str):
                    problems.append(source)
                elif isinstance(archived, Archived):
                    filer.add_county(source)
                    filer.take(archived.exchange, archived.capture, source)
            filer.file_gathered()
            for code in filer.results:
                settle_again(store, filer, code)
            compare_years(store, store.counties(), reviews)
        result = RunResult([each for each in filer.results.values() if each.counts], problems)
        store.finish_run(run_id, finished=utc_now(), counts=result.totals)
    return result


def compare_years(store: Store, counties: Iterable[str], reviews: Iterable[Review]) -> None:
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
