"""Values of the views: nothing invented, blanks blank, old versions out of sight."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportscraper.forms import catalogue
from reportscraper.forms.series import summary_columns
from reportscraper.model import Finding, Report, Section, Statement
from reportscraper.store import Reader, Store
from reportscraper.store import views as views_module
from reportscraper.store.views import SummaryColumn, view_definitions

from .samples import COUNTY, DENIED, WHO, MakeCapture, cell, make_report


def only_row(store: Store, path: Path, capture: MakeCapture, report: Report, view: str) -> dict[str, Any]:
    """The one row a view has after one report was saved."""
    store.save_report(report, capture_id=capture(), county_code=COUNTY, parser_version="1")
    with Reader.open(path) as reader:
        (row,) = reader.select(f"SELECT * FROM {view}").dicts()
    return row


def test_a_report_is_one_row_of_the_summary(store: Store, path: Path, capture: MakeCapture) -> None:
    figures = (
        cell("requests_new", 12),
        cell("requests_new", 11, applicant="natural_person"),
        cell("result_granted", 0, kind="none", raw="无"),
        cell("review_total", 4, applicant=None),
        cell("ch2_fee_amount", 1646.5, applicant=None, unit="万元"),
    )
    row = only_row(store, path, capture, make_report(*figures), "report_summary")
    given = {name: value for name, value in row.items() if value is not None}
    assert (
        given
        == {
            "county": "云溪县",
            "body": "云溪县教育局",
            "year": 2022,
            "form": "2021",
            "published_on": "2023-01-20",
            "requests_new": 12,
            "granted": 0,
            "reviews": 4,
            "fee_amount": 1646.5,
            **{f"{name}_exactness": "exact" for name in ("requests_new", "granted", "reviews", "fee_amount")},
            "errors": 0,
            "warnings": 0,
            "doubted": 0,
            "version": 1,
            "url": "http://yunxi.example/art_1.html",
            "version_id": 1,
        }
        | WHO
    )


@pytest.mark.parametrize("kind", ["blank", "dash", "missing", "unreadable"])
def test_what_is_not_a_number_stays_empty(store: Store, path: Path, capture: MakeCapture, kind: str) -> None:
    row = only_row(store, path, capture, make_report(cell("requests_new", None, kind=kind, raw="?")), "report_summary")
    assert row["requests_new"] is None


def test_a_sum_needs_every_part(store: Store, path: Path, capture: MakeCapture) -> None:
    whole = [cell(code, number) for number, code in enumerate(DENIED)]
    row = only_row(store, path, capture, make_report(*whole), "report_summary")
    assert row["denied"] == sum(range(8))
    for broken in (whole[:-1], [*whole[:-1], cell(DENIED[-1], None, kind="blank", raw="")]):
        store.save_report(make_report(*broken), capture_id=capture(), county_code=COUNTY, parser_version="1")
        with Reader.open(path) as reader:
            assert reader.select("SELECT denied FROM report_summary").rows == ((None,),)


def test_a_sum_counts_one_applicant_type_only(store: Store, path: Path, capture: MakeCapture) -> None:
    figures = [cell(code, 1, applicant=who) for code in DENIED for who in ("total", "natural_person", "other_org")]
    assert only_row(store, path, capture, make_report(*figures), "report_summary")["denied"] == 8


def test_older_forms_fill_the_columns_that_mean_the_same(store: Store, path: Path, capture: MakeCapture) -> None:
    report = make_report(cell("applications_received", 9, applicant=None), year=2016, form="2014")
    row = only_row(store, path, capture, report, "report_summary")
    assert (row["requests_new"], row["results"], row["form"]) == (9, None, "2014")
    assert (row["requests_new_exactness"], row["results_exactness"]) == ("exact", None)


def test_every_figure_of_the_summary_joins_the_forms_and_says_how_well(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    older = {
        "applications_received": 9,
        "applications_completed": 8,
        "reply_already_public": 1,
        "reply_granted": 4,
        "reply_refused": 3,
    }
    store.seed_indicators(catalogue())
    for form, year in (("2014", 2016), ("2008", 2012)):
        figures = [cell(code, value, applicant=None) for code, value in older.items()]
        figures += [cell("a_reply_refused_broad", 2, applicant=None)] if form == "2008" else []
        store.save_report(
            make_report(*figures, year=year, form=form),
            capture_id=capture(form),
            county_code=COUNTY,
            parser_version="1",
        )
    with Reader.open(path) as reader:
        rows = reader.select("SELECT * FROM report_summary ORDER BY year").dicts()
        series = reader.select("SELECT year, series, value, exactness FROM series_value").rows
    names = {
        "results": "requests_closed",
        "granted": "granted",
        "denied": "denied",
        "requests_new": "requests_received",
    }
    told = {(year, code): (value, fit) for year, code, value, fit in series if fit != "not_comparable"}
    for row in rows:
        for name, code in names.items():
            assert (row[name], row[f"{name}_exactness"]) == told.get((row["year"], code), (None, None)), (
                row["year"],
                name,
            )
    assert [(row["granted"], row["denied"], row["denied_exactness"]) for row in rows] == [
        (4, None, None),
        (5, 3, "approximate"),
    ]


def test_lawsuits_are_direct_and_after_review(store: Store, path: Path, capture: MakeCapture) -> None:
    figures = (
        cell("litigation_direct_total", 3, applicant=None),
        cell("litigation_after_review_total", 2, applicant=None),
    )
    assert only_row(store, path, capture, make_report(*figures), "report_summary")["lawsuits"] == 5


def test_findings_are_counted_by_severity(store: Store, path: Path, capture: MakeCapture) -> None:
    found = tuple(Finding("r", severity, "") for severity in ("error", "error", "warning", "info"))
    row = only_row(store, path, capture, make_report(findings=found), "report_summary")
    assert (row["errors"], row["warnings"]) == (2, 1)


def test_a_figure_is_walked_back_to_its_byte(store: Store, path: Path, capture: MakeCapture) -> None:
    figure = cell(
        "requests_new", 1234, applicant="natural_person", raw="1,234", table=1025, row=4095, column=255, inferred=True
    )
    row = only_row(store, path, capture, make_report(figure), "figure_list")
    assert (
        row
        == {
            "county": "云溪县",
            "body": "云溪县教育局",
            "year": 2022,
            "indicator": "requests_new",
            "indicator_zh": "本年新收",
            "indicator_en": "Requests received.",
            "applicant": "natural_person",
            "applicant_zh": "自然人",
            "applicant_en": "natural persons",
            "value": 1234,
            "unit": "件",
            "doubt": None,
            "kind": "number",
            "raw": "1,234",
            "inferred": 1,
            "form": "2021",
            "version": 1,
            "table_number": 1025,
            "row_number": 4095,
            "column_number": 255,
            "url": "http://yunxi.example/art_1.html",
            "file_url": None,
            "capture_sha256": f"{1:064x}",
            "fetched_at": "2023-02-01T08:00:00Z",
            "archive_file": "2023-02.warc.gz",
            "archive_offset": 100,
            "version_id": 1,
        }
        | WHO
    )


@pytest.mark.parametrize(
    ("value", "kind", "raw"),
    [
        (0, "number", "0"),
        (821, "number", "821"),
        (821, "number", "８２１"),
        (-3, "number", "减3"),
        (1646.5, "number", "1646.50"),
        (0.1, "number", "0.1"),
        (5.0, "number", "5.0"),
        (0, "none", "无"),
        (0, "none", "没有"),
        (None, "blank", ""),
        (None, "blank", "　"),
        (None, "dash", "/"),
        (None, "dash", "—"),
        (None, "missing", ""),
        (None, "unreadable", "12 或 13"),
        (None, "unreadable", ""),
    ],
)
def test_prints_come_back_character_by_character(
    store: Store, path: Path, capture: MakeCapture, value: float | None, kind: str, raw: str
) -> None:
    figure = cell("requests_new", value, applicant=None, kind=kind, raw=raw, unit="万件")
    row = only_row(store, path, capture, make_report(figure), "figure_list")
    assert (row["value"], row["kind"], row["raw"], row["unit"]) == (value, kind, raw, "万件")
    assert type(row["value"]) is type(value)
    assert (row["applicant"], row["applicant_zh"], row["applicant_en"]) == (None, None, None)


def test_plain_prints_cost_nothing(store: Store, path: Path, capture: MakeCapture) -> None:
    report = make_report(cell("requests_new", 5), cell("result_granted", None, kind="dash", raw="/"))
    only_row(store, path, capture, report, "report_summary")
    with Reader.open(path) as reader:
        assert reader.select("SELECT count(*) FROM figure_note").rows == ((0,),)


def test_the_long_views_show_the_current_version(store: Store, path: Path, capture: MakeCapture) -> None:
    for value in (1, 2):
        report = make_report(
            cell("requests_new", value),
            sections=(Section("overview", "一、总体情况", f"第{value}稿。"),),
            statements=(Statement("overview", "稿", None, value, "稿", "", "稿", 2, 3),),
            findings=(Finding("r", "info", f"{value}"),),
        )
        store.save_report(report, capture_id=capture(), county_code=COUNTY, parser_version="1")
    with Reader.open(path) as reader:
        assert reader.select("SELECT value, version FROM figure_list").rows == ((2, 2),)
        assert reader.select("SELECT text, section_id FROM section_list").rows == (("第2稿。", 2001),)
        assert reader.select("SELECT value, measure FROM statement_list").rows == ((2, "稿"),)
        assert reader.select("SELECT message FROM finding_list").rows == (("2",),)


def test_the_summary_has_the_twenty_figures_asked_first() -> None:
    columns = summary_columns()
    assert len(columns) == len({column.name for column in columns}) == 20
    assert all(column.zh and column.en and column.unit in ("件", "万元") for column in columns)


def test_views_are_named_by_their_statements() -> None:
    assert list(view_definitions()) == [
        "report_summary",
        "figure_list",
        "proposal_list",
        "duplicate_list",
        "section_list",
        "statement_list",
        "finding_list",
        "entry_list",
        "series_value",
        "measure_value",
        "measure_part",
        "standing_rate",
        "applicant_average",
        "succession_list",
        "figure_doubt",
        "series_doubt",
    ]


@pytest.mark.parametrize(
    "sources", [(("a/total", "b/other_org"),), (("a'; DROP TABLE figure --",),), (("a/b/c",),), (("",),)]
)
def test_a_column_of_the_summary_is_refused_when_badly_written(sources: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"parts of a sum|not an indicator"):
        views_module._column_sql(SummaryColumn("x", "x", "x", "件", sources=sources))


def test_every_view_of_reports_says_whose_and_how_late(store: Store, path: Path) -> None:
    """An average over bodies has no level, and a change of a division no deadline."""
    wanted = {"province", "county_code", "county", "level", "function", "deadline", "days_late", "sample"}
    without = {
        "applicant_average": {"level", "function", "deadline", "days_late"},
        "succession_list": {"deadline", "days_late"},
        "entry_list": {"county"},
        "measure_part": wanted,
        "standing_rate": wanted,
        "figure_doubt": wanted,
        "series_doubt": wanted,
    }
    with Reader.open(path) as reader:
        for view in view_definitions():
            assert wanted - set(reader.select(f"SELECT * FROM {view} LIMIT 0").columns) == without.get(view, set()), (
                view
            )
