"""The packaged table: every province, prefecture, county and zone of today, its home page, its columns and how well they are attested.

`homes.csv` and `zones.csv` have one line a unit, `columns.csv` one an address; `scripts/refresh_registry.py` makes them anew and prints
what differs. Where they come from and under which licences: NOTICE.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from reportscraper.places.divisions import division_of, divisions, grouped
from reportscraper.resources import read_text

UnitLevel = Literal["province", "prefecture", "county", "zone"]
StartKind = Literal["county", "found", "body", "derived", "root"]
"""What an address is: the unit's own annual-report column; one that a run has found; that of one department or town; one that a rule of the platform or the
address of a report leads to, never fetched; a page of disclosure (政务公开) that leads to columns."""

_INDEX = re.compile(r"/(?:(?:index|default)\.\w{3,5})?$")

_KEYS = {"county": "start", "body": "start_of_bodies", "derived": "start_derived", "root": "roots"}
"""The key of a county file under which addresses of a kind stand."""


class RegistryUnit(Struct, frozen=True):
    """A division of today, or a zone (开发区) with the number that statistics give it: what publishes reports on a site of its own."""

    code: str
    name: str
    level: UnitLevel
    parent: str
    province: str
    name_en: str = ""
    has_counties: bool = False


@functools.cache
def units() -> dict[str, RegistryUnit]:
    """Every unit of today by code, in the order of codes."""
    today = [division for division in divisions() if division.valid_to is None]
    above = {division.parent for division in today if division.level == "county"}
    found = {
        each.code: RegistryUnit(
            each.code,
            each.name,
            each.level,
            each.parent,
            province_of(each.code) or "",
            each.name_en,
            each.code in above,
        )
        for each in today
    }
    for code, name, parent in _csv_lines("zones"):
        found[code] = RegistryUnit(code, name, "zone", parent, province_of(code) or "")
    return dict(sorted(found.items()))


def province_of(code: str) -> str | None:
    """The province a division code (GB/T 2260) lies in, None for digits of none."""
    province = division_of(f"{code[:2]}0000") if len(code) >= 2 else None
    return province.name if province is not None else None


def table_fields(code: str) -> dict[str, object]:
    """What the table says of a unit, under the keys of a county file; empty for a code of none."""
    unit = units().get(code)
    if unit is None:
        return {}
    fields: dict[str, object] = {"code": code, "name": unit.name, "province": unit.province, "level": unit.level}
    if code in _read_homes():
        home, agreement, source, checked_at, site_code, title, family, note = _read_homes()[code]
        told = {"home": home, "agreement": agreement, "source": source, "checked_at": checked_at}
        told |= {"site_code_seen": site_code, "title_seen": title, "family": family, "note": note}
        fields |= {name: value for name, value in told.items() if value}
        if checked_at:
            fields["checked_by"] = "machine"
    for kind, url in _read_columns().get(code, ()):
        fields[_KEYS[kind]] = [*fields.get(_KEYS[kind], ()), url]  # type: ignore[misc]
    return fields


@functools.cache
def body_columns() -> frozenset[str]:
    """Addresses known to be the column of one department or town, as `plain_address` writes them."""
    return frozenset(plain_address(url) for found in _read_columns().values() for kind, url in found if kind == "body")


def homes() -> Iterator[tuple[str, str]]:
    """Code and home page of every unit that has one."""
    return ((code, line[0]) for code, line in _read_homes().items() if line[0])


def plain_address(url: str) -> str:
    """An address without what makes no other page: scheme, www, the last slash, the name of an index."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{_INDEX.sub('', parts.path)}{query}"


@functools.cache
def _read_homes() -> dict[str, tuple[str, ...]]:
    return {code: tuple(line) for code, *line in _csv_lines("homes")}


@functools.cache
def _read_columns() -> dict[str, tuple[tuple[str, str], ...]]:
    return grouped((code, (kind, url)) for code, kind, url in _csv_lines("columns"))


def _csv_lines(name: str) -> Iterator[list[str]]:
    lines = csv.reader(read_text(f"sites/{name}.csv").splitlines())
    next(lines)
    return lines
