"""The database anew from the archive, without network."""

from __future__ import annotations

import functools
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter

from reportscraper.archive.location import folder_at
from reportscraper.archive.reader import Archived, read, scan
from reportscraper.errors import InputError, StoreError
from reportscraper.forms import catalogue
from reportscraper.runs.closing import settle_again
from reportscraper.runs.cluster import cluster_pool
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.kept_account import KeptAccounts
from reportscraper.runs.page_filer import PageFiler
from reportscraper.runs.pool import Pool
from reportscraper.runs.provenance import provenance_of
from reportscraper.runs.result import Progress, RunResult, parser_version, utc_now
from reportscraper.runs.years import compare_years
from reportscraper.sites.registry import Site
from reportscraper.store.connection import store_errors
from reportscraper.store.reviews import read_reviews
from reportscraper.store.writer import Holding, Store

_AT_ONCE = 500
"""Records of the archive that are filed in one transaction."""


def rebuild(
    folder: DataFolder,
    sites: Sequence[Site],
    *,
    allow_loss: bool = False,
    workers: int = 1,
    scheduler: str = "",
    archive: str = "",
    progress: Progress | None = None,
) -> RunResult:
    """Read the whole archive anew into a database beside the old one, without network, and put it in the old one's place.

    Pages are read by so many ``workers``, more than one being processes of their own, or by those of the Dask cluster whose
    ``scheduler`` this is; the database is the very same. ``archive`` is where the archive lies for everybody, a shared folder or a
    URL that fsspec knows; the folder's own unless given. Damaged records are reported by file and offset and the rest is read. Killed at any time, the old database is whole.
    Raises InputError when there is no archive, StoreError when reports would be lost and ``allow_loss`` does not say that they
    may be; then nothing is replaced.
    """
    if not archive and not folder.archive.is_dir():
        raise InputError(f"{folder.archive}: no archive there", f"{folder.archive}：没有存档")
    location = archive or str(folder.archive.resolve())
    warcs = folder_at(location)
    reviews = read_reviews(folder.reviews)
    with (
        store_errors(folder.database.name, of_values=False),
        Store.open(folder.database) as old,
        old.renewed() as store,
        cluster_pool(scheduler, location) if scheduler else Pool.of(workers) as pool,
    ):
        # A transaction is held in memory until it ends, so none grows with the archive: some records, then a county each.
        run_id = store.add_run("parse --all", parser_version=parser_version(), started=utc_now())
        filer = PageFiler(store, parser_version(), progress, read=functools.partial(read, warcs), pool=pool)
        problems: list[str] = []
        met: dict[str, array[int]] = defaultdict(lambda: array("Q"))
        accounts, known_before = KeptAccounts(), old.counties()
        with store.transaction():
            store.seed_indicators(catalogue())
            for site in sites:
                filer.add_site(site)
        records = scan(warcs, on_note=accounts.take)
        with store.loading():
            for first in records:
                with store.transaction():
                    for archived in chain([first], islice(records, _AT_ONCE - 1)):
                        source = provenance_of(archived)
                        if isinstance(archived, Archived):
                            met[archived.capture.file].append(archived.capture.offset)
                        if isinstance(source, str):
                            problems.append(source)
                        elif isinstance(archived, Archived):
                            filer.add_county(source)
                            accounts.meet(source.code, archived.exchange.fetched_at)
                            filer.take(archived.exchange, archived.capture, source)
            with store.transaction():
                filer.file_gathered()
        accounts.restore(store, run_id, known_before)
        for code in filer.results:
            settle_again(store, filer, code, run_id)
        compare_years(store, store.counties(), reviews, filer.results, pool=pool)
        losses = [*_lost_reports(old.holdings(), store.holdings()), *_lost_captures(old.captures_of_reports(), met)]
        if losses and not allow_loss:
            lost = "\n  ".join([*losses, *problems])
            raise StoreError(
                "reports would be lost, so the database stays as it is; --allow-loss replaces it all the same\n  "
                + lost,
                "会丢失报告，数据库保持原样；确要替换请加 --allow-loss\n  " + lost,
            )
        result = RunResult([each for each in filer.results.values() if each.counts], [*problems, *losses])
        store.finish_run(run_id, finished=utc_now(), counts=result.totals)
        old.become(store)
    return result


def _lost_reports(before: Mapping[str, Holding], after: Mapping[str, Holding]) -> Iterator[str]:
    """Counties of which the new database holds fewer reports than the old one."""
    for code, held in before.items():
        now = after[code].reports if code in after else 0
        if now < held.reports:
            yield f"{held.county} {code}: {held.reports} → {now} reports 份报告"


def _lost_captures(named: Iterable[tuple[str, int]], met: Mapping[str, Iterable[int]]) -> Iterator[str]:
    """Archive files that lack captures from which the old database has read reports; ``named`` in the order of the archive."""
    for file, captures in groupby(named, key=itemgetter(0)):
        there = set(met.get(file, ()))
        if count := sum(offset not in there for _, offset in captures):
            yield f"{file}: {count} captures that reports were read from are not there any more 报告所依据的存档已缺失"
