"""What cells, notes, headings and captions name: units and years.

Units: 元, 万元, ¥, 百件, （单位：件、万元）, 注：金额单位为元. Years: 2020年, 2020年度, 二〇二〇年, 2019-2020年.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from reportscraper.places.bodies import is_group, is_own_body
from reportscraper.places.same_body import is_office_of, same_body
from reportscraper.text import han_year, simplify, squeeze

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
_MARKED = re.compile(r"\W*(?:[*※①-⑳]|注\d*:)\W*([%\w¥]{1,4})\W*")
"""A note that is a mark and a unit: *元."""
_DECLARES = re.compile(r"单位|币种|[以按].{1,6}计|金额.{0,3}[元%]")

# The day on which something was published (2021年1月19日) names no year of figures; the first and the last of a year do.
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?:年(?!(?!1月1日|12月31日)\d{1,2}月)|(?=[-—~至到、和与](?:20)?\d\d年))|(二[〇○零O][〇○零O一二三四五六七八九]{2})年"
)
_ALONE = re.compile(
    r"[\W_]*(?:(?:统计|数据|报告)?(?:年度|年份|时间|期间|周期|范围)\W*)?(?:(20\d\d)|(二[〇○零O][〇○零O一二三四五六七八九]{2}))(?:年度?)?(?:数据|情况|统计|报表|报|表)*[\W_]*"
)
_TITLE = re.compile(r"(?=.*(?:信息|政务)公开)(?=.*(?:年度报告|年报|工作报告|报告|统计表|情况表))[^。，；！]*")
_RELATIVE = re.compile(
    r"(?P<before>(?<![较比与和同至从自到])上一?个?年度?(?!末|底|结转|度?结转)|去年|前一年度?)|本年度?|今年|当年"
)
_RELATIVE_ALONE = re.compile(rf"[\W_]*(?:{_RELATIVE.pattern})(?:同期)?的?(?:数据|情况|统计|报|表)*[\W_]*")
_EXAMPLE = re.compile(r"(?!.*(?:打造|推广|成为|案例))[^。，；]{0,12}(?:示例|样例|样表|范例)[^。，；]{0,8}")
_PLAN = re.compile(
    r"将|拟|计划|打算|争取|力争|下一步|明年|展望|预计|相比|同比|[与较比]20\d\d年|上一?篇|下一?篇|发布|印发|时间|日期"
)
_BELOW = re.compile(
    r"[(\[【]?(?:备?注|附注|说明|以上|上[表述](?!.*如下)|本表|表[中内]|数据(?:来源|截|为|取自)|更正|勘误|[*※])"
)
_OF_NEXT = re.compile("下表|以下|下列|如下")
_OF_TABLE = re.compile(r"[(\[【]?(?:截[至止]|表[中内]|数据|统计|备?注|附注|说明|本表|以[上下]|[上下]表|更正|勘误)")
_QUALIFIES = re.compile(
    r"更正|勘误|应[为是]\d|有误|误[写填]|(?:历年|以来).{0,6}累计|累计[数值]|预估|估[计算]数|初步(?:统计|数据)|快报|未经(?:审[核计]|核实)|(?:不含|不包括|剔除|扣除)[^,。;]{1,16}(?:数据|单位|部门|机关|局|乡镇|街道|处罚|许可|案件|程序)|(?:截[至止]|统计[至到截])[^。;]{0,8}?(?<!\d)(?:[2-9]|1[01])月(?!.*12月)|[上下]半年|(?<!\d)(?:0?[2-9]|1[0-2])月(?:\d{1,2}日)?(?:起|以后|之后)"
    r"|作废|草[表稿]|预计数?(?:据|$)|[近两二三四五]年.{0,6}累计|20\d\d年?[-—~至到](?:20)?\d\d年.{0,4}累计|第?[一二三四]季度"
    r"|(?<!\d)(?:0?1月?(?:1日)?[-—~至到](?:20\d\d年)?0?(?:[1-9]|1[01])月|0?(?:[2-9]|1[012])月(?:\d+日)?[-—~至到](?:20\d\d年)?\d{1,2}月)"
)
_SCOPE = re.compile(
    "汇总|[县市区省州旗镇及]、?[^,。;]{0,8}合计|全[县市区省州旗](?!统一)|(?<!不)(?:含|包括)[^,。;]{0,10}(?:单位|部门|乡镇|街道|机构)"
)
_NOTE_LENGTH = 120
_TITLE_LENGTH = 24
"""A longer text is no mere title of a table (上半年数据, 近三年累计)."""
_STOPS = re.compile("[,。;!]|^[(第]?[一二三四五六七八九十]{1,3}[、)章]")
"""What parts sentences, or numbers a heading of the report itself."""
_OTHERWISE = re.compile(
    r"(?<![较比与和同至从自到])上一?个?年度?(?!末|底|结转|度?结转)|去年|前年|上期|同期|占比|比重|比例|同比|环比|累计|[上下]半年|[一二三四]季度|预计|计划数"
    r"|(?<!\d)0?(?:1月?[-—~至到]0?(?:[1-9]|1[01])|(?:[2-9]|1[012])月?[-—~至到]\d{1,2})月|(?<![%a-z])[%‰][\W_]*$"
)
_OF_BODY = re.compile(
    r"[\W\d_注表附件]*(?:(?P<says>(?:(?:填报|报送|填表|制表|统计|编制|报表)(?:单位|部门|机关|主体)|(?:统计|数据|填报)(?:范围|口径))[:是为]|(?:本表|以[上下](?:表格|数据)?|[上下]表)[是为系])\W*)?"
    r"(?P<name>[一-鿿、()]{2,24}?)"
    r"(?:的|本级|20\d\d年度?|年度|政府信息公开(?:工作)?)*(?:统计表|情况表|统计数据|数据|统计|报表|情况)?[。)]*"
)
_GROUPS = re.compile("乡|镇|街道|部门|[所下]属|[县市区]直")
"""What tells bodies beside the one that reports; 各单位 and 机关 may be its own."""
_KEEPS_TABLES = re.compile("政务|行政审批|信息公开|大数据|数据[管局]|政府办|办公室$|办公厅$")
"""Bodies that fill in the tables of their government."""
_ENDS = re.compile(r"[。；！]")
_LEADS_TO_A_TABLE = re.compile(r"(?:如下|下表|见表)\S{0,6}$|:$")


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


def is_note_below(text: str) -> bool:
    """Whether a paragraph right below a table is a note on it: 注：…, 以上数据…, *单位：元."""
    plain = squeeze(simplify(text))
    return len(text) <= _NOTE_LENGTH and _BELOW.match(plain) is not None and _OF_NEXT.search(plain) is None


def qualifies(text: str) -> bool:
    """Whether a note on a table says that its figures are corrected, estimates, running totals, those of a part of the year or of several
    bodies.
    """
    plain = squeeze(simplify(text))
    if not _OF_TABLE.match(plain):
        if len(plain) > _TITLE_LENGTH or _STOPS.search(plain):
            return False
        plain = plain.replace("汇总表", "表")
    return (_QUALIFIES.search(plain) or _SCOPE.search(plain)) is not None


@functools.lru_cache(2048)
def tells_otherwise(text: str, year: int | None) -> bool:
    """Whether a label that is none of a form says that figures beside it are not those of the report's whole year: 上年, 2022年情况, %."""
    plain = squeeze(simplify(text))
    years = years_named(plain) if _ALONE.fullmatch(plain) else frozenset[int]()
    if years and year is not None:
        return year not in years
    if (relative := _RELATIVE_ALONE.fullmatch(plain)) is not None:
        return relative["before"] is not None
    if _OTHERWISE.search(plain) or ((unit := unit_named(plain)) is not None and unit.kind == "other"):
        return True
    years = years_named(text)
    return bool(years) and year is not None and year not in years


