"""Series: what a report gives to each, and nothing that was not printed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.forms import catalogue as indicators_of_forms
from reportscraper.forms.series import Cell, Said, as_cell, measures, parts, points, series_catalogue
from reportscraper.model import FormId, Statement
from reportscraper.store import Reader, Store, queries

from . import forms
from .samples import COUNTY, MakeCapture, make_report, renewed

CODES = {number: series.code for number, series in enumerate(series_catalogue(), 1)}


def given_by(
    form: FormId | None, values: Mapping[Cell, int | float], said: tuple[Said, ...] = ()
) -> dict[str, int | float]:
    """The values of series by code."""
    return {CODES[series]: value for series, value, _ in points(form, values, said)}


DENIED = tuple(f"denied_{each}" for each in (
    "state_secret", "other_law", "security_stability", "third_party", "internal", "process", "case_file", "admin_query",
))  # fmt: skip


@pytest.mark.parametrize(
    ("form", "values", "expected"),
    [
        ("2014", {("applications_received", None): 7}, {"requests_received": 7}),
        ("2008", {("applications_received", None): 7}, {"requests_received": 7}),
        ("2021", {("requests_new", "total"): 7}, {"requests_received": 7}),
        ("2021", {("requests_new", "natural_person"): 7}, {"requests_from_persons": 7}),
        ("2021", {("applications_received", None): 7}, {}),
        ("2014", {("reply_already_public", None): 2, ("reply_granted", None): 3}, {"granted": 5}),
        ("2014", {("reply_granted", None): 3}, {}),
        ("2019", {(code, "total"): 1 for code in DENIED}, {"denied": 8}),
        ("2019", {(code, "total"): 1 for code in DENIED[1:]}, {}),
        ("2014", {("litigation_all_total", None): 0}, {"lawsuits": 0}),
        ("2021", {("litigation_direct_total", None): 2, ("litigation_after_review_total", None): 3}, {"lawsuits": 5}),
        ("2014", {("replies_total", None): 9}, {"requests_closed": 9}),
        ("2014", {("replies_total", None): 9, ("applications_completed", None): 8}, {"requests_closed": 8}),
        ("2019", {("ch2_normative_public_total", None): 30}, {"normative_stock": 30}),
        (None, {("requests_new", "total"): 7}, {}),
    ],
)
def test_a_form_gives_what_it_prints(
    form: FormId | None, values: Mapping[Cell, int | float], expected: Mapping[str, int]
) -> None:
    assert given_by(form, values) == expected


@pytest.mark.parametrize(
    ("form", "said", "expected"),
    [
        ("2021", (("disclosed_info_total", 348, "条"),), {"disclosed_pieces": 348}),
        (None, (("disclosed_info_total", 348, "条"),), {"disclosed_pieces": 348}),
        ("2014", (("disclosed_info_total", 348, "条"),), {}),
        ("2021", (("disclosed_info_total", 348, "条"), ("disclosed_info_total", 348, "件")), {"disclosed_pieces": 348}),
        ("2021", (("disclosed_info_total", 348, "条"), ("disclosed_info_total", 52, "条")), {}),
        ("2021", (("disclosed_info_total", 348, "人次"),), {}),
        ("2021", (("info_processing_fee", 0, ""),), {"processing_fees": 0}),
        ("2021", (("info_processing_fee", 380, "万元"),), {}),
    ],
)
def test_the_text_stands_in_only_when_it_is_of_one_mind(
    form: FormId | None, said: tuple[Said, ...], expected: Mapping[str, int]
) -> None:
    assert given_by(form, {}, said) == expected


def test_a_table_goes_before_the_text() -> None:
    assert given_by("2014", {("disclosed_info_total", None): 5}, (("disclosed_info_total", 9, "条"),)) == {
        "disclosed_pieces": 5
    }


@given(st.data())
def test_no_series_has_a_value_that_no_cell_gives(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([part for part in parts() if len(part.cells) > 1]))
    some = data.draw(st.dictionaries(st.sampled_from(part.cells), st.integers(0, 1000)))
    found = {series: value for series, value, used in points(part.form, some, ()) if used == part.id}
    whole = len(some) == len(part.cells)
    assert found == ({part.series_id: sum(some.values())} if whole else {})


def test_every_cell_is_one_that_its_form_prints() -> None:
    known = {indicator.id: indicator.forms for indicator in indicators_of_forms()}
    for part in parts():
        for code, _ in part.cells:
            assert part.form in known[code], (CODES[part.series_id], part.form, code)
        if part.indicator:
            assert part.indicator in known


def test_units_agree_with_the_cells() -> None:
    units = {indicator.id: indicator.unit for indicator in indicators_of_forms()}
    loose = {"条": "件", "件": "件", "次": "次", "篇": "篇"}
    for part in parts():
        unit = series_catalogue()[part.series_id - 1].unit
        assert all(loose.get(units[code], units[code]) == loose.get(unit, unit) for code, _ in part.cells), part


def test_parts_are_numbered_in_the_order_they_are_tried() -> None:
    assert [part.id for part in parts()] == list(range(1, len(parts()) + 1))
    assert len({series.code for series in series_catalogue()}) == len(series_catalogue()) == 36
    assert as_cell("requests_new/total") == ("requests_new", "total")
    assert as_cell("review_total") == ("review_total", None)


def test_measures_are_made_of_series() -> None:
    codes = {series.code for series in series_catalogue()}
    for measure in measures():
        assert {*measure.above, *measure.below} <= codes
    assert {measure.code: measure.formula for measure in measures()}["carried_over_share"] == (
        "100 × requests_carried_out ÷ (requests_received + requests_carried_in)"
    )


@pytest.fixture
def filled(store: Store, capture: MakeCapture) -> Store:
    """A body's reports of two forms."""
    store.seed_indicators(forms.indicators())
    old = make_report(
        *forms.scalars(applications_received=8, reply_refused=1, applications_completed=4, disclosed_info_total=30),
        form="2014",
        year=2018,
    )
    said = (Statement("overview", "主动公开", "disclosed_info_total", 26, "条", "余", "26余条", 0, 5),)
    cells = dict.fromkeys(DENIED, 1) | {"result_total": 16, "requests_new": 10, "requests_carried_in": None}
    new = make_report(*forms.matrix(**cells), year=2021, statements=said)
    for number, report in enumerate((old, new)):
        url = f"http://yunxi.example/{number}.html"
        store.save_report(report, capture_id=capture(url), county_code=COUNTY, parser_version="1")
    return store


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with Reader.open(path) as reader:
        return list(reader.select(sql).rows)


