"""What Datasette makes of our databases, and of others'."""

from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette

from reportscraper.store import queries

from .conftest import HOSTILE, Get, serving


def page(get: Get, path: str, **params: object) -> Any:
    """The answer to a path, which must be a good one."""
    answer = asyncio.run(get(f"{path}?{urlencode(params)}" if params else path))
    assert answer.status_code == 200, answer.text
    return answer


def rows(get: Get, path: str, **params: object) -> list[dict[str, Any]]:
    """The rows of a table, view or query."""
    found: list[dict[str, Any]] = page(get, f"{path}.json", _shape="array", **params).json()
    return found


def test_the_database_page_leads_to_queries_and_views(get: Get) -> None:
    text = page(get, "/reports").text
    assert "Disclosure reports of county governments" in text
    assert all(query.title in text for query in queries().values())
    assert all(f"/reports/{view}" in text for view in ("report_summary", "figure_list", "finding_list"))
    for hidden in ("_sqlite_migrations", "section_fts", "section_fts_data", "figure_note"):
        assert f'href="/reports/{hidden}"' not in text


def test_tables_say_what_they_hold(get: Get) -> None:
    text = page(get, "/reports/report_summary").text
    assert "<h1>Reports, one row each (年度报告)" in text
    assert "<dt>requests_new</dt><dd>本年新收申请 (件). Requests received in the year" in text
    assert "<dt>fee_amount</dt><dd>行政事业性收费金额 (万元)." in text
    assert text.index("<dt>published_on</dt>") < text.index("<dt>requests_new</dt>") < text.index("<dt>errors</dt>")


def test_reports_come_newest_first_with_facets(get: Get) -> None:
    answer = page(get, "/reports/report_summary.json", _shape="objects").json()
    assert [row["year"] for row in answer["rows"]] == [2022, 2022, 2021]
    assert [row["requests_new"] for row in answer["rows"]] == [22, 22, 21]
    assert set(answer["facet_results"]) == {"county", "year", "form", "level"}
    years = {each["value"]: each["count"] for each in answer["facet_results"]["year"]["results"]}
    assert years == {2021: 1, 2022: 2}


@pytest.mark.parametrize("table", ["section", "section_list"])
@pytest.mark.parametrize(
    ("typed", "found"), [("复议", 1), ("培训", 1), ("復議", 1), ("殡葬", 1), ("总体", 3), ("复议 培训", 0), ("", 0)]
)
def test_the_search_box_finds_two_characters(get: Get, table: str, typed: str, found: int) -> None:
    answer = rows(get, f"/reports/{table}", _search=typed) if typed else []
    assert len(answer) == found


@pytest.mark.parametrize("typed", ['"', "*", "NEAR(", "a-b", "x" * 5_000, "复" * 1_500, "' OR 1=1 --", ")", "\x00"])
def test_the_search_box_never_breaks(get: Get, typed: str) -> None:
    assert rows(get, "/reports/section_list", _search=typed) == []


@pytest.mark.parametrize("name", list(queries()))
def test_every_query_runs(get: Get, name: str) -> None:
    assert page(get, f"/reports/{name}").text.count("<form") >= 1
    for hostile in ("", "'; DROP TABLE figure --", '" OR "', HOSTILE):
        answer = page(get, f"/reports/{name}", **{each.name: hostile for each in queries()[name].params})
        assert "<script>alert(1)" not in answer.text


def test_queries_answer(get: Get) -> None:
    path = "/reports/applications_by_body_and_year"
    assert [row["requests_new"] for row in rows(get, path, year=2021, county="云溪县")] == [21]
    assert [row["year"] for row in rows(get, "/reports/body_over_the_years", body="教育")] == [2021, 2022]
    assert len(rows(get, "/reports/sums_that_do_not_add_up")) == 3
    assert [row["year"] for row in rows(get, "/reports/new_since", since="2026-01-02")] == [2022, 2022]
    assert [row["body"] for row in rows(get, "/reports/search_words", words="复议")] == ["云溪县教育局"]


