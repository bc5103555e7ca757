"""Lists from JSON interfaces, by the entries of ``api.toml``: the page that leads to one, and the answers it gives."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import parse_qsl, quote

import msgspec
from msgspec import Struct

from reportscraper.crawl.cms.rows import Names, read_row
from reportscraper.crawl.listing import Link, ListPage
from reportscraper.crawl.paging import asked_by, form, renumbered
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.resources import load
from reportscraper.text import tidy

_COUNT = re.compile(r"\d{1,9}")


class Family(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of ``api.toml``."""

    name: str
    find: tuple[str, ...]
    url: str
    rows: str
    total: str
    title: tuple[str, ...]
    link: tuple[str, ...]
    date: tuple[str, ...]
    page: str
    body: str = ""


class Tree(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of ``api.toml`` about an interface that names sub-columns."""

    name: str
    find: str
    url: str
    children: str
    title: str
    key: str
    column: str


class _Families(Struct, frozen=True, forbid_unknown_fields=True):
    family: tuple[Family, ...]
    tree: tuple[Tree, ...]


@functools.cache
def _families() -> _Families:
    return load("crawl/cms/api.toml", _Families)


def read(page: Page, column: str, most: int) -> ListPage | None:
    """The listing of an interface's answer, or the first request to an interface that a page uses; None for neither."""
    if page.kind == "json":
        return _read_answer(page, column, most)
    lists = (_first_request(family, page) for family in _families().family)
    first = next((request for request in lists if request is not None), None)
    trees = (_tree_request(tree, page) for tree in _families().tree)
    found = tuple(request for request in (first, *trees) if request is not None)
    return ListPage(next_requests=found, leads_on=True) if found else None


def _tree_request(tree: Tree, page: Page) -> Request | None:
    found = re.search(tree.find, page.text)
    url = page.join(unescape(tree.url.format(**found.groupdict()))) if found else None
    return Request(url, headers=asked_by(page)) if url is not None else None


def _first_request(family: Family, page: Page) -> Request | None:
    groups: dict[str, str] = {}
    for pattern in family.find:
        found = re.search(pattern, page.text)
        if found is None:
            return None
        groups.update(found.groupdict())
    url = page.join(family.url.format(**groups))
    if url is None:
        return None
    if family.body:
        return form(url, family.body.format(**groups).encode(), referer=page.url)
    return Request(url, headers=asked_by(page))


def _read_answer(page: Page, column: str, most: int) -> ListPage | None:
    try:
        data = msgspec.json.decode(page.text)
    except (msgspec.DecodeError, RecursionError):
        return None
    for tree in _families().tree:
        children = _at(data, tree.children)
        if isinstance(children, list):
            return ListPage(columns=tuple(_sub_columns(tree, children, page)))
    for family in _families().family:
        rows = _at(data, family.rows)
        if isinstance(rows, list):
            names = Names(family.title, family.link, family.date)
            read = (read_row(row, names, page, column) for row in rows if isinstance(row, Mapping))
            items = tuple(item for item in read if item is not None)
            total = _at(data, family.total)
            declared = int(total) if isinstance(total, int | str) and _COUNT.fullmatch(str(total)) else None
            further = _further(family, page.request, len(rows), declared)
            return ListPage(items=items, next_requests=tuple(further[:most]), declared=declared)
    return None


def _sub_columns(tree: Tree, children: list[object], page: Page) -> Iterator[Link]:
    for child in children:
        if isinstance(child, Mapping) and child.get(tree.key):
            url = page.join(tree.column.format(key=quote(str(child[tree.key]))))
            if url is not None:
                yield Link(url, tidy(str(child.get(tree.title, ""))))


def _at(data: object, path: str) -> object:
    for name in path.split("."):
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def _further(family: Family, request: Request, size: int, declared: int | None) -> list[Request]:
    """The requests for the pages after the one that was asked for: all of them when the total is known, else the
    next.
    """
    fields = parse_qsl(request.body.decode(), keep_blank_values=True) if request.body else []
    given = dict(fields) if fields else dict(parse_qsl(request.url.partition("?")[2]))
    current = given.get(family.page, "1")
    if not size or not current.isdigit():
        return []
    last = -(-declared // size) if declared is not None else int(current) + 1
    return [renumbered(request, family.page, n) for n in range(int(current) + 1, last + 1)]
