"""Figures recognised in pictures: kept, labelled, walked back, and counted nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportscraper.errors import StoreError
from reportscraper.forms.series import parts as series_parts
from reportscraper.model import Box, Part, Proposal, Report
from reportscraper.store import Reader, Saved, Store
from reportscraper.store.named_queries import page_queries

from . import forms
from .samples import COUNTY, WHO, MakeCapture, cell, make_report

PAGE = "http://yunxi.example/art_1.html"
FILE = "http://yunxi.example/scan.pdf"


def proposal(indicator: str, value: float | None, **more: Any) -> Proposal:
    given: dict[str, Any] = {
        "applicant": "total",
        "confidence": 0.9,
        "raw": str(value),
        "unit": "件",
        "table": 1,
        "row": 3,
        "column": 4,
    } | more
    return Proposal(indicator=indicator, value=value, **given)


def save(store: Store, report: Report, capture_id: int, *parts: int) -> Saved:
    return store.save_report(report, capture_id=capture_id, county_code=COUNTY, parser_version="1", part_captures=parts)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with Reader.open(path) as reader:
        return list(reader.select(sql).rows)


def test_a_proposal_is_walked_back_to_its_picture(store: Store, path: Path, capture: MakeCapture) -> None:
    page, file = capture(PAGE), capture(FILE)
    boxed = proposal("requests_new", 12, raw="l2", accepted=True, box=Box(2, 10.5, 20, 30, 40.25), table=3)
    save(
        store,
        make_report(proposals=(boxed, proposal("review_total", None, applicant=None)), parts=(Part(FILE, 1),)),
        page,
        file,
    )
    with Reader.open(path) as reader:
        first, second = reader.select("SELECT * FROM proposal_list ORDER BY table_number DESC").dicts()
    assert (
        first
        == {
            "county": "云溪县",
            "body": "云溪县教育局",
            "year": 2022,
            "indicator": "requests_new",
            "indicator_zh": "本年新收",
            "indicator_en": "Requests received.",
            "applicant": "total",
            "applicant_zh": "总计",
            "applicant_en": "total",
            "value": 12,
            "unit": "件",
            "kind": "proposed",
            "raw": "l2",
            "confidence": 0.9,
            "accepted": 1,
            "version": 1,
            "table_number": 2,
            "row_number": 3,
            "column_number": 4,
            "page": 2,
            "left": 10.5,
            "top": 20.0,
            "right": 30.0,
            "bottom": 40.25,
            "url": PAGE,
            "file_url": FILE,
            "capture_sha256": f"{file:064x}",
            "fetched_at": "2023-02-01T08:00:00Z",
            "archive_file": "2023-02.warc.gz",
            "archive_offset": 100 * file,
            "version_id": 1,
        }
        | WHO
    )
    assert (second["indicator"], second["value"], second["accepted"], second["page"]) == ("review_total", None, 0, None)
    assert (second["file_url"], second["capture_sha256"]) == (None, f"{page:064x}")


def test_no_view_of_figures_and_no_series_shows_a_proposal(store: Store, path: Path, capture: MakeCapture) -> None:
    store.seed_indicators(forms.indicators())
    every = tuple(
        proposal(code, 5, applicant=applicant, accepted=True)
        for code, applicant in dict.fromkeys(cell for part in series_parts() for cell in part.cells)
    )
    save(store, make_report(proposals=every), capture(PAGE))
    assert rows(path, "SELECT count(*) FROM proposal_list") == [(len(every),)]
    for view in ("figure_list", "series_value", "measure_value", "applicant_average", "statement_list"):
        assert rows(path, f"SELECT count(*) FROM {view}") == [(0,)], view
    for table in ("figure", "figure_note", "series_point", "statement", "finding"):
        assert rows(path, f"SELECT count(*) FROM {table}") == [(0,)], table
    summary = "SELECT * FROM report_summary"
    with Reader.open(path) as reader:
        (row,) = reader.select(summary).dicts()
    assert 5 not in row.values()


def test_pages_ask_for_proposals(store: Store, path: Path, capture: MakeCapture) -> None:
    page, file = capture(PAGE), capture(FILE)
    save(store, make_report(proposals=(proposal("requests_new", 5, table=2),), parts=(Part(FILE, 1),)), page, file)
    with Reader.open(path) as reader:
        (row,) = reader.select(page_queries()["proposals_of_version"].sql, {"version": 1}).dicts()
        (named,) = reader.ask("report_proposals", body="云溪县教育局", year=2022).dicts()
    assert (row["indicator"], row["value"], row["table_number"], row["part"], row["part_table"]) == (
        "requests_new",
        5,
        2,
        1,
        1,
    )
    assert (named["indicator_zh"], named["value"], named["table_number"], named["file_url"]) == ("本年新收", 5, 1, FILE)


def test_two_pictures_may_propose_one_cell(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(proposals=(proposal("requests_new", 5), proposal("requests_new", 6))), capture())
    assert rows(path, "SELECT position, value FROM proposal") == [(1, 5), (2, 6)]


def test_proposals_are_replaced_with_their_reading(store: Store, path: Path, capture: MakeCapture) -> None:
    number = capture()
    save(store, make_report(proposals=(proposal("requests_new", 5),)), number)
    assert save(store, make_report(proposals=(proposal("requests_new", 6),)), number) == "reread"
    assert rows(path, "SELECT value FROM proposal") == [(6,)]
    assert save(store, make_report(cell("requests_new", 6)), number) == "reread"
    assert rows(path, "SELECT value FROM proposal") == []


def test_another_picture_is_a_revision(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(proposals=(proposal("requests_new", 5),)), capture())
    assert save(store, make_report(proposals=(proposal("requests_new", 5, confidence=0.8),)), capture()) == "unchanged"
    assert save(store, make_report(proposals=(proposal("requests_new", 6),)), capture()) == "revised"
    assert rows(path, "SELECT version_id, value FROM proposal") == [(1, 5), (2, 6)]
    assert rows(path, "SELECT version, value FROM proposal_list") == [(2, 6)]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (proposal("no_such_thing", 1), "'no_such_thing'"),
        (proposal("requests_new", 1, applicant="martian"), "'martian'"),
        (proposal("requests_new", 1, confidence=1.2), "CHECK constraint failed"),
        (proposal("requests_new", 1, column=256), "impossible place"),
        (proposal("requests_new", 1, box=Box(0, 1, 2, 3, 4)), "CHECK constraint failed"),
    ],
)
def test_proposals_that_cannot_be_are_refused(
    store: Store, path: Path, capture: MakeCapture, given: Proposal, message: str
) -> None:
    with pytest.raises(StoreError, match=message):
        save(store, make_report(proposals=(given,)), capture())
    assert rows(path, "SELECT count(*) FROM report") == [(0,)]
