"""How pages show series: topics, signs for what is not exact, and a point of a series as an entry of a table."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from reportscraper.browse.redraw import Place
from reportscraper.resources import load


class Exactness(Struct, frozen=True, forbid_unknown_fields=True):
    """How well a value fits the others of its series: a sign beside it and what the sign means."""

    sign: str
    words: str


class SeriesStyle(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in `series.toml`."""

    main: tuple[str, ...]
    main_measures: tuple[str, ...]
    topics: dict[str, str]
    exactness: dict[str, Exactness]

    def signs(self) -> list[Exactness]:
        """The signs that need explaining."""
        return [each for each in self.exactness.values() if each.sign]


@cache
def style() -> SeriesStyle:
    """How series are shown."""
    return load("browse/series.toml", SeriesStyle)


class Entry(Struct, frozen=True):
    """A value of a body and year, how well it fits the others, and where it comes from.

    ``kind`` says what was printed where ``value`` is None; ``place`` names the cell when it is one cell alone.
    """

    row: dict[str, Any]
    value: int | float | None
    kind: str = "number"
    fit: Exactness = Exactness("", "")
    place: Place | None = None
    exactness: str = "exact"
    source: str = "table"
    doubt: str | None = None
    """error or warning when a finding speaks against it."""
    against: str = "findings"
    """Where on the page of the report that finding stands."""


def entry_of(row: dict[str, Any]) -> Entry:
    """A row of a series or measure as an entry."""
    cells = msgspec.json.decode(row["cells"], type=list[tuple[str, str | None]])
    fit = style().exactness["statement" if row["source"] == "statement" else row["exactness"]]
    place = cells[0] if len(cells) == 1 else None
    doubt = (row["doubt"], row.get("against") or "findings")
    return Entry(row, row["value"], "number", fit, place, row["exactness"], row["source"], *doubt)
