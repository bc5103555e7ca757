"""Lists that stand as an array of objects in the page's own script, to be written out by it (``pc/list.html`` and others)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final

import msgspec

from reportscraper.crawl import words
from reportscraper.crawl.cms.more import entries_of, listed_in, total_in
from reportscraper.crawl.cms.rows import decode_json, rows_of_xml
from reportscraper.crawl.listing import ListPage
from reportscraper.crawl.paging import Loaded
from reportscraper.crawl.templates import address_templates
from reportscraper.crawl.written import without_escapes
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page

PLACE: Final = "alone"

_DATA = re.compile(
    r"<script\b[^<>]*>\s*(?:(?:window\.|var |let |const )?[\w.$]{1,60}\s*=)?\s*([{\[][^<]*)</script", re.IGNORECASE
)
_STATE = re.compile(r"__(?:NUXT|NEXT_DATA|INITIAL_STATE|PRELOADED_STATE|APP_DATA)__")
_BEHIND_STATE = re.compile(r";\s*\(function\(\)\{.*", re.DOTALL)
"""What Vue writes behind its state: a function that takes the script out of the page."""
_NUXT = re.compile(
    r"=\s*\(?\s*function\s*\(([\w$,\s]{1,20000})\)\s*\{\s*return\s*(.*?)\}\s*\)?\s*\((.*?)\)\)?\s*;?\s*(?=</script)",
    re.DOTALL,
)
_NAME = re.compile(r"(?<=[:\[,])[A-Za-z_$][\w$]*(?=[,}\]])")
_ISLAND = re.compile(r"<xml\b[^<>]*>(.*?)</xml\s*>", re.IGNORECASE | re.DOTALL)
"""Data that a table of the page is bound to."""
_ARRAY = re.compile(r"[=:(]\s*\[\s*(?=\{)")
_PUSHED = re.compile(r"\.push\(\s*(?=\{)")
_OBJECT = re.compile(r"\s*,?\s*\{([^{}]{0,4000})\}")
_PAIR = re.compile(r"[\"']?(\w{1,40})[\"']?\s*:\s*(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')")
_ROW = re.compile(
    r"[\[(]\s*(?:\"[^\"\n<>]{0,300}\"|'[^'\n<>]{0,300}')(?:\s*,\s*(?:\"[^\"\n<>]{0,300}\"|'[^'\n<>]{0,300}'|\d{1,14})){1,8}\s*[\])]"
)
_TEXTS = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_ELEMENT = re.compile(r"(?<![\w.])(\w{1,40})\s*\[\s*(\d{1,4})\s*\]\s*=\s*(\"[^\"\n]{0,500}\"|'[^'\n]{0,500}')")
_ARRAY_OF_TEXTS = re.compile(
    r"[=:]\s*(?:new\s+Array\s*\(|\[)\s*((?:(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}')\s*,\s*)+(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))\s*[\])]"
)
_SPLIT = re.compile(r"(\"[^\"\n]{1,100000}\"|'[^'\n]{1,100000}')\s*\.split\(\s*[\"']([^\"']{1,3})[\"']\s*\)")
_ATTRIBUTE = re.compile(
    r"=\s*(?:\"((?:\[\s*\{|\{\s*&(?:quot|#34);|\[\s*\{?&(?:quot|#34);)[^\"]{1,500000})\"|'(\[\s*\{[^']{1,500000})')"
)


def read(page: Page, column: str, most: int) -> ListPage | None:  # noqa: ARG001 - see `CmsFamily`
    """The entries of data in the page's own script; None when there are none.

    What an application keeps its state in may give an entry no address, which its script then makes of the number.
    """
    if "__NUXT__" in page.text:
        page = msgspec.structs.replace(page, text=_NUXT.sub(_with_arguments, page.text))
    found = _read(page, column)
    templates = address_templates(page.text) if found is None and _STATE.search(page.text) else ()
    if templates:
        found = _read(msgspec.structs.replace(page, request=Loaded(page.request.url, templates=templates)), column)
    return found


def _with_arguments(call: re.Match[str]) -> str:
    """The state that Nuxt keeps as a function of its values (``(function(a,b){return {title:a}}("…","/a/1.html"))``), these put in."""
    values = decode_json(f"[{call[3].replace('void 0', 'null')}]", list[object])
    names = [each.strip() for each in call[1].split(",")]
    if values is None or len(values) != len(names):
        return call[0]
    given = {name: msgspec.json.encode(value).decode() for name, value in zip(names, values, strict=True)}
    return f"={_NAME.sub(lambda name: given.get(name[0], name[0]), call[2])};"


def _read(page: Page, column: str) -> ListPage | None:
    """The entries of the first array with titles, addresses and an entry on the topic, or of a script that is nothing but data; None
    when there is none.
    """
    for body in _DATA.finditer(page.text) if "{" in page.text else ():
        data = decode_json(_BEHIND_STATE.sub("", body[1].strip()).rstrip(";"), object)
        items = (listed_in(data, page, column) if data is not None else None) or ()
        if any(words.matches("topic", item.title) for item in items):
            return ListPage(items=items, declared=total_in(data))
    rows = [[without_escapes(text[1:-1]) for text in _TEXTS.findall(found[0])] for found in _ROW.finditer(page.text)]
    items = tuple(item for item in entries_of(rows, page, column) if words.matches("topic", item.title))
    if items:
        return ListPage(items=items)
    for data in (*_side_by_side(page.text), *_attributes(page.text)):
        items = listed_in(data, page, column) or ()
        if any(words.matches("topic", item.title) for item in items):
            return ListPage(items=items)
    islands = (
        [rows_of_xml(f"<xml>{found[1]}</xml>") for found in _ISLAND.finditer(page.text)] if "<xml" in page.text else []
    )
    arrays = (_objects(page, array.end()) for array in (*_ARRAY.finditer(page.text), *_PUSHED.finditer(page.text)))
    groups = (tuple(entries_of(rows, page, column)) for rows in (*islands, *arrays))  # one a year, it may be
    on_topic = [items for items in groups if any(words.matches("topic", item.title) for item in items)]
    unique = {urls.key(item.url): item for items in on_topic for item in items}
    return ListPage(items=tuple(unique.values())) if unique else None


def _side_by_side(text: str) -> Iterator[list[dict[str, str]]]:
    """The rows of arrays that stand side by side: titles in one, addresses in another, set one by one, at once, or split from a text."""
    single: dict[str, dict[str, str]] = {}
    for name, place, literal in _ELEMENT.findall(text) if "]=" in text.replace(" ", "") else ():
        single.setdefault(place, {})[name] = without_escapes(literal[1:-1])
    yield [row for row in single.values() if len(row) > 1]
    whole = [[without_escapes(each[1:-1]) for each in _TEXTS.findall(array)] for array in _ARRAY_OF_TEXTS.findall(text)]
    whole += [without_escapes(literal[1:-1]).split(sign) for literal, sign in _SPLIT.findall(text) if sign]
    lengths = dict.fromkeys(len(array) for array in whole if len(array) > 1)
    for length in lengths:
        arrays = [array for array in whole if len(array) == length]
        yield [{str(place): value for place, value in enumerate(row)} for row in zip(*arrays, strict=True)]


def _attributes(text: str) -> Iterator[object]:
    """The data that components are given in attributes."""
    for double, single in _ATTRIBUTE.findall(text):
        data = decode_json(unescape(double or single), object)
        if data is not None:
            yield data


def _objects(page: Page, start: int) -> Iterator[Mapping[str, object]]:
    found = _OBJECT.match(page.text, start)
    while found is not None:
        yield {name.lower(): without_escapes(double or single) for name, double, single in _PAIR.findall(found[1])}
        found = _OBJECT.match(page.text, found.end())
