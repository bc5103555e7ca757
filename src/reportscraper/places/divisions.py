"""The administrative divisions (行政区划) of the nation since 1981: codes, names over time, and what became of whom.

`divisions.csv` has one line a code and name with the years it was in force; `history.csv` the changes since 2008 with the decree that
made them. Where they come from and under which licences: NOTICE.
"""

from __future__ import annotations

import csv
import functools
import io
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct

from reportscraper.resources import read_text

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

Level = Literal["province", "prefecture", "county"]
ChangeKind = Literal[
    "abolished", "county to city", "county to district", "city to district", "district to city", "district to county",
    "founded", "merged", "merged into existing", "parent changed", "recoded", "renamed", "split", "territory moved",
]  # fmt: skip

_SAME_UNIT: frozenset[ChangeKind] = frozenset((
    "county to city", "county to district", "city to district", "district to city", "district to county",
    "parent changed", "recoded", "renamed",
))  # fmt: skip
"""Changes after which the unit is the one that it was, under another name or code (密云县 → 密云区)."""


class Division(Struct, frozen=True):
    """A province, prefecture or county under one code and name. In force from the end of ``valid_from`` to the end of ``valid_to``."""

    code: str
    name: str
    level: Level
    parent: str
    """Code of the prefecture or province above; empty for a province."""
    kind: str
    """县, 市辖区, 县级市, 地级市 …"""
    name_en: str
    valid_from: int
    valid_to: int | None


class DivisionChange(Struct, frozen=True):
    """One change of one division; the old or new side is empty where a unit was founded or abolished."""

    year: int
    date: str
    kind: ChangeKind
    level: Level
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    document: str
    """Number of the decree (国函〔2015〕182号), where it is known."""


def _read_csv(path: str) -> list[dict[str, Any]]:
    return [
        {name: None if name == "valid_to" and not value else value for name, value in row.items()}
        for row in csv.DictReader(io.StringIO(read_text(path)))
    ]


@functools.cache
def divisions() -> tuple[Division, ...]:
    """Every division under every name it had, by code."""
    return tuple(msgspec.convert(_read_csv("places/divisions.csv"), list[Division], strict=False))


@functools.cache
def changes() -> tuple[DivisionChange, ...]:
    """Every change since 2008, in order of time."""
    return tuple(msgspec.convert(_read_csv("places/history.csv"), list[DivisionChange], strict=False))


