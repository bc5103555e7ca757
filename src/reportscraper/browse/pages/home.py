"""Front page: what the figures say, how far the collection reaches, what came last, what is in doubt, how to cite it."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

import msgspec
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Response
from msgspec import Struct

from reportscraper.browse.dress import chinese
from reportscraper.browse.language import Square, squares
from reportscraper.browse.metadata import cookbook
from reportscraper.browse.pages.front import front_charts, latest_full
from reportscraper.browse.series import style
from reportscraper.browse.site import PageRequest, Row
from reportscraper.forms.deadlines import today_in_china
from reportscraper.places.functions import functions_known
from reportscraper.store import Query

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


async def home(site: PageRequest) -> Response:
    """The front page; its coverage table shows fifty counties at a time, of one ``province`` or whose name begins with ``words``."""
    found = [row["year"] for row in await site.ask("years")]
    years = range(found[0], found[-1] + 1) if found else range(0)
    asked = {"province": site.given("province"), "words": site.given("words").strip()}
    skip = site.whole("skip")
    counties = await site.ask("coverage_counties", **asked, most=_MOST, skip=skip)
    last = latest_full(await site.ask("reports_by_year", province="", county=""))
    series = {row["code"]: row for row in await site.ask("all_series")}
    latest = await site.ask("reports_fetched_last", most=_LATEST)
    provinces = await site.ask("provinces")
    examples: dict[str, object] = {"year": last, "from_year": last - 1, "to_year": last}
    examples["province"] = next((row["province"] for row in provinces if row["province"]), "")
    examples |= {name: latest[0][name] for name in ("body", "year") if latest and name not in examples}
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
        provinces=provinces,
        functions=await _functions(site),
        counts=(await site.ask_kept("database_counts"))[0],
        latest=latest,
        findings=await site.ask("finding_counts"),
        questions=[
            (each, site.say.pick(each.title, chinese().queries[each.name][0]), _filled(each, examples))
            for each in cookbook()
        ],
        today=today_in_china(dt.datetime.now(dt.UTC)).isoformat(),
    )


def _filled(question: Query, examples: Mapping[str, object]) -> dict[str, object]:
    """What a question is asked first: of what it must know an example, so that the link to it answers; the rest is empty."""
    named = {each.name: re.search(r"such as ([\w-]+)", each.description) for each in question.params}
    return {
        each.name: ""
        if "empty" in each.description
        else examples.get(each.name) or ((found := named[each.name]) and found[1]) or ""
        for each in question.params
    }


class FunctionCount(Struct, frozen=True):
    """What bodies are charged with, and how many are."""

    id: str
    zh: str
    en: str
    bodies: int


async def _functions(site: PageRequest) -> list[FunctionCount]:
    """The functions that bodies of the database have, in the order of `functions.toml`."""
    found = {row["function"]: row["bodies"] for row in await site.ask_kept("functions")}
    return [FunctionCount(each.id, each.zh, each.en, found[each.id]) for each in functions_known() if each.id in found]


async def _lines(site: PageRequest, counties: Sequence[Row], years: range) -> list[CountyLine]:
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


_STEPS = 5


class Share(Struct, frozen=True):
    """Reports of a county or province in a year. ``percent`` is of the bodies known today, ``shade`` 0 to 5."""

    reports: int
    bodies: int

    @property
    def percent(self) -> int:
        """Share of bodies with a report; 100 only when none is missing."""
        return self.reports * 100 // self.bodies if self.bodies else 0

    @property
    def shade(self) -> int:
        """Step of the colour scale: 0 for none, 5 for all."""
        if not self.reports:
            return 0
        return min(_STEPS, 1 + self.reports * (_STEPS - 1) // max(1, self.bodies))


class Tile(Struct, frozen=True):
    """A square of the map. ``value`` is what is shown in it, ``of`` how many bodies that is of, ``shade`` 0 (nothing) to 5."""

    square: Square
    known: bool
    value: float | None
    of: int
    shade: int


class TileMap(Struct, frozen=True):
    """The provinces as squares of one size, none larger than another: of a ``series`` or, without one, of coverage; ``edges`` are the least medians of the shades 1 to 5."""

    year: int
    series: Row | None
    tiles: tuple[Tile, ...]
    edges: tuple[float, ...]
    choices: tuple[Row, ...]
    elsewhere: tuple[str, ...]
    """Provinces of the database that the map has no square for."""


async def tile_map(site: PageRequest, last: int, every: Mapping[str, Row]) -> TileMap | None:
    """The map that the address asks for (``map``) of the year ``last``, of ``every`` series by code; None without any report."""
    if not last:
        return None
    choices = tuple(every[code] for code in style().main if code in every)
    series = next((row for row in choices if row["code"] == site.given("map")), None)
    coverage = {row["province"]: row for row in await site.ask("coverage_provinces", year=last)}
    values: dict[str, tuple[float, int, int]]
    try:
        medians = await site.ask_kept("medians_of_provinces", series=series["code"], year=last) if series else []
    except QueryInterrupted:
        series, medians = None, []
    if series:
        known = sorted({row["median"] for row in medians})
        edges = tuple(dict.fromkeys(known[len(known) * step // _STEPS] for step in range(_STEPS))) if known else ()
        values = {
            row["province"]: (row["median"], row["reports"], bisect_right(edges, row["median"])) for row in medians
        }
    else:
        shares = {name: Share(row["reports"], row["bodies"]) for name, row in coverage.items() if row["reports"]}
        values = {name: (each.percent, each.bodies, each.shade) for name, each in shares.items()}
        edges = ()
    tiles = [Tile(square, square.name in coverage, *values.get(square.name, (None, 0, 0))) for square in squares()]
    names = {square.name for square in squares()}
    return TileMap(last, series, tuple(tiles), edges, choices, tuple(name for name in coverage if name not in names))
