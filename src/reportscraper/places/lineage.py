"""Which reports are one series over the years (沿革): a body under its names before and after reforms, and where a series breaks.

Joined is only what followed one to one: a county that became a district (上虞市财政局, 上虞区财政局), a department that was renamed
(环境保护局, 生态环境局), another spelling of one name. What was merged or split is a series of its own, and the change is told.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import Literal

from msgspec import Struct

from reportscraper.model import BodyLevel
from reportscraper.places.bodies import level_of
from reportscraper.places.divisions import (
    DivisionLineage,
    changes,
    changes_of,
    divisions,
    divisions_named,
    is_joined,
    unit_of,
)
from reportscraper.places.functions import department_now, function_of, name_successions, reforms, successions_of
from reportscraper.places.same_body import own_part, places_before

Effect = Literal["joined", "break", "none"]
"""Whether the series goes on over a change, ends or begins anew there, or is not touched (a few villages moved)."""

_COMMITTEE = re.compile("(?<=.)(?:党工委)?(?:管理委|管委会|管委)$")
_BREAKS = ("merged", "merged into existing", "split")


class Succession(Struct, frozen=True):
    """A change of a division, or of departments all over the nation, that joins or breaks series."""

    year: int
    """The first report year after it."""
    last_year: int
    """The same, or the year by which counties had carried it out."""
    date: str
    kind: str
    effect: Effect
    before: str
    after: str
    old_code: str
    new_code: str
    document: str
    document_en: str = ""


class Lineage(Struct, frozen=True):
    """Where a body belongs. Bodies with one ``key`` are one series."""

    key: str
    unit: str
    """Id of the division that the body belongs to (`divisions.Unit`), or the code of the site where that is no division."""
    level: BodyLevel
    function: str
    part_in: tuple[tuple[int, bool], ...]
    """The places in `successions` of those that concern the body, each with whether it is what came of it."""


@functools.cache
def successions() -> tuple[Succession, ...]:
    """Every change that is known: of divisions since 2008, then of departments."""
    made = []
    for change in changes():
        effect: Effect = "joined" if is_joined(change) else "break" if change.kind in _BREAKS else "none"
        sides = (change.old_name, change.new_name, change.old_code, change.new_code)
        made.append(Succession(change.year, change.year, change.date, change.kind, effect, *sides, change.document))
    made += (
        Succession(
            reform.from_year,
            reform.to_year,
            reform.date,
            each.kind,
            "joined" if each.kind == "renamed" else "break",
            "、".join(each.before),
            each.to,
            "",
            "",
            reform.zh,
            reform.en,
        )
        for each in name_successions()
        for reform in (reforms()[each.reform],)
    )
    return tuple(made)


@functools.lru_cache(4096)
def lineage_of(name: str, site_code: str, site_name: str) -> Lineage:
    """Where a body belongs whose name a site prints; ``site_code`` and ``site_name`` are those of the county whose site it is."""
    # 万盛区 bore the code that 綦江区 bears: a site under its old name is not of the district that it was merged into.
    site = unit_of(site_code, site_name) or unit_of(site_code)
    unit, place = _find_seat(name, site, site_name)
    level = level_of(name)
    if level == "department":
        # 某开发区财政局 on the site of 某开发区, which is no division.
        own = department_now(name.removeprefix(site_name) if site is None else name)
    else:
        own = own_part(name)
    if level == "zone":
        own = _COMMITTEE.sub("", own)
    at = unit.id if unit else site_code
    found = []
    if unit:
        bearers = {(member.code, member.name) for member in unit.members}
        for each in changes_of(unit):
            stays = unit.members[-1].valid_to is None or unit.members[-1].valid_to > each.year
            found.append((changes().index(each), (each.new_code, each.new_name) in bearers or stays))
    if level == "department":
        of_name = department_now(name)
        found += [
            (len(changes()) + at, department_now(name_successions()[at].to) == of_name) for at in successions_of(name)
        ]
    return Lineage(f"{at}/{place}{own}", at, level, function_of(name), tuple(found))


def _find_seat(name: str, site: DivisionLineage | None, site_name: str) -> tuple[DivisionLineage | None, str]:
    """The unit whose body a name is, and the place before it that is no unit.

    The site's own by any name that it had, one merged into it (崇文区 on the site of 东城区), or one above or below it.
    """
    *above, place = places_before(name) or ("",)
    if len(place) < 2 or site is None or (place == site_name and not above):
        return site, "" if len(place) < 2 or place == site_name else place
    bearers = {unit.id: unit for each in divisions_named(place) if (unit := unit_of(each.code, each.name))}
    for upper in above:
        # 徐州市鼓楼区 is not the 鼓楼区 of 南京市, whose site it is.
        inside = {at: unit for at, unit in bearers.items() if _lies_in(unit, upper)}
        if inside and site.id not in inside and site.id in bearers:
            return site, "".join(above) + place
        bearers = inside or bearers
    if place == site_name or site.id in bearers:
        return site, ""
    codes = {member.code for member in site.members}
    kin = [unit for unit in bearers.values() if _is_kin(unit, site, codes)]
    return (kin[0], "") if len(kin) == 1 else (site, place)


def _lies_in(unit: DivisionLineage, place: str) -> bool:
    """Whether a unit lies, or lay, in a prefecture or province of a name."""
    codes = {each.code for each in divisions_named(place)}
    return any(codes & {each.parent, each.code[:4] + "00", each.code[:2] + "0000"} for each in unit.members)


def _is_kin(unit: DivisionLineage, site: DivisionLineage, codes: set[str]) -> bool:
    """Whether one came out of the other, or lies in it."""
    bearers = {member.code for member in unit.members}
    changed = any(codes & {each.old_code, each.new_code} and each in changes_of(site) for each in changes_of(unit))
    above = {member.parent for member in site.members} | {code[:2] + "0000" for code in codes}
    below = {member.parent for member in unit.members}
    return changed or bool(bearers & above) or bool(codes & below)


class PastCode(Struct, frozen=True):
    """A code and name that a unit bore in the report years from ``first_year`` to ``last_year``."""

    unit: str
    first_year: int
    last_year: int
    code: str
    name: str


@functools.cache
def past_codes() -> tuple[PastCode, ...]:
    """The codes that units bore, of every unit that did not bear one code and name throughout."""
    units = {unit.id: unit for each in divisions() if (unit := unit_of(each.code, each.name))}
    return tuple(
        PastCode(unit.id, at and member.valid_from, later.valid_from - 1 if later else 9999, member.code, member.name)
        for unit in units.values()
        if len(unit.members) > 1 or unit.id != unit.members[0].code
        for at, (member, later) in enumerate(itertools.zip_longest(unit.members, unit.members[1:]))
    )
