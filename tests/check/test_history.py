"""The history checks as a whole: their order."""

from __future__ import annotations

import msgspec
import pytest

from reportscraper.check.history import check_history
from reportscraper.forms.deadlines import due_date
from reportscraper.model import BodyLevel, HistoryFinding, PastReport

from .past import past


def test_findings_come_in_a_fixed_order() -> None:
    reports = [
        past(2019, body="云溪县民政局", published_on="2021-01-01"),
        past(2021, body="云溪县民政局"),
        past(2020, published_on="2019-01-01"),
        past(2021, published_on="2022-05-01"),
    ]
    names = [(finding.body, finding.year, finding.rule) for finding in check_history(reports)]
    assert names == [
        ("云溪县教育局", 2020, "published_early"),
        ("云溪县教育局", 2021, "published_very_late"),
        ("云溪县民政局", 2019, "published_very_late"),
        ("云溪县民政局", 2020, "missing_year"),
    ]
    assert check_history(list(reversed(reports))) == check_history(reports)


def found(*reports: PastReport, rule: str = "missing_year") -> list[tuple[str, int]]:
    return [(finding.body, finding.year) for finding in check_history(reports) if finding.rule == rule]


def test_a_year_between_two_reports_is_missing() -> None:
    assert found(past(2019), past(2022)) == [("云溪县教育局", 2020), ("云溪县教育局", 2021)]
    messages = [(each.message, each.message_zh) for each in check_history([past(2019), past(2021)])]
    assert messages == [
        (
            "No report of 2020 was found, though there are reports of 2019–2021.",
            "未找到2020年度报告，但有2019–2021年度的报告。",
        )
    ]


def test_the_newest_year_is_due_once_half_of_the_bodies_have_it() -> None:
    last_year = [past(2023, body=f"云溪县{number}局") for number in range(4)]
    one, two = past(2024, body="云溪县0局"), past(2024, body="云溪县1局")
    assert found(*last_year, one) == []
    assert found(*last_year, one, two) == [("云溪县2局", 2024), ("云溪县3局", 2024)]


def test_a_body_that_stopped_earlier_was_dissolved() -> None:
    assert found(past(2020, body="云溪县物价局"), past(2021), past(2022), past(2023)) == []


def test_a_body_that_was_renamed_is_no_gap() -> None:
    before, after = past(2019, body="云溪市教育局"), past(2022, body="云溪区教育局")
    assert found(before, past(2023), after) == []
    one, other = (msgspec.structs.replace(each, lineage="339901/教育") for each in (before, after))
    assert found(one, other) == [("云溪区教育局", 2020), ("云溪区教育局", 2021)]


def test_no_reports_miss_nothing() -> None:
    assert check_history([]) == []


@pytest.mark.parametrize(
    ("level", "year", "expected"),
    [
        ("department", 2022, "2023-01-31"),
        ("office", 2019, "2020-01-31"),
        ("township", 2024, "2025-01-31"),
        ("county_government", 2022, "2023-03-31"),
        ("department", 2018, "2019-03-31"),
        ("county_government", 2010, "2011-03-31"),
    ],
)
def test_deadlines_of_the_regulations(level: BodyLevel, year: int, expected: str) -> None:
    assert str(due_date(year, level)) == expected


def test_a_county_may_set_an_earlier_day() -> None:
    report = past(2022, published_on="2023-01-25")
    assert check_history([report]) == []
    (finding,) = check_history([report], deadlines={"department": "01-20"})
    assert finding.message == "Published on 2023-01-25, 5 day(s) after 2023-01-20."
    assert check_history([report], deadlines={"township": "01-20"}) == []


@pytest.mark.parametrize(
    ("published_on", "rule", "severity"),
    [
        ("2023-01-31", None, None),
        ("2023-02-01", "published_late", "info"),
        ("2023-03-03", "published_late", "info"),
        ("2023-03-04", "published_very_late", "warning"),
        ("2024-05-01", "published_very_late", "warning"),
        ("2022-12-31", "published_early", "warning"),
        ("2023-01-01", None, None),
        (None, None, None),
    ],
)
def test_late_and_early(published_on: str | None, rule: str | None, severity: str | None) -> None:
    findings: list[HistoryFinding] = check_history([past(2022, published_on=published_on)])
    assert [(each.rule, each.severity) for each in findings] == ([(rule, severity)] if rule else [])


def test_days_late_are_counted() -> None:
    (finding,) = check_history([past(2022, published_on="2023-02-28")])
    assert finding.message == "Published on 2023-02-28, 28 day(s) after 2023-01-31."
    assert finding.message_zh == "发布日期为2023-02-28，晚于规定期限2023-01-31共28天。"
