"""What a body is charged with (职能), told by its name: education, health, … and which names of departments followed which.

All that is known stands in `functions.toml`; `docs/functions.md` shows it.
"""

from __future__ import annotations

import difflib
import functools
import re
from typing import Literal

from msgspec import Struct, field

from reportscraper.errors import InputError
from reportscraper.places.bodies import body_names, level_of
from reportscraper.places.divisions import grouped
from reportscraper.places.same_body import own_part
from reportscraper.resources import load

UNKNOWN = "unknown"
GOVERNMENT = "government"
"""The function of governments, their offices, towns, subdistricts and zones, whose business is everything."""

_ENDING = re.compile("(?<=.)(?:管理|工作)?(?:局|委|厅|办|处)$")
_TOWN = re.compile("^.{2,6}?(?:镇|(?<!城)乡|街道)(?=..)")
_MOST_NAMED = 8


class UsualName(Struct, frozen=True, forbid_unknown_fields=True):
    """A name that departments of a function usually bore, from ``since`` to ``until`` where that is known."""

    name: str
    since: int | None = None
    until: int | None = None


class Function(Struct, frozen=True, forbid_unknown_fields=True):
    """One function; `functions.toml` says how its words count."""

    id: str
    zh: str
    en: str
    names: tuple[UsualName, ...]
    words: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    """Ends of the names of institutions (学校, 医院, 公司), which count before any word."""
    opening: str = ""
    only: re.Pattern[str] | None = None


class Reform(Struct, frozen=True, forbid_unknown_fields=True):
    """A decision that changed departments; counties carried it out from ``from_year`` to ``to_year``."""

    id: str
    date: str
    from_year: int
    to_year: int
    zh: str
    en: str


class NameSuccession(Struct, frozen=True, forbid_unknown_fields=True):
    """The names that ``to`` followed; joined only where it was `renamed`."""

    before: tuple[str, ...] = field(name="from")
    to: str
    kind: Literal["renamed", "merged", "split"]
    reform: str


class _FunctionsFile(Struct, frozen=True, forbid_unknown_fields=True):
    reform: tuple[Reform, ...]
    succession: tuple[NameSuccession, ...]
    function: tuple[Function, ...]


@functools.cache
def _load_functions() -> _FunctionsFile:
    return load("places/functions.toml", _FunctionsFile)


def functions_known() -> tuple[Function, ...]:
    """Every function, general government first."""
    return _load_functions().function


@functools.cache
def reforms() -> dict[str, Reform]:
    """Every reform by its id."""
    return {reform.id: reform for reform in _load_functions().reform}


def name_successions() -> tuple[NameSuccession, ...]:
    """Which name of a department followed which, in order of time."""
    return _load_functions().succession


@functools.cache
def _function_by_word() -> dict[str, str]:
    return {word: each.id for each in functions_known() for word in each.words}


@functools.cache
def _any_word() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _function_by_word()), key=len, reverse=True)))


@functools.lru_cache(4096)
def function_of(name: str) -> str:
    """The id of the function that a body's name tells, `unknown` where it tells none.

    Of several that a name has (教育体育局), the first.
    """
    own = _without_seat(own_part(name))
    told = (
        each.id
        for each in functions_known()
        if (each.endings and own.endswith(each.endings)) or (each.opening and name.startswith(each.opening))
    )
    institution = next(told, None)
    if institution:
        return institution
    if level_of(name) in ("county_government", "office", "township", "subdistrict", "zone"):
        return GOVERNMENT
    whole = next((each.id for each in functions_known() if each.only and each.only.fullmatch(own)), None)
    found = _any_word().search(own)
    return whole or (_function_by_word()[found[0]] if found else UNKNOWN)


def _without_seat(own: str) -> str:
    """The part behind a zone or town that the divisions do not list: 云溪经济开发区|财政局, 大山镇|财政所."""
    zones = [own.find(word) + len(word) for word in body_names().not_places if word in own]
    rest = own[max(zones, default=0) :]
    rest = rest if len(rest) > 1 and not rest.startswith(("管委", "管理委")) else own
    return _TOWN.sub("", rest)


@functools.lru_cache(4096)
def department(name: str) -> str:
    """A department's own name without its place, ending and long forms, as names of one department have it in common.

    卫生和计划生育局 and 卫计委 are 卫计. What is no department keeps its whole own part.
    """
    own = own_part(name)
    if level_of(name) != "department":
        return own
    stem = _ENDING.sub("", own)
    return stem if len(stem) > 1 else own


@functools.cache
def _renamed_departments() -> dict[str, str]:
    return {
        department(before): department(each.to)
        for each in name_successions()
        if each.kind == "renamed"
        for before in each.before
    }


def department_now(name: str) -> str:
    """A department's own name as `department` has it, under the name that it bears today if it was only renamed since."""
    stem = department(name)
    seen = {stem}
    while (later := _renamed_departments().get(stem)) and later not in seen:
        stem = later
        seen.add(stem)
    return stem


def successions_of(name: str) -> tuple[int, ...]:
    """The places in `name_successions` of those that a body's name takes part in, as what was or as what came."""
    return _successions_by_department().get(department(name), ())


@functools.cache
def _successions_by_department() -> dict[str, tuple[int, ...]]:
    return grouped(
        (stem, at)
        for at, each in enumerate(name_successions())
        for stem in {department(each.to), *map(department, each.before)}
    )


def find_function(words: str) -> Function:
    """The function that is meant by an id, a name in either language or a word of it (health, 卫生健康, 卫健).

    Raises InputError that names the nearest.
    """
    asked = words.strip().lower()
    named = {text.lower(): each for each in functions_known() for text in (each.id, each.zh, each.en)}
    word = _function_by_word().get(words) or (function_of(words) if words.endswith(("局", "委", "办")) else None)
    found = named.get(asked) or next((each for each in functions_known() if each.id == word), None)
    if found is None:
        near = difflib.get_close_matches(asked, named, n=_MOST_NAMED, cutoff=0.4)
        shown = ", ".join(dict.fromkeys(f"{named[each].id} {named[each].zh}" for each in near))
        ids = ", ".join(each.id for each in functions_known())
        raise InputError(f"no function {words!r}; there is {shown or ids}", f"没有职能“{words}”；可用：{shown or ids}")
    return found
