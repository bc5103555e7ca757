"""What a list says of a report, where its page does not or says otherwise."""

from __future__ import annotations

import msgspec
import pytest

from reportscraper.model import Finding, ListEntry, Report
from reportscraper.places.bodies import is_own_body
from reportscraper.report.identity.list_metadata import fill_from_list
from reportscraper.report.identity.period import year_in_column
from reportscraper.report.page import refused

SITE = "云溪县人民政府"
STATED = msgspec.structs.replace(refused(None, ""), is_report=True, kind="report", reason=None)


def report(body: str | None = None, year: int | None = None, *rules: str) -> Report:
    findings = tuple(Finding(rule, "warning", "") for rule in rules)
    return msgspec.structs.replace(STATED, body=body, year=year, findings=findings)


def completed(given: Report, title: str, column: str = "", listed_on: str | None = None) -> Report:
    return fill_from_list(given, ListEntry("http://a/1.pdf", title, listed_on, column), SITE)


def rules(given: Report) -> list[str]:
    return [finding.rule for finding in given.findings]


def test_a_file_of_a_yearly_collection_has_its_year() -> None:
    found = completed(report(None, None, "year_missing", "body_missing"), "教育局", "2024年政府信息公开年报汇总")
    assert (found.body, found.year, found.body_level) == ("云溪县教育局", 2024, "department")
    assert [(f.rule, f.severity, f.message) for f in found.findings] == [
        ("from_list", "info", "The year 2024 is not stated on the page but in its list: 2024年政府信息公开年报汇总"),
        ("from_list", "info", "The body 云溪县教育局 is not stated on the page but in its list: 教育局"),
    ]


@pytest.mark.parametrize(
    ("title", "column", "body", "year"),
    [
        ("白石镇2021年政府信息公开工作年度报告", "2020年", "白石镇", 2021),
        ("政府信息公开工作年度报告", "政府信息公开年报 > 2020年 > 乡镇 > 白石镇", "白石镇", 2020),
        ("政府信息公开工作年度报告", "政府信息公开年报 > 县财政局 > 2019年度", "云溪县财政局", 2019),
        ("政府信息公开年报", "2018年年报_云溪县人民政府", None, 2018),
        ("政府信息公开年报", "政府信息公开年报 > 街道", None, None),
    ],
)
def test_title_then_columns_say_body_and_year(title: str, column: str, body: str | None, year: int | None) -> None:
    found = completed(report(), title, column)
    assert (found.body, found.year) == (body, year)


def test_what_the_page_only_suggests_gives_way() -> None:
    weak = report("云溪县人民政府办公室", 2017, "body_inferred", "year_inferred", "period_partial")
    found = completed(weak, "县水利局2015年政府信息公开工作年度报告")
    assert (found.body, found.year) == ("云溪县水利局", 2015)
    assert rules(found) == ["period_partial", "from_list", "from_list"]


def test_what_the_page_suggests_stays_where_the_list_says_nothing() -> None:
    weak = report("云溪县水利局", 2017, "body_inferred", "year_inferred")
    assert completed(weak, "政府信息公开年报") == weak


def test_what_the_page_states_stays_and_another_year_in_the_list_is_told() -> None:
    stated = report("云溪县水利局", 2022)
    assert completed(stated, "水利局2022年政府信息公开年报", "2023年") == stated
    found = completed(stated, "云溪县气象局2023年政府信息公开年报")
    assert (found.body, found.year, rules(found)) == ("云溪县水利局", 2022, ["year_disagrees"])
    assert (
        found.findings[0].message
        == "The page says 2022, the title in its list 2023: 云溪县气象局2023年政府信息公开年报"
    )


def test_the_date_in_the_list_is_the_last_resort() -> None:
    found = completed(report("云溪县水利局"), "政府信息公开年报", listed_on="2016-03-09")
    assert (found.year, rules(found)) == (2015, ["year_inferred"])
    weak = report("云溪县水利局", 2013, "year_inferred")
    assert completed(weak, "政府信息公开年报", listed_on="2016-03-09") == weak


def test_look_alikes_are_left_alone() -> None:
    other = refused(None, "no report")
    assert completed(other, "白石镇2021年政府信息公开工作年度报告") == other


@pytest.mark.parametrize(
    "name",
    [
        "乡镇",
        "街道",
        "镇街",
        "各乡镇",
        "县直机关",
        "各街道办事处",
        "委办局",
        "县市区",
        "区县开发区",
        "乡镇（街道）",
        "园区",
    ],
)
def test_groups_are_no_bodies(name: str) -> None:
    assert not is_own_body(name)


@pytest.mark.parametrize(
    "name",
    ["教育局", "城关镇", "县政府", "政府办", "县人民政府办公室", "街口街道", "县教育局", "部江镇", "市场监督管理局"],
)
def test_bodies_are_no_groups(name: str) -> None:
    assert is_own_body(name)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2022年", 2022),
        ("2024年政府信息公开年报汇总", 2024),
        ("部门2020年度政府信息公开工作年度报告", 2020),
        ("2019", 2019),
        ("政府信息公开年报", None),
        ("2020-2022年", None),
        ("2021年工作要点", None),
        ("120195", None),
    ],
)
def test_columns_are_named_after_years(name: str, year: int | None) -> None:
    assert year_in_column(name) == year
