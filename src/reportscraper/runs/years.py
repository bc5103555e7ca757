"""The comparison of the years that ends every run: each county's reports held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from reportscraper.check.history import check_history
from reportscraper.model import BodyLevel, HistoryFinding
from reportscraper.runs.pool import Here, Pool
from reportscraper.runs.result import SiteResult, parser_version
from reportscraper.store.past import PackedPast
from reportscraper.store.reviews import Review
from reportscraper.store.writer import Store


class CountyYears(Struct, frozen=True):
    """All that is held against each other in a county: its reports, its own last days."""

    reports: PackedPast
    deadlines: dict[BodyLevel, str]


def compare_county(years: CountyYears) -> list[HistoryFinding]:
    """What a county's reports say about each other. Pure, so that any process may do it."""
    return check_history(years.reports.unpacked(), deadlines=years.deadlines)


def compare_years(
    store: Store,
    counties: Iterable[str],
    reviews: Iterable[Review],
    results: Mapping[str, SiteResult] | None = None,
    *,
    anew: bool = True,
    pool: Pool | None = None,
) -> None:
    """Hold each county's reports against each other, and put what reviewers made of findings beside them.

    Each county is a transaction: one that a run did not come to is not marked as compared, and the next one compares it. The findings
    that stand open then are counted in ``results``, by county. Unless all are held ``anew``, only reports of those counties
    are where one was added, revised or read otherwise since, or whose dates changed. The workers of ``pool`` hold them, where it has begun.
    """
    version = parser_version()
    store.save_reviews(reviews)
    wanted = [code for code in counties if anew or not store.is_compared(code, version)]

    def years() -> Iterator[CountyYears]:
        for code in wanted:
            yield CountyYears(store.packed_past(code), store.deadlines(code))

    for code, findings in zip(wanted, (pool or Here()).each(compare_county, years()), strict=True):
        store.save_history_findings(code, findings, version)
    for code, count in store.open_findings().items():
        if results is not None and code in results:
            results[code].counts["findings"] = count