VALUES = "SELECT series, year, value, exactness, source FROM series_value ORDER BY series, year"


def test_values_carry_their_exactness_and_source(filled: Store, path: Path) -> None:
    assert rows(path, VALUES) == [
        ("denied", 2018, 1, "approximate", "table"),
        ("denied", 2021, 8, "sum", "table"),
        ("disclosed_pieces", 2018, 30, "exact", "table"),
        ("disclosed_pieces", 2021, 26, "approximate", "statement"),
        ("requests_closed", 2018, 4, "approximate", "table"),
        ("requests_closed", 2021, 16, "exact", "table"),
        ("requests_received", 2018, 8, "exact", "table"),
        ("requests_received", 2021, 10, "exact", "table"),
    ]


def test_a_value_names_the_cells_it_was_read_from(filled: Store, path: Path) -> None:
    found = rows(path, "SELECT cells, form, url FROM series_value WHERE series = 'requests_received' ORDER BY year")
    assert found == [
        ('[["applications_received",null]]', "2014", "http://yunxi.example/0.html"),
        ('[["requests_new","total"]]', "2021", "http://yunxi.example/1.html"),
    ]


def test_measures_are_rates_of_comparable_parts(filled: Store, path: Path) -> None:
    found = rows(path, "SELECT measure, year, value, above, below, exactness, unit FROM measure_value ORDER BY year")
    assert found == [
        ("refusal_rate", 2018, 25.0, 1, 4, "approximate", "%"),
        ("refusal_rate", 2021, 50.0, 8, 16, "sum", "%"),
    ]


def test_what_cannot_be_compared_enters_no_measure(store: Store, path: Path, capture: MakeCapture) -> None:
    store.seed_indicators(forms.indicators())
    report = make_report(*forms.scalars(a_reply_refused_broad=2, replies_total=4), form="2008", year=2012)
    store.save_report(report, capture_id=capture(), county_code=COUNTY, parser_version="1")
    assert ("denied", 2012, 2, "not_comparable", "table") in rows(path, VALUES)
    assert rows(path, "SELECT * FROM measure_value") == []


