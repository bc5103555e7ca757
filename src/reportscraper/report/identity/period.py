"""When: the period of the statistics (统计期限), the date of publication, and years that addresses and columns carry."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from msgspec import Struct

from reportscraper.text import ZEROS, han_number, han_year, squeeze

_HAN = "[一二三四五六七八九十〇○零]"
_YEAR = rf"(2[{ZEROS}]\d\d|二[一二三四五六七八九{ZEROS}]{{3}})"
_MONTH = rf"(\d{{1,2}}|{_HAN}{{1,2}})"
_DAY = rf"(?:(\d{{1,2}}|{_HAN}{{1,3}})?[日号])?"
_DAY_OR_END = rf"(?:(\d{{1,2}}|{_HAN}{{1,3}})[日号]?)?"
_PERIOD = re.compile(
    rf"{_YEAR}[年./-]{_MONTH}(?:月{_DAY}|[./-](\d{{1,2}}))(?:零时|0时)?(?:起|始|开始)*[,、]?(?:至|到|[-—–―~～])+"
    rf"(?:{_YEAR}[年./-]|同年|当年|本年|年)?{_MONTH}(?:月{_DAY_OR_END}|[./-](\d{{1,2}}))"
)
_AS_OF = re.compile(rf"截[至止]到?{_YEAR}年(?:12|十二)月(?:31|三十一)日")
_MARK = re.compile("统计|期限|时限|数据|起止|所列|时段|期间")
_SENTENCE = re.compile("[。；;]")
_URL_DATES = (
    re.compile(r"/t(20\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/(20\d\d)[-/](\d{1,2})[-/](\d{1,2})(?=[/_.])"),
    re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?:\d{6})?(?!\d)"),
)
_URL_YEAR = re.compile(r"[?&](?:fbtime|timeframe|nbyear|year|nd)=(20\d\d)(?!\d)", re.I)
_COLUMN_YEAR = re.compile(
    r"(?<![\d~—–至到-])(20\d\d)(?:年度?)?(?:(?:政府|政务)?信息公开)?(?:工作)?(?:年报|年度报告|报告)?(?:汇总|目录|一览表?|列表|专栏|专题|公布|展示)?$"
)


_REPORTED = re.compile(
    rf"现[将就]?[^,，。]{{0,20}}?{_YEAR}年度?(?:政府|政务)?(?:信息)?公开[^,，。]{{0,12}}(?:报告|公布|公开)如下"
)
_BEGUN = re.compile(rf"{_YEAR}年度?(?:以来)?[,，]")


class Period(Struct, frozen=True):
    """What the sentence on the period says. ``dates`` is None when the sentence is defective or names an end only."""

    year: int
    dates: tuple[str, str] | None
    quote: str
    whole: bool
    """Whether the dates are the first and the last day of one year."""


def find_period(text: str) -> Period | None:
    """The period of the statistics a text states; None when it states none.

    A span of dates counts when its sentence speaks of statistics, or when it is one whole calendar year. Months without days
    are whole months. Dates that cannot be (1月日, 2月30日) give the year alone.
    """
    plain = squeeze(text)
    found = [_period(match) for match in _PERIOD.finditer(plain) if _stated(plain, match)]
    whole = [period for period in found if period.whole]
    if found:
        return (whole or found)[0]
    as_of = next((match for match in _AS_OF.finditer(plain) if _stated(plain, match)), None)
    return Period(han_year(as_of[1]) or 0, None, as_of[0], whole=False) if as_of else None


def year_of_lead(text: str) -> tuple[int | None, bool]:
    """The year that the first sentences of a report speak of, and whether they say that it is reported on (现将2021年…报告如下)."""
    plain = squeeze(text)
    if said := _REPORTED.search(plain):
        return han_year(said[1]), True
    begun = _BEGUN.match(plain)
    return (han_year(begun[1]) if begun else None), False


def _stated(plain: str, match: re.Match[str]) -> bool:
    before = plain[max(0, match.start() - 60) : match.start()]
    sentence = _SENTENCE.split(before)[-1]
    return _MARK.search(sentence) is not None or (match.re is _PERIOD and _period(match).whole)


def _period(match: re.Match[str]) -> Period:
    year, month, day, day_2, year_2, month_2, day_3, day_4 = match.groups()
    first_year, last_year = han_year(year) or 0, han_year(year_2 or year) or 0
    first, last = day or day_2, day_3 or day_4
    by_month = first is None and last is None and "日" not in match[0]
    start = _date(first_year, _number(month), 1 if by_month else _number(first))
    end = _date(last_year, _number(month_2), -1 if by_month else _number(last))
    if start is None or end is None or start > end:
        return Period(last_year, None, match[0], whole=False)
    longest = (
        first_year if (dt.date(first_year, 12, 31) - start).days > (end - dt.date(last_year, 1, 1)).days else last_year
    )
    whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year
    return Period(longest, (start.isoformat(), end.isoformat()), match[0], whole)


def _number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else han_number(text) or 0


def _date(year: int, month: int, day: int) -> dt.date | None:
    """The date; ``day`` −1 is the last of the month."""
    try:
        return dt.date(year, month, calendar.monthrange(year, month)[1] if day < 0 else day)
    except ValueError:
        return None


def date_in_url(url: str) -> str | None:
    """The date of publication an address carries (/2023/1/19/art_…, /t20230119_…) as YYYY-MM-DD."""
    for pattern in _URL_DATES:
        for match in pattern.finditer(url):
            date = _date(*map(int, match.groups()))
            if date:
                return date.isoformat()
    return None


def year_in_url(url: str) -> int | None:
    """The year an address asks a list of reports for (fbtime=2017): of the report on some sites, of publication on others."""
    match = _URL_YEAR.search(url)
    return int(match[1]) if match else None


def year_in_column(name: str) -> int | None:
    """The year a column is named after (2022年, 2024年政府信息公开年报汇总)."""
    match = _COLUMN_YEAR.search(squeeze(name))
    return int(match[1]) if match else None
