"""Numbers in running text: which stretches may be figures, what they are worth, and what is no figure at all.

One compiled pattern is tried only where a numeral, a negation or a mark of punctuation stands; every repeat in it is bounded or
possessive, so the time is linear whatever the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from reportscraper import text as plain
from reportscraper.report.prose.lexicon import any_of, lexicon

_HAN = "零〇一二两三四五六七八九十百千万亿"
_ONES = "零〇一二三四五六七八九"
_INVISIBLE = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD)
_SPACE = (0x09, 0x0D, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x205F, 0x3000)
_FLAT = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys((*_INVISIBLE, *_SPACE), 0x20)
_FLAT |= {0x2028: 0x0A, 0x2029: 0x0A, 0x0B: 0x0A, 0x0C: 0x0A, 0x85: 0x0A, ord("〝"): ord("“"), ord("〞"): ord("”")}
_BRACKETED_UNIT = re.compile(r"(?<=\d)\((件|条|篇|次|份|宗|起|项|个|人|元|万元)\)")
# What stands in every text is replaced by itself: translating is ten times as slow.
_EVERYWHERE = "，：；（）％！"
_RARE = re.compile(f"[{''.join(re.escape(chr(code)) for code in _FLAT if chr(code) not in _EVERYWHERE)}]")

_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_DIVISIBLE = frozenset((
    "", "%", "‰", "个百分点", "百分点", "倍", "元", "万元", "亿元", "分",
    "亩", "吨", "公斤", "公里", "公顷", "平方公里", "立方米", "平方米", "米",
))  # fmt: skip
"""Units that can have a fraction; in 1.15个 the 1 is the number of a paragraph."""
_LONGEST = 12
"""Digits of the longest number that is taken for a count; longer ones are identifiers."""


_BROKEN_BEFORE = re.compile(r"\d\n ?$")
_BROKEN_AFTER = re.compile(r"\n ?\d++(?:\.\d++)?(?![.、)年月])")
"""A number that may be the beginning or the end of one broken over two lines."""
_CASES = ("申请", "案件", "复议", "诉讼")
"""Behind them 一件 is a count (收到申请一件)."""
_BEFORE_BARE = re.compile(r"(?:(?<!行)为|[共计是达到约近超过仅只有均: ]|总计|合计)+$")


class Number(Struct, frozen=True, gc=False):
    """A number that may be a figure: ``start`` to ``end`` covers numeral, multiplier, unit and qualifier after it."""

    start: int
    end: int
    value: int | float
    unit: str
    qualifier: str
    spelled: bool
    """Written in Han numerals, which are also parts of words and so need more evidence."""


class Negation(Struct, frozen=True, gc=False):
    """A negation (未, 没有, 无) that may state a zero."""

    start: int
    end: int


class Year(Struct, frozen=True, gc=False):
    """A calendar year named in the text."""

    start: int
    end: int
    year: int


class Mark(Struct, frozen=True, gc=False):
    """Punctuation within a sentence: ``,`` and ``:`` end a clause, ``、`` joins, brackets enclose."""

    start: int
    end: int
    sign: Literal[",", ":", "、", "(", ")"]


Token = Number | Negation | Year | Mark

_SIGNS: dict[str, Literal[",", ":", "、", "(", ")"]] = {",": ",", "，": ",", ":": ":", "、": "、", "(": "(", ")": ")"}


def flatten(text: str) -> str:
    """The text with simplified characters, plain digits and punctuation, and spaces for what cannot be seen and for brackets around a
    unit (12（件）); as long as before."""
    flat = plain.simplify(text)
    for sign in _EVERYWHERE:
        flat = flat.replace(sign, chr(ord(sign) - 0xFEE0))
    flat = flat.translate(_FLAT) if _RARE.search(flat) else flat
    return _BRACKETED_UNIT.sub(r" \1 ", flat) if "(" in flat else flat


def tokens(flat: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Numbers that may be figures, negations, years and punctuation of a stretch of flattened text, in order.

    Dates, periods, ordinals, ranges, telephone numbers, identifiers and names (“五公开”, 《…》) yield nothing.
    """
    starts, pattern = _token_patterns()
    search, match = starts.search, pattern.match
    stop = len(flat) if end is None else end
    while found := search(flat, start, stop):
        token = match(flat, found.start(), stop)
        if token is None:
            start = found.end()
            continue
        start = token.end()
        group = token.lastgroup
        if group == "mark":
            yield Mark(token.start(), start, _SIGNS[token[0]])
        elif group == "figure":
            if number := _read_number(token):
                yield number
        elif group == "negation":
            yield Negation(token.start(), start)
        elif group == "year":
            yield Year(token.start(), start, int(token["when"]))


