"""A database that is to be filled anew holds what no archive tells, and nothing that was read from one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from reportscraper.crawl.entries import Entry
from reportscraper.model import Finding, Part, Section, Statement
from reportscraper.store import Store
from reportscraper.store.hashes import all_tables
from reportscraper.store.reviews import Review

from .samples import COUNTY, MakeCapture, cell, make_report, renewed

PAGE, FILE, OTHER = (f"http://yunxi.example/{name}" for name in ("1.html", "1.pdf", "2.html"))
STAY = {
    "applicant", "body", "body_succession", "capture", "compared", "county", "division_past", "entry", "finding", "indicator",
    "known_places", "lineage", "measures", "review", "run", "series", "series_part", "site_total", "succession", "visit",
}  # fmt: skip


def held(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        names = [
            each for each in all_tables(connection) if not each.startswith(("sqlite_", "_sqlite_", "section_fts_"))
        ]
        found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    return {name: rows for name, rows in found.items() if rows}


def test_it_holds_what_no_archive_tells(store: Store, path: Path, capture: MakeCapture) -> None:
    run = store.add_run("run", parser_version="1", started="t")
    store.begin_sites(run, [COUNTY], Finding("site_unfinished", "warning", "Not at its end."))
    store.save_body(COUNTY, "云溪县民政局", level="department", aliases=["云溪县民政和扶贫局"])
    store.save_county("330604", "上虞区", province="浙江省")
    store.save_body("330604", "上虞区财政局", level="department")
    page, file = capture(PAGE), capture(FILE)
    store.add_visit(run, PAGE, county_code=COUNTY, role="detail", outcome="new", capture_id=page)
    store.save_page(PAGE, county_code=COUNTY, capture_id=page, kind="report", outcome="new")
    store.save_file(PAGE, FILE, file)
    report = make_report(
        cell("requests_new", 7),
        sections=(Section("overview", "一、总体情况", "依法公开。"),),
        statements=(Statement("overview", "x", None, 1, "件", "", "x", 0, 1),),
        findings=(Finding("ch3_row_sum", "error", "1 ≠ 2", (("requests_new", "total"),)),),
        parts=(Part(FILE, 2),),
    )
    given: dict[str, Any] = {"county_code": COUNTY, "parser_version": "1", "part_captures": [file]}
    store.save_report(report, capture_id=page, **given)
    store.save_report(report, capture_id=capture(OTHER), **given)
    store.save_history_findings(COUNTY, [])
    store.save_entries(COUNTY, [Entry(PAGE, "年度报告", "t", "t", kind="report", state="report")], {}, run)
    store.save_reviews([Review("f", "accepted", "as printed")])
    store.finish_run(run, finished="t", counts={"new": 1})

    before = held(path)
    assert {"figure", "section", "statement", "part", "figure_finding", "standing_point", "coverage"} <= before.keys()
    with store.renewed():
        now = held(renewed(path))
        assert held(path) == before
    assert now.keys() - {"table_seal"} == STAY
    for name in STAY - {"body", "lineage", "finding", "site_total"}:
        assert now[name] == before[name], name
    assert [row[2] for row in now["body"]] == ["云溪县民政局", "上虞区财政局"]
    assert {row[0] for row in now["lineage"]} == {row[7] for row in now["body"]}
    assert [row[5] for row in now["finding"]] == ["site_unfinished"]
    assert [row for row in before["finding"] if row[4] == "site"] == now["finding"]
