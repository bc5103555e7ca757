"""Whether a number is a count of the year, a share, a change, a running total or a figure of another year, told by the words before it."""

from __future__ import annotations

import functools
import re
from typing import Literal

from msgspec import Struct

from reportscraper.model import StatementKind
from reportscraper.report.prose.lexicon import any_of, begun_by_signs, lexicon
from reportscraper.report.prose.tokens import Number, Year

Direction = Literal["", "up", "down"]

RATES = frozenset(("%", "‰", "个百分点", "百分点", "倍"))
_CARRIED = re.compile("[^,、;:。()]{0,4}结转")
_NEAR, _FAR = 60, 120
"""How far before a number its cues are looked for: in its clause, and in the sentence."""


class Kind(Struct, frozen=True, gc=False):
    """A kind, and for changes the direction, the words of the change and where they and the comparison before them begin."""

    kind: StatementKind
    direction: Direction = ""
    words: str = ""
    start: int = -1
    not_years: bool = False
    """A running total over years (历年累计) or the count of a part of the year (上半年): its number is not the year's."""


_COUNT, _SHARE, _OTHER_YEAR = Kind("count"), Kind("share"), Kind("other_year")
_OF_A_PART = Kind("count", not_years=True)
_LAST_YEAR = re.compile("上一?年度?(?!结转|转结)")
_LAST_YEAR_TOLD = re.compile("上一?年度?[共总累计全年]{0,4}(?:收|受理|接[到收]|新收|申请|公开|发布|办[理结]|答复)")
"""A clause that tells of last year (上年共收到…); what was carried over or left unfinished is none of it."""
_OPENED_BY_YEAR = re.compile(r"(?:[与和较比](?:(?:19|20)\d\d ?年度?)|去年|前年|[与和较比]上一?年度?)同?期?的?\($")
"""Before a number that stands in a bracket behind its year (较去年 | （30 件）减少 9 件)."""
_MAY_BE_PART = re.compile("[半季月截每均来间近届]")
"""One of these stands in every word of another span."""
_PART_OF_YEAR = re.compile(
    "(?P<part>(?<!\\d)(?!0?1 ?月?[-—~–至到]{1,2} ?12)\\d{1,2} ?月?[-—~–至到]{1,2} ?\\d{1,2} ?月|(?<![\\d年至到止-])(?:[1-9]|1[0-2]) ?月份?(?![\\d底末至到初上中下]|以来)|[上下]半年|[前后第]?[一二三四1-4]个?季度|截[至止]到?(?:(?:19|20)\\d\\d ?年)? ?(?:[1-9]|1[01]) ?月(?!1?[日号])|每(?:个?季度|[年月周天日])|平均每|[月季周日]均|(?:实施|施行|成立|组建|开通|上线|运行|设立|挂牌|建[局院区镇站馆])以来|近[两二三四五六七八九十几\\d]{1,2}年|[两三四五六七八九十]年[来间]|“?十[二三四五]五”?(?:以来|期间)|(?:换届|本届[^,。;]{0,6}|机构改革)以来)"
    "|(?P<since>(?:19|20)\\d\\d) ?年[^,。;]{0,16}以来"
    "|全年|本年|今年|当年|年内|年底|年末|12 ?月|(?:19|20)\\d\\d ?年(?! ?[上下]半年| ?[第前]?[一二三四]季度| ?\\d{1,2} ?月)"
)
"""Words of another span than the year (part, since), and of the whole year, which end it."""
_YEARS_TOGETHER = re.compile(
    r"(?:19|20)\d\d ?年?度?(?:[和与及、至到]|[-—–~]{1,2})(?:19|20)\d\d(?: ?年|[、和与及])(?![^。;]{0,6}相比)[^。;]{0,24}$|[两二]年[^,。;]{0,2}[共合总累]"
)
"""Several years are counted together, or one after another (2021年和2022年共收到申请; 2018至2022年，收到申请)."""
_COMPARED_WITH = re.compile(
    r"(?<!年)(?<!年度)(?:[与和较比]|[相对]比较?于?|相较于?)(?:上一?年度?|去年|前年|(?:19|20)\d\d ?年度?)同?期?(?![又多少增减升降上下前后])(?:(?!相比|持平|一样|一致)[^,。;]){0,24}$"
)
"""Before the figure that another is compared with (与上年收到的申请 40 件相比)."""


class NumberPlace(Struct, frozen=True, gc=False):
    """Where a number stands: the beginnings of its sentence, of its clause and of its own words (``left``)."""

    sentence: int
    clause: int
    left: int


def tell_kind(flat: str, number: Number, place: NumberPlace, *, seen: Year | None, year: int | None) -> Kind:
    """The kind of a number. ``seen`` is the last year named in the sentence, ``year`` the year of the report when it is known."""
    kind, far = _kind_by_cues(flat, number, place, seen=seen, year=year), max(place.sentence, number.start - _FAR)
    is_part = kind.kind == "count" and (
        _is_of_another_span(flat, far, number.start, year) or _YEARS_TOGETHER.search(flat, far, number.start)
    )
    return _OF_A_PART if is_part else kind


