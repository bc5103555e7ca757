"""Crawls of P1 to P8 with faults on: what is found, what is taken for a report, what the hosts saw of it."""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict

import msgspec
import pytest
from msgspec import Struct

from reportscraper.crawl.known import KnownPage
from reportscraper.crawl.summary import SiteSummary
from reportscraper.fetch import urls
from reportscraper.model import Visit

from .core import SiteTruth, Tenant, TruePage
from .crawling import QUICK, Crawl, Score, crawl, scores, stored
from .entries import World
from .faults import Faults, RobotsKind
from .fleet import Fleet, make_fleet, tenants
from .server import Hit

WORLD = World(bodies=7, years=(2020, 2022))
MINE = tuple(name for name in tenants() if name[1] in "12345678" and not name[2:3].isdecimal())
WHOLE = tuple(name for name in MINE if tenants()[name].state == "ok")
EXACT = tuple(name for name in WHOLE if tenants()[name].profile in {"P1", "P3", "P4", "P6A", "P7"})
PARTIAL = tuple(name for name in MINE if tenants()[name].state == "partial")
BLOCKED = tuple(name for name in MINE if tenants()[name].state == "blocked")


class Crawled(Struct, frozen=True):
    """One tenant's part of a crawl of the fleet."""

    tenant: Tenant
    truth: SiteTruth
    summary: SiteSummary
    visits: list[Visit]
    score: Score
    hits: list[Hit]


def parts(fleet: Fleet, result: Crawl, names: tuple[str, ...]) -> dict[str, Crawled]:
    found, truths = scores(fleet, result), fleet.truths()
    return {
        name: Crawled(
            tenant=tenant,
            truth=truths[tenant.county.code],
            summary=result.summaries[tenant.county.code],
            visits=result.visits[tenant.county.code],
            score=found[tenant.county.code],
            hits=[hit for hit in result.hits if hit.host in tenant.hosts],
        )
        for name, tenant in zip(names, fleet.tenants, strict=True)
    }


@pytest.fixture(scope="module")
def crawled() -> dict[str, Crawled]:
    fleet = make_fleet(WORLD, MINE)
    return parts(fleet, crawl(fleet), MINE)


@pytest.mark.parametrize("name", WHOLE)
def test_reports_are_found_and_nothing_else_is_taken_for_one(crawled: dict[str, Crawled], name: str) -> None:
    score = crawled[name].score
    assert score.reports >= 12
    assert score.recall >= 0.98, [page.url for page in score.missing]
    assert score.precision >= 0.99, score.wrong


@pytest.mark.parametrize("name", EXACT)
def test_every_report_is_found_where_all_can_be(crawled: dict[str, Crawled], name: str) -> None:
    score = crawled[name].score
    assert (score.missing, score.wrong) == ((), ())


def test_recall_and_precision_hold_over_all_profiles(crawled: dict[str, Crawled]) -> None:
    found = [crawled[name].score for name in WHOLE]
    assert sum(len(score.missing) for score in found) <= 0.02 * sum(score.reports for score in found)
    assert sum(len(score.wrong) for score in found) <= 0.01 * sum(score.claimed for score in found)


@pytest.mark.parametrize("name", [name for name in WHOLE if name not in {"P2", "P2b", "P7D", "P8A"}])
def test_files_arrive_as_they_were_sent(crawled: dict[str, Crawled], name: str) -> None:
    part = crawled[name]
    bodies = {hashlib.sha256(visit.exchange.body).hexdigest() for visit in stored(part.visits)}
    files = [file for page in part.truth.reports for file in page.files]
    assert files
    assert [file.url for file in files if file.sha256 not in bodies] == []


@pytest.mark.parametrize("name", WHOLE)
def test_every_look_alike_that_is_stored_is_handed_on_by_its_own_title(crawled: dict[str, Crawled], name: str) -> None:
    part = crawled[name]
    titles = {urls.key(page.url): page.title for page in part.truth.negatives}
    for visit in stored(part.visits):
        title = titles.get(urls.key(visit.exchange.url))
        assert title is None or (visit.listed is not None and visit.listed.title == title)


