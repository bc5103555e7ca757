"""Whose site a page is by its own word: the 网站标识码 and the name it prints, held against the unit that it is thought to be of."""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from reportscraper.places.divisions import division_of, divisions_named, forerunners, listed_prefix, what_became_of
from reportscraper.sites.registry import Site
from reportscraper.sites.table import units

_WELCOME = re.compile(r"^(?:网站)?(?:首页)?(?:热烈)?(?:欢迎)?(?:您|你)?(?:访问|来到|光临|进入|浏览)?")


class SiteEvidence(Struct, frozen=True):
    """What a page of a site printed: its site code and the name of a government, empty where it printed none."""

    url: str = ""
    site_code: str = ""
    title: str = ""
    proven: bool = False
    """Whether either is the unit's own."""


class ExpectedNames(Struct, frozen=True):
    """The codes and names that pages of a unit may bear: its own, those of its forerunners, and those of what it lies in."""

    own_codes: frozenset[str]
    own_names: frozenset[str]
    codes: frozenset[str]
    names: frozenset[str]


def is_provable(site: Site) -> bool:
    """Whether a site's pages can be held against its unit: it is no sample, not on this machine, and bears a name that there is."""
    if site.allow_loopback or site.sample:
        return False
    return bool(divisions_named(site.name)) or site.name in expected(site.code).own_names


@functools.lru_cache(4_096)
def expected(code: str) -> ExpectedNames:
    """What pages of the unit of a code may bear."""
    own_codes, own_names = _ever_borne(code)
    codes, names = set(own_codes), set(own_names)
    # 简阳市 came from 资阳市 to 成都市: pages that still name the old city are its own.
    for above in {each for own in own_codes for each in (own[:2] + "0000", own[:4] + "00", *_codes_above(own))}:
        more_codes, more_names = _ever_borne(above)
        codes |= more_codes
        names |= more_names
    return ExpectedNames(own_codes, own_names, frozenset(codes), frozenset(names))


def _codes_above(code: str) -> set[str]:
    unit = units().get(code)
    return {unit.parent} | _codes_above(unit.parent) if unit is not None and unit.parent else set()


def _ever_borne(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """The codes and names of a unit, those of its forerunners among them."""
    before = forerunners(code)
    unit = units().get(code)
    named = {change.old_name for change in before} | ({unit.name} if unit is not None else set())
    return frozenset({code, *(change.old_code for change in before)}), frozenset(named)


def mistaken_code(site: Site) -> str | None:
    """Why a file is of no unit: its code is none, or that of another name; None when it is of one."""
    unit = units().get(site.code)
    if unit is None:
        now = ", ".join(f"{code} {units()[code].name}" for code in what_became_of(site.code))
        return f"no unit has the code {site.code} 没有此代码{f'; today it is 现为 {now}' if now else ''}"
    if unit.name != site.name:
        return f"code {site.code} is that of {unit.name}, not of {site.name} 代码与名称不符"
    return None


def contradiction(site: Site, code: str | None, name: str | None) -> str | None:
    """What a page prints that is another unit's: a code or name of neither the unit, nor of what it lies in, nor of a forerunner.

    None when nothing speaks against the site; so it is with numbers and names of no division.
    """
    allowed = expected(site.code)
    if code is not None and code[:6] not in allowed.codes and code[:6] != site.site_code[:6]:
        bearers = (code[:6], f"{code[:4]}00", f"{code[:2]}0000")
        bearer = next((each for each in bearers if division_of(each) is not None or each in units()), "")
        if bearer not in allowed.codes:
            division = division_of(bearer)
            whose = f" ({division.name})" if division is not None else ""
            return (
                f"its pages bear the site code {code}{whose}, not one of {site.code} {site.name} 网站标识码属于其他地区"
            )
    if name is not None and (other := _other_division(name, allowed)) is not None:
        return f"its pages are titled {name}, which is {other}, not {site.name} 标题属于其他地区"
    return None


def proves(site: Site, code: str | None, name: str | None) -> bool:
    """Whether a printed code or name is the unit's own."""
    own = expected(site.code)
    return (code is not None and code[:6] in {*own.own_codes, site.site_code[:6]} - {""}) or (
        name is not None and any(each in name for each in own.own_names)
    )


def _other_division(name: str, allowed: ExpectedNames) -> str | None:
    """The division that a printed name is of when that is neither the unit nor above it: 浙江省绍兴市新昌县 on pages of 嵊州市."""
    rest = _WELCOME.sub("", name)
    at = ""
    while rest and (found := listed_prefix(rest)):
        if found not in allowed.names and not (at and at in allowed.own_names):
            return found
        at, rest = found, rest[len(found) :]
    return None
