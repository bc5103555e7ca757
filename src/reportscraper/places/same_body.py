"""Whether two names are of one body (公开主体): decided here and nowhere else.

A name is taken apart into the places that stand before it, known from the divisions of the nation by their names of any year, and the body's
own part; short and long forms of that part (科技局, 科学技术局) are a table in ``bodies.toml``. No likeness of characters counts:
东城区 and 城东区 are two counties.
"""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from reportscraper.places.bodies import body_names, is_relative, level_of
from reportscraper.places.divisions import divisions_named, is_same_place, listed_prefix
from reportscraper.text import simplify, squeeze

_NOTE = re.compile(r"\([^()]*\)")
_UNLISTED_PLACE = re.compile("[一-鿿]{1,6}?(?:自治[县旗州]|[一-鿿](?:省|[县市区旗盟]))")
_TOWNS = ("镇", "乡", "街道")
_OF_TOWN = re.compile("镇|乡(?![村镇])|街道")
_JOINING = re.compile("[和与及暨、]")
_OF_GOVERNMENT = re.compile("人民政府|^政府(?=办|$)|(?<=[镇乡])政府$")
_ENDINGS = (("委员会", "委"), ("办公室", "办"), ("办公厅", "办"), ("街道办事处", "街道"), ("街道办", "街道"))
_OFFICE = re.compile("(?:党政|综合|政务|政府|信息|公开|工作|领导小组)*办")


class _BodyName(Struct, frozen=True):
    """A name taken apart: ``places`` from the largest to the smallest, a lone 县 or 市 standing for the site's own, and the rest."""

    places: tuple[str, ...]
    own: str


def same_body(one: str, other: str, county: str | None = None) -> bool:
    """Whether two names may be of one body: a place left out before it, a former name of its county, its usual short name.

    ``county`` is the place (嵊州市) whose site prints them: it stands before names that have no place of their own.
    """
    if one == other:
        return True
    first, second = _with_county_before(_take_apart(one), county), _with_county_before(_take_apart(other), county)
    return _places_agree(first.places, second.places) and _own_parts_agree(first.own, second.own)


def is_office_of(office: str, body: str, county: str | None = None) -> bool:
    """Whether a name is of the office of a body (某县人民政府办公室 of 某县人民政府), which writes its report."""
    first, second = _with_county_before(_take_apart(office), county), _with_county_before(_take_apart(body), county)
    rest = first.own.removeprefix(second.own)
    fits = first.own.startswith(second.own) and _OFFICE.fullmatch(rest) is not None
    return fits and _places_agree(first.places, second.places)


def is_spelling_of(one: str, other: str, county: str | None = None) -> bool:
    """Whether two names are ways to write one body's name of one time: `same_body`, and no former name of its place."""
    first, second = _with_county_before(_take_apart(one), county), _with_county_before(_take_apart(other), county)
    return same_body(one, other, county) and (
        not first.places or not second.places or first.places[-1] == second.places[-1]
    )


def is_short_for(short: str, name: str, county: str | None = None) -> bool:
    """Whether a name may be short for another as such names are made: of each word its first character (财金局, 财政金融局).

    What is charged with a function of its own is short for nothing (民政局 is no 民族政务局). Only among the bodies of one county does
    this tell anything.
    """
    first, second = _with_county_before(_take_apart(short), county), _with_county_before(_take_apart(name), county)
    if not _places_agree(first.places, second.places) or level_of(second.own) != "department":
        return False
    pairs = enumerate(zip(first.own, second.own, strict=False))
    alike = next((place for place, (a, b) in pairs if a != b), 0)
    is_function = first.own[max(0, alike - 1) :].startswith(body_names().functions)
    return len(first.own) < len(second.own) and not is_function and _is_abbreviation(first.own, second.own)


def _is_abbreviation(short: str, name: str) -> bool:
    if not short or not name:
        return short == name
    if short[0] != name[0]:
        return False
    return _is_abbreviation(short[1:], name[1:]) or (len(name) > 1 and _is_abbreviation(short[1:], name[2:]))


def own_part(name: str) -> str:
    """What a body's name says behind its places, in short forms: 科技局 of 浙江省嵊州市科学技术局."""
    return _take_apart(name).own


def places_before(name: str) -> tuple[str, ...]:
    """The places that a body's name begins with, from the largest to the smallest."""
    return _take_apart(name).places


@functools.lru_cache(1024)
def _take_apart(name: str) -> _BodyName:
    rest, places = _NOTE.sub("", squeeze(simplify(name))), list[str]()
    functions = body_names().functions
    while rest and (place := listed_prefix(rest) or _unlisted_prefix(rest)):
        if _OF_TOWN.match(rest, len(place)):
            break  # 芒市镇 is a town, 某县乡村振兴局 a bureau
        places.append(place)
        rest = rest[len(place) :]
        # 昌图县人民政府昌图县教育局: the site's own name before the body's.
        again = rest.removeprefix("人民政府")
        rest = again if listed_prefix(again) or again.startswith(place) else rest
    level = next((level for level in body_names().levels if is_relative(rest, level)), None)
    if level and not places and not rest.startswith(functions):
        places, rest = [level], rest[len(level) :]
    return _BodyName(tuple(dict.fromkeys(places)), _own_part(rest))


def _unlisted_prefix(rest: str) -> str:
    if rest.startswith(body_names().functions) or any(is_relative(rest, level) for level in body_names().levels):
        return ""
    match = _UNLISTED_PLACE.match(rest)
    return match[0] if match and not match[0].endswith(body_names().not_places) else ""


def _own_part(rest: str) -> str:
    own = _OF_GOVERNMENT.sub("", rest)
    for long, short in _ENDINGS:
        own = own.removesuffix(long) + short if own.endswith(long) else own
    if level_of(own) in ("township", "subdistrict"):
        return own
    own = _JOINING.sub("", own)
    for short, long in _long_forms():
        own = own.replace(long, short)
    return own


@functools.cache
def _long_forms() -> tuple[tuple[str, str], ...]:
    """(Short form, long form), the longest first."""
    pairs = ((short, long) for short, longs in body_names().short_forms.items() for long in longs)
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))


def _with_county_before(name: _BodyName, county: str | None) -> _BodyName:
    if county and (not name.places or (len(name.places[0]) == 1 and county.endswith(name.places[0]))):
        return _BodyName((county,), name.own)
    return name


def _places_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the smallest places are one, and those above them, where both names print them, too."""
    if not one or not other:
        return True
    a, b = one[-1], other[-1]
    is_level = 1 in (len(a), len(b))  # a lone 县 stands for any
    if not ((a.endswith(b) or b.endswith(a)) if is_level else is_same_place(a, b)):
        return False
    return all(_may_be_one_above(a, b) for a in one[:-1] for b in other[:-1])


def _may_be_one_above(one: str, other: str) -> bool:
    """Whether two places above one of the same name may be above one: 江苏省 and 徐州市 above 鼓楼区, not 江苏省 and 福州市."""
    listed, others = divisions_named(one), divisions_named(other)
    if (listed[0].level if listed else one[-1]) == (others[0].level if others else other[-1]):
        return is_same_place(one, other)
    return not listed or not others or not {a.code[:2] for a in listed}.isdisjoint(b.code[:2] for b in others)


def _own_parts_agree(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if short in _TOWNS:
        return long.endswith(short)  # 镇人民政府 in the report of 大山镇
    # 苏州工业园区胜浦街道, 胜浦街道: a zone is no division and may be left out like one.
    return bool(short) and long.endswith(short) and long.removesuffix(short).endswith(body_names().not_places)
