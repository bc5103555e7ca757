"""Score `parse_prose` against figures read off real pages: python benchmarks/gold_figures.py DIRECTORY [--misses]

DIRECTORY holds ``figures.jsonl``: one page a line, each figure with its quote, value, unit and measure. Each quote is parsed alone.

The measure of a gold line is the reader's own wording, so it is compared three ways, each after NFKC, simplification and removal of
punctuation: as reported (equal, or one contains the other); the same with the lexicon's name of the indicator beside it; and in order
(the characters of one stand in the other in order: 市政协委员提案 and 政协提案). A figure is false when no gold line of its page has its value.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.model import Statement
from reportscraper.report.prose.lexicon import lexicon
from reportscraper.report.prose.read_prose import parse_prose
from reportscraper.text import nfkc, simplify


class Gold(Struct):
    """A figure as a reader wrote it down."""

    quote: str
    measure: str
    value: float
    unit: str


class Page(Struct):
    """The figures of one page."""

    figures: list[Gold]


ROWS = (
    ("value", "value", "gold"),
    ("value and unit", "right", "gold"),
    ("measure as reported", "measure", "right"),
    ("  or name of indicator", "named", "right"),
    ("  or in order", "in order", "right"),
    ("false figures", "false", "found"),
)


def main() -> None:
    """Print the score, and with ``--misses`` every line that is not right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    count: Counter[str] = Counter()
    for line in (options.directory / "figures.jsonl").read_bytes().splitlines():
        for miss in score(msgspec.json.decode(line, type=Page), count):
            if options.misses:
                print(miss)
    for title, part, whole in ROWS:
        print(f"{title:24}{count[part]:6} / {count[whole]:5}  {count[part] / max(count[whole], 1):7.2%}")


def score(page: Page, count: Counter[str]) -> Iterator[str]:
    """Count what is right on a page; yields a line for whatever is not."""
    values = {abs(gold.value) for gold in page.figures}
    for gold in page.figures:
        found = parse_prose(gold.quote)
        same_value = [statement for statement in found if statement.value == abs(gold.value)]
        right = [statement for statement in same_value if statement.unit == gold.unit]
        false = [statement for statement in found if statement.value not in values]
        count.update(
            {"gold": 1, "found": len(found), "false": len(false), "value": bool(same_value), "right": bool(right)}
        )
        closeness = max((close(statement, gold.measure) for statement in right), default=0)
        count.update({"measure": closeness == 3, "named": closeness >= 2, "in order": closeness >= 1})
        if false:
            yield f"FALSE    {gold.quote} :: {shown(false)}"
        if not right:
            yield f"VALUE    {gold.quote} → {gold.value:g} {gold.unit} {gold.measure} :: {shown(found)}"
        elif closeness < 3:
            yield f"MEASURE{closeness} {gold.quote} → {gold.measure} :: {shown(right)}"


def close(statement: Statement, measure: str) -> int:
    """3 for the measure as reported, 2 for the name of its indicator, 1 for the characters in order, 0 for another measure."""
    wanted, said, name = map(squeeze, (measure, statement.measure, names().get(statement.indicator or "", "")))
    if contained(said, wanted):
        return 3
    if contained(name, wanted):
        return 2
    return int(in_order(said, wanted) or in_order(wanted, said))


def contained(one: str, other: str) -> bool:
    """Whether one wording holds the other."""
    return bool(one and other) and (one in other or other in one)


def in_order(short: str, long: str) -> bool:
    """Whether the characters of one wording stand in the other in order."""
    characters = iter(long)
    return bool(short) and all(character in characters for character in short)


def squeeze(words: str) -> str:
    """The wording without punctuation."""
    return re.sub(r"[\W_]", "", simplify(nfkc(words)))


def names() -> dict[str, str]:
    """Indicator → the lexicon's name."""
    measures = {measure.indicator: measure.name for measure in lexicon().measure if measure.indicator}
    return measures | {channel.indicator: channel.name for channel in lexicon().channel if channel.indicator}


def shown(statements: list[Statement]) -> str:
    """Statements on one line."""
    return " | ".join(f"{s.measure} = {s.value}{s.unit} {s.kind} {s.indicator or ''}" for s in statements)


if __name__ == "__main__":
    main()
