"""Ruling lines put together, and the cells between them."""

from __future__ import annotations

import itertools
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from reportscraper.documents.pdf.drawn import DrawnRule, Frame

EDGE = 3.0
"""Ruling lines nearer than this, in points, are one line."""

_Point = tuple[float, float]


def tables_between(rules: Iterable[DrawnRule]) -> list[list[Frame]]:
    """The cells that rules enclose on all sides, those that share a corner together, from top to bottom."""
    upright: list[DrawnRule] = []
    level: list[DrawnRule] = []
    for rule in _joined(_snapped(rules)):
        if rule.end - rule.start >= EDGE:
            (level if rule.is_level else upright).append(rule)
    # Cells that hang together by their corners.
    cells = _cells(upright, level)
    groups: dict[_Point, list[Frame]] = {}
    for cell in cells:
        met = {id(group): group for corner in _corners(cell) if (group := groups.get(corner)) is not None}
        whole = max(met.values(), key=len, default=[])
        joining = [cell, *(each for group in met.values() if group is not whole for each in group)]
        whole += joining
        groups.update((corner, whole) for each in joining for corner in _corners(each))
    found = {id(group): group for group in groups.values()}
    return sorted(found.values(), key=lambda group: min((cell[1], cell[0]) for cell in group))


def _snapped(rules: Iterable[DrawnRule]) -> Iterator[DrawnRule]:
    """The rules with those that nearly lie on one line put on it."""
    for is_level, each in itertools.groupby(sorted(rules, key=lambda r: (r.is_level, r.at)), lambda r: r.is_level):
        near: list[DrawnRule] = []
        for rule in each:
            if near and rule.at - near[-1].at > EDGE:
                yield from _on_one_line(near, is_level=is_level)
                near = []
            near.append(rule)
        yield from _on_one_line(near, is_level=is_level)


def _on_one_line(rules: Sequence[DrawnRule], *, is_level: bool) -> Iterator[DrawnRule]:
    at = statistics.fmean(rule.at for rule in rules)
    return (DrawnRule(is_level, at, rule.start, rule.end) for rule in rules)


def _joined(rules: Iterable[DrawnRule]) -> Iterator[DrawnRule]:
    """The rules with those made one that touch or overlap on a line."""
    last: DrawnRule | None = None
    for rule in sorted(rules, key=lambda r: (r.is_level, r.at, r.start)):
        if last is not None and (last.is_level, last.at) == (rule.is_level, rule.at) and rule.start <= last.end + EDGE:
            last = replace(last, end=max(last.end, rule.end))
            continue
        if last is not None:
            yield last
        last = rule
    if last is not None:
        yield last


def _cells(upright: Sequence[DrawnRule], level: Sequence[DrawnRule]) -> Iterator[Frame]:
    """The smallest box right below each crossing that has a rule on every side."""
    crossings: dict[_Point, tuple[set[int], set[int]]] = {}
    for number, down in enumerate(upright):
        for other, across in enumerate(level):
            meets = down.start <= across.at + EDGE and down.end >= across.at - EDGE
            if meets and across.start - EDGE <= down.at <= across.end + EDGE:
                both = crossings.setdefault((down.at, across.at), (set(), set()))
                both[0].add(number)
                both[1].add(other)
    below: dict[float, list[float]] = defaultdict(list)
    beside: dict[float, list[float]] = defaultdict(list)
    for x, y in sorted(crossings):
        below[x].append(y)
        beside[y].append(x)

    def has_upright(x: float, top: float, bottom: float) -> bool:
        return not crossings[x, top][0].isdisjoint(crossings[x, bottom][0])

    def has_level(y: float, left: float, right: float) -> bool:
        return not crossings[left, y][1].isdisjoint(crossings[right, y][1])

    for left, top in sorted(crossings):
        lows = [y for y in below[left] if y > top and has_upright(left, top, y)]
        rights = [x for x in beside[top] if x > left and has_level(top, left, x)]
        whole = (
            (left, top, right, low)
            for low in lows
            for right in rights
            if (right, low) in crossings and has_upright(right, top, low) and has_level(low, left, right)
        )
        yield from itertools.islice(whole, 1)


def _corners(cell: Frame) -> tuple[_Point, ...]:
    x0, y0, x1, y1 = cell
    return (x0, y0), (x0, y1), (x1, y0), (x1, y1)