@pytest.mark.parametrize("name", PARTIAL)
def test_a_host_that_keeps_its_lists_back_is_reported(crawled: dict[str, Crawled], name: str) -> None:
    part = crawled[name]
    assert part.score.recall < 0.98
    assert not part.summary.complete
    assert part.score.precision == 1.0


@pytest.mark.parametrize("name", BLOCKED)
def test_a_walled_host_is_named_and_left_alone(crawled: dict[str, Crawled], name: str) -> None:
    part = crawled[name]
    assert part.summary.stopped is not None
    assert part.truth.label in part.summary.stopped
    assert list(stored(part.visits)) == []
    assert len(part.hits) < 20
    assert not any("__jsl_clearance" in str(visit.exchange) for visit in part.visits)


@pytest.mark.parametrize("name", MINE)
def test_one_request_is_in_flight_and_robots_come_first(crawled: dict[str, Crawled], name: str) -> None:
    by_host: dict[str, list[Hit]] = defaultdict(list)
    for hit in crawled[name].hits:
        by_host[hit.host].append(hit)
    for hits in by_host.values():
        ordered = sorted(hits, key=lambda hit: hit.started)
        assert ordered[0].path == "/robots.txt"
        assert all(a.ended <= b.started for a, b in itertools.pairwise(ordered))


@pytest.mark.parametrize("name", WHOLE)
def test_no_address_is_asked_twice_but_after_a_failure(crawled: dict[str, Crawled], name: str) -> None:
    asked: set[tuple[str, str, str]] = set()
    for hit in crawled[name].hits:
        request = (hit.host, hit.method, hit.target)
        assert request not in asked, hit.target
        if hit.status < 500 and hit.manner not in {"reset", "hang", "short"}:
            asked.add(request)


@pytest.mark.parametrize("name", ["P1", "P4", "P6A"])
def test_columns_are_found_from_the_home_page(name: str) -> None:
    fleet = make_fleet(World(bodies=5, years=(2021, 2022)), [name])
    [score] = scores(fleet, crawl(fleet, discover=True)).values()
    assert (score.missing, score.wrong) == ((), ())


@pytest.mark.slow
def test_hosts_that_want_to_be_asked_slowly_never_have_to_say_so() -> None:
    names = ("P3", "P4", "P6A", "P7C", "P8A")
    fleet = make_fleet(World(bodies=5, years=(2022, 2022), second=0.15), names)
    result = crawl(fleet)
    found = parts(fleet, result, names)
    assert not any(hit.status in {429, 503} for hit in result.hits)
    for part in found.values():
        pace = float(str(part.tenant.definition()["pace"]))
        arrivals = sorted((hit.host, hit.arrived) for hit in part.hits)
        gaps = [b - a for (host, a), (same, b) in itertools.pairwise(arrivals) if host == same]
        assert min(gaps) >= pace
        assert part.score.recall == 1.0


STORM = Faults(
    reset=0.02,
    hang=0.005,
    errors=0.03,
    empty=0.02,
    stub=0.0,
    charset="wrong",
    missing="soft404",
    robots="html",
    dated=True,
    gzip=True,
    manner="chunked",
)
CALM = (
    Faults(missing="home", robots="bom", manner="close"),
    Faults(charset="absent", robots="uploads", latency=(0.6, 6.0)),
    Faults(errors=0.1, robots="none"),
)


@pytest.mark.slow
def test_reports_are_found_in_a_storm() -> None:
    names = ("P1", "P3", "P4", "P5", "P6A", "P7", "P8A")
    fleet = make_fleet(WORLD, names, faults=STORM)
    found = scores(fleet, crawl(fleet, limits=msgspec.structs.replace(QUICK, first_byte_seconds=0.4))).values()
    assert sum(len(score.missing) for score in found) <= 0.02 * sum(score.reports for score in found)
    assert sum(len(score.wrong) for score in found) <= 0.01 * sum(score.claimed for score in found)


