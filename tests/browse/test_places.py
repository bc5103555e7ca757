"""The front page's charts and map, and the pages of provinces, counties and series."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from lxml import html
from msgspec.structs import replace

from reportscraper.browse.language import squares
from reportscraper.browse.pages.front import _CHARTS, latest_full, steady_bodies
from reportscraper.browse.site import Row
from reportscraper.model import Figure, Finding
from reportscraper.places.divisions import divisions
from reportscraper.store import Store
from reportscraper.store.summaries import STEADY_SUMS

from .conftest import INDICATORS, made, page, save, serving

BODIES = {"云溪县教育局": (10, 20, 30, 40), "云溪县财政局": (1, 2, 3, 4), "云溪县司法局": (None, None, 500, 600)}
WRONG = ("云溪县财政局", 2023)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Datasette]:
    """Two bodies that report in four years and one that begins in the third; an error speaks against one value."""
    path: Path = tmp_path_factory.mktemp("places") / "reports.db"
    with Store.open(path) as store:
        store.seed_indicators(INDICATORS)
        store.save_county("339901", "云溪县", province="浙江省")
        run = store.add_run("run", parser_version="1", started="2026-01-31T08:00:00Z")
        number = 0
        for body, values in BODIES.items():
            for year, value in enumerate(values, 2020):
                if value is not None:
                    number += 1
                    figure = Figure("requests_new", "total", value, "number", str(value), "件", 2, 3, 4)
                    wrong = Finding("ch3_row_sum", "error", "1 ≠ 2", (("requests_new", "total"),))
                    findings = (wrong,) if (body, year) == WRONG else ()
                    save(store, run, number, replace(made(body, year, "无。"), figures=(figure,), findings=findings))
        store.finish_run(run, finished="2026-01-31T08:01:00Z", counts={})
    with serving(path) as datasette:
        yield datasette


def table(root: html.HtmlElement, path: str) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row] for row in root.xpath(f"{path}//tbody/tr")]


def test_the_growth_of_the_collection_is_not_shown_as_growth_of_requests(site: Datasette) -> None:
    root = page(site, "")
    rows = table(root, "//section[@aria-labelledby='charts']/div/div[1]")
    assert rows == [["2020", "10", "1"], ["2021", "20", "1"], ["2022", "30", "1"], ["2023", "40", "1"]]
    said = root.xpath("string(//section[@aria-labelledby='charts']/div/div[1]/p[@class='meaning'])")
    assert "Sum over the 1 body that prints them in every year shown." in said


@pytest.mark.parametrize(
    ("found", "run", "steady"),
    [
        ([(0b1111, 10), (0b1000, 5)], range(2000, 2004), True),
        ([(0b1110, 10), (0b1000, 5)], range(2001, 2004), True),
        ([(0b1110, 3), (0b1000, 5)], range(2000, 2004), False),
        ([(0b1100, 10)], range(2000, 2004), False),
        ([], range(2000, 2004), False),
    ],
)
def test_the_longest_run_of_years_that_most_bodies_report_in(
    found: list[tuple[int, int]], run: range, steady: bool
) -> None:
    years, bits = steady_bodies(found, 2003, 2000)
    assert (years, bool(bits)) == (run, steady)


def test_a_year_being_collected_is_not_the_latest() -> None:
    years: list[Row] = [{"year": 2022, "reports": 80}, {"year": 2023, "reports": 100}, {"year": 2024, "reports": 10}]
    assert latest_full(years) == 2023
    assert latest_full([]) == 0


def test_the_map_has_every_province_once_and_in_a_place_of_its_own() -> None:
    assert len({each.name for each in squares()}) == len({(each.row, each.column) for each in squares()}) == 31
    known = {each.name for each in divisions() if each.level == "province"}
    assert {each.name for each in squares()} <= known


def test_the_map_leads_to_the_provinces_of_the_database(site: Datasette) -> None:
    (link,) = page(site, "").xpath("//ul[@class='tilemap']//a")
    assert link.get("href") == f"/reports/-/province/{quote('浙江省')}"
    assert "100%" in "".join(link.itertext())
    (link,) = page(site, "?map=requests_received").xpath("//ul[@class='tilemap']//a")
    assert " ".join(link.text_content().split()) == "Zhejiang 浙江 320"


def test_a_province_ranks_its_counties_and_says_how_many_were_summed(site: Datasette) -> None:
    root = page(site, f"province/{quote('浙江省')}")
    assert table(root, "//section[@aria-labelledby='ranks']") == [
        ["云溪县", "3 of 3", "640 no. 1, n 2", "533 no. 1, n 3", "22 no. 1, n 2", "11 no. 1, n 2"]
    ]
    assert table(root, "//section[@aria-labelledby='totals']")[1][1:3] == ["640 n 2, median 320", "533 n 3, median 30"]


def test_a_county_ranks_its_bodies_without_what_an_error_speaks_against(site: Datasette) -> None:
    root = page(site, "county/339901")
    rows = table(root, "//section[@aria-labelledby='bodies']")
    assert [row[:2] for row in rows[:2]] == [["云溪县司法局", "600 no. 1"], ["云溪县教育局", "40 no. 2"]]
    assert rows[1][1:] == ["40 no. 2", "30 no. 2", "20 no. 1", "10 no. 1"]
    assert "no." not in rows[2][1]
    assert root.xpath(f"//nav[@class='crumbs']//a[@href='/reports/-/province/{quote('浙江省')}']")


def test_a_series_counts_what_it_leaves_out(site: Datasette) -> None:
    root = page(site, "series/requests_received")
    assert table(root, "//section[@aria-labelledby='over']")[0] == ["2023", "640", "320", "2", "1"]
    assert len(table(root, "//section[@aria-labelledby='printed']")) >= 4


def test_the_sums_that_are_kept_are_those_of_the_charts() -> None:
    codes = {id_: {code for each in ratios for code in (*each.above, *each.below)} for id_, ratios in _CHARTS.items()}
    assert codes == {id_: set(series) for id_, series in STEADY_SUMS.items()}


def test_search_finds_bodies_before_text(site: Datasette) -> None:
    assert "云溪县教育局" in page(site, f"search?words={quote('教育')}").xpath("//ul[@class='links']//a//text()")


@pytest.mark.parametrize(
    ("words", "led_to"),
    [
        ("云溪", "county/339901"),
        ("339901", "county/339901"),
        ("浙江", "province/" + quote("浙江省")),
        ("教育", "function/education"),
    ],
)
def test_search_leads_to_the_page_of_a_place_or_a_function(site: Datasette, words: str, led_to: str) -> None:
    links = page(site, f"search?words={quote(words)}").xpath(
        "//h2[text()='Places and kinds of body']/following::ul[1]//@href"
    )
    assert f"/reports/-/{led_to}" in links


def test_questions_of_the_front_page_are_asked_with_an_example_first(site: Datasette) -> None:
    links = page(site, "").xpath("//section[@aria-labelledby='questions']//li/a/@href")
    (refusal,) = (link for link in links if "counties_by_refusal" in link)
    assert refusal == "/reports/counties_by_refusal?year=2023&province="
    assert f"/reports/grounds_of_refusal?province={quote('浙江省')}&year=2023" in links
    assert "/reports/totals_of_function?function=education&province=&year=" in links
    answers = [asyncio.run(site.client.get(link)) for link in links]
    assert [each.status_code for each in answers] == [200] * len(links)


@pytest.mark.parametrize("address", ["province/nowhere", "series/nothing", "county/000000"])
def test_an_address_of_nothing_is_not_found(site: Datasette, address: str) -> None:
    assert asyncio.run(site.client.get(f"/reports/-/{address}")).status_code == 404


def test_pages_tell_what_a_body_came_out_of_and_link_its_former_name(tmp_path: Path) -> None:
    with Store.open(tmp_path / "reports.db") as store:
        store.seed_indicators(INDICATORS)
        store.save_county("330604", "上虞区", province="浙江省")
        run = store.add_run("run", parser_version="1", started="t")
        for number, (body, year) in enumerate((("上虞市财政局", 2012), ("上虞区财政局", 2020)), 1):
            save(store, run, number, made(body, year, "无。"), county="330604")
        store.finish_run(run, finished="t", counts={})
    with serving(tmp_path / "reports.db") as datasette:
        root = page(datasette, f"body/330604/{quote('上虞区财政局')}?lang=en")
        lines = table_of_changes(root)
        both = page(datasette, f"compare?b=330604/{quote('上虞区财政局')}&s=requests_received&lang=zh")
    assert lines[0].startswith("Reported on 2012 as 上虞市财政局")
    assert any("上虞市 → 上虞区, city made a district" in line and line.endswith("one series") for line in lines)
    assert any("国函" in line or "民函" in line for line in lines)
    assert any("撤市设区" in line and line.endswith("数据衔接") for line in table_of_changes(both))


def table_of_changes(root: html.HtmlElement) -> list[str]:
    items = root.xpath("//section[@aria-labelledby='lineage']//li")
    return [" ".join(each.text_content().split()) for each in items]
