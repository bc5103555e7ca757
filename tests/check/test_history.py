"""The history checks as a whole: their order."""

from __future__ import annotations

from reportscraper.check.history import check_history

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
