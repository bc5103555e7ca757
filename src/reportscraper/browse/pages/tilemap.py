"""The provinces as a grid of squares, coloured by coverage or by the median of a series: no borders, and no province larger than another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cache

from datasette.database import QueryInterrupted
from msgspec import Struct

from reportscraper.browse.series import style
from reportscraper.browse.site import Row, Site
from reportscraper.resources import load

_STEPS = 5


class Square(Struct, frozen=True, forbid_unknown_fields=True):
    """A province of `tiles.toml`: its full name, what it is called for short, and its place."""

    name: str
    zh: str
    en: str
    row: int
    column: int


class Squares(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in `tiles.toml`."""

    province: tuple[Square, ...]


@cache
def squares() -> tuple[Square, ...]:
    """The provinces of the map."""
    return load("browse/tiles.toml", Squares).province


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
    """The map: of a ``series`` or, without one, of coverage; ``edges`` are the least medians of the shades 1 to 5."""

    year: int
    series: Row | None
    tiles: tuple[Tile, ...]
    edges: tuple[float, ...]
    choices: tuple[Row, ...]
    elsewhere: tuple[str, ...]
    """Provinces of the database that the map has no square for."""


async def tile_map(site: Site, last: int, every: Mapping[str, Row]) -> TileMap | None:
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
