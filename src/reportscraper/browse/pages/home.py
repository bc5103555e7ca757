"""Front page: what the figures say, how far the collection reaches, what came last, what is in doubt, how to cite it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from datasette.utils.asgi import Response
from msgspec import Struct

from reportscraper.browse.dress import chinese
from reportscraper.browse.metadata import cookbook
from reportscraper.browse.pages.front import front_charts, latest_full
from reportscraper.browse.pages.tilemap import Share, tile_map
from reportscraper.browse.site import Row, Site
from reportscraper.forms.deadlines import today_in_china

_LATEST = 10
_MOST = 50
"""Counties on a page: all 2,800 at once would be 50,000 cells."""


class CountyLine(Struct, frozen=True):
    """A row of the coverage table."""

    code: str
    name: str
    province: str
    bodies: int
    shares: tuple[Share, ...]


async def home(site: Site) -> Response:
    """The front page; its coverage table shows fifty counties at a time, of one ``province`` or whose name begins with ``words``."""
    found = [row["year"] for row in await site.ask("years")]
    years = range(found[0], found[-1] + 1) if found else range(0)
    asked = {"province": site.given("province"), "words": site.given("words").strip()}
    skip = site.whole("skip")
    counties = await site.ask("coverage_counties", **asked, most=_MOST, skip=skip)
    last = latest_full(await site.ask("reports_by_year", province="", county=""))
    series = {row["code"]: row for row in await site.ask("all_series")}
    return await site.show(
        "home",
        charts=await front_charts(site, last),
        map=await tile_map(site, last, series),
        names=series,
        years=years,
        counties=await _lines(site, counties, years),
        asked=asked,
        found=counties[0]["found"] if counties else 0,
        skip=skip,
        most=_MOST,
        provinces=await site.ask("provinces"),
        counts=(await site.ask_kept("database_counts"))[0],
        latest=await site.ask("reports_fetched_last", most=_LATEST),
        findings=await site.ask("finding_counts"),
        questions=[(each, site.say.pick(each.title, chinese().queries[each.name][0])) for each in cookbook()],
        today=today_in_china(dt.datetime.now(dt.UTC)).isoformat(),
    )


async def _lines(site: Site, counties: Sequence[Row], years: range) -> list[CountyLine]:
    codes = msgspec.json.encode([row["county_code"] for row in counties]).decode()
    rows = await site.ask("coverage_years", counties=codes)
    reports = {(row["county_code"], row["year"]): row["reports"] for row in rows}
    return [
        CountyLine(
            row["county_code"],
            row["county"],
            row["province"],
            row["bodies"],
            tuple(Share(reports.get((row["county_code"], year), 0), row["bodies"]) for year in years),
        )
        for row in counties
    ]