@functools.lru_cache(2048)
def body_told(text: str) -> str:
    """What a caption, a note or a cell names as the body of a table (填报单位：某县水利局, 某县水利局统计表) or as the bodies (乡镇, 各部门).

    Empty where it names none.
    """
    plain = squeeze(simplify(text))
    named = _OF_BODY.fullmatch(plain) if len(plain) <= _NOTE_LENGTH // 3 else None
    if named is None:
        return ""
    name = named["name"]
    return name if (_GROUPS.search(name) if is_group(name) else is_own_body(name)) else ""


def other_body(text: str, own: str | None) -> str | None:
    """The body that a caption or a note names where it is not the report's ``own``, empty where it is; None where it names none.

    The office of a government fills in the government's tables.
    """
    name = body_told(text) if own else ""
    if not name or not own:
        return None
    return "" if same_body(name, own) or is_office_of(name, own) or _KEEPS_TABLES.search(name) else name


def tells_scope(text: str) -> bool:
    """Whether a note says no more than that its figures are a sum over several bodies (全县汇总, 含下属单位)."""
    plain = squeeze(simplify(text))
    return _QUALIFIES.search(plain) is None and _SCOPE.search(plain) is not None


@functools.lru_cache(2048)
def units_declared(text: str) -> tuple[Unit, ...]:
    """The units that a caption or a note declares (单位：件、万元; 金额单位为元); none where it speaks of something else."""
    wording = squeeze(simplify(text))
    if (marked := _MARKED.fullmatch(wording)) is not None and (unit := unit_named(marked[1])) is not None:
        return (unit,)
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
        near = tuple(unit for unit in near if unit.kind != "count" or unit.name not in _THINGS)
    far = tuple(unit for unit in around if unit.kind == kind) or tuple(unit for unit in around if unit.kind == "other")
    units = tuple(dict.fromkeys((*near, *far)))
    if not units:
        return None
    persons = counted in _THINGS and any(_PERSONS.search(unit.name) for unit in near)
    if persons or any(unit.kind != kind for unit in units) or len({unit.factor for unit in units}) > 1:
        return units
    return units[0]


