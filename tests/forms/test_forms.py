"""The forms as data: complete, consistent, and equal in ids to the reference where it is at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportscraper.forms import applicants, catalogue, form_of_year, load_forms

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "indicators.json"


@pytest.mark.parametrize(
    ("year", "form"),
    [
        *((2007, None), (2008, "2008"), (2013, "2008"), (2014, "2014"), (2018, "2014"), (2019, "2019"), (2020, "2019")),
        *((2021, "2021"), (2025, "2021"), (2040, "2021")),
    ],
)
def test_form_of_year(year: int, form: str | None) -> None:
    assert form_of_year(year) == form


def test_cells_of_each_form() -> None:
    counts = {form.id: {table.id: len(table.figures) for table in form.tables} for form in load_forms()}
    assert counts == {
        "2008": {"stat2008": 46},
        "2014": {"stat2014": 58},
        "2019": {"ch2": 22, "ch3": 161, "ch4": 15},
        "2021": {"ch2": 10, "ch3": 175, "ch4": 15},
        "2009-fujian": {"stat_fujian": 21},
    }


def test_places_name_rows_and_columns_of_their_table() -> None:
    for form in load_forms():
        for table in form.tables:
            rows, columns = {row.key for row in table.rows}, {column.key for column in table.columns}
            assert all(place.row in rows and place.column in columns for place in table.cells)
            assert len({place.id for place in table.cells}) == len(table.cells)
            assert len(rows) == len(table.rows)
            assert all(row.parent in rows or row.parent in table.heads for row in table.rows if row.parent)


def test_every_figure_has_a_unit() -> None:
    assert all(place.unit for form in load_forms() for table in form.tables for place in table.figures.values())


def test_catalogue() -> None:
    found = {indicator.id: indicator for indicator in catalogue()}
    assert len(found) == len(catalogue())
    assert all(indicator.zh and indicator.en and indicator.unit for indicator in found.values())
    review = found["review_total"]
    assert (review.zh, review.unit) == ("行政复议：总计", "件")
    assert review.forms[-4:] == ("2008", "2014", "2019", "2021")
    assert "2009-fujian" in review.forms[:-4]
    assert found["result_denied"].derived
    assert not found["result_other"].derived
    assert found["result_other"].forms == ("2019", "2021")
    assert not found["litigation_all_total"].derived
    assert found["litigation_all_total"].forms == review.forms
    assert found["ch2_procurement_amount"].unit == found["ch2_fee_amount"].unit == "万元"
    assert found["request_fees"].unit == "万元"


def test_applicants() -> None:
    assert [key for key, _, _ in applicants()] == [
        *("natural_person", "commercial_enterprise", "research_institution", "social_welfare_org"),
        *("legal_service_org", "other_org", "total"),
    ]
    assert applicants()[0][1:] == ("自然人", "Natural persons")


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference is not at hand")
def test_ids_are_those_of_the_reference() -> None:
    reference = json.loads(REFERENCE.read_text(encoding="utf-8"))
    ids = {entry["id"] for entry in reference["indicators"]} | {row["id"] for row in reference["matrix_ch3"]["rows"]}
    nation = {form.id for form in load_forms() if not form.province}
    assert {indicator.id for indicator in catalogue() if nation.intersection(indicator.forms)} == ids
