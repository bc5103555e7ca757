"""Doubt travels with the figure: from the finding, by cells or place, to every view that shows the number."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reportscraper.forms.rules import finding, history_finding
from reportscraper.model import Figure, Finding, Statement
from reportscraper.store import Reader, Review, Store

from . import forms
from .samples import COUNTY, DENIED, MakeCapture, cell, make_report, renewed

NEW = cell("requests_new", 12)
GRANTED = cell("result_granted", 7, row=9)
FEES = cell("ch2_fee_amount", 3, applicant=None, table=1, unit="万元")
SAID = Statement("overview", "主动公开", "disclosed_info_total", 26, "条", "", "26条", 0, 3)

MATRIX = (NEW, *(cell(code, 1) for code in DENIED), cell("result_total", 16))


@pytest.fixture
def doubted(store: Store, path: Path, capture: MakeCapture) -> Any:
    """Saves a report of three figures with findings and returns what `figure_list` says of each."""

    def save(*findings: Finding, figures: tuple[Figure, ...] = (NEW, GRANTED, FEES), **more: Any) -> dict[str, Any]:
        store.seed_indicators(forms.indicators())
        report = make_report(*figures, findings=findings, **more)
        store.save_report(report, capture_id=capture(), county_code=COUNTY, parser_version="0.1.0")
        return shown(path)

    return save


def shown(path: Path, view: str = "figure_list", key: str = "indicator") -> dict[str, Any]:
    """Name → doubt of every row of a view."""
    with Reader.open(path) as reader:
        return {row[key]: row["doubt"] for row in reader.select(f"SELECT * FROM {view}").dicts()}


BAD_SUM = finding("ch3_row_sum", cells=(("requests_new", "total"),), table=2, row=3, sides="")
ODD = finding("jump", cells=(("requests_new", "total"),), name="a", value=1, year=2022, past="2", peers="")


def test_a_figure_without_findings_is_not_doubted(doubted: Any) -> None:
    assert doubted() == {"requests_new": None, "result_granted": None, "ch2_fee_amount": None}


def test_a_finding_doubts_the_cells_that_it_names(doubted: Any) -> None:
    assert doubted(BAD_SUM) == {"requests_new": "error", "result_granted": None, "ch2_fee_amount": None}


def test_the_gravest_doubt_is_shown(doubted: Any) -> None:
    assert doubted(ODD, BAD_SUM)["requests_new"] == "error"
    assert doubted(ODD, figures=(NEW,), year=2021)["requests_new"] == "warning"


def test_a_cell_that_is_not_there_cannot_be_doubted(doubted: Any) -> None:
    missing = finding("missing_rows", cells=(("denied_process", "total"),), table=2, count=1, labels="过程性信息")
    assert set(doubted(missing).values()) == {None}


@pytest.mark.parametrize(
    ("place", "concerned"),
    [
        ({"table": 2}, {"requests_new", "result_granted"}),
        ({"table": 2, "row": 9}, {"result_granted"}),
        ({"table": 2, "row": 9, "column": 5}, set()),
        ({"table": 3}, set()),
        ({}, {"requests_new", "result_granted", "ch2_fee_amount"}),
    ],
)
def test_without_cells_the_figures_of_the_place_are_doubted(
    doubted: Any, place: dict[str, int], concerned: set[str]
) -> None:
    found = doubted(finding("other_year_caption", years="2019", **place))
    assert {name for name, doubt in found.items() if doubt} == concerned


@pytest.mark.parametrize(
    ("told", "doubt"),
    [
        (finding("second_address", addresses="a, b"), "warning"),
        (finding("page_cut", problem="cut"), "error"),
        (finding("body_missing"), "warning"),
        (finding("body_inferred", wording="site", severity="warning", body="甲县人民政府"), "warning"),
        (finding("body_disagrees", severity="error", source="a", body="甲局", other_source="b", other="乙局"), "error"),
        (finding("year_inferred", wording="lead", year=2022), "warning"),
        (finding("year_disagrees", wording="lead", year=2022, other=2021), "warning"),
        (finding("undecodable", count=1, encoding="utf-8"), "warning"),
    ],
)
def test_what_is_wrong_with_the_whole_report_doubts_every_figure(
    doubted: Any, path: Path, told: Finding, doubt: str
) -> None:
    assert set(doubted(told).values()) == {doubt}
    assert set(shown(path, "series_value", "series").values()) == {doubt}


def test_what_is_for_information_doubts_nothing(doubted: Any) -> None:
    found = doubted(
        finding("body_inferred", body="甲局"),
        finding(
            "prose_disagrees", severity="info", cells=(("requests_new", "total"),), said="1", quote="", printed="2"
        ),
        finding("section_twice", heading="一、总体情况"),
    )
    assert set(found.values()) == {None}


def test_an_accepted_finding_doubts_no_more(doubted: Any, store: Store, path: Path) -> None:
    doubted(BAD_SUM)
    with Reader.open(path) as reader:
        ((fingerprint,),) = reader.select("SELECT fingerprint FROM finding").rows
    store.save_reviews([Review(fingerprint, "source_error", "The body printed it so.")])
    assert shown(path)["requests_new"] == "error"
    store.save_reviews([Review(fingerprint, "accepted", "Checked by telephone.")])
    assert shown(path)["requests_new"] is None
    assert shown(path, "series_value", "series")["requests_received"] is None


def test_history_doubts_and_is_replaced(doubted: Any, store: Store, path: Path) -> None:
    doubted()
    found = history_finding(
        "xy_carry", "云溪县教育局", 2022, cells=(("requests_new", "total"),), rolled=""
    )  # fmt: skip
    store.save_history_findings(COUNTY, [found])
    assert shown(path)["requests_new"] == "error"
    store.save_history_findings(COUNTY, [])
    assert set(shown(path).values()) == {None}


def test_a_better_reading_keeps_the_doubts_of_history(store: Store, path: Path, capture: MakeCapture) -> None:
    number = capture()
    found = history_finding("xy_carry", "云溪县教育局", 2022, cells=(("requests_new", "total"),), rolled="")
    store.save_report(make_report(NEW), capture_id=number, county_code=COUNTY, parser_version="0.1.0")
    store.save_history_findings(COUNTY, [found])
    store.save_report(make_report(NEW, GRANTED), capture_id=number, county_code=COUNTY, parser_version="0.1.0")
    assert shown(path) == {"requests_new": "error", "result_granted": None}


def test_series_and_rates_carry_the_doubt_of_their_cells(doubted: Any, path: Path) -> None:
    doubted(finding("ch3_result_sum_d", cells=(("denied_process", "total"),), sides=""), figures=MATRIX)
    series = shown(path, "series_value", "series")
    assert series["denied"] == "error"
    assert series["requests_received"] is None
    rates = shown(path, "measure_value", "measure")
    assert rates == {"refusal_rate": "error"}


def test_what_only_the_text_says_is_doubted_with_the_whole_report(doubted: Any, path: Path) -> None:
    doubted(finding("second_address", addresses="a, b"), figures=(), statements=(SAID,))
    assert shown(path, "series_value", "series")["disclosed_pieces"] == "warning"


def test_rates_are_doubted_by_either_part(doubted: Any, path: Path) -> None:
    doubted(finding("ch3_balance", cells=(("result_total", "total"),), sides=""), figures=MATRIX)
    assert shown(path, "measure_value", "measure") == {"refusal_rate": "error"}


def test_compared_values_say_their_doubt(doubted: Any, path: Path) -> None:
    doubted(BAD_SUM, figures=MATRIX)
    with Reader.open(path) as reader:
        for name, values in (
            ("compare_series", {"series": "requests_received"}),
            ("compare_indicator", {"indicator": "requests_new", "applicant": "total"}),
            ("compare_measure", {"measure": "refusal_rate"}),
        ):
            (row,) = reader.ask(name, **values).dicts()
            assert row["doubt"] in ("error", None)
            assert (row["doubt"] == "error") == (name != "compare_measure"), name


def test_a_database_without_doubts_gets_them_from_its_findings(doubted: Any, store: Store, path: Path) -> None:
    doubted(BAD_SUM)
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
          DROP TABLE site_total; DROP INDEX finding_rule; DROP INDEX finding_severity; DROP INDEX finding_fingerprint; DROP INDEX page_in_trouble; DROP INDEX page_capture;
          DROP TRIGGER county_added; DROP TRIGGER page_added; DROP TRIGGER page_changed; DROP TRIGGER page_removed; DROP TRIGGER finding_counted; DROP TRIGGER finding_discounted; DROP TRIGGER version_added;
          DROP TRIGGER version_reread; DROP TRIGGER version_changed; DROP TRIGGER version_removed; DROP TRIGGER section_added; DROP TRIGGER section_removed; ALTER TABLE finding DROP COLUMN report_year;
          CREATE INDEX finding_rule ON finding (rule); CREATE INDEX report_version_counts ON report_version (figures, statements);
          ALTER TABLE capture DROP COLUMN proxy; ALTER TABLE report_version DROP COLUMN seal; ALTER TABLE county DROP COLUMN open_run; DROP TABLE table_seal; ALTER TABLE page DROP COLUMN read_by; DROP TABLE compared; DROP TABLE walk;
          DROP TRIGGER body_placed; DROP TRIGGER deadlines_changed; DROP VIEW standing_rate; DROP TABLE rate_sum; DROP TABLE late_report; DROP TABLE summarised; DROP TABLE standing_point; DROP TABLE place_series; DROP TABLE steady_sum; DROP TABLE finding_count; DROP INDEX report_version_published; DROP INDEX report_version_revised; DROP INDEX capture_fetched;
          DROP VIEW entry_list; DROP TABLE entry; DROP VIEW figure_list; DROP VIEW figure_doubt; DROP VIEW series_doubt; DROP VIEW series_value; DROP VIEW measure_value;
          DROP TRIGGER finding_removed; DROP TABLE figure_finding; DROP VIEW succession_list;
          DROP TRIGGER report_added; DROP TRIGGER report_removed;
          DROP TABLE body_succession; DROP TABLE succession; DROP TABLE division_past; DROP TABLE known_places; DROP TABLE lineage;
          DELETE FROM _sqlite_migrations WHERE name >= 'm005'; PRAGMA user_version = 4;
        """)
    Store.open(path).close()
    assert shown(path) == {"requests_new": "error", "result_granted": None, "ch2_fee_amount": None}


def test_nothing_is_left_of_a_finding_that_went(doubted: Any, store: Store, path: Path) -> None:
    doubted(BAD_SUM)
    with store.renewed(), closing(sqlite3.connect(renewed(path))) as connection:
        assert connection.execute("SELECT count(*) FROM figure_finding").fetchone() == (0,)
