"""How pages show series: topics, signs for what is not exact, and a point of a series as an entry of a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from reportscraper.browse.language import Speech
from reportscraper.browse.redraw import Place
from reportscraper.forms.shared import concepts
from reportscraper.resources import load


class SeriesStyle(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in `series.toml`."""

    main: tuple[str, ...]
    main_measures: tuple[str, ...]
    topics: tuple[str, ...]
    signs: dict[str, str]
    per: dict[str, tuple[str, ...]]
    """Series in per cent of which others are compared."""


@cache
def style() -> SeriesStyle:
    """How series are shown."""
    return load("browse/series.toml", SeriesStyle)


class SeriesEntry(Struct, frozen=True):
    """A value of a body and year, how well it fits the others, and where it comes from.

    ``kind`` says what was printed where ``value`` is None; ``fit`` names in `messages` how well it fits, and ``sign`` says so for short;
    ``place`` names the cell when it is one cell alone.
    """

    row: dict[str, Any]
    value: int | float | None
    kind: str = "number"
    fit: str = "exact"
    sign: str = ""
    place: Place | None = None
    exactness: str = "exact"
    source: str = "table"
    doubt: str | None = None
    """error or warning when a finding speaks against it."""
    against: str = "findings"
    """Where on the page of the report that finding stands."""


def entry_of(row: dict[str, Any]) -> SeriesEntry:
    """A row of a series or measure as an entry."""
    cells = msgspec.json.decode(row["cells"], type=list[tuple[str, str | None]])
    fit = "statement" if row["source"] == "statement" else row["exactness"]
    place = cells[0] if len(cells) == 1 else None
    doubt = (row["doubt"], row.get("against") or "findings")
    sign = style().signs.get(fit, "")
    return SeriesEntry(row, row["value"], "number", fit, sign, place, row["exactness"], row["source"], *doubt)


def note_of(row: dict[str, Any], say: Speech) -> str:
    """What a reader of a series (a row with ``code`` and ``note``) must know."""
    return say.pick(row["note"], _notes_zh().get(row["code"], "")) if row["note"] else ""


def formula_of(code: str, say: Speech) -> str:
    """How a measure is made of series, in words; empty for a code that is no measure's."""
    named = {each.code: say.pick(each.en, each.zh) for each in concepts().series}

    def total(parts: Sequence[str]) -> str:
        text = " + ".join(named[part] for part in parts)
        return f"({text})" if len(parts) > 1 else text

    return next((f"100 × {total(m.above)} ÷ {total(m.below)}" for m in concepts().measures if m.code == code), "")


@cache
def _notes_zh() -> dict[str, str]:
    return {each.code: each.note_zh for each in concepts().series}
