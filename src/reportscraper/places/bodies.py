"""Names of reporting bodies (公开主体): which strings are one, which are short for one, and what their full name is."""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from reportscraper.model import BodyLevel
from reportscraper.places.divisions import divisions_named, listed_prefix
from reportscraper.resources import load
from reportscraper.text import simplify, squeeze

_LONGEST = 40
_STRAY = "的:;,.、·-—_|/《》<>[]【】〔〕*#★☆▲△●○■□◆◇•▪※"
_LEADING_NOTE = re.compile(r"^(?:\([^()]*\)|【[^【】]*】|〔[^〔〕]*〕|\[[^\[\]]*\])+(?=.)")
_BRACKETED = re.compile(r"\([^()]+\)")
_LEADING_NUMBER = re.compile(r"^(?:\d{1,2}月?[-至到—]\d{1,2}月|\d+[.、]?(?=\D))")
_WHOLE_BEHIND = re.compile("(?<=[县市区旗縣區])全[县市区旗縣區]$|(?<=人民政府)(?:门户|官方)?网站$")
"""Behind a place, the whole of it or its site, which is no other body (云溪县2021年度全县…, 云溪县人民政府网站…)."""
_SITE_BEFORE = re.compile("^([一-鿿]{2,12}?[省市县区旗州])人民政府(?:门户|官方)?网(?:站|(?![站络信格安]))(?=.)")
"""The name of a site before that of a body (云溪县人民政府网站 民政局)."""
_HAN = re.compile("[\u4e00-\u9fff]")
_PROVINCE = re.compile("^[一-鿿]{2,6}(?:省|自治区)(?=.)")
_CITY = re.compile("[一-鿿]{2,8}?(?:省|自治区|市|自治州|盟)")
_BELOW_CITY = re.compile(rf"(?:{_CITY.pattern}){{0,2}}[一-鿿]{{1,6}}?(?<!自治)[县旗区]")
_SENTENCE_MARK = re.compile("[。?!;]")
_NAMED_PLACE = re.compile("[一-鿿]{2,7}?(?:自治[县旗州]|[省县市区旗盟镇乡]|街道|苏木)")
_ANY_PLACE = re.compile("[省市县区旗州盟镇乡]|街道")
_BUREAU_ENDS = ("局", "委", "委员会", "办公室", "中心")
_LONGEST_BUREAU = 8
_LONGEST_PLACE = 4
_PLACEHOLDER = re.compile(
    r"[XxＸ×*＊○Oo_]{2,}|某某|^现|\([原现]|^(?:[一-鿿]{1,8}[省市县区旗州])?(?:局|办公室)$|^(?:镇|乡|街道)$|[镇乡]\([镇乡]\)|单位名称"
)
_JOINTS = ("以及", "、", ",", "/", ";", "和", "与", "及", "暨")
_GOVERNMENT = "人民政府"
_ZONE = re.compile("(?:开发|产业|工业|管理|示范|聚集|试验|实验|度假|名胜|食品|保税|[新园])区$|新城$")
"""How zones (功能区) are called that are governed by a committee; 浦东新区 is a division all the same."""


class _Level(Struct, frozen=True, forbid_unknown_fields=True):
    name: BodyLevel
    endings: tuple[str, ...]


