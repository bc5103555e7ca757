"""Crawls of P9 to P15 (but P14) with faults on, a tenant at a time: what is found, what is taken for a report, what is asked."""

from __future__ import annotations

import functools
import hashlib
import itertools
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec
import pytest

from reportscraper.crawl.known import KnownPage, NoHistory
from reportscraper.fetch import urls
from reportscraper.model import Visit

from .asking import ask, shows
from .core import SiteTruth, Tenant
from .crawling import Crawl, Score, crawl, scores, stored
from .entries import World
from .fleet import make_fleet
from .profiles.p09 import FREE_DOWNLOADS
from .profiles.p15_hosts import CityHosted

pytestmark = pytest.mark.slow
"""The crawl of the small sites stands for these in the README's command; .ci/run crawls them all."""

WORLD = World(bodies=6, years=(2018, 2020))

LARGE = World(bodies=6, years=(2016, 2022))
"""Lists longer than what TrueCMS lets be reached, and than what Shandong's channels show without a button."""

WIDE = World(bodies=25, years=(2010, 2017))
"""Enough reports for the rarer titles."""

WHOLE = ("P9", "P10", "P12A", "P13A", "P15A")
"""One tenant a family."""
WHOLE_TOO = (
    "P9B", "P10B", "P11", "P12B", "P12C", "P12D", "P12E", "P12F", "P13B", "P13C", "P13D", "P13E", "P13F", "P13G",
    "P15B", "P15D", "P15E", "P15G", "P15H",
)  # fmt: skip
"""Their variants."""


@functools.cache
def crawled(name: str, world: World | None = None) -> tuple[Tenant, Crawl, Score]:
    """The crawl of one tenant; each is made once."""
    fleet = make_fleet(world or (LARGE if name.startswith(("P11", "P12B")) else WORLD), [name])
    result = crawl(fleet)
    [score] = scores(fleet, result).values()
    return fleet.tenants[0], result, score


@pytest.mark.parametrize("name", [*WHOLE, *WHOLE_TOO])
def test_every_report_is_found_and_nothing_else_is_taken_for_one(name: str) -> None:
    _, _, score = crawled(name)
    assert score.reports >= 8
    assert [page.url for page in score.missing] == []
    assert score.wrong == ()


def test_what_a_button_loads_is_read_to_the_end() -> None:
    _, result, _ = crawled("P12B")
    [summary] = result.summaries.values()
    assert summary.complete
    assert len([hit for hit in result.hits if hit.path == "/gongkai/more"]) > 12


def test_titles_without_a_body_are_entries_not_columns() -> None:
    tenant, _, score = crawled("P13C", WIDE)
    bare = [
        item for item in tenant.items if item.report and item.title[:4].isdigit() and item.publisher not in item.title
    ]
    assert any(tenant.files_of(item) for item in bare)
    assert score.missing == ()


@pytest.mark.parametrize("name", [*WHOLE, *WHOLE_TOO])
def test_what_is_stored_of_a_report_page_shows_its_title(name: str) -> None:
    tenant, result, _ = crawled(name)
    titles = {urls.key(url): page for page in tenant.truth().reports for url in (page.url, *page.duplicates)}
    [visits] = result.visits.values()
    for visit in stored(visits):
        page = titles.get(urls.key(visit.exchange.url))
        if page is not None and page.carrier == "html":
            assert shows(visit.exchange.body, page.title), page.url


