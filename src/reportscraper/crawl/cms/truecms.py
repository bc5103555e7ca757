"""TrueCMS (Nantong, Lianyungang, Huai'an): a hidden field names the column, an interface gives its rows by JSONP.

The interface answers 404 without a Referer, gives at most twenty rows a request, and on some sites none beyond the
sixtieth; the number declared then tells what is missing.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from reportscraper.crawl.cms import hanweb
from reportscraper.crawl.cms.rows import decode_json
from reportscraper.crawl.listing import ListPage
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_tags

PLACE: Final = "beside"

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
    """The rows in an answer of the interface, or the requests to it that a page holds; None for neither."""
    if page.kind == "json":
        called = _ANSWER.match(page.text)
        answer = decode_json(called[1], _Answer) if called else None
        return hanweb.read(msgspec.structs.replace(page, text=answer.result), column, most) if answer else None
    address = _ADDRESS.search(page.text)
    url = page.join(unescape(address[1])) if address else None
    inputs = (tag.attributes for tag in find_tags(page.text, "input"))
    hidden = next((given.get("value", "") for given in inputs if given.get("id") == "initData"), "")
    field = decode_json(hidden, _Field)
    if url is None or field is None:
        return None
    size = field.per_page if 0 < field.per_page < MOST_ROWS else MOST_ROWS
    spans = [hanweb.span(start, size, size) for start in range(1, field.total_record + 1, size)[:most]]
    queries = [urlencode({**span, "columnId": field.column_id, "callback": "cb"}) for span in spans]
    requests = tuple(Request(f"{url}?{query}", headers=(("Referer", page.url),)) for query in queries)
    return ListPage(next_requests=requests, declared=field.total_record, leads_on=bool(requests))
