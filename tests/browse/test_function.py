"""The page of a function: its bodies over the years, what was merged, what was renamed, and who is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from datasette.app import Datasette
from msgspec.structs import replace

from reportscraper.model import Figure, Finding
from reportscraper.store import Store

from .conftest import INDICATORS, made, page, rows, save, serving

COUNTIES = {"330604": ("上虞区", "浙江省"), "330683": ("嵊州市", "浙江省"), "520523": ("金沙县", "贵州省")}
REPORTS = (
    ("330604", "上虞区教育局", {2021: 30, 2022: 40, 2023: 50}),
    ("330683", "嵊州市教育局", {2021: 60, 2022: 20, 2023: 10}),
    ("520523", "金沙县教育局", {2021: 5, 2022: 6}),
    ("330604", "上虞区卫生局", {2012: 4, 2013: 5}),
    ("330604", "上虞区卫生和计划生育局", {2015: 8, 2016: 9}),
    ("330604", "上虞区环境保护局", {2017: 1}),
    ("330604", "上虞区生态环境局", {2021: 2}),
)
WRONG = ("嵊州市教育局", 2021)
ZHEJIANG = quote("浙江省")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Datasette]:
    """Education bureaus of two provinces, one value with an error against it; a health bureau that was merged, another renamed."""
    path: Path = tmp_path_factory.mktemp("function") / "reports.db"
    with Store.open(path) as store:
        store.seed_indicators(INDICATORS)
        for code, (county, province) in COUNTIES.items():
            store.save_county(code, county, province=province)
        run = store.add_run("run", parser_version="1", started="2026-01-31T08:00:00Z")
        number = 0
        for code, body, values in REPORTS:
            for year, value in values.items():
                number += 1
                figure = Figure("requests_new", "total", value, "number", str(value), "件", 2, 3, 4)
                wrong = Finding("ch3_row_sum", "error", "1 ≠ 2", (("requests_new", "total"),))
                findings = (wrong,) if (body, year) == WRONG else ()
                report = replace(made(body, year, "无。"), figures=(figure,), findings=findings)
                save(store, run, number, report, county=code)
        store.finish_run(run, finished="2026-01-31T08:01:00Z", counts={})
    with serving(path) as datasette:
        yield datasette


def test_all_bodies_of_a_function_are_ranked_year_by_year_without_what_an_error_speaks_against(site: Datasette) -> None:
    root = page(site, "function/education?lang=en")
    assert rows(root, "bodies")[:2] == [
        ["上虞区教育局", "50 no. 1", "40 no. 1", "30 no. 1"],
        ["嵊州市教育局", "10 no. 2", "20 no. 2", rows(root, "bodies")[1][3]],
    ]
    assert rows(root, "bodies")[1][3].startswith("60")
    assert "no." not in rows(root, "bodies")[1][3]
    assert rows(root, "bodies")[2] == ["金沙县教育局", "–no report", "6 no. 3", "5 no. 2"]
    assert rows(root, "totals")[1][1:] == ["60 n 2, median 30", "66 n 3, median 20", "35 n 2, median 17.5"]
    assert root.xpath("//section[@aria-labelledby='provinces']//h3/a//text()") == ["Zhejiang", "Guizhou"]
    assert root.xpath("//section[@aria-labelledby='missing']//li/a//text()") == ["金沙县教育局"]


def test_a_province_a_series_and_a_year_are_chosen_by_the_address(site: Datasette) -> None:
    root = page(site, f"function/education?province={ZHEJIANG}&year=2022&lang=zh")
    assert [row[0] for row in rows(root, "bodies")] == ["上虞区教育局", "嵊州市教育局"]
    assert rows(root, "bodies")[0][2] == "40 第 1 名"
    assert root.xpath("//section[@aria-labelledby='provinces']") == []
    assert root.xpath("//h1//a/@href") == [f"/reports/-/province/{ZHEJIANG}"]
    empty = page(site, f"function/education?province={quote('甘肃省')}")
    assert empty.xpath("//p[@class='empty']")
    for address in ("function/nothing", "function/taxation"):
        assert asyncio.run(site.client.get(f"/reports/-/{address}")).status_code == 404


def test_a_merger_ends_a_line_and_begins_another_and_says_by_which_decree(site: Datasette) -> None:
    root = page(site, f"function/health?province={ZHEJIANG}&lang=en&year=2016")
    lines = {row[0]: row for row in rows(root, "bodies")}
    assert set(lines) == {"上虞区卫生局", "上虞区卫生和计划生育局"}
    ends = root.xpath("//td[contains(@class, 'ends-here')]")
    begins = root.xpath("//td[contains(@class, 'begins')]")
    assert ["5" in cell.text_content() for cell in ends] == [True]
    assert ["8" in cell.text_content() for cell in begins] == [True]
    assert "merged" in begins[0].xpath(".//span[@class='break']/@title")[0]
    assert any(
        "the series breaks here" in " ".join(item.itertext())
        for item in root.xpath("//section[@aria-labelledby='lineage']//li")
    )
    # A body that was merged into another is not missing afterwards.
    assert "上虞区卫生局" not in root.xpath("//section[@aria-labelledby='missing']//li/a//text()")


def test_a_renamed_body_is_one_line_and_not_missing_under_its_former_name(site: Datasette) -> None:
    root = page(site, "function/ecology?lang=en&year=2021")
    (line,) = rows(root, "bodies")
    assert line[0] == "上虞区生态环境局"
    assert line[1].startswith("2 ")
    assert line[-1].startswith("1 ")
    assert root.xpath("//section[@aria-labelledby='missing']//li") == []
    county = page(site, "county/330604?lang=en")
    assert "上虞区环境保护局" not in county.xpath("//section[@aria-labelledby='missing']//li/a//text()")


def test_the_chart_has_files_and_pages_lead_there_and_back(site: Datasette) -> None:
    answer = asyncio.run(site.client.get(f"/reports/-/chart/function/education.csv?province={ZHEJIANG}&year=2023"))
    heads, first, *_ = answer.text.splitlines()
    assert heads == "\ufeffcounty,body,year,value,rank"
    assert first == "上虞区,上虞区教育局,2021,30,1"
    drawing = asyncio.run(site.client.get("/reports/-/chart/function/education.svg?lang=zh"))
    assert "中位数" in drawing.text
    assert "/reports/-/function/education" in page(site, "").xpath("//section[@aria-labelledby='functions']//a/@href")
    assert "/reports/-/function/education#provinces" in page(site, "").xpath(
        "//section[@aria-labelledby='map']//a/@href"
    )
    body = page(site, f"body/330604/{quote('上虞区教育局')}")
    assert f"/reports/-/function/education?province={ZHEJIANG}" in body.xpath("//p[@class='facts']/a/@href")


def test_a_county_ranks_its_bodies_over_the_years(site: Datasette) -> None:
    root = page(site, "county/330604?lang=en")
    assert rows(root, "bodies")[0][:3] == ["上虞区教育局", "50 no. 1", "40 no. 1"]
    assert len(root.xpath("//section[@aria-labelledby='totals']//ul[@class='multiples']/li")) == 1
