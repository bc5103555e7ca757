"""Requests for the further pages of a list, as pages and their scripts make them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request

PAGE_PARAMETERS = (
    "page", "pageNo", "pageIndex", "PageIndex", "pageNum", "pagenum", "curPage", "cur_page", "currpage", "currentPage",
    "PageNo", "pageno", "p", "currPage", "curpage", "current", "pn", "pageNumber",
    "page.currentPage", "page.pageNo", "page.curPage", "pager.pageNo", "pageBean.currentPage",
)  # fmt: skip
"""Names under which queries and forms carry the number of a page or batch."""


OFFSETS = ("offset", "start", "skip", "startIndex", "startRow", "firstResult", "begin")
"""Names under which they carry how many entries come before a batch."""
CURSORS = (
    "lastid",
    "last_id",
    "maxid",
    "max_id",
    "minid",
    "sinceid",
    "lastkey",
    "cursor",
    "after",
    "beforeid",
    "lasttime",
)
"""Names, in lower case, under which they carry a mark of the entry that the batch before ended with."""
_NUMBERED = re.compile(r"(.*?[^\d])(\d{1,4})((?:\.\w{2,6})?/?)$")


_Asked = TypeVar("_Asked", bound=Request)


class BatchRequest(Request, frozen=True, kw_only=True):
    """A request for more entries of a list. Its answer does not say what follows: the batch of the next number does.

    ``parameter`` is the name under which the query, the form or the object carries the number.
    """

    parameter: str
    is_offset: bool = False
    """The number is how many entries come before the batch."""
    templates: tuple[str, ...] = ()
    """The addresses that the page's script makes of an entry's fields."""
    cursor: str = ""
    """The name under which a mark of the batch before is sent."""
    pattern: str = ""
    """The address with a place (``{}``) for the number, where its path bears it."""

    @property
    def number(self) -> int:
        """Which batch it asks for."""
        if self.pattern:
            before, _, after = self.pattern.partition("{}")
            return int(self.url[len(before) : len(self.url) - len(after)])
        if self.body.startswith(b"{"):
            given = msgspec.json.decode(self.body, type=dict[str, object])
        else:
            given = dict(parse_qsl(self.body.decode() or urlsplit(self.url).query, keep_blank_values=True))
        value = str(given.get(self.parameter, ""))
        return int(value) if value.isdecimal() else 1


class Loaded(Request, frozen=True, kw_only=True):
    """A request for what a page without a list may have its list from; that it brings nothing says nothing of the list."""

    is_last: bool = False
    """What it brings leads on to nothing else."""
    templates: tuple[str, ...] = ()
    """The addresses that the page's script makes of an entry's fields."""
    fields: str = ""
    """The fields of the page, as mark-up, for a script file that reads them."""


def asked_by(page: Page) -> tuple[tuple[str, str], ...]:
    """The headers that tell an interface which page's script asks: several servers answer nothing without them."""
    return (("X-Requested-With", "XMLHttpRequest"), ("Referer", page.url))


def asker(request: Request) -> str:
    """The address of the page whose script asked, empty where none is told."""
    return dict(request.headers).get("Referer", "")


def form(url: str, body: bytes, *, referer: str) -> Request:
    """A form as the page's own script would send it: several servers answer nothing without Referer or
    X-Requested-With.
    """
    headers = (
        ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
        ("X-Requested-With", "XMLHttpRequest"),
        ("Referer", referer),
    )
    return Request(url, method="POST", body=body, headers=headers)


def posted_json(url: str, fields: Mapping[str, object], *, referer: str) -> Request:
    """An object as the page's own script would send it."""
    headers = (
        ("Content-Type", "application/json;charset=UTF-8"),
        ("X-Requested-With", "XMLHttpRequest"),
        ("Referer", referer),
    )
    return Request(url, method="POST", body=msgspec.json.encode(fields), headers=headers)


def page_parameter(url: str) -> str | None:
    """The query parameter of an address that numbers its pages, None when it has none."""
    given = [name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)]
    return next((name for name in PAGE_PARAMETERS if name in given), None)


def with_query(url: str, name: str, value: str) -> str:
    """The address with one query parameter set, the others and their order kept."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    changed = [(key, value if key == name else old) for key, old in pairs]
    if name not in dict(pairs):
        changed.append((name, value))
    return urlunsplit(parts._replace(query=urlencode(changed)))


def renumbered(request: _Asked, parameter: str, number: int | str) -> _Asked:
    """The same request for another page, whose number the form, or without one the query, carries as ``parameter``."""
    if not request.body:
        return msgspec.structs.replace(request, url=with_query(request.url, parameter, str(number)))
    if request.body.startswith(b"{"):
        given = msgspec.json.decode(request.body, type=dict[str, object])
        return msgspec.structs.replace(request, body=msgspec.json.encode({**given, parameter: number}))
    fields = parse_qsl(request.body.decode(), keep_blank_values=True)
    changed = [(name, str(number) if name == parameter else value) for name, value in fields]
    return msgspec.structs.replace(request, body=urlencode(changed).encode())


def number_of(url: str) -> int | None:
    """The number of a page in its address."""
    name = page_parameter(url)
    found = re.search(rf"[?&]{name}=(\d{{1,4}})(?:&|$)", url) if name else None
    found = found or (_NUMBERED.fullmatch(url) if "?" not in url else None)
    return int(found[found.lastindex if found.lastindex == 1 else 2]) if found is not None else None


def with_number(request: Request, number: int) -> Request:
    """The request for the page of another number, which its address bears."""
    name = page_parameter(request.url)
    if name is not None:
        return renumbered(request, name, number)
    return Request(_NUMBERED.sub(rf"\g<1>{number}\g<3>", request.url))
