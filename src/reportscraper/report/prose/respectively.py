"""Several names before several numbers (通知和公告分别为 3 条和 5 条), or before one number of each (普法清单、执法清单各 3 份)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportscraper.report.prose.measures import Context, MeasureMatch
from reportscraper.report.prose.tokens import Number, Token
from reportscraper.report.prose.wording import name_before

_MAY_BE_EACH = re.compile("[别各均都]")
_EACH = re.compile(r"分别[^,、]{0,4}$|(?P<all>[各均都])[为是有]?(?:共计)? ?$")
_JOINT = re.compile("、|以及|和|与|及")


def numbers_of_each(
    flat: str, left: int, number: Number, following: Sequence[Token]
) -> tuple[re.Match[str] | None, list[Number]]:
    """The word 分别, 各 or 均 right before a number, if any, and the numbers that belong to it: those after 分别 with nothing but
    punctuation between them.
    """
    group = [number]
    each = _EACH.search(flat, left, number.start) if _MAY_BE_EACH.search(flat, left, number.start) else None
    if each and not each["all"]:
        for token in following:
            if isinstance(token, Number):
                if flat[group[-1].end : token.start].strip(" 、,和及与"):
                    break
                group.append(token)
    return each, group


def names_of_each(flat: str, left: int, each: re.Match[str], size: int, context: Context) -> list[MeasureMatch]:
    """The names before 分别, when there are as many as numbers, or before 各 and 均; else none."""
    names, start = [], left
    for joint in (*_JOINT.finditer(flat, left, each.start()), None):
        end = joint.start() if joint else each.start()
        names.append(name_before(flat, start, end, context))
        start = joint.end() if joint else end
    if len(names) < 2 or not all(named.words for named in names):
        return []
    return names if each["all"] or len(names) == size else []