def test_a_measure_without_a_divisor_does_not_exist(store: Store, path: Path, capture: MakeCapture) -> None:
    store.seed_indicators(forms.indicators())
    report = make_report(*forms.matrix(result_granted=0, result_total=0))
    store.save_report(report, capture_id=capture(), county_code=COUNTY, parser_version="1")
    assert rows(path, "SELECT * FROM measure_value") == []


def test_a_revision_replaces_the_points(filled: Store, path: Path, capture: MakeCapture) -> None:
    revised = make_report(*forms.matrix(requests_new=11), year=2021)
    filled.save_report(
        revised, capture_id=capture("http://yunxi.example/1.html"), county_code=COUNTY, parser_version="1"
    )
    assert rows(path, "SELECT series, value FROM series_value WHERE year = 2021") == [("requests_received", 11)]
    assert rows(path, "SELECT count(*) FROM series_point WHERE version_id = 2") == [(4,)]


def test_a_page_that_is_no_report_any_more_loses_its_points(filled: Store, path: Path) -> None:
    filled.save_page("http://yunxi.example/1.html", county_code=COUNTY, capture_id=2, kind="news", outcome="new")
    assert rows(path, "SELECT DISTINCT version_id FROM series_point") == [(1,)]
    with filled.renewed():
        assert rows(renewed(path), "SELECT * FROM series_point") == []


def test_a_changed_catalogue_makes_all_points_anew(filled: Store, path: Path) -> None:
    before = rows(path, "SELECT * FROM series_point")
    with filled.transaction():
        filled._connection.execute("UPDATE series_part SET exactness = 'exact' WHERE id = 1")
        filled._connection.execute("UPDATE series SET note = 'old'")
        filled._connection.execute("DELETE FROM series_point")
    filled.close()
    Store.open(path).close()
    assert rows(path, "SELECT * FROM series_point") == before
    assert rows(path, "SELECT count(*) FROM series WHERE note = 'old'") == [(0,)]


def test_applicant_types_are_averaged_over_the_reports_that_print_them(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    from .samples import cell

    for year, person, total in ((2021, 4, 5), (2022, 6, 10), (2023, 8, None)):
        figures = (
            cell("requests_new", person, applicant="natural_person"),
            cell("requests_new", total, **({} if total else {"kind": "blank", "raw": ""})),
        )
        for number in range(2):
            report = make_report(*figures, year=year, body=f"云溪县{number}局")
            url = f"http://yunxi.example/{year}-{number}.html"
            store.save_report(report, capture_id=capture(url), county_code=COUNTY, parser_version="1")
    found = rows(path, "SELECT year, applicant, reports, requests, average, share FROM applicant_average ORDER BY year")
    assert found == [(2021, "natural_person", 2, 8, 4.0, 80.0), (2022, "natural_person", 2, 12, 6.0, 60.0)]


def test_growth_names_what_grew_most(filled: Store, path: Path) -> None:
    filled.finish_run(filled.add_run("run", parser_version="1", started="t"), finished="t", counts={})
    with Reader.open(path) as reader:
        (row,) = reader.ask("growth", series="requests_received", from_year=2018, to_year=2021).dicts()
    assert (row["body"], row["value_before"], row["value_after"]) == ("云溪县教育局", 8, 10)
    assert (row["growth"], row["percent"]) == (2, 25.0)


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("compare_series", "point USING PRIMARY KEY (version_id=? AND series_id=?)"),
        ("compare_measure", "point USING PRIMARY KEY (version_id=? AND series_id=?)"),
        ("compare_indicator", "figure USING PRIMARY KEY (version_id=? AND indicator_id=? AND applicant_id=?)"),
        ("growth", "old USING PRIMARY KEY (series_id=? AND year=? AND body_id=?)"),
    ],
)
def test_values_over_all_bodies_are_found_by_key(store: Store, path: Path, name: str, found_by: str) -> None:
    store.finish_run(store.add_run("run", parser_version="1", started="t"), finished="t", counts={})
    query = queries()[name]
    with Reader.open(path) as reader:
        plan = str(reader.select(f"EXPLAIN QUERY PLAN {query.sql}", {each.name: "" for each in query.params}).rows)
    assert found_by in plan
    assert "SCAN report" not in plan
