"""Pages of a province and of a county: totals and medians over the years, rankings, and who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from datasette.utils.asgi import Response
from msgspec import Struct

from reportscraper.browse.pages.front import latest_full
from reportscraper.browse.pages.over_years import small_medians
from reportscraper.browse.pages.ranking import MOST, ranking
from reportscraper.browse.series import style
from reportscraper.browse.site import MissingError, PageRequest, Row

MOST_MISSING, _MAIN = 60, 12


class Yearly(Struct, frozen=True):
    """A series over bodies: all ``rows``, and those by year, the comparable one where a year has two."""

    series: Row
    rows: tuple[Row, ...]
    years: dict[int, Row]


async def province(site: PageRequest) -> Response:
    """A province: its counties with coverage, and their ranks by one series over the years."""
    name = site.part("province")
    reports = await site.ask("reports_by_year", province=name, county="")
    last = latest_full(reports)
    counties = await site.ask("counties_of_province", province=name, year=last)
    if not counties:
        raise MissingError("province", province=name)
    yearly = await _yearly(site, name, "")
    chosen = chosen_of(site, yearly)
    years = _years(reports)
    ranks = await site.ask("counties_ranked", series=chosen["code"], province=name) if chosen else []
    return await site.show(
        "province",
        province=name,
        last=last,
        reports=reports,
        years=years,
        yearly=yearly,
        multiples=[(each, small_medians(site, each.series, each.rows, years)) for each in yearly],
        counties=counties,
        chosen=chosen,
        ranks={(row["county_code"], row["year"]): row for row in ranks},
        missing=await site.ask(
            "bodies_missing", province=name, county="", function="", level="", year=last, most=MOST_MISSING
        ),
    )


async def county(site: PageRequest) -> Response:
    """A county: its bodies, totals over them, its departments by one series, and who is missing."""
    code = site.part("county")
    bodies = await site.ask("bodies_of_county", county=code)
    if not bodies:
        raise MissingError("county", county=code)
    reports = await site.ask("reports_by_year", province="", county=code)
    last = latest_full(reports)
    yearly = await _yearly(site, "", code)
    chosen = chosen_of(site, yearly)
    years = _years(reports)
    return await site.show(
        "county",
        bodies=bodies,
        county=bodies[0],
        last=last,
        reports=reports,
        years=years,
        yearly=yearly,
        multiples=[(each, small_medians(site, each.series, each.rows, years)) for each in yearly],
        chosen=chosen,
        ranked=await ranking(site, chosen, last, county=code) if chosen else None,
        skip=site.whole("skip"),
        most=MOST,
        missing=await site.ask(
            "bodies_missing", province="", county=code, function="", level="", year=last, most=MOST_MISSING
        ),
    )


def chosen_of(site: PageRequest, yearly: Sequence[Yearly]) -> Row | None:
    """The series that the address asks for, else the first that there are values of."""
    by_code = {each.series["code"]: each.series for each in yearly}
    return by_code.get(site.given("series")) or next(iter(by_code.values()), None)


async def main_series(site: PageRequest) -> dict[str, Row]:
    """The series that are shown of many bodies together, by code."""
    known = {row["code"]: row for row in await site.ask("all_series")}
    return {code: known[code] for code in style().main[:_MAIN]}


def yearly_of(series: Mapping[str, Row], rows: Sequence[Row]) -> list[Yearly]:
    """Rows by series and year, of the series that have any."""
    made = []
    for code, each in series.items():
        of_code = sorted((row for row in rows if row["series"] == code), key=lambda row: -row["apart"])
        if of_code:
            made.append(Yearly(each, tuple(of_code), {row["year"]: row for row in of_code}))
    return made


def _years(reports: Sequence[Row]) -> range:
    return range(reports[0]["year"], reports[-1]["year"] + 1) if reports else range(0)


async def _yearly(site: PageRequest, province: str, county: str) -> list[Yearly]:
    main = await main_series(site)
    rows = await (site.ask if county else site.ask_kept)(
        "series_by_year", series=msgspec.json.encode(list(main)).decode(), province=province, county=county
    )
    return yearly_of(main, rows)
