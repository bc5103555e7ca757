"""What a printed cell says: a number, nothing, a dash, the word none, or something that is not read.

Strict by design: a spelling that admits two readings is `unreadable`, never a guess. So two numbers in a cell, ranges,
footnote marks, percentages, years and broken characters are not read, nor is a lone 一, which stands for a dash as
often as for one.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from reportscraper.model import Value
from reportscraper.report.tables.notes import COUNTED, MONEY, Unit, unit_named
from reportscraper.text import han_number

_DASH = re.compile(r"[-—–−―─/\\]{1,8}|一一+")
_NOT_APPLICABLE = frozenset({"不涉及", "不适用", "无此项", "N/A", "n/a"})
_NONE_WORDS = frozenset({"无", "没有", "暂无"})

# Widths and Traditional forms that occur in cells. Not NFKC: it would make ① a 1 and 10² a 102.
_PLAIN = str.maketrans(
    "０１２３４５６７８９．，：＋－−﹣／＼￥萬億條項個無餘約兩減圓",
    "0123456789.,:+---/\\¥万亿条项个无余约两减圆",
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_REORDERING = re.compile("[\u202b\u202d\u202e\u2067]")
"""Marks that may print digits from right to left."""
_SPACE = "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"

_HAN = "零〇一二两三四五六七八九十百千万亿"

_NUMBER = re.compile(
    r"(?P<before>约|近|超过|超|逾)?"
    r"(?P<sign>[+-]|增加|增长|增|减少|减)?"
    r"(?P<mark>¥|CNY|RMB|人民币)?"
    rf"(?:(?P<digits>(?:0+|[1-9]\d*|0)(?:\.\d+)?|[1-9]\d{{0,2}}(?:,\d{{3}})+(?:\.\d+)?)(?P<multiple>[万亿](?![元圆]))?|(?P<han>[{_HAN}]+?))"
    r"(?P<after>余|多)?"
    rf"(?P<unit>[百千]?万元|[百千亿]?元|万?圆|CNY|RMB|{COUNTED})?",
    re.ASCII,
)
# Thousands set apart by a space; any other space may stand between two numbers.
_SET_APART = re.compile(rf"(?<![\d.,])[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+(?![\d{_SPACE[1:-1]}])", re.ASCII)
_DIGITS_APART = re.compile(rf"[1-9](?:{_SPACE}\d)+", re.ASCII)
# A point that may set thousands apart (1.000): of money it is a decimal point, of a count nobody knows.
_POINT_OR_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}(?!\d)", re.ASCII)
_BESIDE_WORDS = re.compile(r"(?<![\d.,\s])\s+|\s+(?![\d.,\s])", re.ASCII)
_UNIT_IN_BRACKETS = re.compile(rf"(?<=\d)[(（]([百千]?万元|[百千亿]?元|{COUNTED})[)）]$")
_UP_AND_DOWN = re.compile(r"增加?:?(?P<up>\d+)[,、;/]?减少?:?(?P<down>\d+)", re.ASCII)
_MULTIPLES = {None: 1, "万": 10_000, "亿": 100_000_000}
_MOST = 10**15
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")

_APPROXIMATE = re.compile("[约約近超逾余餘多]")
_TOLD_CHANGE = re.compile("[+＋增减減]")


@functools.lru_cache(8192)
def read_value(text: str, *, unit: str, printed: Unit | None = None) -> Value:
    """What the text of a cell says, in ``unit``, the indicator's unit.

    Numbers printed in another unit, in the cell or else beside it (``printed``), are converted exactly (251000元 is 25.1 in
    万元); ``Value.unit`` is what the cell itself prints. Counts keep whatever counting word was printed. A number has at
    most 15 digits before the point, and no idle zeros in front: 07 may have lost its point.
    """
    if printed is None and text.isascii() and text.isdigit() and len(text) <= 15 and (text[0] != "0" or text == "0"):
        return Value(int(text), "number", text)
    if _REORDERING.search(text):
        return Value(None, "unreadable", text)
    plain = _INVISIBLE.sub("", text).translate(_PLAIN).strip()
    if plain.endswith("。") and not plain[-2:-1].isdigit():
        plain = plain[:-1]
    if not plain:
        return Value(None, "blank", text)
    squeezed = "".join(plain.rstrip("。").split())
    if squeezed in _NONE_WORDS:
        return Value(0, "none", text)
    if _DASH.fullmatch(squeezed) or squeezed in _NOT_APPLICABLE:
        return Value(None, "dash", text)
    return _number(plain, text, unit, printed) or Value(None, "unreadable", text)


def digits_apart(text: str) -> str | None:
    """The number that the cell says if its digits, printed one by one, are one number (3 1 is 31 or 3 and 1); else None."""
    plain = _INVISIBLE.sub("", text).translate(_PLAIN).strip()
    return "".join(plain.split()) if _DIGITS_APART.fullmatch(plain) else None


def is_approximate(value: Value) -> bool:
    """The number is printed as a bound or a round figure: 100余, 约100."""
    return value.kind == "number" and _APPROXIMATE.search(value.raw) is not None


def is_change(value: Value) -> bool:
    """The number is printed as a change (增3, 减少2, +5), which only a column of changes may hold."""
    return value.kind == "number" and _TOLD_CHANGE.search(value.raw) is not None


def has_digits(text: str) -> bool:
    """Whether the text prints a digit at all, of either width."""
    return _DIGIT.search(text) is not None


def digit_runs(text: str) -> int:
    """How many runs of digits the text holds; more than one may be two numbers."""
    return len(_DIGITS.findall(text))


def _number(plain: str, raw: str, unit: str, printed: Unit | None) -> Value | None:
    joined = _SET_APART.sub(lambda match: "".join(match[0].split()), plain)
    compact = _UNIT_IN_BRACKETS.sub(r"\1", _BESIDE_WORDS.sub("", joined))
    if unit not in MONEY and _POINT_OR_THOUSANDS.search(compact):
        return None
    if both := _UP_AND_DOWN.fullmatch(compact):
        up, down = int(both["up"]), int(both["down"])
        return Value(up - down, "number", raw) if not up or not down else None
    match = _NUMBER.fullmatch(compact)
    amount = None if match is None else _amount(match)
    if match is None or amount is None:
        return None
    # None where money meets a count, or where 万 stands alone in a column of money.
    # 人民币 names the currency and leaves the unit open; ¥ says yuan.
    mark, money = (match["mark"] or "").replace("人民币", ""), unit in MONEY
    name = match["unit"] or ("¥" if mark else "")
    own = unit_named(name)
    if match["mark"] and not money:
        return None
    if name and (own is None or (own.kind == "money") != money):
        return None
    if money and own is None and (match["multiple"] or match["han"]):
        return None
    if stated := own or printed:
        amount = amount * stated.factor / (MONEY[unit] if money else 1)
    return Value(int(amount) if amount == amount.to_integral_value() else float(amount), "number", raw, name)


def _amount(match: re.Match[str]) -> Decimal | None:
    if match["before"] and match["after"]:
        return None
    if match["digits"]:
        amount = Decimal(match["digits"].replace(",", "")) * _MULTIPLES[match["multiple"]]
    else:
        spelled = None if match["han"] == "一" and not match["unit"] else han_number(match["han"])
        if spelled is None:
            return None
        amount = Decimal(spelled)
    if amount >= _MOST:
        return None
    return -amount if match["sign"] in ("-", "减", "减少") else amount
