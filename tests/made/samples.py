"""The sample reports and what changes between two crawls."""

from __future__ import annotations

import functools
from typing import Literal

from tests.made.counties import County, counties
from tests.made.forms import Key
from tests.made.ledger import Amount
from tests.made.truth import TrueReport, make_history, revise

YEARS = range(2017, 2025)

REVISED = ("云溪县教育局", 2023)
"""In edition 2 this report has two corrected cells and the sentence that states them."""

ADDED = ("青岭县双河乡人民政府", 2024)
"""This report appears in edition 2."""

Carrier = Literal["page", "workbook", "workbook_tables"]
"""Where a report stands: on its page, whole in a workbook behind a cover page, or with its tables alone in a workbook."""

_CARRIERS: dict[tuple[str, int], Carrier] = {
    ("青岭县水利局", 2020): "workbook",
    ("青岭县云岭镇人民政府", 2022): "workbook_tables",
}

_CORRECTED = ("ch2_license_decisions", "ch2_penalty_decisions")


def truth(edition: int = 1) -> list[TrueReport]:
    """Every report that the sample sites publish in an edition, county by county, body by body, oldest first."""
    return [report for county in counties() for report in reports_of(county, edition)]


@functools.cache
def reports_of(county: County, edition: int) -> tuple[TrueReport, ...]:
    """The reports of one county in an edition."""
    if edition not in (1, 2):
        raise ValueError(f"the samples have editions 1 and 2, not {edition}")
    reports = [report for body in county.bodies for report in make_history(f"demo/{county.seed}", county, body, YEARS)]
    if edition == 1:
        return tuple(report for report in reports if _name(report) != ADDED)
    return tuple(_correct(report) if _name(report) == REVISED else report for report in reports)


def carrier_of(report: TrueReport) -> Carrier:
    """Where the report stands; the same in both editions."""
    return _CARRIERS.get(_name(report), "page")


def _name(report: TrueReport) -> tuple[str, int]:
    return report.body.name, report.year


def _correct(report: TrueReport) -> TrueReport:
    changes: dict[Key, Amount] = {(name, None): report.ledger[name, None] + 7 for name in _CORRECTED}
    return revise(report, changes)
