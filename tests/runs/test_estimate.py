"""What a first crawl will cost: more sites, years, discovery and slowness cost more; hosts are asked side by side."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from reportscraper.cli import main
from reportscraper.crawl.crawler import crawl_sites
from reportscraper.fetch.limits import Limits
from reportscraper.runs import estimate as reckoning
from reportscraper.runs.estimate import estimate
from reportscraper.sites.registry import Site
from reportscraper.sites.table import UnitLevel


def site(home: str = "http://www.a.gov.cn/", **more: object) -> Site:
    return Site(code="330683", name="云溪县", province="浙江省", home=home, **more)  # type: ignore[arg-type]


def test_a_county_of_one_year_by_hand() -> None:
    found = estimate([site(first_year=2025, start=("http://www.a.gov.cn/nb/",))], last_year=2025)
    # 53 reports, 64.13 entries, 4.3 pages of lists, 10.6 files, home page and robots.txt
    assert (found.reports, found.requests) == (53, 81)
    assert (found.archive_gb, found.database_gb) == (0.0, 0.0)


def test_sites_on_hosts_of_their_own_are_asked_side_by_side() -> None:
    one = estimate([site()], last_year=2025)
    apart = estimate([site(), site("http://www.b.gov.cn/")], last_year=2025)
    together = estimate([site(), site("http://www.a.gov.cn/b/")], last_year=2025)
    assert (apart.requests, apart.hours, apart.hosts) == (2 * one.requests, one.hours, 2)
    assert together.hours == pytest.approx(2 * one.hours, abs=0.1)
    assert estimate([site(pace=10.0)], last_year=2025).hours == pytest.approx(10 * one.hours, abs=0.5)


def test_what_a_run_does_not_end_takes_several() -> None:
    assert estimate([site()], last_year=2025).runs == 1
    assert estimate([site(pace=30.0)], last_year=2025, limits=Limits(site_minutes=60)).runs > 5


def test_nothing_costs_nothing_and_every_level_is_known() -> None:
    assert estimate([], last_year=2025).hours == 0
    for level in get_args(UnitLevel):
        assert estimate([site(level=level)], last_year=2025).reports > 0


def test_as_many_sites_at_once_as_the_crawler_has() -> None:
    assert inspect.signature(crawl_sites).parameters["parallel"].default == reckoning._PARALLEL


def test_a_province_of_the_packaged_table_is_told_with_every_assumption(tmp_path: Path) -> None:
    command = ["estimate", "--province", "浙江", "--data", str(tmp_path)]
    told = CliRunner().invoke(main, command)
    answer = json.loads(CliRunner().invoke(main, [*command, "--json"]).stdout)
    assert told.exit_code == 0, told.output
    assert answer["sites"] == 90
    assert f"{answer['requests']:,}" in told.output
    assert 50_000 < answer["requests"] < 200_000
    assert 0 < answer["hours"] < 10
    for each in answer["assumptions"]:
        assert each["text"] in told.output
        assert each["text_zh"] not in told.output
    chinese = CliRunner().invoke(main, [*command, "--lang", "zh"]).output
    assert all(each["text_zh"] in chinese and each["text"] not in chinese for each in answer["assumptions"])


def test_nobody_chosen_is_wrong_usage(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["estimate", "--data", str(tmp_path)])
    assert (told.exit_code, "--province 浙江" in told.stderr) == (2, True)
