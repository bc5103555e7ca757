"""Lists from JSON interfaces, by ``families.toml``: the page that leads to one, and the answers it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final
from urllib.parse import parse_qsl, quote

from reportscraper.crawl.cms.families import Interface, Tree, catalogue
from reportscraper.crawl.cms.rows import Names, decode_json, read_row, title_of
from reportscraper.crawl.listing import Link, ListPage, is_report_title
from reportscraper.crawl.paging import asked_by, form, renumbered
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.text import tidy

PLACE: Final = "alone"

_COUNT = re.compile(r"\d{1,9}")


def read(page: Page, column: str, most: int) -> ListPage | None:
    """The rows in an interface's answer, or the first request to each interface that a page uses; None for neither."""
    if page.kind == "json":
        return _read_answer(page, column, most)
    families = catalogue().family
    lists = (_first_request(interface, page) for family in families for interface in family.interface)
    first = next((request for request in lists if request is not None), None)
    trees = (_tree_request(tree, page) for family in families for tree in family.tree)
    found = tuple(request for request in (first, *trees) if request is not None)
    return ListPage(next_requests=found, leads_on=True) if found else None


def _tree_request(tree: Tree, page: Page) -> Request | None:
    found = re.search(tree.find, page.text)
    url = page.join(unescape(tree.url.format(**found.groupdict()))) if found else None
    return Request(url, headers=asked_by(page)) if url is not None else None


def _first_request(interface: Interface, page: Page) -> Request | None:
    groups: dict[str, str] = {}
    for pattern in interface.find:
        found = re.search(pattern, page.text)
        if found is None:
            return None
        groups.update(found.groupdict())
    url = page.join(interface.url.format(**groups))
    if url is None:
        return None
    if interface.body:
        return form(url, interface.body.format(**groups).encode(), referer=page.url)
    return Request(url, headers=asked_by(page))


def _read_answer(page: Page, column: str, most: int) -> ListPage | None:
    data = decode_json(page.text, object)
    for family in catalogue().family:
        for tree in family.tree:
            children = _at(data, tree.children)
            if isinstance(children, list):
                return ListPage(columns=tuple(_sub_columns(tree, children, page)))
    for family in catalogue().family:
        for interface in family.interface:
            rows = _at(data, interface.rows)
            if isinstance(rows, list):
                names = Names(interface.title, interface.link, interface.date)
                read = (read_row(row, names, page, column) for row in rows if isinstance(row, Mapping))
                items = tuple(item for item in read if item is not None)
                total = _at(data, interface.total)
                declared = int(total) if isinstance(total, int | str) and _COUNT.fullmatch(str(total)) else None
                further = _further(interface.page, page.request, len(rows), declared)[:most]
                requests = tuple(renumbered(page.request, interface.page, number) for number in further)
                listed = {item.title for item in items}
                titles = (title_of(row, names) for row in rows if isinstance(row, Mapping))
                return ListPage(
                    items=items,
                    next_requests=requests,
                    declared=declared,
                    rows=len(rows),
                    unaddressed=tuple(title for title in titles if is_report_title(title) and title not in listed),
                )
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


def _further(parameter: str, request: Request, size: int, declared: int | None) -> range:
    """The pages after the one that was asked for: all of them when the total is known, else the next."""
    fields = parse_qsl(request.body.decode(), keep_blank_values=True) if request.body else []
    given = dict(fields) if fields else dict(parse_qsl(request.url.partition("?")[2]))
    current = given.get(parameter, "1")
    if not size or not current.isdecimal():
        return range(0)
    last = -(-declared // size) if declared is not None else int(current) + 1
    return range(int(current) + 1, last + 1)
