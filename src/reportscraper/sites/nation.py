"""Every unit of the nation with its site: the packaged table, the files of a folder laid over it; and which of them are meant."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct

from reportscraper.errors import InputError
from reportscraper.forms.deadlines import today_in_china
from reportscraper.forms.rules import Words
from reportscraper.places.chosen import find_county
from reportscraper.places.divisions import divisions_named, what_became_of
from reportscraper.sites.evidence import Seen, read_evidence, with_evidence
from reportscraper.sites.proof import is_provable, mistaken_code
from reportscraper.sites.registry import Agreement, Site, read_registry
from reportscraper.sites.table import RegistryUnit, StartKind, UnitLevel, table_fields, units

LEVELS: tuple[str, ...] = get_args(UnitLevel)
_FILE = re.compile(r"(\d{6})\.toml:\d")


class ListedUnit(Struct, frozen=True):
    """One unit as `sources list --json` prints it; ``home`` is None where none is known, ``start_kinds`` goes with ``start``."""

    code: str
    name: str
    name_en: str
    level: UnitLevel
    parent: str
    province: str
    home: str | None
    start: tuple[str, ...]
    start_kinds: tuple[StartKind, ...]
    family: str
    agreement: Agreement
    verified: bool
    checked_at: str
    own_file: bool
    """Whether the folder has a file of it."""


class Nation(Struct, frozen=True, dict=True):
    """All units: those of the table, and sites of ``own`` files, which win."""

    own: dict[str, Site]
    refused: tuple[str, ...] = ()
    """What is wrong with files that cannot be taken, by file and line."""
    seen: Mapping[str, Seen] = {}
    """What runs saw of sites."""
    today: dt.date = dt.date.min
    """The day (UTC) on which what was found is old or not."""

    @classmethod
    def read(cls, folder: Path) -> Nation:
        """The nation with the files of a folder and what runs saw, beside it; without a folder, the table alone."""
        sites, refused = read_registry(folder) if folder.is_dir() else ([], [])
        # Whoever crawled a file with another county's code would file every report under the wrong name.
        wrong = {site.code: why for site in sites if is_provable(site) and (why := mistaken_code(site))}
        refused += [f"{folder / code}.toml:1: {why}" for code, why in wrong.items()]
        own = {site.code: site for site in sites if site.code not in wrong}
        return cls(
            own, tuple(refused), read_evidence(folder.parent / "evidence.csv"), today_in_china(dt.datetime.now(dt.UTC))
        )

    def site(self, code: str) -> Site | None:
        """The site of a unit; None where no home page is known, or its own file cannot be taken."""
        is_file = code in self.own or any(f"{code}.toml:" in line for line in self.refused)
        site = self.own.get(code) if is_file else packaged_site(code)
        return with_evidence(site, self.seen.get(code), self.today) if site is not None else None

    def unit(self, code: str) -> RegistryUnit:
        """The unit of a code: what its own file says of it, else the table. KeyError for a code of none."""
        known = units().get(code)
        site = self.own.get(code)
        if site is None or (known is not None and not site.allow_loopback and not site.sample):
            return units()[code]
        return RegistryUnit(code, site.name, site.level, "", site.province)

    def codes(self) -> list[str]:
        """Every code, in order."""
        return sorted(units().keys() | self.own.keys())

    def listed(self, codes: Iterable[str]) -> Iterator[ListedUnit]:
        """Units of these codes as they are listed."""
        for code in codes:
            unit, site = self.unit(code), self.site(code)
            kinds: dict[str, StartKind] = {}
            if site is not None:
                kinds.update(dict.fromkeys(site.start_of_bodies, "body"))
                kinds.update(dict.fromkeys(site.start_derived, "derived"))
                kinds.update(dict.fromkeys(site.start_found, "found"))
                kinds.update(dict.fromkeys(site.start, "county"))
            starts = site.starts if site else ()
            yield ListedUnit(
                code,
                site.name if site else unit.name,
                unit.name_en,
                site.level if site else unit.level,
                unit.parent,
                site.province if site else unit.province,
                site.home if site else None,
                starts,
                tuple(kinds[url] for url in starts),
                site.family if site else "auto",
                site.agreement if site else "none",
                site.is_verified if site else False,
                site.checked_at if site else "",
                code in self.own,
            )

    def find(self, words: str) -> str:
        """The code that is meant by a code, a name, a path of names (南京市/鼓楼区) or a name of former days (上虞市).

        A site on this machine is meant before a real unit of its name. Raises InputError, with the codes, for a name of several.
        """
        here = (site for site in self.own.values() if site.allow_loopback or site.sample)
        named = [site.code for site in here if words in (site.code, site.name)]
        if len(named) == 1:
            return named[0]
        if words in self._name_by_code:
            return words
        bearers = [code for code, name in self._name_by_code.items() if name == words]
        if len(divisions := [code for code in bearers if self.unit(code).level != "zone"]) == 1:
            return divisions[0]  # 嘉峪关市 is the city, not the zone that statistics make of all of it
        former = [words, *(each.code for each in divisions_named(words))] if not bearers else []
        now = list(dict.fromkeys(code for each in former for code in what_became_of(each)))
        if len(now) > 1:
            told = ", ".join(f"{code} {self.unit(code).name}" for code in now)
            raise InputError(
                f"{words!r} is several units of today, give the code: {told}",
                f"“{words}”已分属多个地区，请给出代码：{told}",
            )
        return now[0] if now else find_county(words, self._name_by_code)

    @functools.cached_property
    def _name_by_code(self) -> dict[str, str]:
        """The name of every unit by its code, that of its own file first."""
        return {code: unit.name for code, unit in units().items()} | {
            code: site.name for code, site in self.own.items()
        }


@functools.cache
def packaged_site(code: str) -> Site | None:
    """The site of a unit as the table alone describes it; None where it knows no home page."""
    fields = table_fields(code)
    return msgspec.convert(fields, Site) if "home" in fields else None


class UnitSelection(Struct, frozen=True):
    """Which units are asked for; what is empty leaves all. By default the counties, the cities that have none, and the zones."""

    names: tuple[str, ...] = ()
    """Codes, names or paths of names, each."""
    provinces: tuple[str, ...] = ()
    agreement: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not (self.names or self.provinces or self.agreement or self.levels)


def chosen_sites(nation: Nation, choice: UnitSelection) -> tuple[list[Site], list[Words]]:
    """The sites to be crawled, and what stands against crawling others: files refused, units without a home page.

    Without a choice, those that have files of their own. Raises InputError as `choose_codes` does, and for a named county whose file is refused.
    """
    if choice.is_empty:
        return [site for code in nation.own if (site := nation.site(code))], [
            Words(line, line) for line in nation.refused
        ]
    refused = {code: line for line in nation.refused for code in _FILE.findall(line)}
    for name in choice.names:
        if line := refused.get(name) or refused.get(nation.find(name)):
            raise InputError(line, line)
    sites = {code: nation.site(code) for code in choose_codes(nation, choice)}
    homeless = [f"{code} {nation.unit(code).name}" for code, site in sites.items() if not site and code not in refused]
    problems = [Words(line, line) for line in nation.refused]
    if homeless:
        count, told = len(homeless), ", ".join(homeless)
        problems.append(
            Words(f"no home page known, not crawled ({count}): {told}", f"主页未知，未抓取（{count}）：{told}")
        )
    return [site for site in sites.values() if site is not None], problems


def choose_codes(nation: Nation, choice: UnitSelection) -> list[str]:
    """The codes that a choice asks for, in order. Raises InputError for a name, province, agreement or level that there is none of."""
    provinces = {_find_province(words) for words in choice.provinces}
    for asked, known in ((choice.agreement, get_args(Agreement)), (choice.levels, LEVELS)):
        if unknown := set(asked) - set(known):
            wrong, there = ", ".join(sorted(unknown)), ", ".join(filter(None, known))
            raise InputError(f"{wrong}: not one of {there}", f"{wrong}：只能是 {there}")
    named = {nation.find(words) for words in choice.names}
    chosen = []
    for code in sorted(named) if choice.names else nation.codes():
        unit, site = nation.unit(code), nation.site(code)
        level = site.level if site else unit.level
        # On the sites of the four cities without counties (东莞, 中山, 儋州, 嘉峪关) the towns report.
        is_usual = level in {"county", "zone"} or (level == "prefecture" and not unit.has_counties)
        of_level = level in choice.levels if choice.levels else bool(named) or is_usual
        of_province = not provinces or unit.province in provinces
        agreement = site.agreement if site else "none"
        if of_level and of_province and (not choice.agreement or agreement in choice.agreement):
            chosen.append(code)
    return chosen


def _find_province(words: str) -> str:
    """The name of a province by its name, the beginning of it (浙江), its English name or its code."""
    known = [unit for unit in units().values() if unit.level == "province"]
    asked = words.strip().casefold()
    for unit in known:
        named = len(asked) >= 2 and (unit.name.startswith(asked) or unit.name_en.casefold().startswith(asked))
        if named or asked in (unit.code, unit.code[:2]):
            return unit.name
    there = ", ".join(unit.name for unit in known)
    raise InputError(f"no province {words!r}; there are {there}", f"没有省份“{words}”；现有：{there}")


def read_names(path: Path) -> tuple[str, ...]:
    """The codes or names in a file, one a line, up to the first blank or comma; ``#`` begins a remark. InputError when it has none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})", f"{path}：无法读取（{error}）") from error
    told = (line.partition("#")[0].replace(",", " ").replace("，", " ").split() for line in lines)
    names = tuple(words[0] for words in told if words)
    if not names:
        raise InputError(f"{path}: names no county", f"{path}：没有列出任何县")
    return names
