"""Bodies that were renamed, merged or split, as compare, report, diff, missing and status show them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reportscraper.check.history import check_history
from reportscraper.cli import main
from reportscraper.cli.over_years import series_rows
from reportscraper.cli.tables import Observed, change
from reportscraper.forms import catalogue
from reportscraper.model import Capture
from reportscraper.store import Store

from .conftest import Invoke, figure, make

SHANGYU, YUNXI, QINGLING = "330604", "339901", "349901"
COUNTIES = ((SHANGYU, "上虞区", "浙江省"), (YUNXI, "云溪县", "浙江省"), (QINGLING, "青岭县", "安徽省"))

REPORTS = (
    (SHANGYU, "上虞市教育局", 2011, 3),
    (SHANGYU, "上虞市教育局", 2012, 4),
    (SHANGYU, "上虞区教育局", 2013, 5),
    (SHANGYU, "上虞区教育局", 2014, 6),
    (YUNXI, "云溪县教育体育局", 2013, 10),
    (YUNXI, "云溪县教育局第一小学", 2013, 1),
    (YUNXI, "云溪县工商局", 2013, 20),
    (YUNXI, "云溪县市场监督管理局", 2014, 70),
    (YUNXI, "云溪县市场监督管理局", 2016, 80),
    (YUNXI, "云溪县环境保护局", 2018, 7),
    (YUNXI, "云溪县生态环境局", 2018, 8),
    (YUNXI, "云溪县生态环境局", 2019, 9),
    (QINGLING, "青岭县教育局", 2013, 30),
)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city that became a district, and what departments of made-up counties went through. Tests only read it."""
    folder = tmp_path_factory.mktemp("years")
    with Store.open(folder / "reports.db") as store:
        store.seed_indicators(catalogue())
        for code, name, province in COUNTIES:
            store.save_county(code, name, province=province)
        for number, (code, body, year, value) in enumerate(REPORTS, 1):
            url = f"http://{code}.example/{number}.html"
            taken = Capture(
                url,
                url,
                "GET",
                200,
                "text/html",
                "2023-02-01T08:00:00Z",
                f"{number:064x}",
                9,
                "a.warc.gz",
                number * 100,
                100,
            )
            report = make(body, year, figure("requests_new", value))
            store.save_report(report, capture_id=store.add_capture(taken), county_code=code, parser_version="1")
        for code, *_ in COUNTIES:
            store.save_history_findings(code, check_history(store.past_reports(code)))
    return folder


@pytest.fixture
def invoke(data: Path) -> Invoke:
    def run(*words: object) -> Any:
        return CliRunner().invoke(main, [*map(str, words), "--data", str(data)], catch_exceptions=False)

    return run


