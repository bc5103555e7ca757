"""What a crawl should bring, and what is said when it does not."""

from __future__ import annotations

import datetime as dt

import pytest

from reportscraper.runs.closing import coverage_findings
from reportscraper.sites.registry import Site

TODAY = dt.date(2024, 5, 2)


def site(first_year: int | None = None, min_reports: int = 0) -> Site:
    return Site(
        code="330683",
        name="云溪县",
        province="浙江省",
        home="http://www.a.gov.cn/",
        first_year=first_year,
        min_reports=min_reports,
    )


@pytest.mark.parametrize(
    ("listed", "stored", "rules"),
    [(0, 0, []), (0, 80, ["site_empty"]), (39, 80, ["site_shrunk"]), (40, 80, []), (90, 80, []), (5, 0, [])],
)
def test_a_site_that_shrinks_or_goes_empty_is_reported(listed: int, stored: int, rules: list[str]) -> None:
    findings = list(coverage_findings(site(), listed, stored, {}, TODAY))
    assert [finding.rule for finding in findings] == rules
    assert all(str(stored) in finding.message and finding.severity == "error" for finding in findings)


def test_years_without_reports_or_with_too_few_are_reported() -> None:
    findings = list(coverage_findings(site(2020, min_reports=5), 20, 20, {2020: 5, 2022: 4}, TODAY))
    assert [(finding.rule, finding.severity) for finding in findings] == [
        ("year_not_found", "warning"),
        ("year_short", "warning"),
        ("year_not_found", "warning"),
    ]
    assert "2021" in findings[0].message
    assert "4 reports on 2022" in findings[1].message
    assert "2023" in findings[2].message


def test_years_in_a_row_without_a_report_are_told_once_with_their_number() -> None:
    findings = list(coverage_findings(site(2008), 0, 0, {}, TODAY))
    assert [finding.rule for finding in findings] == ["years_not_found"]
    assert "any of the 16 years from 2008 to 2023" in findings[0].message
    mixed = coverage_findings(site(2016), 3, 3, {2019: 3, 2022: 3}, TODAY)
    assert [each.rule for each in mixed] == ["years_not_found", *["year_not_found"] * 3]


def test_a_year_is_not_expected_before_its_deadline() -> None:
    assert list(coverage_findings(site(2022), 1, 1, {2022: 1}, dt.date(2024, 3, 31))) == []
    assert [finding.rule for finding in coverage_findings(site(2022), 1, 1, {2022: 1}, dt.date(2024, 4, 1))] == [
        "year_not_found"
    ]
