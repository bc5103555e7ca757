"""Figures said in running text, read a sentence at a time: each number with what it counts.

`tokens` finds the numbers, `subjects` follows what the text speaks of, `wording` names what stands around a number and `measures` knows
the name, `statement_kind` tells a count from a share or a change, `zeros` reads the zeros said in words; `sentence` puts them together.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import msgspec

from reportscraper.model import SectionKind, Statement
from reportscraper.report.prose.lexicon import lexicon
from reportscraper.report.prose.sentence import TOTAL, Sentence
from reportscraper.report.prose.subjects import Passage, ProseText
from reportscraper.report.prose.tokens import flatten, sentences
from reportscraper.report.prose.whose import places_of_others


def parse_prose(
    text: str, *, section: SectionKind | None = None, year: int | None = None, body: str | None = None
) -> list[Statement]:
    """Every figure the text states, in reading order; ``quote`` is ``text[start:end]``.

    ``measure`` is what is counted as printed (without gaps, and without 共 and 相关 inside), or the lexicon's name where the print is
    shorthand (公众号推送 → 政务微信公开信息); it is empty when the text does not say. ``value`` is multiplied out (1.2万 → 12000) except for 万元 and 亿元; shares are as printed (66.9, %),
    changes are positive with a direction. ``indicator`` is set where the lexicon is sure of it and the value is a level of it: never for
    shares, changes and other years. ``year`` is the year of the report, so that figures of another year can be told.
    ``body`` is whose report it is, so that an organ that speaks of itself by its name is told from others; without it, one that alone does.
    Dates, document numbers, ordinals, rankings, ranges and names that hold a numeral yield nothing; neither does an ambiguous number.
    """
    flat, printed = close_up(flatten(text))
    page = ProseText(text, flat, printed, section, year, [], Passage(flat, section), places_of_others(body), {})
    for start, end in sentences(flat):
        Sentence(page, start, end).read()
    # Of several numbers of one whole thing, one told as the total (共 132 件) and the largest is its figure; the others are parts.
    statements = _without_others(page, body)
    wholes = [s for s in statements if s.kind == "count" and s.indicator in _whole_indicators()]
    for indicator in {s.indicator for s in wholes}:
        same = [s for s in wholes if s.indicator == indicator]
        largest = max(same, key=lambda s: s.value)
        if len({s.value for s in same}) > 1 and TOTAL.search(text, max(0, largest.start - 8), largest.end):
            statements = [
                msgspec.structs.replace(s, indicator=None) if s in same and s.value != largest.value else s
                for s in statements
            ]
    return statements


def _without_others(page: ProseText, body: str | None) -> list[Statement]:
    """The statements without the indicators of figures that other organs than the report's have."""
    owners = set(page.owners.values())
    own = {owner for owner in owners if body.endswith(owner.lstrip("省市县区州旗"))} if body else owners
    if not body and len(owners) > 1:
        own = set()
    return [
        msgspec.structs.replace(statement, indicator=None) if page.owners.get(at, "") in owners - own else statement
        for at, statement in enumerate(page.statements)
    ]


@functools.cache
def _whole_indicators() -> frozenset[str | None]:
    return frozenset(measure.indicator for measure in lexicon().measure if measure.whole)


# Only gaps between Han characters are closed, where three in a row stand apart (主 动 公 开): one between digits may part two numbers.
_APART = re.compile(" [一-龥] {1,2}[一-龥] {1,2}[一-龥]")
_GAP = re.compile("(?<=[一-龥]) {1,2}(?=[一-龥](?: |[^一-龥]|$))|(?<= [一-龥]) {1,2}(?=[一-龥])")


def close_up(flat: str) -> tuple[str, Sequence[int]]:
    """The flattened text without gaps between the characters of its words, and for each position where it was before."""
    if not _APART.search(flat):
        return flat, range(len(flat) + 1)
    kept: list[int] = []
    start = 0
    for gap in _GAP.finditer(flat):
        kept.extend(range(start, gap.start()))
        start = gap.end()
    kept.extend(range(start, len(flat) + 1))
    return "".join(flat[position] for position in kept[:-1]), kept