def sentences(flat: str) -> Iterator[tuple[int, int]]:
    """The sentences of a flattened text that hold a numeral or a negation."""
    has_digit, may_state = _DIGIT.search, _worth_reading().search
    for sentence in _SENTENCE.finditer(flat):
        start, end = sentence.span()
        if has_digit(flat, start, end) or may_state(flat, start, end):
            yield start, end


_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_DIGIT = re.compile("[0-9]")


def is_count(flat: str, number: Number, left: int, stop: int) -> bool:
    """Whether a number is a count at all: 一 needs something countable, a number without a unit a noun that asks for one.

    Its own words begin at ``left``, its sentence ends at ``stop``.
    """
    words = lexicon()
    before = flat[number.start - 1] if number.start else " "
    if before in "-~/№#\ufffc" or (number.spelled and before in "每第某同另数几"):
        return False
    broken = before in " \n" and _BROKEN_BEFORE.search(flat, number.start - 3, number.start)
    if broken or (not number.unit and _BROKEN_AFTER.match(flat, number.end)):
        return False
    if flat.endswith(words.notes, left, number.start):
        return False
    if number.spelled and number.value == 1 and number.unit not in ("名", "位"):
        behind = _countable_pattern().search(flat, number.end, min(stop, number.end + 12)) is not None
        return behind or flat.endswith(_CASES, left, number.start)
    if number.unit:
        return True
    closer = _BEFORE_BARE.search(flat, left, number.start)
    stem = flat[left : closer.start() if closer else number.start]
    rounded = number.qualifier or flat[number.end - 1] in "万亿"
    return stem.endswith(words.bare) or bool(rounded and stem)


@functools.cache
def _countable_pattern() -> re.Pattern[str]:
    return re.compile(any_of(lexicon().countable))


@functools.cache
def _worth_reading() -> re.Pattern[str]:
    """What a sentence must hold to be read: a digit, a Han numeral before a unit, or a negation."""
    words = lexicon()
    units = "".join({unit[0] for unit in words.units} | set("余多万亿"))
    return re.compile(rf"\d|百分之|零|[{_HAN}][{re.escape(units)}]|{any_of(words.negations)}")


