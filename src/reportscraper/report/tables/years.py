"""Years that headings, captions, sheet names and notes in labels name: 2020年, 2020年度, 二〇二〇年, 2019-2020年."""

from __future__ import annotations

import functools
import re

from reportscraper.text import han_year, squeeze

# The day on which something was published (2021年1月19日) names no year of figures; the first and the last of a year do.
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?:年(?!(?!1月1日|12月31日)\d{1,2}月)|(?=[-—~至到、和与](?:20)?\d\d年))|(二[〇○零O][〇○零O一二三四五六七八九]{2})年"
)
_ALONE = re.compile(r"[\W_]*(20\d\d)(?:年度?)?[\W_]*|[\W_]*(二[〇○零O][〇○零O一二三四五六七八九]{2})(?:年度?)?[\W_]*")
_TITLE = re.compile(r"(?=.*(?:信息|政务)公开)(?=.*(?:年度报告|年报|工作报告|报告|统计表|情况表))[^。，；！]*")
_PLAN = re.compile(
    r"将|拟|计划|打算|争取|力争|下一步|明年|展望|预计|相比|同比|[与较比]20\d\d年|上一?篇|下一?篇|发布|印发|时间|日期"
)
_ENDS = re.compile(r"[。；！]")
_LEADS_TO_A_TABLE = re.compile(r"(?:如下|下表|见表)\S{0,6}$|:$")


@functools.lru_cache(1024)
def years_named(text: str) -> frozenset[int]:
    """The years that a short text names."""
    plain = squeeze(text)
    found = _ALONE.fullmatch(plain)
    named = [found.groups()] if found else _YEAR.findall(plain)
    years = (han_year(year or spelled) for year, spelled in named)
    return frozenset(year for year in years if year)


def years_of_caption(text: str) -> frozenset[int]:
    """The years that a paragraph right above a table names for it; none when it is prose: a plan, a comparison, a date."""
    plain = squeeze(text)
    if _PLAN.search(plain) or (_ENDS.search(plain) and not _LEADS_TO_A_TABLE.search(plain)):
        return frozenset()
    return years_named(text)


def year_opened(text: str) -> int | None:
    """The year of all that follows, where the text is the title of a report or a sheet, or a year by itself."""
    years = years_named(text)
    if len(years) != 1 or not (_ALONE.fullmatch(plain := squeeze(text)) or _TITLE.fullmatch(plain)):
        return None
    return None if _PLAN.search(plain) else next(iter(years))
