"""Crawls of P16 and P18 to P23: what one oddity hides is read where a plain request gives it, and told where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportscraper.runs.closing import search_findings

from .crawling import crawl, scores
from .entries import World
from .fleet import make_fleet, tenants
from .test_account import crawl_into

WORLD = World(bodies=6, years=(2019, 2022))
ODD = [name for name in tenants() if name.startswith(("P16", "P18", "P19", "P20", "P21", "P22", "P23"))]
WHOLE = [name for name in ODD if tenants()[name].state == "ok"]
SOME = ("P16A", "P16G", "P16S", "P18A", "P18H", "P18L", "P19A", "P19G", "P20C", "P20D", "P21B", "P22A", "P23B")
"""Those that the README's command crawls; the others are slow."""


@pytest.mark.parametrize(
    "name", [name if name in SOME else pytest.param(name, marks=pytest.mark.slow) for name in WHOLE]
)
def test_every_report_is_found_and_nothing_else_is_taken_for_one(name: str) -> None:
    fleet = make_fleet(WORLD, [name])
    result = crawl(fleet)
    [score], [summary] = scores(fleet, result).values(), result.summaries.values()
    assert score.reports >= 15
    assert ([page.url for page in score.missing], score.wrong) == ([], ())
    assert all(column.whole for column in summary.columns), summary.columns


@pytest.mark.parametrize("name", [name for name in ODD if name not in {*WHOLE, "P21C", "P23E"}])
def test_what_cannot_be_read_is_told(name: str) -> None:
    [summary] = crawl(make_fleet(WORLD, [name])).summaries.values()
    assert not summary.complete
    assert summary.columns[0].short or summary.columns[0].unaddressed


@pytest.mark.slow
def test_each_bodys_list_is_paged_in_its_own_dialect() -> None:
    fleet = make_fleet(World(bodies=8, years=(2019, 2022)), ["P21A"])
    result = crawl(fleet)
    [score], [summary] = scores(fleet, result).values(), result.summaries.values()
    assert ([page.url for page in score.missing], score.wrong) == ([], ())
    assert all(column.whole for column in summary.columns), summary.columns
    assert len(summary.columns) == 9


@pytest.mark.slow
def test_each_bodys_list_is_drawn_in_its_own_way() -> None:
    fleet = make_fleet(World(bodies=12, years=(2020, 2022)), ["P23A"])
    result = crawl(fleet)
    [score], [summary] = scores(fleet, result).values(), result.summaries.values()
    assert ([page.url for page in score.missing], score.wrong) == ([], ())
    assert all(column.whole for column in summary.columns), summary.columns


@pytest.mark.slow
def test_pages_behind_one_that_is_broken_for_good_are_read_and_it_is_told() -> None:
    fleet = make_fleet(WORLD, ["P21C"])
    result = crawl(fleet)
    [score], [summary] = scores(fleet, result).values(), result.summaries.values()
    [tenant] = fleet.tenants
    lost = {item.title for item in tenant.items[20:30]}
    assert {page.title for page in score.missing} <= lost
    assert [column.broken for column in summary.columns if not column.whole] == [1]


def test_a_pager_that_leads_nowhere_but_to_the_first_page_is_told() -> None:
    [summary] = crawl(make_fleet(WORLD, ["P23E"])).summaries.values()
    assert summary.columns[0].leads_on
    assert not summary.columns[0].whole


@pytest.mark.slow
def test_wrapped_articles_bring_their_figures(tmp_path: Path) -> None:
    _, result, _ = crawl_into(tmp_path, make_fleet(World(bodies=6, years=(2021, 2022)), ["P21B"]))
    assert result.counts["figures"] == 200 * result.counts["stored"]
    assert result.problems == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["P22B", "P22C"])
def test_articles_behind_interfaces_or_an_errors_status_bring_their_figures(name: str, tmp_path: Path) -> None:
    fleet = make_fleet(World(bodies=6, years=(2021, 2022)), [name])
    _, result, _ = crawl_into(tmp_path, fleet)
    [truth] = fleet.truths().values()
    assert result.counts["stored"] == len(truth.reports)
    assert result.counts["figures"] == 200 * len(truth.reports)
    assert (result.problems, result.counts["unread"]) == ([], 0)


@pytest.mark.parametrize("name", ["P17A", "P17B", "P17C", "P17E", "P17F", "P17G"])
def test_columns_that_are_hard_to_find_are_found_from_the_home_page(name: str) -> None:
    fleet = make_fleet(WORLD, [name])
    result = crawl(fleet, discover=True)
    [score], [summary] = scores(fleet, result).values(), result.summaries.values()
    assert score.reports >= 15
    assert ([page.url for page in score.missing], score.wrong) == ([], ())
    assert all(column.whole for column in summary.columns), summary.columns
    looked = [visit for visit in result.visits[summary.code] if visit.role == "list"]
    assert len(looked) <= 60


def test_a_column_on_another_port_is_offered() -> None:
    [summary] = crawl(make_fleet(WORLD, ["P17D"]), discover=True).summaries.values()
    told = [finding.message for finding in search_findings(summary)]
    assert len(told) == 1
    assert 'add "gk.province.gov.cn:8081" to `hosts`' in told[0]


def test_articles_in_frames_bring_their_figures(tmp_path: Path) -> None:
    fleet = make_fleet(World(bodies=5, years=(2021, 2022)), ["P16S"])
    _, result, _ = crawl_into(tmp_path, fleet)
    assert result.counts["figures"] == 200 * result.counts["stored"]
    assert result.problems == []
