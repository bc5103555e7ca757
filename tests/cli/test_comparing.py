"""compare, diff, findings, missing: what they print, and their exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.cli.over_years import by_series, series_rows
from reportscraper.cli.tables import Observed, change, sparkline

from .conftest import Invoke

UNCHANGED = {"change": None, "change_year": None, "change_last_year": None}


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]


def test_a_figure_over_bodies_and_years(invoke: Invoke) -> None:
    result = invoke("compare", "requests_received")
    assert result.exit_code == 0
    table = lines(result.stdout)
    assert table[0] == ["Requests", "received", "(items)"]
    assert table[1] == ["body", "2020", "2021", "2022", "course", "change"]
    assert ["云溪县教育局", "4", "8", "13!", "▁▄█", "+225%"] in table
    assert ["云溪县白石镇人民政府", "1", "·", "·", "▁··"] in table
    assert "! wrong, says a finding" in result.stdout


def test_a_county_may_stand_before_a_body(invoke: Invoke) -> None:
    rows = json.loads(invoke("compare", "requests_received", "云溪县 教育局", "--json").stdout)["values"]
    assert {row["body"] for row in rows} == {"云溪县教育局"}
    assert "no county" in invoke("compare", "requests_received", "青岭县 教育局").stderr


@pytest.mark.parametrize("name", ["requests_received", "收到申请", "Requests received", "requests_new/total"])
def test_a_figure_goes_by_code_name_or_cell(invoke: Invoke, name: str) -> None:
    rows = json.loads(invoke("compare", name, "教育局", "--json").stdout)["values"]
    assert [(row["year"], row["value"]) for row in rows] == [(2020, 4), (2021, 8), (2022, 13)]


def test_a_single_year_shows_the_greatest_first_and_a_rate_says_of_what_in_words(invoke: Invoke) -> None:
    shown = invoke("compare", "requests_received", "--years", 2022).stdout
    assert shown.index("云溪县教育局") < shown.index("[bold]")
    assert "2022: 5 in all, of 1 body; 1 left out" in shown
    assert "合计" in invoke("compare", "requests_received", "--years", 2022, "--lang", "zh").stdout
    rate = invoke("compare", "refusal_rate").output
    assert "denied" not in rate
    assert "in all" not in rate


def test_a_cell_names_its_applicants_in_each_language(invoke: Invoke) -> None:
    assert "Requests received this year (All applicants)" in invoke("compare", "requests_new/total").stdout
    assert "（总计）" in invoke("compare", "requests_new/total", "--lang", "zh").stdout


def test_years_and_county_restrict(invoke: Invoke) -> None:
    rows = json.loads(invoke("compare", "requests_received", "--years", "2021-2022", "--json").stdout)["values"]
    assert {row["year"] for row in rows} == {2021, 2022}
    rows = json.loads(invoke("compare", "requests_received", "--years", "2020", "--json").stdout)["values"]
    assert {row["year"] for row in rows} == {2020}
    assert invoke("compare", "requests_received", "--county", "青岭县").exit_code == 2


def test_what_cannot_be_compared_is_marked_and_has_no_change(invoke: Invoke) -> None:
    result = invoke("compare", "normative_stock")
    assert ["云溪县教育局", "30≠", "20", "·▁"] in lines(result.stdout)
    assert "≠ not comparable" in result.stdout
    assert "现行有效" in result.stdout


def test_only_what_a_finding_speaks_against_is_doubted(invoke: Invoke) -> None:
    rows = json.loads(invoke("compare", "requests_received", "教育局", "--json").stdout)["values"]
    assert [(row["year"], row["doubt"], row["errors"]) for row in rows] == [
        (2020, None, 0),
        (2021, None, 0),
        (2022, "error", 1),
    ]
    rows = json.loads(invoke("compare", "granted", "教育局", "--json").stdout)["values"]
    assert [(row["year"], row["doubt"], row["errors"]) for row in rows] == [(2022, None, 1)]
    shown = invoke("report", "教育局", 2022).stdout
    assert "13!" in shown
    assert "3!" not in shown.replace("13!", "")
    assert "! wrong, says a finding" in shown


def test_what_only_the_text_says_is_marked(invoke: Invoke) -> None:
    result = invoke("compare", "disclosed_pieces", "教育局")
    assert ["云溪县教育局", "200~†", "210~†", "220~†", "▁▅█", "+10%~"] in lines(result.stdout)


def test_csv_can_be_read_by_others(invoke: Invoke) -> None:
    rows = list(csv.DictReader(io.StringIO(invoke("compare", "requests_received", "教育局", "--csv").stdout)))
    assert [row["value"] for row in rows] == ["4", "8", "13"]
    assert rows[0]["url"] == "http://yunxi.example/1.html"


def test_a_chart_is_drawn(invoke: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    assert invoke("compare", "requests_received", "--chart", path).exit_code == 0
    assert "云溪县教育局" in path.read_text("utf-8")
    assert invoke("compare", "requests_received", "--chart", tmp_path / "chart.gif").exit_code == 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("no_such_figure",), "nothing is called 'no_such_figure'"),
        (("request_received",), "nothing is called 'request_received': perhaps requests_received (Requests received)"),
        (("申请",), "give the code"),
        (("requests_received", "水利局"), "no body is called '水利局'"),
        (("requests_received", "云溪县"), "give more of the name"),
        (("requests_received", "--years", "lately"), "is not a year"),
        (("requests_received", "--years", "2022-2020"), "ends before it begins"),
    ],
)
def test_wrong_usage_is_explained(invoke: Invoke, words: tuple[str, ...], complaint: str) -> None:
    result = invoke("compare", *words)
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_markup_and_control_characters_are_inert(invoke: Invoke) -> None:
    result = invoke("compare", "requests_received")
    assert "云溪县[bold]局 [31m=1+1" in result.stdout
    assert "\x1b[31m" not in result.stdout


def test_two_years_of_a_body(invoke: Invoke) -> None:
    result = invoke("diff", "教育局", 2021, 2022)
    assert result.exit_code == 0
    table = lines(result.stdout)
    assert table[0] == ["云溪县教育局:", "2021", "→", "2022"]
    assert ["Requests", "received", "this", "year", "Total", "8", "13", "+5"] in table
    assert ["Granted", "Total", "·", "3"] in table
    assert "{+十三件+}" in result.stdout


def test_two_versions_of_a_report(invoke: Invoke) -> None:
    result = invoke("diff", "教育局", 2022, "--json")
    found = json.loads(result.stdout)
    assert (found["before"], found["after"]) == ("2022 version 1", "2022 version 2")
    (changed,) = found["difference"]["cells"]
    assert (changed["indicator"], changed["before"], changed["after"]) == ("requests_new", 12, 13)
    assert found["difference"]["equal_cells"] == 1


def test_differences_as_csv(invoke: Invoke) -> None:
    rows = list(csv.DictReader(io.StringIO(invoke("diff", "教育局", 2021, 2022, "--csv").stdout)))
    assert {(row["indicator"], row["applicant"]): (row["before"], row["after"]) for row in rows} == {
        ("requests_new", "total"): ("8", "13"),
        ("result_granted", "total"): ("", "3"),
        ("ch2_normative_valid", ""): ("20", ""),
    }


@pytest.mark.parametrize(
    ("words", "complaint"),
    [((2021,), "one version"), ((2019,), "no report"), ((2021, 2019), "no report of 2019; there are 2020, 2021, 2022")],
)
def test_what_cannot_be_held_against_each_other(invoke: Invoke, words: tuple[int, ...], complaint: str) -> None:
    result = invoke("diff", "教育局", *words)
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_findings_are_listed_the_gravest_first(invoke: Invoke) -> None:
    result = invoke("findings")
    assert result.exit_code == 1
    listed = result.stdout.splitlines()
    assert listed[0].startswith("error ")
    assert "云溪县 云溪县教育局 2022: applicants do not add up: 12 ≠ 13" in listed[0]
    assert "findings" in result.stderr
    assert invoke("findings", "--severity", "info").exit_code == 0
    (row,) = json.loads(invoke("findings", "--rule", "missing_year", "--json").stdout)
    assert (row["body"], row["year"], len(row["fingerprint"])) == ("云溪县白石镇人民政府", 2021, 16)


def test_missing_reports(invoke: Invoke) -> None:
    result = invoke("missing", "--chinese")
    assert result.exit_code == 1
    assert "云溪县白石镇人民政府 2021: 缺少年度报告：未找到2021年度报告，但有2020–2022年度的报告。" in result.stdout
    assert lines(result.stdout)[1:4:2] == [
        ["单位", "2020", "2021", "2022", "报告"],
        ["云溪县白石镇人民政府", "■", "·", "■", "2"],
    ]
    assert invoke("missing", "--county", "青岭县").exit_code == 2
    header, row = csv.reader(io.StringIO(invoke("missing", "--csv").stdout))
    assert dict(zip(header, row, strict=True))["year"] == "2021"


def test_the_standing_of_a_county_shows_the_years_of_its_bodies(invoke: Invoke) -> None:
    table = lines(invoke("status", "--county", "云溪县").stdout)
    assert ["body", "2020", "2021", "2022", "reports"] in table
    assert ["云溪县教育局", "■", "■", "■", "3"] in table
    assert ["云溪县白石镇人民政府", "■", "·", "■", "2"] in table
    assert not [line for line in lines(invoke("status").stdout) if line[0] == "body"]
    (row,) = csv.DictReader(io.StringIO(invoke("status", "--csv").stdout))
    assert (row["county"], row["bodies"], row["reports"]) == ("云溪县", "3", "6")


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from reportscraper.cli import main

    for command in (
        ["compare", "x"],
        ["diff", "x", "2020"],
        ["findings"],
        ["missing"],
        ["report", "x", "2020"],
        ["search", "x"],
    ):
        result = CliRunner().invoke(main, [*command, "--data", str(tmp_path)])
        assert result.exit_code == 2, command
        assert "no database" in result.stderr


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], ""), ([None], "·"), ([5], "▁"), ([5, 5], "▁▁"), ([0, 7], "▁█"), ([0, None, 1], "▁·█"), ([-3, 0, 4], "▁▄█")],
)
def test_a_sparkline_is_a_bar_a_value(values: list[int | None], expected: str) -> None:
    assert sparkline(values) == expected


@given(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6)), max_size=30))
def test_a_sparkline_has_a_sign_a_value(values: list[float | None]) -> None:
    shown = sparkline(values)
    assert len(shown) == len(values)
    assert all((sign == "·") == (value is None) for sign, value in zip(shown, values, strict=True))


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        ([], "件", ""),
        ([4], "件", ""),
        ([4, 6], "件", "+50%"),
        ([4, 9, 3], "件", "-25%"),
        ([0, 6], "件", ""),
        ([12.5, 10.0], "%", "-2.5 pts"),
    ],
)
def test_change(values: list[float], unit: str, expected: str) -> None:
    assert change([Observed(value) for value in values], unit) == expected


def test_bodies_of_one_name_are_kept_apart() -> None:
    rows = [
        {
            "county": county,
            "body": "教育局",
            "year": 2022,
            "value": value,
            "exactness": "exact",
            "source": "table",
            "doubt": None,
            "county_code": county,
            "body_now": "教育局",
            "lineage_id": value,
            **UNCHANGED,
        }
        for county, value in (("云溪县", 1), ("青岭县", 2))
    ]
    found = by_series(series_rows([*rows, {**rows[0], "body": "民政局", "body_now": "民政局", "lineage_id": 3}]))
    assert {body: years[2022].value for body, years in found.items()} == {
        "云溪县 教育局": 1,
        "青岭县 教育局": 2,
        "民政局": 1,
    }


def test_change_does_not_mix_tables_and_texts() -> None:
    mixed = [Observed(9000), Observed(200, "approximate", "statement"), Observed(300, "approximate", "statement")]
    assert change(mixed, "条") == "+50%~"
    assert change(mixed[:2], "条") == ""