@pytest.mark.parametrize("faults", CALM)
def test_reports_are_found_on_hosts_with_habits(faults: Faults) -> None:
    fleet = make_fleet(World(bodies=5, years=(2021, 2022)), ("P1", "P4b", "P6A"), faults=faults)
    assert [(score.missing, score.wrong) for score in scores(fleet, crawl(fleet)).values()] == [((), ())] * 3


@pytest.mark.parametrize(("robots", "asked"), [("all", 1), ("error", 3)])
def test_a_host_whose_robots_forbid_or_fail_is_not_asked_for_anything_else(robots: RobotsKind, asked: int) -> None:
    fleet = make_fleet(World(bodies=5, years=(2022, 2022)), ["P4"], faults=Faults(robots=robots))
    result = crawl(fleet)
    [visits] = result.visits.values()
    assert {hit.path for hit in result.hits} == {"/robots.txt"}
    assert len(result.hits) <= asked * 2
    assert list(stored(visits)) == []


class Remembered:
    """What a first crawl stored, for the second."""

    def __init__(self, visits: list[Visit]) -> None:
        self._pages = {
            visit.exchange.url: KnownPage(
                outcome=visit.outcome,
                fetched_at=visit.exchange.fetched_at,
                sha256=hashlib.sha256(visit.exchange.body).hexdigest(),
                title=visit.listed.title if visit.listed else None,
                listed_on=visit.listed.listed_on if visit.listed else None,
            )
            for visit in visits
            if visit.outcome != "moved"
        }

    def page(self, url: str) -> KnownPage | None:
        return self._pages.get(url)

    def resting(self, host: str) -> str | None:
        return None


@pytest.mark.parametrize("name", ["P1", *(pytest.param(name, marks=pytest.mark.slow) for name in ("P4", "P7A"))])
def test_a_second_crawl_asks_for_what_is_new_and_nothing_that_is_not_due(name: str) -> None:
    world = World(bodies=5, years=(2020, 2022))
    [first] = crawl(make_fleet(world, [name])).visits.values()
    fleet = make_fleet(msgspec.structs.replace(world, edition=2), [name])
    [second] = crawl(fleet, known=Remembered(first), refresh="due").visits.values()
    before = {urls.key(visit.exchange.url) for visit in stored(first)}
    [truth] = fleet.truths().values()
    [added] = [page for page in truth.reports if not _addresses(page) & before]
    asked = {urls.key(visit.exchange.url) for visit in stored(second)}
    lists = {urls.key(page.url) for page in truth.negatives if page.kind == "index"}
    assert asked & _addresses(added)
    assert asked <= _addresses(added) | lists, "a page of links is asked for again as lists are"


def _addresses(page: TruePage) -> set[str]:
    return {urls.key(urls.normalise(url) or url) for url in (page.url, *(file.url for file in page.files))}


@pytest.mark.slow
def test_a_corrected_report_is_revised_when_everything_is_asked_for_again() -> None:
    world = World(bodies=5, years=(2021, 2022), pool=0)
    [first] = crawl(make_fleet(world, ["P7"])).visits.values()
    fleet = make_fleet(msgspec.structs.replace(world, edition=2), ["P7"])
    [second] = crawl(fleet, known=Remembered(first)).visits.values()
    [tenant] = fleet.tenants
    corrected = min((item for item in tenant.items if item.report), key=lambda item: item.number)
    outcomes = {visit.exchange.url: visit.outcome for visit in stored(second) if visit.role == "detail"}
    assert outcomes[tenant.url(tenant.path_of(corrected))] == "revised"
    assert list(outcomes.values()).count("new") == 1
