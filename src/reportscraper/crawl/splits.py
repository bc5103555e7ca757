"""Reports that a list shows in several articles: text and tables apart (正文/附表), or in numbered pieces (一/二)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from reportscraper.fetch import urls
from reportscraper.model import ListEntry
from reportscraper.text import squeeze

_NUMERALS = "一二三四五六七八九"
_MARK = re.compile(
    r"^(?P<stem>.{8,}?报告?)[-—_:：·,，]*[(（\[【]?(?:"
    r"(?P<first>正文|主体|全文|图文版?|图文并茂版?|文字版?|上篇?|之一|[一1]|第[一1]部分)"
    rf"|(?P<further>(?:附件|附表|附)?[:：]?(?:附表|附件|表格|附件表格?|统计表|数据表|情况统计表|情况表|报表)|中篇?|下篇?|续|之[二三四五六七八九]|[{_NUMERALS[1:]}2-9]|第[{_NUMERALS[1:]}2-9]部分)"
    r")[)）\]】]?$"
)
_SITE_NAME = re.compile(r"\s*[_|\-—–]\s*[^_|\-—–（(]{2,30}$")
"""What stands behind the title of an article in the title of its page."""
_BARE_NUMBER = re.compile(rf"[{_NUMERALS}\d]$")


class TitleEnd(Struct, frozen=True):
    """What the end of a title says: ``stem`` is the report's title, ``further`` whether a piece that goes on from another."""

    stem: str
    further: bool = False
    first: bool = False


def mark_of(title: str) -> TitleEnd:
    """The piece of a report that a title announces, be it the whole of it."""
    plain = squeeze(title)
    found = _MARK.match(plain)
    if found is None or (_BARE_NUMBER.search(plain) and not re.search("之[^之]$", plain)):
        return TitleEnd(plain)
    return TitleEnd(found["stem"], further=found["further"] is not None, first=found["first"] is not None)


def pieces_of(items: Iterable[ListEntry]) -> dict[str, tuple[ListEntry, ...]]:
    """The further articles of reports that lists show in several, in the order of their marks, by `urls.key` of the first article.

    Only pieces of one list and one title go together, in whatever order they are listed; without a first article each stands alone.
    """
    marked = [(mark_of(item.title), item) for item in items]
    if not any(mark.further for mark, _ in marked):
        return {}
    groups: dict[tuple[str, str], list[tuple[TitleEnd, ListEntry]]] = {}
    for mark, item in marked:
        groups.setdefault((item.column, mark.stem), []).append((mark, item))
    found: dict[str, tuple[ListEntry, ...]] = {}
    for group in groups.values():
        further = [item for mark, item in group if mark.further]
        whole = [(mark, item) for mark, item in group if not mark.further]
        if further and whole:
            _, first = min(whole, key=lambda each: not each[0].first)
            found[urls.key(first.url)] = tuple(sorted(further, key=lambda item: _place(item.title)))
    return found


def is_piece(title: str, further: str) -> bool:
    """Whether a second title announces a further piece of the report of the first."""
    first, second = mark_of(title), mark_of(_SITE_NAME.sub("", further))
    return second.further and not first.further and first.stem == second.stem


def _place(title: str) -> tuple[int, str]:
    """Numbered pieces in their order, tables last."""
    end = squeeze(title)[-3:]
    number = next((place for place, numeral in enumerate("上一1中二2三3四4五5六6七7八8九9下续") if numeral in end), 99)
    return number, end
