"""Entries of lists that come as data: one object an entry, under names of its fields that differ."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from html import unescape

from msgspec import Struct

from reportscraper.fetch.page import Page
from reportscraper.model import ListEntry
from reportscraper.text import find_date, tidy

_TAG = re.compile(r"<[^<>]*>")
_CHINA = dt.timezone(dt.timedelta(hours=8))
_MILLISECONDS = 100_000_000_000
_SHORTEST_TIME, _LONGEST_TIME = 9, 13
"""Digits; what has more of them is no time since 1970 but a printed one, or nonsense."""


class Names(Struct, frozen=True):
    """Names of an entry's fields; the first that has a value counts."""

    title: Sequence[str]
    link: Sequence[str]
    date: Sequence[str]


USUAL = Names(
    title=("realtitle", "title", "name", "infotitle"),
    link=("url", "link", "href", "infourl", "linkurl"),
    date=("publishtime", "pubdate", "publishdate", "infodate", "date", "time", "createtime"),
)
"""Names in lower case, for data of no known family."""


def read_row(row: Mapping[str, object], names: Names, page: Page, column: str) -> ListEntry | None:
    """The entry in an object, None when it has no title or leads nowhere."""
    url = page.join(unescape(_first(row, names.link)))
    title = tidy(_TAG.sub("", unescape(_first(row, names.title))))
    if url is None or not title:
        return None
    return ListEntry(url=url, title=title, listed_on=_day(_first(row, names.date)), column=column)


def in_lower_case(row: Mapping[str, object]) -> dict[str, object]:
    """The same object with the names of its fields in lower case."""
    return {name.lower(): value for name, value in row.items()}


def _first(row: Mapping[str, object], names: Sequence[str]) -> str:
    return next((str(row[name]) for name in names if row.get(name)), "")


def _day(text: str) -> str | None:
    """A printed date, or one in Unix seconds or milliseconds, as the day it was in China."""
    if not text.isdecimal() or not _SHORTEST_TIME <= len(text) <= _LONGEST_TIME:
        return find_date(text)
    seconds = int(text) / 1000 if int(text) >= _MILLISECONDS else int(text)
    try:
        return dt.datetime.fromtimestamp(seconds, _CHINA).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None
