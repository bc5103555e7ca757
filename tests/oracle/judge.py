"""Every figure of a page beside what a reader sees in its cell."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from reportscraper import parse_report
from reportscraper.browse.locate_cell import Markup, cells_of_slots, locate_cell
from reportscraper.documents.charset import decode
from reportscraper.documents.html.embedded import page_markup
from reportscraper.model import Figure

from .mutants import KIND
from .seen import See, Seen, plain

Verdict = Literal["same", "told", "wrong", "no witness"]


class Case(Struct, frozen=True):
    """A figure, the kind of mutant that its cell is (none: as printed), and what is seen there."""

    figure: Figure
    kind: str | None
    seen: str
    verdict: Verdict
    generated: bool = False
    """Whether something stands there that is no text: generated content, a picture."""


def judged(data: bytes, see: See) -> Iterator[Case]:
    """All figures of a page. A page whose cells browser and parser count differently has no witness."""
    seen = see(page_markup(decode(data, None).text))
    page = locate_cell(data, None, None)
    assert isinstance(page, Markup)
    tables = list(page.root.iter("table"))
    numbers = {cell: number for number, cell in enumerate(page.root.iter("td", "th"))}
    slots = functools.cache(lambda table: cells_of_slots(tables[table - 1]))
    for figure in parse_report(data).figures:
        cell = slots(figure.table)[figure.row - 1][figure.column - 1]
        if len(seen) != len(numbers) or cell is None:
            yield Case(figure, None, "", "no witness")
            continue
        shown = seen[numbers[cell]]
        generated = shown.generated or shown.picture
        yield Case(figure, cell.get(KIND), shown.text, _verdict(figure, shown), generated=generated)


def tally(cases: Sequence[Case]) -> Counter[Verdict]:
    """How many figures of each verdict."""
    return Counter(case.verdict for case in cases)


def _verdict(figure: Figure, seen: Seen) -> Verdict:
    if is_told(figure):
        return "told"
    if figure.kind == "blank":
        return "same" if seen.is_empty else "wrong"
    return "same" if is_read_as(figure, seen.text) and not seen.is_distorted else "wrong"


def is_told(figure: Figure) -> bool:
    """Whether the reader says of a figure that it was not read where it stands."""
    return figure.kind in {"unreadable", "missing"} or figure.inferred


def is_read_as(figure: Figure, seen: str) -> bool:
    """Whether what is seen is the print of a figure. A blank within a number may be too narrow to be seen as one; a gap that is seen
    is no part of a number.
    """
    printed = plain(figure.raw)
    return seen in {printed, printed.replace(" ", "")}
