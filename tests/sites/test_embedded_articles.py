"""Sites that send their articles as JSON (P7, P10): every cell of every report against the truth, and found again on the page."""

from __future__ import annotations

import json

import pytest

from reportscraper.browse.locate_cell import FigurePlace, Markup, locate_cell
from reportscraper.report.read import parse_report
from tests.made.items import Item

from .asking import ask, make_tenant
from .content import own_report
from .core import Tenant
from .entries import World
from .profiles.p10 import Epoint, _guid_of

WORLD = World(bodies=4, years=(2018, 2021), pool=0)


def page(tenant: Tenant, item: Item) -> bytes:
    if not isinstance(tenant, Epoint):
        return ask(tenant, tenant.path_of(item)).body
    given = {"infoGuid": _guid_of(item), "siteGuid": tenant.guid}
    body = json.dumps({"params": given} if tenant.wrapped else given).encode()
    return ask(tenant, "/EWB-FRONT/rest/lightfrontaction/getGovInfoDetail", body=body).body


@pytest.mark.parametrize("name", ["P7", "P7D", "P10", "P10B"])
def test_every_cell_is_right_and_is_found_again(name: str) -> None:
    tenant, cells = make_tenant(name, WORLD), 0
    for item in tenant.items:
        if item.report is None or tenant.carrier_of(item) != "html":
            continue
        data = page(tenant, item)
        report = parse_report(data, url=tenant.url(tenant.path_of(item)))
        true = own_report(WORLD.seed, tenant.county, item.report.body, item.year).figures
        got = {(figure.indicator, figure.applicant): (figure.value, figure.kind) for figure in report.figures}
        assert (report.body, report.year, report.published_on) == (item.publisher, item.year, item.published_on)
        assert got == {key: (figure.value, figure.kind) for key, figure in true.items()}
        cells += len(got)
        for figure in report.figures[::41]:
            shown = locate_cell(data, None, FigurePlace(figure.table, figure.row, figure.column))
            assert isinstance(shown, Markup)
            assert shown.cell is not None
            assert "".join(shown.cell.text_content().split()) == "".join(figure.raw.split())
    assert cells > 500


@pytest.mark.parametrize("name", ["P10", "P10B"])
def test_answers_that_hand_out_a_file_are_its_cover(name: str) -> None:
    tenant = make_tenant(name, WORLD)
    item = next(item for item in tenant.items if item.report and tenant.carrier_of(item) == "pdf")
    report = parse_report(page(tenant, item), url=tenant.url(tenant.path_of(item)))
    assert (report.is_report, report.body, report.year) == (True, item.publisher, item.year)
    assert report.attachments == ((tenant.url(tenant.files_of(item)[0]), f"{item.title}.pdf"),)
