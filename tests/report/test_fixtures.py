"""Saved pages and what they say: the JSON beside each page was read by eye and is never made anew to please a test."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

import reportscraper
from reportscraper import parse_report

FIXTURES = Path(__file__).parents[1] / "fixtures"
SHARED = Path(__file__).parents[3] / "shared" / "real"

SIX_CHAPTERS = ["overview", "proactive", "requests", "review", "problems", "other"]


@pytest.mark.parametrize(
    "page",
    sorted(path for path in FIXTURES.iterdir() if path.is_file() and path.suffix != ".json"),
    ids=lambda path: path.stem,
)
def test_page_reads_as_its_json_says(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text("utf-8"))
    assert json.loads(msgspec.json.encode(parse_report(page.read_bytes()))) == expected


def test_no_bytes_make_reading_fail() -> None:
    page = (FIXTURES / "standard-2021.html").read_bytes()
    for cut in range(0, len(page), 97):
        report = parse_report(page[:cut] + page[cut + 13 :])
        assert report.is_report or report.reason


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_the_charset_does_not_change_what_is_read(encoding: str) -> None:
    text = (FIXTURES / "standard-2021.html").read_text("utf-8")
    assert parse_report(text.encode(encoding)).figures == parse_report(text.encode()).figures


def test_a_cut_page_is_never_taken_for_a_whole_one() -> None:
    page = (FIXTURES / "standard-2021.html").read_bytes()
    for share in (0.3, 0.5, 0.7, 0.9):
        report = parse_report(page[: int(len(page) * share)])
        assert "page_cut" in {finding.rule for finding in report.findings} or not report.is_report


def test_public_names() -> None:
    assert sorted(reportscraper.__all__) == [
        "Figure", "Finding", "Report", "ReportscraperError", "Section", "Statement", "TitleParts", "__version__",
        "parse_prose", "parse_report", "parse_title",
    ]  # fmt: skip
    assert all(hasattr(reportscraper, name) for name in reportscraper.__all__)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real page is not part of the project")
def test_a_real_page_that_lost_its_tables() -> None:
    report = parse_report((SHARED / "shengzhou-office-2022.txt").read_bytes())
    assert (report.body, report.year, report.site_code) == ("嵊州市人民政府办公室", 2022, "3306830002")
    assert report.period == ("2022-01-01", "2022-12-31")
    texts = {section.kind: section.text for section in report.sections}
    assert [section.kind for section in report.sections if section.kind != "lead"] == SIX_CHAPTERS
    assert [kind for kind in SIX_CHAPTERS if not texts[kind]] == ["proactive", "requests", "review"]
    said = [
        (statement.quote[-6:], statement.value, statement.unit, statement.qualifier) for statement in report.statements
    ]
    for value, unit in [
        (39, "件"),
        (42, "条"),
        (22, "条"),
        (20, "条"),
        (10, "条"),
        (13, "件"),
        (12, "件"),
        (28, "项"),
        (27, "条"),
    ]:
        assert any((v, u, q) == (value, unit, "") for _, v, u, q in said), (value, unit)
    assert (100, "条", "余") in {(v, u, q) for _, v, u, q in said}
    by_measure = {statement.measure: statement.value for statement in report.statements}
    assert (by_measure["行政复议"], by_measure["被纠错"], by_measure["行政诉讼"], by_measure["败诉"]) == (4, 2, 3, 0)
    assert {(0.5, "分"), (4, "期"), (84, "件"), (27, "件")} <= {(v, u) for _, v, u, _ in said}