def compared(invoke: Invoke, *words: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(invoke("compare", "requests_new", *words, "--json").stdout)["values"]
    return found


@pytest.mark.parametrize("function", ["education", "教育"])
def test_a_function_of_a_province_is_one_command(invoke: Invoke, function: str) -> None:
    rows = compared(invoke, "--function", function, "--province", "浙江")
    assert [(row["series"], row["body"], row["year"], row["value"]) for row in rows] == [
        ("上虞区教育局", "上虞市教育局", 2011, 3),
        ("上虞区教育局", "上虞市教育局", 2012, 4),
        ("上虞区教育局", "上虞区教育局", 2013, 5),
        ("上虞区教育局", "上虞区教育局", 2014, 6),
        ("云溪县教育体育局", "云溪县教育体育局", 2013, 10),
    ]
    assert {row["function"] for row in rows} == {"education"}
    assert {row["province"] for row in compared(invoke, "--function", function)} == {"浙江省", "安徽省"}


def test_levels_and_counties_restrict(invoke: Invoke) -> None:
    assert {row["county"] for row in compared(invoke, "--function", "education", "--county", "青岭县")} == {"青岭县"}
    assert compared(invoke, "--function", "school", "--level", "department")[0]["body"] == "云溪县教育局第一小学"
    assert invoke("compare", "requests_new", "--function", "school", "--level", "zone").exit_code == 3


def test_former_names_and_mergers_are_marked_and_told(invoke: Invoke) -> None:
    shown = invoke("compare", "requests_new", "--province", "浙江省").stdout
    table = [line.split() for line in shown.splitlines() if line.strip()]
    years = ["2011", "2012", "2013", "2014", "2015", "2016", "2017", "2018", "2019"]
    assert table[1] == ["body", *years, "course", "change"]
    (district,) = [line for line in table if line[0] == "上虞区教育局"]
    assert district[1:5] == ["3«", "4«", "5", "6"]
    (market,) = [line for line in table if line[0] == "云溪县市场监督管理局"]
    assert market[3:7] == ["·", "70‖", "·", "80"]
    assert "« 上虞区教育局: 上虞市教育局 2011–2012" in shown
    assert "‖ 云溪县市场监督管理局 2014: 2014-06-04 merged: 工商行政管理局、质量技术监督局、食品药品监督管理局" in shown
    assert "国发〔2014〕20号" in shown


def test_two_reports_of_one_series_and_year_are_both_shown(invoke: Invoke) -> None:
    rows = [(row["series"], row["year"], row["value"]) for row in compared(invoke, "--function", "ecology")]
    assert rows == [("云溪县环境保护局", 2018, 7), ("云溪县生态环境局", 2018, 8), ("云溪县生态环境局", 2019, 9)]


@pytest.mark.parametrize("name", ["上虞市教育局", "上虞区教育局", "上虞区 教育局"])
def test_a_body_goes_by_any_of_its_names(invoke: Invoke, name: str) -> None:
    assert [row["value"] for row in compared(invoke, name)] == [3, 4, 5, 6]
    assert json.loads(invoke("report", name, 2012, "--json").stdout)["body"] == "上虞市教育局"
    assert json.loads(invoke("report", name, 2014, "--json").stdout)["body"] == "上虞区教育局"
    found = json.loads(invoke("diff", name, 2012, 2013, "--json").stdout)
    assert [(each["before"], each["after"]) for each in found["difference"]["cells"]] == [(4, 5)]


def test_a_renamed_body_is_no_gap(invoke: Invoke) -> None:
    rows = list(csv.DictReader(io.StringIO(invoke("missing", "--csv").stdout)))
    assert {(row["body"], row["year"]) for row in rows if row["county"] == "上虞区"} == set()
    assert ("云溪县市场监督管理局", "2015") in {(row["body"], row["year"]) for row in rows}
    table = [line.split() for line in invoke("status", "--county", "上虞区").stdout.splitlines()]
    assert ["上虞区教育局", "■", "■", "■", "■", "4"] in table
    assert not [line for line in table if line[:1] == ["上虞市教育局"]]


def test_wrong_words_are_explained(invoke: Invoke) -> None:
    for words, complaint in (
        (("--function", "educatoin"), "education 教育"),
        (("--province", "福建"), "浙江省"),
        (("--level", "bureau"), "department"),
    ):
        result = invoke("compare", "requests_new", *words)
        assert result.exit_code == 2
        assert complaint in result.stderr


def row(year: int, body: str, broken: int | None, last: int | None = None) -> dict[str, Any]:
    told = None if broken is None else f"merged {broken}"
    return {
        "county": "云溪县", "county_code": YUNXI, "body": body, "body_now": "云溪县司法局", "lineage_id": 1, "year": year,
        "change_year": broken, "change_last_year": last or broken, "change": told,
    }  # fmt: skip


def marked(rows: Sequence[dict[str, Any]]) -> list[int]:
    return [each["year"] for each in series_rows(rows) if each["change"]]


def test_a_break_is_marked_on_the_first_report_behind_it() -> None:
    body = "云溪县司法局"
    assert marked([row(2016, body, None), row(2019, body, 2018, 2020), row(2020, body, 2018, 2020)]) == [2019]
    assert marked([row(2016, body, None), row(2022, body, 2018, 2020)]) == [2022]
    assert marked([row(2019, body, 2018, 2020), row(2020, body, 2018, 2020)]) == [2019]
    assert marked([row(2022, body, 2018, 2020), row(2023, body, 2018, 2020)]) == []


def test_change_does_not_reach_over_a_break() -> None:
    assert change([Observed(4), Observed(8, follows_break=True), Observed(10)], "件") == "+25%"
    assert change([Observed(4), Observed(8, follows_break=True)], "件") == ""
    assert change([Observed(4, joined=True), Observed(8)], "件") == "+100%"