class BodyNames(Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``bodies.toml``; every list is explained there."""

    level: tuple[_Level, ...]
    endings: tuple[str, ...]
    functions: tuple[str, ...]
    levels: tuple[str, ...]
    not_places: tuple[str, ...]
    zone: re.Pattern[str]
    prefixes: tuple[str, ...]
    nothing: frozenset[str]
    groups: str
    self: str
    sites: str
    short_forms: dict[str, tuple[str, ...]]


@functools.cache
def body_names() -> BodyNames:
    """How names of bodies are made, see ``bodies.toml``."""
    return load("places/bodies.toml", BodyNames)


def is_body(name: str) -> bool:
    """Whether the name ends as bodies do (…局, …镇人民政府, …街道办事处) and is of a plausible length."""
    plain = simplify(name).partition("(")[0] or name
    return 2 <= len(plain) <= _LONGEST and plain.endswith(body_names().endings) and _HAN.match(plain) is not None


@functools.lru_cache(4096)
def is_own_body(name: str) -> bool:
    """Whether a name is one body's (教育局, 城关镇), not that of a group of them (乡镇, 县直机关) nor 本站, 我局."""
    plain = squeeze(simplify(name))
    return is_body(plain) and not is_group(plain) and re.match(body_names().self, plain) is None


def is_group(plain: str) -> bool:
    """Whether a simplified name is that of many bodies: 县市区, 各部门, 乡镇街道."""
    return re.match(body_names().groups, plain) is not None


def is_unusual(name: str) -> bool:
    """Whether a printed name is hardly a body's: it does not end like one, or stands for any (XX局, 某某局, 局), or for a former one (原某局)."""
    plain = squeeze(simplify(name))
    is_former = plain.startswith("原") and not listed_prefix(plain)  # 原平市 is a place
    return (
        not is_body(plain)
        or is_former
        or any(mark in plain for mark in ("…", "..", "�"))
        or _PLACEHOLDER.search(plain) is not None
    )


@functools.lru_cache(1024)
def joint_names(name: str) -> tuple[str, ...]:
    """The names of bodies that one printed name joins (某县民政局、某县残联; 某县文旅局某县体育局); none where it is one body's.

    发展和改革局 is one, and so is the 信访局 of a committee and its government (县委、县政府信访局).
    """
    plain = squeeze(simplify(name)).partition("(")[0]
    for at in range(3, len(plain) - 2):
        joint = next((joint for joint in _JOINTS if plain.startswith(joint, at)), "")
        first, second = plain[:at], plain[at + len(joint) :]
        if not _is_first_of_two(first, second):
            continue
        # 某区人民政府和平街道办事处: 和 is a part of the name.
        is_parted = len(joint) > 1 or joint in "、,/;" or second[0] in "省市县区州旗"
        if begins_name(second) or (is_parted and is_body(second)) if joint else _begins_alike(first, second):
            return (first, *(joint_names(second) or (second,)))
    return ()


def _is_first_of_two(first: str, second: str) -> bool:
    is_government = first.endswith(_GOVERNMENT)
    if not is_government and (not is_own_body(first) or level_of(first) in ("county_government", "other")):
        return False
    return not (first.endswith("委") and second.lstrip("省市县区州旗").startswith(("人民政府", "政府")))


def _begins_alike(first: str, second: str) -> bool:
    """Two names without a joint are told by the places of one level that both begin with (某县文旅局某县体育局)."""
    one, other = (
        listed_prefix(name) or (found[0] if (found := _NAMED_PLACE.match(name)) else "")
        for name in (first.removeprefix("中共"), second)
    )
    is_near = one == other or len(other) <= _LONGEST_PLACE
    # 云溪县人民政府云溪县民政局: the name of the site before the body's.
    is_site = first.endswith(_GOVERNMENT) and second.startswith(first.removesuffix(_GOVERNMENT))
    return bool(len(one) > 2 < len(other) and one[-1] == other[-1] and is_near and is_body(second)) and not is_site


def begins_name(plain: str) -> bool:
    """Whether a simplified text begins as the names of bodies do: with a place, its level, a function or a party committee."""
    names = body_names()
    is_placed = plain.startswith(("中共", *names.functions)) or any(is_relative(plain, level) for level in names.levels)
    return is_placed or bool(listed_prefix(plain) or _NAMED_PLACE.match(plain))


def is_whole_name(name: str) -> bool:
    """Whether a name begins with a place or a function; what a cut title leaves of one (批局, 石镇, 县教育局) does not."""
    plain = squeeze(simplify(name))
    if plain.startswith(("年", "度", "民政府")) or any(is_relative(plain, level) for level in body_names().levels):
        return False
    return begins_name(plain)


@functools.lru_cache(1024)
def level_of(name: str) -> BodyLevel:
    """The level of a body as its name tells: 某镇人民政府 is a township's, 某局 a department, 某县人民政府 the county's own.

    浦东新区 is a county, 某某新区 and what ends like it a zone.
    """
    plain = squeeze(simplify(name)).partition("(")[0]
    place = plain.removesuffix("人民政府").removesuffix("政府")
    if any(divisions_named(place[at:]) for at in range(len(place) - 1)):
        return "county_government"
    if body_names().zone.search(place):
        return "zone"
    levels = (each for each in body_names().level if plain.endswith(each.endings) or place.endswith(each.endings))
    level: BodyLevel = next((each.name for each in levels), "other")
    return "other" if level == "county_government" and place.endswith(body_names().not_places) else level


def government_of(place: str) -> str:
    """The body that governs a place and keeps its site: 云溪县人民政府; of a zone that is no division, 高新技术产业开发区管理委员会."""
    if place.endswith(("管委会", "委员会")):
        return place
    return f"{place}{'管理委员会' if _ZONE.search(place) and listed_prefix(place) != place else _GOVERNMENT}"


def may_make_rules(body: str | None, site_code: str | None) -> bool:
    """Whether a body may be of a province or of a city with districts (设区的市), which alone make 规章.

    A name with a county, district or township in it is not; else the division in the site's code (网站标识码) decides, whose last two
    digits are 00 for a province or city. Without a code a 某市 may be either kind of city.
    """
    plain = squeeze(simplify(body or ""))
    if _BELOW_CITY.match(plain) or level_of(plain) in ("township", "subdistrict"):
        return False
    if site_code and site_code[:6].isdecimal():
        return site_code[4:6] == "00"
    return _CITY.match(plain) is not None


def clean_body(printed: str) -> str | None:
    """What is left of a title around its fixed words, as the name of a body; None when it names none.

    Leading column names, 关于公布 and stray punctuation are cut. The characters stay as printed.
    """
    name = _LEADING_NOTE.sub("", printed).strip(_STRAY)
    name = _without_prefixes(name[1:-1] if _BRACKETED.fullmatch(name) else name)
    if site := _SITE_BEFORE.match(name):
        rest = name[site.end() :]
        name = rest if begins_name(simplify(rest)) and rest.startswith(site[1][:2]) else site[1] + rest
    name = _WHOLE_BEHIND.sub("", _LEADING_NUMBER.sub("", name).strip(_STRAY))
    if len(name) > _LONGEST or not _HAN.search(name) or _SENTENCE_MARK.search(name):
        return None
    plain = simplify(name)
    names_none = plain in body_names().nothing or re.match(body_names().self, plain)
    return None if names_none or (len(plain) > 1 and is_group(plain)) else name


def _without_prefixes(name: str) -> str:
    plain = simplify(name)
    prefix = next((prefix for prefix in body_names().prefixes if plain.startswith(prefix)), "")
    return _without_prefixes(name[len(prefix) :].strip(":-—_|>·")) if prefix else name


def full_name(name: str, site_name: str | None = None) -> str:
    """The name with what its short forms leave out.

    A place alone means its government (通许县 → 通许县人民政府), 某县政府 is written out, and a name without a place or with
    a relative one (教育局, 县教育局) gets the place of the site, where ``site_name`` is plainly a county's or city's.
    """
    place = site_place(site_name) if site_name else None
    if place:
        # "昌图县人民政府 昌图县教育局": the site's own name printed before a body that repeats the place.
        site = place + _GOVERNMENT
        name = _put_place_before((name[len(site) :] if name.startswith(site + place[:2]) else name), place)
    plain = simplify(name)
    if plain.endswith("政府") and not plain.endswith(_GOVERNMENT) and _is_place(plain[:-2]):
        return name[:-2] + _GOVERNMENT
    return name + _GOVERNMENT if _is_place(plain) else name


def site_place(site_name: str) -> str | None:
    """The county, city or province a site speaks for (昌图县人民政府门户网站 → 昌图县); None for sites of departments."""
    match = re.match(body_names().sites, simplify(squeeze(site_name)))
    return _PROVINCE.sub("", match["place"]) if match else None


def _put_place_before(name: str, place: str) -> str:
    plain = simplify(name)
    level = next((level for level in body_names().levels if is_relative(plain, level)), None)
    if level is not None:
        return place + name[len(level) :] if place.endswith(level) else name
    stem = place[:-1]
    if len(stem) > 1 and plain.startswith(stem) and not plain.startswith(place):
        rest = plain[len(stem) :]
        # 昌图教育局 for 昌图县教育局.
        is_bureau = rest.startswith(body_names().functions) or _is_placeless_bureau(rest)
        return place + name[len(stem) :] if is_bureau and rest.endswith(_BUREAU_ENDS) else name
    return place + name if plain.startswith(body_names().functions) or _is_placeless_bureau(plain) else name


def is_relative(plain: str, level: str) -> bool:
    """Whether a name begins with its level in place of its place (县教育局, 区政府)."""
    rest = plain[len(level) :]
    if not plain.startswith(level) or plain.startswith(body_names().functions):
        return False
    return not rest or rest.startswith(("政府", "委", *body_names().functions)) or _is_placeless_bureau(rest)


def _is_placeless_bureau(plain: str) -> bool:
    """财金局, 经商局: a bureau that no place stands before is the county's, whatever it is charged with."""
    return plain.endswith("局") and len(plain) <= _LONGEST_BUREAU and not _ANY_PLACE.search(plain)


def _is_place(plain: str) -> bool:
    names = body_names()
    if len(plain) < 3 and plain[-1:] not in ("县", "市"):
        return False
    if plain in names.levels or plain.endswith(names.not_places):
        return False
    return plain.endswith(("省", "自治区", "自治州", "市", "县", "区", "旗", "盟")) and len(plain) > 1
