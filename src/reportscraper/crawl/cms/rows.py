"""Lists that come as data: answers decoded, one object an entry, under names of its fields that differ."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any, TypeVar

import msgspec
from lxml import etree
from msgspec import Struct

from reportscraper.crawl.listing import is_report_title
from reportscraper.crawl.paging import BatchRequest, Loaded
from reportscraper.crawl.scripts import is_address
from reportscraper.crawl.templates import filled_in
from reportscraper.fetch.page import Page
from reportscraper.model import ListEntry
from reportscraper.text import find_date, tidy

_T = TypeVar("_T")

_TAG = re.compile(r"<[^<>]*>")
_CHINA = dt.timezone(dt.timedelta(hours=8))
_MILLISECONDS = 100_000_000_000
_LONGEST_DATE = 30
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST_HAN = 4
_DATE_CALL = re.compile(r"^/?Date\((\d{9,13})(?:[+-]\d{4})?\)/?$")
_PICTURE = re.compile(r"(?i)\.(?:jpe?g|png|gif|bmp|svg|ico|css|js)(?:$|\?)")
_DECLARED = re.compile(r"\A\s*<\?xml[^<>]*\?>")
"""What names the charset of XML that is text by now."""
_BARE_NAME = re.compile(r"([{,]\s*)([A-Za-z_]\w{0,40})\s*:(?!//)")
_SINGLE = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'([^'\\\n]*)'")
_SHORTEST_TIME, _LONGEST_TIME = 9, 13
"""Digits; what has more of them is no time since 1970 but a printed one, or nonsense."""


def decode_json(text: str | bytes, type: type[_T] | Any = Any) -> _T | Any | None:  # noqa: A002
    """JSON as a value of a type; None when it is not such a value, cut short, or nested beyond reason."""
    try:
        return msgspec.json.decode(text, type=type, strict=False)
    except (msgspec.DecodeError, RecursionError):
        return None


def decode_object(text: str) -> object | None:
    """An answer that is JSON, or what a script would make of it: names without quotes, texts in single ones."""
    data = decode_json(text, object)
    if data is not None or _BARE_NAME.search(text) is None:
        return data
    quoted = _SINGLE.sub(
        lambda found: msgspec.json.encode(found[1]).decode() if found[1] is not None else found[0], text
    )
    return decode_json(_BARE_NAME.sub(r'\1"\2":', quoted), object)


class Names(Struct, frozen=True):
    """Names of an entry's fields; the first that has a value counts."""

    title: Sequence[str]
    link: Sequence[str]
    date: Sequence[str]


USUAL = Names(
    title=("realtitle", "title", "name", "infotitle", "doctitle", "articletitle", "bt", "biaoti", "subject", "newstitle"),
    link=(
        "url", "link", "href", "infourl", "linkurl", "chnldocurl", "docpuburl", "doc_pub_url", "pageurl", "urls", "detailurl",
        "docurl", "htmlurl", "weburl", "pcurl", "fileurl", "filepath", "path",
    ),
    date=(
        "publishtime", "pubdate", "publishdate", "infodate", "date", "time", "createtime", "docreltime", "pubtime", "releasetime",
        "releasedate", "publishedtime", "fbsj", "fbrq", "addtime", "showtime",
    ),
)  # fmt: skip
"""Names in lower case, for data of no known family."""


def read_row(row: Mapping[str, object], names: Names, page: Page, column: str) -> ListEntry | None:
    """The entry in an object, None when it has no title or leads nowhere."""
    url = page.join(unescape(_first(row, names.link)))
    title, date = title_of(row, names), _first(row, names.date)
    return ListEntry(url=url, title=title, listed_on=_day(date), column=column) if url is not None and title else None


def title_field(rows: Sequence[Mapping[str, object]], *, is_batch: bool = False) -> str:
    """The name of the field that holds titles in some rows without one under a usual name: titles of reports, else, in a batch of a
    list (``is_batch``), which may hold none, the longest Chinese text; empty when there is no such field.
    """
    texts = [
        (name, value)
        for row in rows
        if not title_of(row, USUAL)
        for name, value in row.items()
        if isinstance(value, str) and len(_HAN.findall(value)) >= _LEAST_HAN
    ]
    reports = next((name for name, value in texts if is_report_title(value)), "")
    return reports or (max(texts, key=lambda each: len(each[1]), default=("", ""))[0] if is_batch else "")


def read_usual(row: Mapping[str, object], strange_title: str, page: Page, column: str) -> ListEntry | None:
    """The entry in an object of no known family, None when it has no title or leads nowhere.

    Where no field has a usual name (``bt``, ``wjlj``), the one that holds titles of reports (``strange_title``, by `title_field`), an
    address, or a day, counts; where none is an address, what the page's script makes of the fields.
    """
    texts = [value for value in row.values() if isinstance(value, str)]
    title = title_of(row, USUAL) or tidy(_TAG.sub("", str(row.get(strange_title) or "")))
    if not title:
        return None
    date = _day(_first(row, USUAL.date)) or next(
        (day for text in texts if len(text) <= _LONGEST_DATE and (day := find_date(text))), None
    )
    request = page.request
    templates = request.templates if isinstance(request, BatchRequest | Loaded) else ()
    told = (_first(row, (name,)) for name in USUAL.link)
    other = (text for text in texts if is_address(text) and not _PICTURE.search(text))
    for printed in (*told, *filled_in(templates, row), *other):
        url = page.join(unescape(printed)) if printed else None
        if url is not None:
            return ListEntry(url=url, title=title, listed_on=date, column=column)
    return None


def rows_of_xml(text: str) -> list[Mapping[str, object]]:
    """The elements of some XML that hold several plain ones, or have several attributes, as the texts of those by their names in lower case."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(_DECLARED.sub("", text, count=1).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    found: list[Mapping[str, object]] = []
    for element in root.iter() if root is not None else ():
        if len(element.attrib) > 1:
            found.append({str(name).lower(): str(value) for name, value in element.attrib.items()})
        plain = {
            etree.QName(each).localname.lower(): each.text or each.get("href") or ""
            for each in element
            if len(each) == 0 and isinstance(each.tag, str)
        }
        if len(plain) > 1:
            found.append(plain)
    return found


def title_of(row: Mapping[str, object], names: Names) -> str:
    """The title in an object, without mark-up; empty when it has none."""
    return tidy(_TAG.sub("", unescape(_first(row, names.title))))


def _first(row: Mapping[str, object], alternatives: Sequence[str]) -> str:
    return next((str(row[name]) for name in alternatives if row.get(name)), "")


def _day(text: str) -> str | None:
    """A printed date, or one in Unix seconds or milliseconds (also as ``/Date(1673490000000)/``), as the day it was in China."""
    text = _DATE_CALL.sub(r"\1", text)
    if not text.isdecimal() or not _SHORTEST_TIME <= len(text) <= _LONGEST_TIME:
        return find_date(text)
    seconds = int(text) / 1000 if int(text) >= _MILLISECONDS else int(text)
    try:
        return dt.datetime.fromtimestamp(seconds, _CHINA).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None
