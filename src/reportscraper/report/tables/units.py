"""Units as they are printed in a cell or beside it: 元, 万元, ¥, 百件, （单位：件、万元）, 注：金额单位为元."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from reportscraper.text import simplify, squeeze

Kind = Literal["money", "count", "other"]

MONEY = {
    "元": 1,
    "百元": 100,
    "千元": 1_000,
    "万元": 10_000,
    "十万元": 100_000,
    "百万元": 1_000_000,
    "千万元": 10_000_000,
    "亿元": 100_000_000,
}
"""Units of money in yuan."""
COUNTED = "人次|条次|件次|人|条|件|项|个|次|篇|份|起|宗|期|场|家|处|部|例|批|册|种|名|户"
"""Words that count: 12件."""

_MULTIPLES = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "亿": 10**8}
_COUNT = re.compile(rf"({'|'.join(filter(None, _MULTIPLES))})?(?:{COUNTED})(?:数|数量)?")
_YUAN = re.compile(r"^(?:人民币|RMB|CNY|¥)+|(?:人民币|RMB|CNY|¥)+$")
_PERSONS = re.compile("[人名户家]")
_THINGS = frozenset("件条项篇")
_NO_UNIT = re.compile(r"[%‰]|百分[比点率]?|千分比|[十百千万亿]{1,2}|(?:美|日|港|欧|澳|台)[元币]|美金|英镑")
# What a note of units says beside the units themselves.
_AROUND = re.compile(
    r"[\s,、:;/()\[\]。.|]|计量|计价|货币|人民币|币种|金额|数量|数据|收费|单位|均|[以按为是的外]|一?律|计算?|统计|[和及或]|注(?=[:：])"
)
_NOTE = re.compile(
    r"[\W_]*(?:注|备注|说明|附注|本表|以上|(?:计量|计价|金额|货币|数量|数据|收费)?单\s*位\W*[:：为是以]|金额\W*(?:均?[为以按]|[:：])|币种|[以按].{1,6}计)"
)
_DECLARES = re.compile(r"单位|币种|[以按].{1,6}计|金额.{0,3}[元%]")


class Unit(Struct, frozen=True, gc=False):
    """A printed unit: how many yuan or how many pieces it stands for. ``other`` converts to nothing (%, 美元, a lone 万)."""

    name: str
    kind: Kind
    factor: int = 1


def unit_named(text: str) -> Unit | None:
    """The unit that the text is the name of: 万元, ¥, 百件, 人民币元; None for any other text."""
    if match := _COUNT.fullmatch(text):
        return Unit(text, "count", _MULTIPLES[match[1] or ""])
    money = _YUAN.sub("", text).replace("圆", "元")
    if money in MONEY or (not money and text):
        return Unit(money or "元", "money", MONEY[money or "元"])
    return Unit(text, "other") if _NO_UNIT.fullmatch(text) else None


@functools.lru_cache(2048)
def units_of_note(note: str) -> tuple[Unit, ...]:
    """The units that a note in brackets or a cell of the column 单位 consists of; none when it says anything else."""
    parts = [part for part in _AROUND.split(squeeze(simplify(note))) if part]
    units = [unit_named(part) for part in parts]
    return tuple(unit for unit in units if unit is not None) if None not in units else ()


def is_note(text: str) -> bool:
    """Whether a cell is a note on the table (注：…, 单位：…) rather than a label or a figure."""
    return _NOTE.match(text) is not None


@functools.lru_cache(2048)
def units_declared(text: str) -> tuple[Unit, ...]:
    """The units that a caption or a note declares (单位：件、万元; 金额单位为元); none where it speaks of something else."""
    wording = squeeze(simplify(text))
    if not _DECLARES.search(wording):
        return ()
    named = (unit_named(part) for part in _AROUND.split(wording) if part)
    return tuple(dict.fromkeys(unit for unit in named if unit is not None))


def unit_for(counted: str, beside: Iterable[Unit], around: Iterable[Unit]) -> Unit | tuple[Unit, ...] | None:
    """The unit in which a figure stands that is counted in ``counted`` (万元, 件), and has none in its cell.

    ``beside`` are those of its row and column, ``around`` those declared for the whole table, of which the ones of its own
    kind count. Several that differ are returned together; None when nothing is printed.
    """
    kind: Kind = "money" if counted in MONEY else "count"
    near = tuple(beside)
    if kind == "money" and any(unit.kind == kind for unit in near):
        near = tuple(unit for unit in near if unit.kind != "count")
    far = tuple(unit for unit in around if unit.kind == kind) or tuple(unit for unit in around if unit.kind == "other")
    units = tuple(dict.fromkeys((*near, *far)))
    if not units:
        return None
    persons = counted in _THINGS and any(_PERSONS.search(unit.name) for unit in near)
    if persons or any(unit.kind != kind for unit in units) or len({unit.factor for unit in units}) > 1:
        return units
    return units[0]
