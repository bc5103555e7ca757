"""One name for the reports of a body that is known under several, and the word that is said of it."""

from __future__ import annotations

import msgspec
import pytest

from reportscraper.model import Report
from reportscraper.report.identity.known_bodies import with_known_body
from reportscraper.report.page import refused

LONG, COUNTY = "云溪县财政金融局", "云溪县"


def named(body: str | None, year: int | None = 2016) -> Report:
    return msgspec.structs.replace(refused(None, ""), is_report=True, kind="report", reason=None, body=body, year=year)


def test_a_short_name_becomes_the_known_one_and_says_so() -> None:
    found = with_known_body(named("云溪县财金局"), [(LONG,), ("云溪县水利局",)], COUNTY, lambda name: {2018})
    assert (found.body, found.body_level) == (LONG, "department")
    (told,) = found.findings
    assert (told.rule, told.severity) == ("body_joined", "info")
    assert told.message == "The report of 云溪县财金局 is filed under 云溪县财政金融局, another name of the same body."
    assert told.message_zh == "“云溪县财金局”与“云溪县财政金融局”系同一单位的不同名称，本报告归入后者。"


def test_a_short_name_stays_where_the_known_body_reports_on_that_year() -> None:
    report = named("云溪县财金局", 2018)
    assert with_known_body(report, [(LONG,)], COUNTY, lambda name: {2018}) == report
    spelled = with_known_body(named("财政金融局", 2018), [(LONG,)], COUNTY, lambda name: {2018})
    assert spelled.body == LONG


@pytest.mark.parametrize(
    ("body", "known"),
    [
        (None, [(LONG,)]),
        (LONG, [(LONG,), ("云溪县财金局",)]),
        ("云溪县财金局", [("云溪县财政与金融局", "云溪县财金局"), (LONG,)]),
        ("云溪县财金局", [(LONG,), ("云溪县财务金库局",)]),
        ("云溪县水利局", [(LONG,)]),
        ("云溪县水利局", []),
    ],
)
def test_a_name_that_is_known_fits_none_or_several_stays(body: str | None, known: list[tuple[str, ...]]) -> None:
    assert with_known_body(named(body), known, COUNTY, lambda name: set()) == named(body)


def test_an_alias_leads_to_the_name() -> None:
    found = with_known_body(named("科技局"), [("云溪县教科局", "云溪县科学技术局")], COUNTY, lambda name: set())
    assert found.body == "云溪县教科局"