class Remembered(NoHistory):
    """What a crawl stored, as the next one is told of it."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self._pages = {
            visit.exchange.url: KnownPage(
                outcome=visit.outcome,
                fetched_at=visit.exchange.fetched_at,
                sha256=hashlib.sha256(visit.exchange.body).hexdigest(),
                title=visit.listed.title if visit.listed else None,
                listed_on=visit.listed.listed_on if visit.listed else None,
            )
            for visit in stored(visits)
        }

    def page(self, url: str) -> KnownPage | None:
        return self._pages.get(url)


@pytest.mark.parametrize("name", ["P9", "P10", "P12A", "P12D", "P13D", "P13F", "P15H"])
def test_a_second_crawl_asks_for_lists_and_for_what_is_new_alone(name: str) -> None:
    before, first, _ = crawled(name)
    [visits] = first.visits.values()
    fleet = make_fleet(msgspec.structs.replace(WORLD, edition=2), [name])
    [after] = crawl(fleet, known=Remembered(visits), refresh="due").visits.values()
    known = addresses(before.truth())
    asked = {urls.key(visit.exchange.url) for visit in stored(after) if visit.role == "detail"}
    assert asked & (addresses(fleet.tenants[0].truth()) - known)
    # Boda's townships are columns, and columns are read every time.
    assert {key for key in asked & known if "/xz/" not in key} == set()


def addresses(truth: SiteTruth) -> set[str]:
    """Every address under which a true report is served."""
    return {urls.key(url) for page in truth.reports for url in (page.url, *page.duplicates)}


@pytest.mark.parametrize("name", ["P10", "P10B"])
def test_reports_that_are_files_behind_an_interface_are_fetched(name: str) -> None:
    _, result, score = crawled(name)
    [visits] = result.visits.values()
    assert score.files > 5
    assert score.files_missing == ()
    files = [visit.exchange.body for visit in visits if visit.role == "attachment"]
    assert len(files) == score.files
    assert all(body.startswith(b"%PDF") for body in files)


@pytest.mark.parametrize("name", ["P12B", "P12E", "P13A", "P13D", "P15H"])
def test_nothing_is_asked_twice_and_one_at_a_time(name: str) -> None:
    _, result, _ = crawled(name)
    asked = [(hit.host, hit.method, hit.target) for hit in result.hits]
    assert len(asked) == len(set(asked))
    flights = sorted((hit.host, hit.started, hit.ended) for hit in result.hits)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in itertools.pairwise(flights))


@pytest.mark.parametrize("name", ["P13A", "P13E", "P13F", "P13G"])
def test_old_files_are_fetched_under_names_escaped_as_gbk(name: str) -> None:
    _, _, score = crawled(name)
    assert score.files > 0
    assert score.files_missing == ()


def test_files_that_robots_txt_bars_are_left_alone_and_the_run_says_so() -> None:
    _, result, score = crawled("P13D")
    [summary] = result.summaries.values()
    assert score.files > 0
    assert [hit.path for hit in result.hits if hit.path.startswith("/uploadfiles/")] == []
    assert sum("robots.txt" in failure.note for failure in summary.failures) == score.files


def test_after_the_captcha_no_more_files_are_asked_for_and_none_is_stored_in_place_of_one() -> None:
    tenant, result, score = crawled("P9")
    downloads = [hit for hit in result.hits if hit.path.endswith("download.jsp")]
    assert len(downloads) <= FREE_DOWNLOADS + 1
    [visits] = result.visits.values()
    stored = [visit for visit in visits if visit.role == "attachment" and visit.outcome == "new"]
    assert all(visit.exchange.body.startswith(b"%PDF") for visit in stored)
    assert len(stored) == score.files - len(score.files_missing)
    assert tenant.host == downloads[0].host


def test_a_parked_domain_gives_nothing() -> None:
    _, result, score = crawled("P15C")
    assert score.claimed == 0
    assert {hit.host for hit in result.hits} == {urlsplit(str(crawled("P15C")[0].definition()["home"])).netloc}


@pytest.mark.parametrize("name", ["P15F"])
def test_a_namesake_in_another_province_is_not_taken_for_the_county(name: str) -> None:
    _, result, score = crawled(name)
    [summary] = result.summaries.values()
    assert score.claimed == 0
    assert summary.stopped is not None


def test_the_sister_s_reports_on_the_city_s_host_are_left_alone() -> None:
    tenant, result, _ = crawled("P15D")
    [visits] = result.visits.values()
    assert isinstance(tenant, CityHosted)
    assert not [visit for visit in stored(visits) if "/xxgknb/lx/" in visit.exchange.url]
    assert ask(tenant, f"http://{tenant.list_host}/zwgk/xxgknb/lx/").body.decode().count(tenant.sister.name) >= 8


def test_a_clone_outside_the_government_s_names_is_never_asked() -> None:
    tenant, result, _ = crawled("P15G")
    assert {hit.host for hit in result.hits} == {tenant.host}


def test_a_firewall_s_shell_is_no_content() -> None:
    _, result, score = crawled("P11B")
    [summary] = result.summaries.values()
    assert score.claimed == 0
    assert "cloud_guard" in (summary.stopped or "")
    assert len(result.hits) < 20
