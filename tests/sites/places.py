"""Invented counties, as many as are asked for: names, unassigned division codes, host names and bodies, all from a number."""

from __future__ import annotations

import functools
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.model import BodyLevel
from tests.made.counties import Body, County


class _Province(Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    short: str


class _Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """Bodies of one level: ``names`` follow the county's name."""

    level: BodyLevel
    our: str
    names: tuple[str, ...]


class _Names(Struct, frozen=True, forbid_unknown_fields=True):
    first: tuple[tuple[str, str], ...]
    second: tuple[tuple[str, str], ...]
    province: tuple[_Province, ...]
    top: tuple[_Kind, ...]
    departments: tuple[str, ...]
    townships: tuple[str, ...]


@functools.cache
def _names() -> _Names:
    return msgspec.toml.decode(Path(__file__).with_name("places.toml").read_bytes(), type=_Names)


def make_county(number: int, bodies: int) -> County:
    """County ``number`` (0, 1, …) with that many bodies: the government, its office, then a township to two departments.

    ``seed`` is its name in letters, as host names bear it.
    """
    names = _names()
    first, second = names.first[number % len(names.first)], names.second[number // len(names.first) % len(names.second)]
    province = names.province[number % len(names.province)]
    name = f"{first[0]}{second[0]}县"
    return County(
        code=f"{province.code}{71 + number // 79 % 19}{21 + number % 79}",
        name=name,
        province=province.name,
        short=province.short,
        family="trs",
        seed=f"{first[1]}{second[1]}",
        phone=f"09{number % 90 + 10}-8{number % 900 + 100}",
        postcode=f"9{number % 100_000:05d}",
        bodies=_bodies(name, bodies),
    )


def most_counties() -> int:
    """How many counties have a name of their own."""
    return len(_names().first) * len(_names().second)


def _bodies(county: str, count: int) -> tuple[Body, ...]:
    names = _names()
    top = [Body(f"{county}{name}", kind.level, kind.our) for kind in names.top for name in kind.names]
    departments = [Body(f"{county}{name}", "department", "我局") for name in names.departments]
    townships = [_township(county, name) for name in names.townships]
    mixed = list(top)
    while len(mixed) < count and (departments or townships):
        mixed += [*departments[:2], *townships[:1]]
        departments, townships = departments[2:], townships[1:]
    return tuple(mixed[:count])


def _township(county: str, name: str) -> Body:
    if name.endswith("街道"):
        return Body(f"{county}{name}办事处", "subdistrict", "我街道")
    return Body(f"{county}{name}人民政府", "township", f"我{name[-1]}")
