"""The questions that are offered first, each with the answer that stands in a small database of made-up counties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportscraper.forms import catalogue
from reportscraper.forms.shared import labels
from reportscraper.model import Finding, Section
from reportscraper.store import Reader, Store

from .samples import COUNTY, DENIED, MakeCapture, cell, make_report

ORGANISATIONS = [each.code for each in labels().applicant if each.code not in (None, "total", "natural_person")]
WRONG = Finding("ch3_row_sum", "error", "1 ≠ 2", (("requests_new", "total"),))


@pytest.fixture
def asked(store: Store, path: Path, capture: MakeCapture) -> Any:
    """Asks a question of three bodies of two provinces over three years."""
    store.seed_indicators(catalogue())
    store.save_county("369901", "南丰山县", province="江西省")

    def save(
        county: str, body: str, year: int, new: int, refused: int, *, published: str = "01-20", wrong: bool = False
    ) -> None:
        figures = [
            cell("requests_new", new),
            cell("requests_new", new - 1, applicant="natural_person"),
            *(cell("requests_new", int(who == ORGANISATIONS[0]), applicant=who) for who in ORGANISATIONS),
            cell("result_total", new),
            cell("result_granted", new - refused),
            *(cell(code, refused if code == "denied_process" else 0) for code in DENIED),
            *(
                cell(code, 1 if code == "review_corrected" else 2, applicant=None)
                for code in ("review_total", "review_corrected")
            ),
        ]
        if year < 2019:
            figures = [
                cell("applications_received", new, applicant=None),
                cell("reply_refused", refused, applicant=None),
            ]
        report = make_report(
            *figures,
            body=body,
            year=year,
            form="2014" if year < 2019 else "2021",
            published_on=f"{year + 1}-{published}",
            findings=(WRONG,) if wrong else (),
            sections=(Section("problems", "问题", f"{body}培训不足。"),),
        )
        store.save_report(report, capture_id=capture(f"{body}{year}"), county_code=county, parser_version="1")

    save(COUNTY, "云溪县教育局", 2017, 10, 2)
    save(COUNTY, "云溪县教育局", 2021, 30, 3)
    save(COUNTY, "云溪县教育局", 2022, 50, 10, published="03-02")
    save(COUNTY, "云溪县财政局", 2022, 40, 2, wrong=True)
    save("369901", "南丰山县教育局", 2022, 20, 15)
    store.finish_run(store.add_run("run", parser_version="1", started="t"), finished="t", counts={})

    def ask(name: str, /, **given: str | int) -> list[dict[str, Any]]:
        with Reader.open(path) as reader:
            rows = reader.ask(name, **given).dicts()
            # What is filled into the form of a page is text.
            assert reader.ask(name, **{key: str(value) for key, value in given.items()}).dicts() == rows
            return rows

    return ask


def test_how_many_requests_did_education_bureaus_get(asked: Any) -> None:
    (row,) = asked("totals_of_function", function="education", province="浙江省", year=2022)
    assert (row["reports"], row["requests_received"], row["granted"], row["denied"]) == (1, 50, 40, 10)
    every = asked("totals_of_function", function="education")
    assert [(row["province"], row["year"], row["requests_received"]) for row in every] == [
        ("江西省", 2022, 20), ("浙江省", 2017, 10), ("浙江省", 2021, 30), ("浙江省", 2022, 50),
    ]  # fmt: skip


def test_which_county_refused_most(asked: Any) -> None:
    rows = asked("counties_by_refusal", year=2022)
    assert [(row["county"], row["denied"], row["closed"], row["share"]) for row in rows] == [
        ("南丰山县", 15, 20, 75.0), ("云溪县", 12, 90, 13.3),
    ]  # fmt: skip
    assert [row["county"] for row in asked("counties_by_refusal", year=2022, province="浙江省")] == ["云溪县"]


def test_how_a_place_changed(asked: Any) -> None:
    rows = asked("series_of_place", series="requests_received", place="云溪县")
    assert [(row["year"], row["reports"], row["total"], row["median"], row["wrong"]) for row in rows] == [
        (2017, 1, 10, 10.0, 0), (2021, 1, 30, 30.0, 0), (2022, 1, 50, 50.0, 1),
    ]  # fmt: skip
    assert asked("series_of_place", series="requests_received")[-1]["total"] == 70
    assert asked("series_of_place", series="requests_received", place="江西省")[-1]["total"] == 20


def test_counties_of_one_name_are_not_taken_for_one(asked: Any, store: Store) -> None:
    store.save_county("369901", "云溪县", province="江西省")
    both = [
        (row["county_code"], row["year"], row["total"])
        for row in asked("series_of_place", series="requests_received", place="云溪县")
    ]
    assert both == [(COUNTY, 2017, 10), (COUNTY, 2021, 30), (COUNTY, 2022, 50), ("369901", 2022, 20)]
    assert [row["county_code"] for row in asked("who_asks", place="云溪县")] == [COUNTY, COUNTY, "369901"]
    for code, years in ((COUNTY, [2017, 2021, 2022]), ("369901", [2022])):
        assert [row["year"] for row in asked("series_of_place", series="requests_received", place=code)] == years
        assert {row["county_code"] for row in asked("coverage", county=code)} == {code}
    other = asked("series_of_body", body="南丰山县教育局", county="369901")
    assert {row["county_code"] for row in other} == {"369901"}


def test_how_provinces_stand(asked: Any) -> None:
    rows = asked("provinces_by_series", series="denied", year=2022)
    assert [(row["province"], row["reports"], row["total"], row["median"]) for row in rows] == [
        ("江西省", 1, 15, 15.0), ("浙江省", 2, 12, 6.0),
    ]  # fmt: skip


def test_who_publishes_late(asked: Any) -> None:
    (row,) = asked("late_reports", year=2022)
    assert (row["body"], row["deadline"], row["days_late"]) == ("云溪县教育局", "2023-01-31", 30)
    assert asked("late_reports", year=2022, function="finance") == []


def test_who_loses_disputes(asked: Any) -> None:
    rows = asked("disputes_lost", year=2022, province="浙江省")
    assert [(row["body"], row["corrected"], row["reviews_corrected"], row["lawsuits_corrected"], row["reviews"]) for row in rows] == [
        ("云溪县教育局", 1, 1, None, 2), ("云溪县财政局", 1, 1, None, 2),
    ]  # fmt: skip


def test_who_asks(asked: Any) -> None:
    rows = asked("who_asks", place="云溪县")
    assert [(row["year"], row["natural_persons"], row["organisations"], row["share"]) for row in rows] == [
        (2021, 29, 1, 96.7), (2022, 88, 2, 97.8),
    ]  # fmt: skip


def test_on_which_grounds_requests_are_refused(asked: Any) -> None:
    rows = asked("grounds_of_refusal", province="浙江省", year=2022)
    assert [(row["ground"], row["requests"], row["reports_with_any"]) for row in rows][:2] == [
        ("denied_process", 12, 2),
        ("denied_state_secret", 0, 0),
    ]


def test_what_grew_most(asked: Any) -> None:
    (row,) = asked("growth", series="requests_received", from_year=2021, to_year=2022)
    assert (row["body"], row["growth"]) == ("云溪县教育局", 20)


def test_one_body_over_the_reforms(asked: Any) -> None:
    rows = asked("body_over_the_years", body="云溪县教育局")
    assert [(row["year"], row["requests_new"], row["denied"], row["approximate"]) for row in rows] == [
        (2017, 10, 2, "denied"), (2021, 30, 3, ""), (2022, 50, 10, ""),
    ]  # fmt: skip


def test_bodies_of_one_function(asked: Any) -> None:
    rows = asked("function_over_the_years", function="education", first_year=2022)
    assert [(row["county"], row["requests_new"], row["days_late"]) for row in rows] == [
        ("南丰山县", 20, 0),
        ("云溪县", 50, 30),
    ]


def test_applications_of_a_year(asked: Any) -> None:
    rows = asked("applications_by_body_and_year", county="云溪县", year=2022)
    assert [(row["body"], row["requests_new"], row["results"]) for row in rows] == [
        ("云溪县教育局", 50, 50),
        ("云溪县财政局", 40, 40),
    ]


def test_where_a_number_comes_from(asked: Any) -> None:
    rows = asked("figures_of_a_report", body="云溪县教育局", year=2017)
    assert [(row["indicator"], row["value"], row["archive_file"], row["archive_offset"]) for row in rows] == [
        ("applications_received", 10, "2023-02.warc.gz", 100), ("reply_refused", 2, "2023-02.warc.gz", 100),
    ]  # fmt: skip


def test_what_does_not_add_up_what_is_covered_what_is_new_and_what_is_said(asked: Any) -> None:
    assert [row["body"] for row in asked("sums_that_do_not_add_up")] == ["云溪县财政局"]
    covered = {(row["county"], row["year"]): (row["reports"], row["bodies"]) for row in asked("coverage")}
    assert (covered["云溪县", 2022], covered["南丰山县", 2021]) == ((2, 2), (0, 1))
    assert len(asked("new_since", since="2023-01-01")) == 5
    assert asked("latest_reports", most=1)[0]["body"] == "云溪县教育局"
    assert [row["county"] for row in asked("search", words="培训", function="education", year=2022)] == [
        "云溪县",
        "南丰山县",
    ]
    assert asked("missing_reports") == []
    assert [row["reports"] for row in asked("bodies", name="教育")] == [3, 1]
