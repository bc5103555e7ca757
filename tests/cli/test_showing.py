"""report and search."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from reportscraper.cli import main
from reportscraper.forms import catalogue
from reportscraper.model import Capture, Part, Proposal
from reportscraper.store import Store

from .conftest import CODE, EDUCATION, Invoke, figure, make


def test_a_report_is_shown_with_its_provenance(invoke: Invoke) -> None:
    result = invoke("report", "教育局", 2022)
    assert result.exit_code == 0
    for text in (
        "云溪县教育局2022年政府信息公开工作年度报告",
        "云溪县 · 云溪县教育局 (department) · 2022 · form 2021",
        "published 2023-01-20 · version 2 · http://yunxi.example/3.html",
        f"fetched 2023-02-07T08:00:00Z · sha256 {7:064x}",
        "archived in a.warc.gz, 100 bytes from byte 700",
        "Requests received and how they were dealt with · page, table 2",
        "Requests received this year",
        "[Overview] 一、总体情况",
        "本局全年受理申请十三件。",
        "error: applicants do not add up: 12 ≠ 13 (table 2, row 3, column 4)",
    ):
        assert text in result.stdout, text


def test_what_was_not_printed_as_a_number_is_shown_as_it_was(invoke: Invoke) -> None:
    (line,) = [
        line for line in invoke("report", "白石镇", 2022).stdout.splitlines() if "received" in line and "/" in line
    ]
    assert line.split() == ["Requests", "received", "this", "year", "/"]


def test_a_report_as_json_holds_everything(invoke: Invoke) -> None:
    found = json.loads(invoke("report", "教育局", 2022, "--json").stdout)
    assert (found["year"], found["version"]) == (2022, 2)
    assert {each["indicator"]: each["value"] for each in found["figures"]} == {"requests_new": 13, "result_granted": 3}
    assert found["statements"][0]["value"] == 220
    assert [each["rule"] for each in found["findings"]] == ["ch3_row_sum"]


def test_hostile_text_is_inert(invoke: Invoke) -> None:
    result = invoke("report", "[bold]", 2022)
    assert "殡葬[red]信息 [0m公开。" in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [(("教育局", 2015), "no report of 2015; there are 2020, 2021, 2022"), (("水利局", 2022), "no body")],
)
def test_a_report_that_is_not_there(invoke: Invoke, words: tuple[object, ...], complaint: str) -> None:
    result = invoke("report", *words)
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_two_characters_are_found(invoke: Invoke) -> None:
    result = invoke("search", "复议")
    assert result.exit_code == 0
    assert "2022 云溪县白石镇人民政府 · 一、总体情况" in result.stdout
    assert "全镇开展行政复议培训一次。" in result.stdout
    assert "1 chapter" in result.stderr


def test_all_words_must_occur(invoke: Invoke) -> None:
    assert invoke("search", "复议", "培训").exit_code == 0
    assert invoke("search", "复议", "殡葬").exit_code == 3
    assert [row["body"] for row in json.loads(invoke("search", "申请", "--year", 2022, "--json").stdout)] == [
        "云溪县教育局"
    ]
    assert invoke("search", "申请", "--body", "白石镇", "--year", 2022).exit_code == 3


def test_chapters_as_csv(invoke: Invoke) -> None:
    (row,) = csv.DictReader(io.StringIO(invoke("search", "复议", "--csv").stdout))
    assert (row["body"], row["year"], row["excerpt"]) == ("云溪县白石镇人民政府", "2022", "全镇开展行政复议培训一次。")
    assert invoke("search", "没有", "--csv").stdout == ""


def test_a_report_that_was_read_together_with_files_says_so(tmp_path: Path) -> None:
    with Store.open(tmp_path / "reports.db") as store:
        store.seed_indicators(catalogue())
        store.save_county(CODE, "云溪县")
        page, file, other = (
            store.add_capture(taken(name, at)) for at, name in enumerate(("1.html", "1.pdf", "2.html"), 1)
        )
        plain = make(EDUCATION, 2022, figure("requests_new", 4), figure("result_granted", 1))
        second = msgspec.structs.replace(plain.figures[1], table=5)
        proposal = Proposal("review_total", None, 6, "6", "件", 6, 2, 3, 0.9)
        report = msgspec.structs.replace(
            plain, figures=(plain.figures[0], second), parts=(Part("http://a.example/1.pdf", 3),), proposals=(proposal,)
        )
        for capture in (page, other):
            store.save_report(report, capture_id=capture, county_code=CODE, parser_version="1", part_captures=(file,))
    result = CliRunner().invoke(main, ["report", EDUCATION, "2022", "--data", str(tmp_path)])
    for text in (
        "also published at http://a.example/2.html",
        "read with the file http://a.example/1.pdf",
        "archived in a.warc.gz, 100 bytes from byte 200",
        "· page, table 2; file http://a.example/1.pdf, table",
        "Recognised in pictures, not counted",
    ):
        assert text in result.output, text
    (line,) = [line.split() for line in result.output.splitlines() if "90.0%" in line]
    assert line[-8:] == ["6", "items", "90.0%", "not", "proven", "t3", "r2", "c3"]


def taken(name: str, number: int) -> Capture:
    """A capture of a page or file."""
    url = f"http://a.example/{name}"
    return Capture(
        url, url, "GET", 200, None, "2023-02-01T08:00:00Z", f"{number:064x}", 9, "a.warc.gz", number * 100, 100
    )


@pytest.mark.parametrize(
    "words", ['"', "*", "NEAR(", "a OR b", "'; DROP TABLE report --", "字" * 3000, "-", "(", "col:x"]
)
def test_anything_can_be_typed(invoke: Invoke, words: str) -> None:
    result = invoke("search", "--", words) if words.startswith("-") else invoke("search", words)
    assert result.exit_code in (0, 2, 3)