def test_queries_explain_their_parameters(get: Get) -> None:
    text = page(get, "/reports/new_since").text
    assert "Fill in: since: date, such as 2026-01-31." in text


@pytest.mark.parametrize("view", ["report_summary", "figure_list", "section_list", "body", "report_version", "page"])
def test_scraped_text_is_inert_on_pages(get: Get, view: str) -> None:
    text = page(get, f"/reports/{view}").text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_only_web_addresses_become_links(get: Get) -> None:
    text = page(get, "/reports/attachment").text
    assert 'href="javascript:' not in text
    text = page(get, "/reports/report_summary").text
    assert '<a href="http://yunxi.example/1.html" rel="noopener noreferrer nofollow">' in text


def test_csv_holds_what_was_printed(get: Get) -> None:
    answer = page(get, "/reports/report_summary.csv", year=2022, _sort="version_id")
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["body"] for row in found] == ["云溪县教育局", HOSTILE]
    assert [row["denied"] for row in found] == ["", ""]
    assert "import text columns as text" in page(get, "/reports").text


def test_languages_are_declared(get: Get) -> None:
    text = page(get, "/reports/report_summary").text
    assert text.count('<html lang="en">') == 1
    assert '<span lang="zh-Hans">云溪县教育局</span>' in text


def test_stored_figures_are_shown_with_labels_and_can_be_opened(get: Get) -> None:
    text = page(get, "/reports/figure").text
    assert '<a href="/reports/indicator/1">requests_new</a>' in text
    assert '<a href="/reports/applicant/1">total</a>' in text
    (row,) = page(get, "/reports/figure/1,1,1.json", _shape="objects").json()["rows"]
    assert (row["value"], row["place"]) == (21, 2 * 2**20 + 3 * 2**8 + 4)


def test_the_style_sheet_is_served(get: Get) -> None:
    text = page(get, "/reports").text
    assert 'href="/-/static-plugins/reportscraper/reportscraper.css"' in text
    assert "Noto Sans CJK SC" in page(get, "/-/static-plugins/reportscraper/reportscraper.css").text


def test_the_menu_leads_in(get: Get) -> None:
    text = page(get, "/reports").text
    for name in ("", "compare", "search", "findings"):
        assert f'href="/reports/-/{name}"' in text


def test_a_single_database_of_ours_is_the_front_page(get: Get) -> None:
    answer = asyncio.run(get("/"))
    assert (answer.status_code, answer.headers["location"]) == (302, "/reports/-/")


def test_others_databases_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.executescript(
        "CREATE TABLE body (name TEXT); INSERT INTO body VALUES ('云溪县'), ('http://a.example/');"
    )
    connection.close()

    async def look(datasette: Datasette) -> tuple[str, str, Any]:
        database = await datasette.client.get("/other")
        table = await datasette.client.get("/other/body")
        escaped = await datasette.client.get("/other.json?_shape=array&sql=select+escape_fts('a b')")
        return database.text, table.text, escaped.json()

    with serving(other) as datasette:
        database, table, escaped = asyncio.run(look(datasette))
    assert "reportscraper" not in database + table
    assert "lang=" not in database + table
    assert 'id="queries"' not in database
    assert escaped == [{"escape_fts('a b')": '"a" "b"'}]


def test_local_metadata_comes_first(path: Path) -> None:
    local = {"databases": {"reports": {"title": "Ours", "tables": {"report_summary": {"sort": "body"}}}}}
    with serving(path, metadata=local) as datasette:
        text = asyncio.run(datasette.client.get("/reports")).text
    assert "Ours" in text
    assert queries()["new_since"].title in text


def test_a_year_without_a_report_leads_to_those_that_are_there(get: Get) -> None:
    answer = asyncio.run(get("/reports/-/report/339901/云溪县教育局/2019?lang=en"))
    assert answer.status_code == 404
    assert "there are reports for 2021, 2022." in answer.text
    answer = asyncio.run(get("/reports/-/diff/339901/云溪县教育局/2022?from=2019&lang=zh"))
    assert "已有年度：2021、2022。" in answer.text
