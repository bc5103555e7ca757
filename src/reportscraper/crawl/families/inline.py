"""Lists that stand as an array of objects in the page's own script, to be written out by it (``pc/list.html`` and others)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from reportscraper.crawl import words
from reportscraper.crawl.listing import Listing
from reportscraper.crawl.page import Page
from reportscraper.model import Listed
from reportscraper.text import find_date, tidy

_ARRAY = re.compile(r"[=:(]\s*\[\s*(?=\{)")
_OBJECT = re.compile(r"\s*,?\s*\{([^{}]{0,4000})\}")
_PAIR = re.compile(r"[\"']?(\w{1,40})[\"']?\s*:\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_TAG = re.compile(r"<[^<>]*>")
_TITLE = ("realtitle", "title", "name", "infotitle")
_LINK = ("url", "link", "href", "infourl", "linkurl")
_DATE = ("publishtime", "pubdate", "publishdate", "infodate", "date", "time", "createtime")


def read(page: Page, column: str, most: int) -> Listing | None:  # noqa: ARG001 - a family's signature
    """The entries of the first array with titles, addresses and an entry on the topic; None when there is none."""
    for array in _ARRAY.finditer(page.text):
        items = tuple(_entries(page, array.end(), column))
        if any(words.says("topic", item.title) for item in items):
            return Listing(items=items)
    return None


def _entries(page: Page, start: int, column: str) -> Iterator[Listed]:
    found = _OBJECT.match(page.text, start)
    while found is not None:
        row = {name.lower(): _plain(double or single) for name, double, single in _PAIR.findall(found[1])}
        url = page.join(_first(row, _LINK))
        title = tidy(_TAG.sub("", unescape(_first(row, _TITLE))))
        if url is not None and title:
            yield Listed(url=url, title=title, listed_on=find_date(_first(row, _DATE)), column=column)
        found = _OBJECT.match(page.text, found.end())


def _plain(text: str) -> str:
    """A script's string without its escapes."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)


def _first(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((row[name] for name in names if row.get(name)), "")