@functools.cache
def _token_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon()
    heads = "".join({word[0] for word in (*words.negations, *words.not_negations)})
    starts = re.compile(rf"[0-9A-Za-z{_HAN}《“「‘\"第前,:，、()\[〔【{heads}]")
    number = (
        r"(?>\d{1,3}(?>(?:,\d{3})+)(?!\d)(?:\.\d++)?|(?P<gapped>\d{1,3}(?>(?:\ \d{3})+)(?!\ {0,2}\d))|\d++(?:\.\d++)?)"
    )
    # Groups that are not gone back into are atomic, not possessive: before 3.11.5 Python lets a possessive one end in the middle of a turn.
    pattern = re.compile(
        rf"""
        (?P<mark>[,:，、()])
        |《[^《》]{{0,60}}》|“[^“”]{{1,16}}”|「[^「」]{{1,16}}」|‘[^‘’]{{1,16}}’|"[^"\d]{{0,4}}[{_HAN}\d][^"]{{0,10}}"  # names: 《…》, “五公开”
        |[\[〔【](?:19|20)\d\d[\]〕】]\ ?第?\d{{1,5}}  # documents: 〔2022〕40号
        |第\ ?(?:\d{{1,6}}|[{_HAN}]{{1,6}})  # 第五十条
        |(?<![目之以此])前(?:\d{{1,4}}|[{_HAN}]{{1,4}})  # ranks: 前三; not 目前三项
        |[A-Za-z][0-9A-Za-z@._/:+-]{{0,200}}  # addresses, identifiers
        |(?!\d{{1,3}}(?>(?:,\d{{3}})+)(?!\d))\d++(?>(?:,\d++)+)(?<=,\d\d\d)|\d++(?>(?:['’]\d++)+)  # commas that part no thousands
        |\d++(?>(?:\ ?[-~—–/:至]{{1,2}}\ ?\d++)+)(?:\ ?年度?)?  # ranges, days, telephones
        |\d++(?:\.\d++){{2,}}  # 2023.1.19
        |(?P<year>(?P<when>(?:19|20)\d\d)\ ?年度?(?:\ ?\d{{1,2}}\ ?月(?:\ ?\d{{1,2}}\ ?[日号])?)?)
        |\d{{1,2}}\ ?月(?:\ ?\d{{1,2}}\ ?[日号]|份)?
        |\d++\ ?(?:年|日|天|周|小时|分钟|点|时|秒|岁|级|号|多年|余年|余天|多天)  # spans of time, not counts
        |{any_of(words.names)}
        |{any_of(words.not_negations)}
        |\d++(?:\.\d++)?\ ?[十百千万亿]\ ?\d[\d.{_HAN}]{{0,12}}+|[{_HAN}]{{1,12}}+点[{_ONES}][{_HAN}]{{0,12}}+  # 1万2千, 三点五
        |(?P<negation>(?>{any_of(words.negations)}+))
        |(?P<figure>
            (?:百分之(?P<percent>\d++(?:\.\d++)?|[{_HAN}]{{1,6}}+(?:点[{_ONES}]{{1,4}}+)?)
              |(?P<number>{number})|(?P<han>[{_HAN}]{{1,12}}+))
            \ {{0,2}}(?P<loose>余|多(?!次)|几)?\ ?(?P<times>百万|千万|[十百千万亿])?(?P<looser>余|多)?\ {{0,2}}
            (?:(?!{any_of(words.not_units)})(?P<unit>{any_of(words.units)}))?
            (?:\ ?(?P<after>{any_of(words.qualifiers_after)}))?
            (?(unit)|(?(percent)|(?(gapped)(?!)|(?=[、):]|,(?!\ {{0,2}}\d{{3}}(?!\d))|\ (?!\ {{0,2}}(?:\d|,\ {{0,2}}\d{{3}}(?!\d)))|\Z))))
          )
        |\d++(?>(?:,\d{{3}}(?!\d))*)(?:\.\d++)?(?>(?:,?\ {{1,3}}\d++(?:\.\d++)?|\ ,\ {{0,2}}\d{{3}}(?!\d))*)|[{_HAN}]{{1,12}}+  # whatever else has digits, whole
        """,
        re.VERBOSE,
    )
    return starts, pattern


def _read_number(token: re.Match[str]) -> Number | None:
    percent, digits, spelled, loose, times, looser, unit, after = token.group(
        "percent", "number", "han", "loose", "times", "looser", "unit", "after"
    )
    unit = unit or ""
    value: int | float | None
    if percent:
        value = _read_decimal(percent) if percent[0].isdigit() else _read_han_share(percent)
        unit, times = "%", None
    elif digits:
        value = _read_decimal(digits)
    else:
        if unit == "元" and spelled[-1] in "万亿" and len(spelled) > 1:
            spelled, times = spelled[:-1], spelled[-1]
        value = _read_han_count(spelled, unit=unit, loose=bool(loose or looser or after))
    if value is None:
        return None
    if unit == "元" and times in ("万", "亿"):
        unit = times + unit
    elif times:
        value = _whole_or_float(Decimal(str(value)) * _TIMES[times])
    if isinstance(value, float) and unit not in _DIVISIBLE:
        return None
    qualifier = (loose or "") + (looser or "") + (after or "")
    return Number(token.start(), token.end(), value, unit, qualifier, not (digits or percent))


def _read_han_share(han: str) -> int | float | None:
    """九十九点五 → 99.5."""
    whole, point, rest = han.partition("点")
    value = 0 if whole in ("零", "〇") else plain.han_number(whole)
    if value is None or not point:
        return value
    return _whole_or_float(
        Decimal(f"{value}.{''.join(str(_ONES.index(one) - 1 if one != '零' else 0) for one in rest)}")
    )


def _read_decimal(digits: str) -> int | float | None:
    plainly = digits if digits.isdecimal() else digits.replace(",", "").replace(" ", "")
    if len(plainly) > _LONGEST or (plainly[0] == "0" and plainly[1:2].isdigit()):
        return None
    return int(plainly) if plainly.isdecimal() else _whole_or_float(Decimal(plainly))


def _whole_or_float(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _read_han_count(han: str, *, unit: str, loose: bool) -> int | None:
    """A count in Han numerals: never without a unit, never 二 alone (an ordinal), never digits in a row."""
    if not unit:
        return 0 if han == "零" else None
    if han in _TIMES:
        return _TIMES[han] if loose or han == "十" else None
    if han == "二" or (len(han) > 1 and not set(han) & set("十百千万亿")):
        return None
    return plain.han_number(han)