@functools.lru_cache(1024)
def years_named(text: str) -> frozenset[int]:
    """The years that a short text names."""
    plain = squeeze(text)
    found = _ALONE.fullmatch(plain)
    named = [found.groups()] if found else _YEAR.findall(plain) or _YEAR.findall(text)
    years = (han_year(year or spelled) for year, spelled in named)
    return frozenset(year for year in years if year)


def years_of_caption(text: str, year: int | None = None) -> frozenset[int]:
    """The years that a paragraph right above a table names for it; none when it is prose: a plan, a comparison, a date.

    上年度 and 本年度 are told by the ``year`` of the report.
    """
    plain = squeeze(text)
    if _PLAN.search(plain) or (_ENDS.search(plain) and not _LEADS_TO_A_TABLE.search(plain)):
        return frozenset()
    said = frozenset() if year is None else {year - bool(match["before"]) for match in _RELATIVE.finditer(plain)}
    return years_named(text) | said


def year_opened(text: str, year: int | None = None) -> int | None:
    """The year of all that follows, where the text is the title of a report or a sheet, or a year by itself (2020年, 上年度)."""
    plain = squeeze(text)
    if year is not None and (relative := _RELATIVE_ALONE.fullmatch(plain)):
        return year - bool(relative["before"])
    years = years_named(text)
    if len(years) != 1 or not (_ALONE.fullmatch(plain) or _TITLE.fullmatch(plain)):
        return None
    return None if _PLAN.search(plain) else next(iter(years))


def is_year_alone(text: str) -> bool:
    """Whether a text is no more than a year (2020年度数据), and no title of a report."""
    return _ALONE.fullmatch(squeeze(text)) is not None


def is_example(caption: str) -> bool:
    """Whether a caption says that the table below it shows how the form is filled in (填报示例), and is no report's."""
    return _EXAMPLE.fullmatch(squeeze(simplify(caption))) is not None
