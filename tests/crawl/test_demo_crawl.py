"""The sample counties crawled over real HTTP: every report found, nothing asked twice, the promises to the host kept."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import itertools
from collections import Counter
from collections.abc import Sequence

import msgspec
import pytest
from msgspec import Struct

from reportscraper.crawl.crawler import crawl_site, crawl_sites
from reportscraper.crawl.known import Known, KnownPage
from reportscraper.crawl.summary import SiteSummary
from reportscraper.fetch.hosts import Hosts, Refresh, Settings
from reportscraper.fetch.limits import Limits
from reportscraper.model import Outcome, Visit
from reportscraper.sites.registry import Site
from tests.made.samples import ADDED, REVISED, truth
from tests.made.server import Hit, Served, serve

from .fakes import AGENT, FakeKnown, classify


class First(Struct, frozen=True):
    """The first crawl of edition 1: what was served, what came of it."""

    ports: list[int]
    hits: list[Hit]
    summaries: list[SiteSummary]
    visits: list[Visit]


def crawl(
    served: Served, known: Known, *, discover: bool = False, refresh: Refresh = "all"
) -> tuple[list[SiteSummary], list[Visit]]:
    visits: list[Visit] = []
    sites = [
        msgspec.convert({**site.definition(), **({"start": []} if discover else {})}, Site) for site in served.sites
    ]
    settings = Settings(agent=AGENT, refresh=refresh, limits=Limits(latency_factor=0))

    async def run() -> list[SiteSummary]:
        async with Hosts(settings) as hosts:
            crawl = functools.partial(crawl_site, classify=classify, known=known, on_visit=visits.append)
            return await crawl_sites(sites, hosts, crawl)

    return asyncio.run(run()), visits


@pytest.fixture(scope="module")
def first() -> First:
    with serve() as served:
        summaries, visits = crawl(served, FakeKnown())
        return First([site.port for site in served.sites], list(served.hits), summaries, visits)


def remember(visits: Sequence[Visit]) -> FakeKnown:
    return FakeKnown(
        {
            visit.exchange.url: KnownPage(
                outcome=visit.outcome,
                fetched_at=visit.exchange.fetched_at,
                sha256=hashlib.sha256(visit.exchange.body).hexdigest(),
            )
            for visit in visits
            if visit.outcome != "moved"
        }
    )


def reports(visits: Sequence[Visit], *outcomes: Outcome) -> set[str]:
    return {
        visit.listed.title
        for visit in visits
        if visit.role == "detail"
        and visit.outcome in outcomes
        and visit.listed
        and classify(visit.listed.title) == "report"
    }


def test_every_report_of_the_sample_counties_is_found(first: First) -> None:
    assert reports(first.visits, "new") >= {report.title for report in truth() if classify(report.title) == "report"}
    assert {report.title for report in truth()} <= {v.listed.title for v in first.visits if v.listed}
    assert [summary.complete for summary in first.summaries] == [True, True]


def test_no_address_is_asked_twice_but_for_the_errors_of_the_server(first: First) -> None:
    asked = Counter((hit.county, hit.method, hit.target) for hit in first.hits if hit.status != 500)
    assert set(asked.values()) == {1}
    errors = [hit for hit in first.hits if hit.status == 500]
    assert errors
    assert all((hit.county, hit.method, hit.target) in asked for hit in errors)


def test_one_request_at_a_time_is_in_flight_to_a_host(first: First) -> None:
    flights = sorted((hit.county, hit.started, hit.ended) for hit in first.hits)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in itertools.pairwise(flights))


def test_a_second_crawl_finds_what_was_revised_and_added(first: First) -> None:
    with serve(2, ports=first.ports) as served:
        if [site.port for site in served.sites] != first.ports:
            pytest.skip("a port was taken in between")
        _, after = crawl(served, remember(first.visits))
    [added] = reports(after, "new")
    assert ADDED[0] in added
    revised = reports(after, "revised")
    assert any(REVISED[0] in title and str(REVISED[1]) in title for title in revised)
    assert len(revised) < 12  # a new entry changes the links to its neighbours as well


def test_the_columns_are_found_from_the_home_pages_and_what_is_not_due_is_not_asked_for(first: First) -> None:
    with serve(1, ports=first.ports) as served:
        if [site.port for site in served.sites] != first.ports:
            pytest.skip("a port was taken in between")
        summaries, visits = crawl(served, remember(first.visits), discover=True, refresh="due")
        starts = [site.start for site in served.sites]
    assert [summary.columns[0].url for summary in summaries] == starts
    assert [summary.not_due for summary in summaries] == [80, 79]
    assert {visit.role for visit in visits} == {
        "robots",
        "list",
        "detail",
    }  # no page is due, so none that cannot exist is asked for
    assert {visit.outcome for visit in visits if visit.role == "detail"} == {"unchanged"}
    lists = {visit.listed.title for visit in visits if visit.role == "detail" and visit.listed}
    assert {classify(title) for title in lists} == {"index"}