def is_of_another_time(flat: str, place: NumberPlace, start: int, *, seen: Year | None, year: int | None) -> bool:
    """Whether a zero said in words at ``start`` is of another year than the report's, or of a part of it (上半年未收到申请)."""
    clause, other_year = place.clause, _kind_patterns().other_year
    named = _is_of_year_named(flat, place, clause, seen, year)
    last_year = other_year.search(flat, clause, start) or _LAST_YEAR.search(flat, clause, start)
    return bool(named or last_year) or _is_of_another_span(flat, max(place.sentence, start - _FAR), start, year)


def _is_of_year_named(flat: str, place: NumberPlace, start: int, seen: Year | None, year: int | None) -> bool:
    """Whether the last year named is another than the report's: behind ``start``, or where the sentence begins (2022年，收到 3 件)."""
    if not year or not seen or seen.year == year:
        return False
    opens = flat[place.sentence : seen.start].strip(" “\n") in ("", "在") and flat.startswith(",", seen.end)
    return seen.start >= start or opens


def _is_of_another_span(flat: str, sentence: int, start: int, year: int | None) -> bool:
    """Whether the period named last before a number is a part of the year, or began before it (上半年收到申请12件，办结11件)."""
    if not _MAY_BE_PART.search(flat, sentence, start):
        return False
    named = [
        found["part"] or (year and found["since"] not in (None, str(year)))
        for found in _PART_OF_YEAR.finditer(flat, sentence, start)
    ]
    return bool(named and named[-1])


def _kind_by_cues(flat: str, number: Number, place: NumberPlace, *, seen: Year | None, year: int | None) -> Kind:
    patterns, start, left = _kind_patterns(), number.start, place.left
    share = number.unit in RATES
    near = max(place.sentence, start - _NEAR)
    if not patterns.cue.search(flat, near, start):
        return _SHARE if share else _COUNT
    # The comparison among the number's own words counts before one that stands earlier in the sentence.
    compared = patterns.compare.search(flat, left, start) or patterns.compare.search(flat, near, start)
    direction = patterns.direction.search(flat, left, start)
    if direction and (compared or share):
        begun = min(direction.start(), compared.start()) if compared and compared.start() >= left else direction.start()
        # What is compared is one measure, whether it rose or fell; without a comparison the words of the change must name it.
        words = "同比" if compared else direction[0]
        return Kind("change", "up" if direction["up"] else "down", words, begun)
    if share:
        return _SHARE
    if risen := patterns.risen_from.search(flat, left, start):
        return Kind("other_year", start=risen.start())
    named = _is_of_year_named(flat, place, left, seen, year)
    clause = max(place.clause, near)
    of_others = (patterns.other_year, patterns.last_year, _COMPARED_WITH, _LAST_YEAR_TOLD)
    named = named or _OPENED_BY_YEAR.search(flat, near, start) is not None
    if named or any(pattern.search(flat, clause, start) for pattern in of_others):
        # What was carried over is this year's, whatever year it names.
        return _COUNT if "结转" in flat[left:start] or _CARRIED.match(flat, number.end) else _OTHER_YEAR
    # A running total, or a count when the words say that 累计 means the year's.
    total = patterns.cumulative.search(flat, clause, start)
    far = max(place.sentence, start - _FAR)
    is_over_years = total is not None and patterns.since.search(flat, far, start) is not None
    if total is None or (not is_over_years and patterns.this_year.search(flat, far, start)):
        return _COUNT
    return Kind("cumulative", words=total[0], start=total.start(), not_years=is_over_years)


class _KindPatterns(Struct, frozen=True):
    cue: re.Pattern[str]
    compare: re.Pattern[str]
    direction: re.Pattern[str]
    risen_from: re.Pattern[str]
    other_year: re.Pattern[str]
    last_year: re.Pattern[str]
    cumulative: re.Pattern[str]
    since: re.Pattern[str]
    this_year: re.Pattern[str]


@functools.cache
def _kind_patterns() -> _KindPatterns:
    words = lexicon()
    a_year = r"(?:19|20)\d\d ?年"
    cues = (*words.up, *words.down, *words.compare, *words.cumulative, *words.other_year)
    filled = r"(?:率|幅度?|了|约|近|超过|超|逾|达到?|为| )*$"
    return _KindPatterns(
        cue=begun_by_signs(cues, r"19\d\d ?年", r"20\d\d ?年", "由", "从", "较", "比", "上一?年"),
        compare=re.compile(rf"{any_of(words.compare)}|[较比与]{a_year}"),
        direction=re.compile(rf"(?:(?P<up>{any_of(words.up)})|(?P<down>{any_of(words.down)})){filled}"),
        risen_from=re.compile(rf"[由从](?:去年|上年|原来|原先|原有|{a_year})度?同?期?的? ?$"),
        other_year=re.compile(any_of(words.other_year)),
        last_year=re.compile("(?:上年|上一年)度?[有为是]? ?$"),
        cumulative=re.compile(any_of(words.cumulative)),
        since=re.compile(any_of(words.since)),
        this_year=re.compile(rf"{a_year}|{any_of(words.this_year)}"),
    )
