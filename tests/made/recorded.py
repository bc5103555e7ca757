"""What the recorded sample holds (``reportscraper demo``): two counties over thirteen years, with the faults planted in them."""

from __future__ import annotations

import functools

from msgspec.structs import replace

from tests.made.counties import Body, County, counties
from tests.made.forms import Key
from tests.made.items import Item, lookalike_items, newest_first, report_item
from tests.made.jcms import JcmsSite
from tests.made.ledger import Amount
from tests.made.samples import Carrier
from tests.made.site import Site
from tests.made.trs import TrsSite
from tests.made.truth import TrueReport, make_history, revise

LAST = 2025
FIRST = {"county_government": 2013, "office": 2015}
"""First report year by level of body; all others begin in 2019."""

MORE_BODIES = {
    "339921": ("云溪县卫生健康局", "云溪县自然资源和规划局"),
    "529922": ("青岭县民政局", "青岭县农业农村局"),
}

Name = tuple[str, int]
"""Body and report year."""

BROKEN: Name = ("云溪县教育局", 2023)
"""The total of this report's new requests is nine too high: neither its row nor its column adds up."""
PICTURED: Name = ("云溪县白石镇人民政府", 2020)
"""The tables of this report stand in a picture."""
LATE: Name = ("青岭县农业农村局", 2021)
"""This report came out in May."""
MISSING: Name = ("青岭县云岭镇人民政府", 2022)
"""This report is nowhere."""
REVISED: Name = ("青岭县民政局", 2024)
"""In edition 2 two cells of this report are corrected, and the sentences that state them."""
ADDED: Name = ("青岭县双河乡人民政府", 2025)
"""This report appears in edition 2."""
CARRIERS: dict[Name, Carrier] = {("青岭县水利局", 2020): "workbook", ("青岭县双河乡人民政府", 2023): "workbook_tables"}

PICTURE = "/picture/0/b8d0a1f6.png"


def recorded_counties() -> tuple[County, ...]:
    """The two counties, with two departments more than the tests' own."""
    return tuple(replace(county, bodies=_bodies(county)) for county in counties())


def _bodies(county: County) -> tuple[Body, ...]:
    government, office, department, *towns = county.bodies
    more = (Body(name, "department", "我局") for name in MORE_BODIES[county.code])
    return (government, office, department, *more, *towns)


@functools.cache
def recorded_reports(county: County, edition: int) -> tuple[TrueReport, ...]:
    """The reports that the county's site has in an edition."""
    reports = [
        _planted(report, edition)
        for body in county.bodies
        for report in make_history(
            f"sample/{county.seed}", county, body, range(FIRST.get(body.level, 2019), LAST + 1), steady=True
        )
    ]
    absent = {MISSING} if edition == 2 else {MISSING, ADDED}
    return tuple(report for report in reports if name_of(report) not in absent)


def recorded_sites(edition: int) -> list[Site]:
    """The sites to record."""
    families = {"jcms": JcmsSite, "trs": TrsSite}
    return [families[county.family](county, edition, _items(county, edition)) for county in recorded_counties()]


def name_of(report: TrueReport) -> Name:
    """Body and report year."""
    return report.body.name, report.year


def true_report(name: Name, edition: int = 1) -> TrueReport:
    """A report of the sample by its name."""
    every = (report for county in recorded_counties() for report in recorded_reports(county, edition))
    return next(report for report in every if name_of(report) == name)


def _items(county: County, edition: int) -> tuple[Item, ...]:
    reports = []
    for report in recorded_reports(county, edition):
        pictured = name_of(report) == PICTURED
        item = report_item(report, "workbook_tables" if pictured else CARRIERS.get(name_of(report), "page"))
        reports.append(replace(item, carrier="page", picture=PICTURE) if pictured else item)
    return newest_first((*reports, *lookalike_items(county, range(LAST - 1, LAST + 1))))


def _planted(report: TrueReport, edition: int) -> TrueReport:
    """The report with the fault that is planted in it, if any."""
    name = name_of(report)
    if name == BROKEN:
        key: Key = ("requests_new", "total")
        figure = report.figures[key]
        wrong = int(figure.amount) + 9
        return replace(report, figures={**report.figures, key: replace(figure, printed=str(wrong), value=wrong)})
    if name == LATE:
        return replace(report, published_on=f"{report.year + 1}-05-17")
    if name == ADDED:
        return replace(report, published_on=f"{report.year + 1}-06-18")
    if name == REVISED and edition == 2:
        changes: dict[Key, Amount] = {
            (cell, None): report.ledger[cell, None] + 12 for cell in ("ch2_license_decisions", "ch2_penalty_decisions")
        }
        return revise(report, changes)
    return report
