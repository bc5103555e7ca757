"""TrueCMS (Nantong, Lianyungang, Huai'an): a hidden field names the column, an interface gives its rows by JSONP.

The interface answers 404 without a Referer, gives at most twenty rows a request, and on some sites none beyond the
sixtieth; the number declared then tells what is missing.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from reportscraper.crawl.cms import hanweb
from reportscraper.crawl.listing import ListPage
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_tags

MOST_ROWS = 20
"""Rows the interface gives at a time whatever is asked for, on the strictest of the sites."""

_ADDRESS = re.compile(r"[\"']([^\"'<>]*/truecms/messageController/getMessage\.do)", re.IGNORECASE)
_ANSWER = re.compile(r"^\s*[\w$.]{1,60}\((.*)\)\s*;?\s*$", re.DOTALL)


class _Field(Struct, rename="camel"):
    column_id: str
    total_record: int
    per_page: int = MOST_ROWS


class _Answer(Struct):
    result: str


def read(page: Page, column: str, most: int) -> ListPage | None:
    """The listing of an answer of the interface, or the requests to it that a page holds; None for neither."""
    if page.kind == "json":
        return _read_answer(page, column, most)
    address = _ADDRESS.search(page.text)
    url = page.join(unescape(address[1])) if address else None
    field = _field(page)
    if url is None or field is None:
        return None
    requests = tuple(_requests(url, field, page.url)[:most])
    return ListPage(next_requests=requests, declared=field.total_record, leads_on=bool(requests))


def _field(page: Page) -> _Field | None:
    for tag in find_tags(page.text, "input"):
        if tag.attributes.get("id") == "initData":
            try:
                return msgspec.json.decode(tag.attributes.get("value", ""), type=_Field, strict=False)
            except (msgspec.DecodeError, RecursionError):
                return None
    return None


def _requests(url: str, field: _Field, referer: str) -> list[Request]:
    size = min(field.per_page, MOST_ROWS) or MOST_ROWS
    return [
        Request(
            f"{url}?{urlencode(_span(start, size) | {'columnId': field.column_id, 'callback': 'cb'})}",
            headers=(("Referer", referer),),
        )
        for start in range(1, field.total_record + 1, size)
    ]


def _span(start: int, size: int) -> dict[str, int | str]:
    return {"startrecord": start, "endrecord": start + size - 1, "perpage": size}


def _read_answer(page: Page, column: str, most: int) -> ListPage | None:
    called = _ANSWER.match(page.text)
    if called is None:
        return None
    try:
        store = msgspec.json.decode(called[1], type=_Answer).result
    except (msgspec.DecodeError, RecursionError):
        return None
    return hanweb.read(msgspec.structs.replace(page, text=store), column, most)
