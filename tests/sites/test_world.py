"""The simulated world: its counties, its entries, and that the same seed gives the same truth."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from tests.made.counties import County
from tests.made.render import STYLES

from .content import other_article, own_report, report_article
from .entries import World, make_items
from .fleet import make_fleet, tenants
from .negatives import negative_of, negatives
from .places import make_county, most_counties

SMALL = World(bodies=6, years=(2019, 2022))


def test_nine_hundred_counties_have_names_codes_and_hosts_of_their_own() -> None:
    counties = [make_county(number, 5) for number in range(900)]
    for field in ("name", "code", "seed"):
        assert len({getattr(county, field) for county in counties}) == 900
    assert most_counties() == 1000
    assert (counties[0].name, counties[0].code, counties[0].seed) == ("云溪县", "337121", "yunxi")
    assert all(71 <= int(county.code[2:4]) <= 89 for county in counties), "prefecture codes that are assigned to nobody"


@pytest.mark.parametrize(("bodies", "townships"), [(5, 1), (8, 2), (60, 20)])
def test_a_county_has_the_bodies_asked_for(bodies: int, townships: int) -> None:
    county = make_county(3, bodies)
    levels = Counter(body.level for body in county.bodies)
    assert len({body.name for body in county.bodies}) == bodies
    assert (levels["county_government"], levels["office"]) == (1, 1)
    assert levels["township"] + levels["subdistrict"] >= townships


def test_entries_are_newest_first_and_of_the_years_asked_for() -> None:
    county = make_county(0, 6)
    items = make_items(SMALL, county)
    assert [item.published_on for item in items] == sorted((item.published_on for item in items), reverse=True)
    assert {item.year for item in items} == {2019, 2020, 2021, 2022}
    assert Counter(item.kind == "report" for item in items)[False] == 4 * len(negatives())
    assert len({item.number for item in items}) == len(items)
    assert 18 <= sum(item.kind == "report" for item in items) <= 24


def test_look_alikes_stand_between_the_reports_with_the_kind_of_their_class() -> None:
    items = make_items(SMALL, make_county(0, 6))
    others = [item for item in items if item.report is None]
    assert {negative_of(item).name for item in others} == {negative.name for negative in negatives()}
    assert all(item.kind == negative_of(item).kind != "report" for item in others)


def test_the_second_edition_has_one_report_more_on_top_and_one_corrected() -> None:
    county = make_county(0, 6)
    first, second = (make_items(msgspec.structs.replace(SMALL, edition=n), county) for n in (1, 2))
    added = {item.number for item in second} - {item.number for item in first}
    assert len(second) == len(first) + 1
    assert added <= {item.number for item in second if item.report}
    before, after = (make_fleet(msgspec.structs.replace(SMALL, edition=n, pool=0), ["P4"]).tenants[0] for n in (1, 2))
    changed = [item for item in before.items if before.article(item) != after.article(item)]
    assert [item.kind for item in changed] == ["report"]


def test_the_truth_hangs_on_the_seed_alone() -> None:
    def truths(world: World) -> bytes:
        return msgspec.json.encode(make_fleet(world).truths())

    assert truths(SMALL) == truths(msgspec.structs.replace(SMALL))
    assert truths(SMALL) != truths(msgspec.structs.replace(SMALL, seed="other"))


def test_a_tenant_has_its_county_whoever_else_is_in_the_fleet() -> None:
    alone = make_fleet(SMALL, ["P4"]).tenants[0]
    among = next(tenant for tenant in make_fleet(SMALL).tenants if type(tenant) is tenants()["P4"])
    assert alone.county == among.county


def test_counties_are_dealt_out_in_turn() -> None:
    fleet = make_fleet(SMALL, ["P1", "P4"], counties=5)
    assert [tenant.profile for tenant in fleet.tenants] == ["P1", "P4", "P1", "P4", "P1"]
    assert len({tenant.county.code for tenant in fleet.tenants}) == 5


def test_every_host_belongs_to_one_tenant() -> None:
    fleet = make_fleet(SMALL)
    hosts = [host for tenant in fleet.tenants for host in tenant.hosts]
    assert len(hosts) == len(set(hosts)) == len(fleet.hosts())


def _county() -> County:
    return make_county(7, 8)


def test_a_report_of_its_own_is_a_link_in_the_chain_of_its_body() -> None:
    county = _county()
    body = county.bodies[2]
    before, after = (own_report("sim", county, body, year) for year in (2022, 2023))
    assert before.ledger["requests_carried_out", "total"] == after.ledger["requests_carried_in", "total"]
    assert after.year == 2023


def test_a_pooled_article_bears_the_names_of_its_body_in_every_style() -> None:
    county = _county()
    items = [item for item in make_items(SMALL, county) if item.report]
    articles = [report_article("sim", county, item, pool=len(STYLES)) for item in items]
    assert not any("\ue001" in article or "\ue002" in article for article in articles)
    assert sum(item.publisher in article for item, article in zip(items, articles, strict=True)) > len(items) / 2


def test_the_article_of_a_look_alike_fills_its_words() -> None:
    county = _county()
    table = next(item for item in make_items(SMALL, county) if item.kind == "website_table")
    article = other_article(county, table)
    assert f"<td>{county.site_code}</td>" in article
    assert "{" not in article
