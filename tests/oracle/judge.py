"""Every figure of a page beside what a reader sees in its cell."""

from __future__ import annotations

import copy
import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from lxml import html
from lxml.html import HtmlElement
from msgspec import Struct

from reportscraper import parse_report
from reportscraper.documents.charset import decode
from reportscraper.documents.html.embedded import page_markup
from reportscraper.documents.html.grid import lay_out
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


def judged(data: bytes, see: See) -> Iterator[Case]:
    """All figures of a page. A page whose cells browser and parser count differently has no witness."""
    text = page_markup(decode(data, None).text)
    seen = see(text)
    root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    cells = list(root.iter("td", "th"))
    tables = list(root.iter("table"))
    numbers = {cell: number for number, cell in enumerate(cells)}

    @functools.cache
    def slots(table: int) -> tuple[Sequence[HtmlElement], Sequence[Sequence[int | None]]]:
        return _slots(tables[table - 1], table)

    for figure in parse_report(data).figures:
        inner, rows = slots(figure.table)
        at = rows[figure.row - 1][figure.column - 1]
        if len(seen) != len(cells) or at is None:
            yield Case(figure, None, "", "no witness")
            continue
        number = numbers[inner[at]]
        yield Case(figure, inner[at].get(KIND), seen[number].text, _verdict(figure, seen[number]))


def tally(cases: Sequence[Case]) -> Counter[Verdict]:
    """How many figures of each verdict."""
    return Counter(case.verdict for case in cases)


def _verdict(figure: Figure, seen: Seen) -> Verdict:
    if figure.kind in {"unreadable", "missing"} or figure.inferred:
        return "told"
    if figure.kind == "blank":
        return "same" if seen.is_empty else "wrong"
    # A blank within a number may be too narrow to be seen as one; a gap that is seen is no part of a number.
    printed = plain(figure.raw)
    return "same" if seen.text in {printed, printed.replace(" ", "")} and not seen.is_distorted else "wrong"


def _slots(table: HtmlElement, number: int) -> tuple[Sequence[HtmlElement], Sequence[Sequence[int | None]]]:
    """The cells of a table, and for each place of its grid the number of the cell that fills it."""
    cells = [each for each in table.iter("td", "th") if next(each.iterancestors("table")) is table]
    numbered = copy.deepcopy(table)
    inner = [each for each in numbered.iter("td", "th") if next(each.iterancestors("table")) is numbered]
    for at, cell in enumerate(inner):
        cell[:] = []
        cell.text = str(at)
    rows = lay_out(numbered, number).slots
    return cells, [[None if slot is None else int(slot.text) for slot in row] for row in rows]