def grouped(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, tuple[_Value, ...]]:
    """The values of pairs by what they have first, in their order."""
    found: defaultdict[_Key, list[_Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


@functools.cache
def _divisions_by_code() -> dict[str, tuple[Division, ...]]:
    return grouped((each.code, each) for each in sorted(divisions(), key=lambda division: division.valid_from))


@functools.cache
def _divisions_by_name() -> dict[str, tuple[Division, ...]]:
    return grouped((division.name, division) for division in divisions())


def division_of(code: str, year: int | None = None) -> Division | None:
    """The division of a code, under the name in force at the end of ``year`` (else the latest); None for an unknown code."""
    names = _divisions_by_code().get(code, ())
    if year is None:
        return names[-1] if names else None
    return next((each for each in names if each.valid_from <= year < (each.valid_to or year + 1)), None)


def divisions_named(name: str) -> tuple[Division, ...]:
    """Every division that bears or bore the name: 鼓楼区 is four counties of today."""
    return _divisions_by_name().get(name, ())


@functools.cache
def _units_by_bearer() -> dict[tuple[str, str], tuple[Division, ...]]:
    """(Code, name) → the unit that bore them: its codes and names, one after the other."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    said = {
        ((change.old_code, change.old_name), (change.new_code, change.new_name)): change.kind in _SAME_UNIT
        for change in changes()
    }
    # 万盛区 was merged into 綦江区, which bears its code since: only what no change says to be another is the same.
    pairs = (
        ((one.code, one.name), (other.code, other.name))
        for names in _divisions_by_code().values()
        for one, other in itertools.pairwise(names)
    )
    for one, other in (
        *(pair for pair in pairs if said.get(pair, True)),
        *(pair for pair, same in said.items() if same),
    ):
        if all(one) and all(other):
            parent[root(one)] = root(other)
    ordered = sorted(divisions(), key=lambda each: (each.valid_from, each.valid_to or 9999, each.code))
    units = grouped((root((division.code, division.name)), division) for division in ordered)
    return {bearer: units.get(root(bearer), ()) for bearer in list(parent)}


class DivisionLineage(Struct, frozen=True):
    """A division through all its names and codes (密云县, 密云区)."""

    id: str
    """The code that it bears, or bore last; with the year of its end where another unit bears that code since."""
    members: tuple[Division, ...]

    def at(self, year: int) -> Division:
        """The code and name in force at the end of a year; the first or last beyond its time."""
        held = [each for each in self.members if each.valid_from <= year]
        return held[-1] if held else self.members[0]


@functools.lru_cache(1024)
def unit_of(code: str, name: str | None = None) -> DivisionLineage | None:
    """The unit that bears a code, or bore it under a name; None for an unknown code."""
    division = next((each for each in reversed(_divisions_by_code().get(code, ())) if name in (None, each.name)), None)
    if division is None:
        return None
    members = _units_by_bearer().get((division.code, division.name), (division,))
    last, heir = members[-1], division_of(members[-1].code)
    return DivisionLineage(last.code if heir in members else f"{last.code}-{last.valid_to}", members)


@functools.cache
def _places_by_bearer() -> dict[tuple[str, str], tuple[int, ...]]:
    """(Code, name) → the places in `changes` of those before or after which they were borne."""
    return grouped(
        (bearer, at)
        for at, each in enumerate(changes())
        for bearer in {(each.old_code, each.old_name), (each.new_code, each.new_name)}
    )


def changes_of(unit: DivisionLineage) -> tuple[DivisionChange, ...]:
    """The changes that a unit came out of, went through or ended in, in order of time."""
    bearers = ((each.code, each.name) for each in unit.members)
    places = {at for bearer in bearers for at in _places_by_bearer().get(bearer, ())}
    return tuple(changes()[at] for at in sorted(places))


def is_joined(change: DivisionChange) -> bool:
    """Whether the unit is after a change the one that it was, under another name or code."""
    return change.kind in _SAME_UNIT


@functools.cache
def _units_by_name() -> dict[str, frozenset[str]]:
    """Name → the units that bore it."""
    units = grouped((each.name, unit.id) for each in divisions() if (unit := unit_of(each.code, each.name)))
    return {name: frozenset(ids) for name, ids in units.items()}


def is_same_place(one: str, other: str) -> bool:
    """Whether two names are or were names of one division, one after the other (密云县, 密云区; not 东城区, 崇文区, merged into it)."""
    return one == other or not _units_by_name().get(one, frozenset()).isdisjoint(
        _units_by_name().get(other, frozenset())
    )


def forerunners(code: str) -> tuple[DivisionChange, ...]:
    """The changes by which units that are no more came to lie in the unit of a code, the latest first: 上虞市 → 上虞区, 崇文区 → 东城区."""
    return _changes_along(code, lambda change: (change.new_code, change.old_code))


def what_became_of(code: str) -> tuple[str, ...]:
    """The codes of today of a unit that is no more: 330682 (上虞市) is 330604; several where it was divided, itself where it is still one."""
    if any(each.valid_to is None for each in _divisions_by_code().get(code, ())):
        return (code,)
    later = _changes_along(code, lambda change: (change.old_code, change.new_code))
    today = (
        each.new_code
        for each in later
        if any(now.valid_to is None for now in _divisions_by_code().get(each.new_code, ()))
    )
    return tuple(dict.fromkeys(today))


def _changes_along(code: str, ends: Callable[[DivisionChange], tuple[str, str]]) -> tuple[DivisionChange, ...]:
    """Changes met from a code on, from the first end of each to its second; parts of a unit that goes on are not met."""
    found: dict[DivisionChange, None] = {}
    waiting = [code]
    while waiting:
        at = waiting.pop()
        for change in changes():
            here, there = ends(change)
            if (
                here == at
                and there
                and change not in found
                and change.kind != "territory moved"
                and change.old_code
                # Of a unit that is still one, under the old name and code, only a part became another.
                and all(
                    each.name != change.old_name or each.valid_to is not None
                    for each in _divisions_by_code().get(change.old_code, ())
                )
            ):
                found[change] = None
                waiting.append(there)
    return tuple(sorted(found, key=lambda change: change.date or str(change.year), reverse=True))


def listed_prefix(text: str) -> str:
    """The longest name of a division that the text begins with, by whatever name it ever had; empty when it begins with none."""
    names = _divisions_by_name()
    return next((text[:end] for end in range(min(len(text), 15), 1, -1) if text[:end] in names), "")
