from __future__ import annotations

import pytest

from reportscraper.check.plausible import implausible
from reportscraper.model import CellId

from .made import figure, figures


@pytest.mark.parametrize(
    ("cell", "value", "unit", "rules"),
    [
        ("ch2_license_decisions", 11_398_889, "件", []),
        ("ch2_license_decisions", 100_000_001, "件", ["absurd_magnitude"]),
        ("ch2_license_decisions", -1, "件", ["negative_value"]),
        ("ch2_license_decisions", 1646.5, "件", ["fractional_count"]),
        ("ch2_license_decisions", 12.0, "件", []),
        ("ch2_license_decisions", -0.5, "件", ["negative_value", "fractional_count"]),
        ("ch2_license_items_delta", -12, "项", []),
        ("ch2_license_items_delta", 0.5, "项", ["fractional_count"]),
        ("ch2_fee_amount", 59237.2449, "万元", []),
        ("ch2_fee_amount", -0.1, "万元", ["negative_value"]),
        ("ch2_fee_amount", 96_171_600, "万元", ["absurd_magnitude"]),
        ("a_fees_all", 3940.5, "元", []),
        ("training_attendance", 250, "人次", []),
        (("requests_new", "total"), 3_646, "件", []),
        (("requests_new", "total"), 100_001, "件", ["absurd_magnitude"]),
        (("requests_new", "natural_person"), 2.5, "件", ["fractional_count"]),
    ],
)
def test_rules(cell: CellId | str, value: float, unit: str, rules: list[str]) -> None:
    assert [finding.rule for finding in implausible([figure(cell, value, unit=unit)])] == rules


def test_a_finding_names_value_print_and_place() -> None:
    (finding,) = implausible([figure("review_total", -3, place=5)])
    assert finding.message == "A count or an amount cannot be negative: review_total is -3 件 (printed '-3')."
    assert (finding.severity, finding.cells) == ("error", (("review_total", None),))
    assert (finding.table, finding.row, finding.column) == (1, 1, 5)


def test_what_is_not_a_number_is_not_judged() -> None:
    assert list(implausible(figures({"review_total": None, "review_other": 0}))) == []
