"""Lists of which a button loads more (加载更多): the call in the page's script, by the entries of ``families.toml``, and what it brings.

Batches are asked for from the first on, whose entries are shown already: whether a script counts from 0, 1 or 2 cannot
be told for sure, and a batch left out would be a silent loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from reportscraper.crawl import words
from reportscraper.crawl.cms.families import Call, catalogue
from reportscraper.crawl.cms.rows import decode_json, decode_object, read_usual, rows_of_xml, title_field
from reportscraper.crawl.listing import ListPage, read_rows, soup_of
from reportscraper.crawl.paging import (
    CURSORS,
    OFFSETS,
    PAGE_PARAMETERS,
    BatchRequest,
    asked_by,
    asker,
    form,
    posted_json,
    renumbered,
)
from reportscraper.crawl.scripts import Script, is_address, sums, with_context
from reportscraper.crawl.spelled import NUMBERS
from reportscraper.crawl.templates import address_templates
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page, visible_text
from reportscraper.fetch.request import Request
from reportscraper.model import ListEntry
from reportscraper.text import squeeze

PLACE: Final = "last"

_BUTTON = re.compile(r">\s*(?:点击)?加载更多[^<]{0,6}<")
_SCROLLED = re.compile(
    r"\.scroll\(|[\"']scroll[\"']|onscroll|IntersectionObserver|infinite-?scroll|dropload|onReachBottom", re.IGNORECASE
)
_POST = re.compile(r"(?i)\b(?:type|method)\s*:\s*[\"']post[\"']")
_FIELD = re.compile(r"[\"']?([\w.]{1,40})[\"']?\s*:\s*(\"[^\"]*\"|'[^']*'|\$\([\"']#\w+[\"']\)\.val\(\)|[\w.+]+)")
_THE_END = re.compile(r"没有(?:更多|了)|加载(?:完毕|完成)|全部加载|到底")
_ADDED = re.compile(
    r"(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}')(?:\s*\+\s*(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|\w{1,40}))+"
)
_OPENING = re.compile(r"\s*(?:(?:/\*\*/)?[\w.$]{1,80}\s*\(\s*)?(?=[{\[])")
"""What stands before the data of an answer: nothing, or the call of JSONP."""
_MOST_CALLS = 50
_TOTALS = (
    "total", "totalcount", "totalelements", "recordstotal", "totalrecords", "totalrecord", "totalrows", "totalrow", "totalnum",
    "recordcount", "total_count", "count",
)  # fmt: skip
_ASKS = re.compile(r"\$\.(?:get|getJSON|ajax)\(|\baxios(?:\.get)?\(|\b\$?http\.get\(|\bfetch\(|\burl\s*:")
_CALLBACK = re.compile(r"([?&]\w{2,20})=\?(?=&|$)")
_NEAR = 200
_SAMPLE = "73154"
_DEEPEST = 6
_NEXT = frozenset(
    {
        "next", "nexturl", "next_url", "nextpage", "next_page", "nextpageurl", "next_page_url", "nextlink", "more", "moreurl",
    }
)  # fmt: skip
_MOST_NESTED = 2


def read(page: Page, column: str, most: int) -> ListPage | None:  # noqa: ARG001 - see `CmsFamily`
    """What a batch brings; of a page with a button, the request for its first batch. None for neither."""
    if isinstance(page.request, BatchRequest):
        return read_batch(page, page.request, column)
    if _BUTTON.search(page.text) is not None:
        batch = first_batch(page)
        return ListPage(next_requests=(batch,) if batch is not None else (), hides_more=True)
    scrolled = _SCROLLED.search(page.text)
    batch = first_batch(page) if scrolled is not None else None
    return ListPage(next_requests=(batch,), hides_more=True) if batch is not None else None


def first_batch(page: Page) -> BatchRequest | None:
    """The request for the first batch, None when the page does not say how its button asks."""
    script = Script(page.text)
    text = with_context(page.text, script)
    for call in catalogue().call:
        for found in islice(re.finditer(call.find, text), _MOST_CALLS):
            batch = _batch(call, found.groupdict(), page, script, text)
            if batch is not None:
                return batch
    return _batch_of_path(page, script, text)


def with_callback(url: str) -> str:
    """An address of JSONP with the name of a function in the place that jQuery fills (``callback=?``)."""
    return _CALLBACK.sub(r"\1=callback", url)


def _batch_of_path(page: Page, script: Script, text: str) -> BatchRequest | None:
    """The first of batches whose number stands in the path (``'/data/list_' + page + '.json'``)."""
    values = {**script.variables, **dict.fromkeys(NUMBERS, _SAMPLE)}
    for call in islice(_ASKS.finditer(text), _MOST_CALLS):
        printed = next((each for each in sums(text[call.end() : call.end() + _NEAR], values) if _SAMPLE in each), "")
        url = page.join(printed) if is_address(printed) or printed.startswith("/") else None
        if url is not None and url.count(_SAMPLE) == 1 and "?" not in url:
            pattern = url.replace(_SAMPLE, "{}")
            templates = address_templates(text)
            return BatchRequest(
                pattern.replace("{}", "1"), headers=asked_by(page), parameter="", pattern=pattern, templates=templates
            )
    return None


def _batch(call: Call, groups: Mapping[str, str | None], page: Page, script: Script, text: str) -> BatchRequest | None:
    """The call as a request, None when nothing numbers its batches or a field's value cannot be had; ``text`` is that of `with_context`."""
    if (made := _asked(call, groups, page, script)) is None:
        return None
    asked, numbering = made
    parameter = next((name for name in numbering if name in PAGE_PARAMETERS), None)
    is_offset = parameter is None
    parameter = parameter or next((name for name in numbering if name in OFFSETS), None)
    cursor = next((name for name in numbering if name.lower() in CURSORS), None)
    if parameter is None and cursor is not None:  # without a mark it brings the first entries
        return BatchRequest(
            renumbered(asked, cursor, "").url if not asked.body else asked.url,
            asked.method,
            renumbered(asked, cursor, "").body,
            asked.headers,
            parameter="",
            cursor=cursor,
            templates=address_templates(text),
        )
    if parameter is None and call.name != "button":
        return None  # a button's address may hold a mark of the batch, which each answer gives anew
    batch = BatchRequest(
        asked.url,
        asked.method,
        asked.body,
        asked.headers,
        parameter=parameter or "",
        is_offset=is_offset,
        templates=address_templates(text),
    )
    return numbered(batch, 0 if is_offset else 1)


def asked_in(text: str, page: Page, script: Script) -> Request | None:
    """What the first call in a piece of script asks for, with what ``script`` gives its names; None where that is not told."""
    found = ((call, each.groupdict()) for call in catalogue().call for each in re.finditer(call.find, text))
    made = (_asked(call, groups, page, script) for call, groups in islice(found, _MOST_CALLS))
    return next((each[0] for each in made if each is not None), None)


def _asked(
    call: Call, groups: Mapping[str, str | None], page: Page, script: Script
) -> tuple[Request, tuple[str, ...]] | None:
    """The call as a request, and the names of its fields; None when a field's value cannot be had."""
    url = page.join(with_callback(unescape((groups["url"] or "") + (groups.get("tail") or ""))))
    fields = _fields(groups.get("fields") or "", script)
    if url is None or fields is None:
        return None
    fields += parse_qsl(groups.get("sent") or "", keep_blank_values=True)
    fields += [(name, value) for name, value in parse_qsl(call.adds) if name not in dict(fields)]
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    is_form = call.method != "GET" or _POST.search(f"{groups.get('before') or ''}{groups.get('between') or ''}")
    numbering = tuple(name for name, _ in (fields if is_form and fields else (*query, *fields)))
    if call.method == "JSON":
        quoted = {name for name, value in _FIELD.findall(groups.get("fields") or "") if value[0] in "\"'"}
        sent = {name: int(value) if value.isdecimal() and name not in quoted else value for name, value in fields}
        asked = posted_json(url, sent, referer=page.url)
    elif is_form:
        asked = form(url, urlencode(fields).encode(), referer=page.url)
    else:
        url = urlunsplit(urlsplit(url)._replace(query=urlencode([*query, *fields])))
        asked = Request(url, headers=asked_by(page))
    return asked, numbering


def numbered(batch: BatchRequest, number: int) -> BatchRequest:
    if batch.pattern:
        return msgspec.structs.replace(batch, url=batch.pattern.replace("{}", str(number)))
    if not batch.parameter:
        return batch
    changed = renumbered(batch, batch.parameter, number)
    return msgspec.structs.replace(batch, url=changed.url, body=changed.body)


def _fields(printed: str, script: Script) -> list[tuple[str, str]] | None:
    """The fields of an object in a script, its variables looked up there; None when one has no value there.

    What numbers the batches has whatever value; it is set later.
    """
    printed = _ADDED.sub(lambda sum_: next((f'"{made}"' for made in sums(sum_[0], script.variables)), sum_[0]), printed)
    if _FIELD.sub("", printed).strip(", \t\r\n"):
        return None  # a field left out may make the interface answer for the whole site
    fields: list[tuple[str, str]] = []
    for name, value in _FIELD.findall(printed):
        plain = "1" if name in PAGE_PARAMETERS or name in OFFSETS else script.value(value)
        if plain is None:
            return None
        fields.append((name, plain))
    return fields


def read_batch(page: Page, batch: BatchRequest, column: str) -> ListPage:
    """What a batch brings: entries as data, or as mark-up, alone or within data. Addresses are the list page's, not its."""
    page = msgspec.structs.replace(page, base=asker(batch))
    opening = _OPENING.match(page.text)
    data = decode_object(page.text[opening.end() :].rstrip(" \t\r\n;)")) if opening is not None else None
    found = listed_in(page.text if data is None else data, page, column)
    if page.kind == "xml" and not found:
        found = tuple(entries_of(rows_of_xml(page.text), page, column))
    if not found:
        return ListPage(ends=found is not None or _THE_END.search(squeeze(visible_text(page.text))) is not None)
    url = page.join(named) if (named := _next_in(data)) else None
    following: tuple[BatchRequest, ...] = ()
    if url is not None:
        following = (msgspec.structs.replace(batch, url=url, parameter=""),)
    elif batch.cursor and (mark := _mark_in(data, batch.cursor)):
        following = (renumbered(batch, batch.cursor, mark),)
    elif batch.parameter or batch.pattern:
        following = (numbered(batch, batch.number + (len(found) if batch.is_offset else 1)),)
    return ListPage(items=found, next_requests=following, declared=total_in(data), ends=not following)


def _mark_in(data: object, cursor: str, depth: int = 0) -> str:
    """The mark of the next batch that some data gives under the name by which it is asked for; empty where it gives none."""
    if not isinstance(data, Mapping) or depth > _MOST_NESTED:
        return ""
    told = (
        str(value)
        for name, value in data.items()
        if str(name).lower() == cursor.lower() and isinstance(value, str | int)
    )
    return next(
        (each for each in (*told, *(_mark_in(value, cursor, depth + 1) for value in data.values())) if each), ""
    )


def _next_in(data: object, depth: int = 0) -> str | None:
    """The address of the next batch, where some data names it."""
    if not isinstance(data, Mapping) or depth > _MOST_NESTED:
        return None
    told = (value for name, value in data.items() if str(name).lower() in _NEXT and isinstance(value, str))
    inner = (_next_in(value, depth + 1) for value in data.values())
    return next((each for each in (*told, *inner) if each and is_address(each)), None)


def total_in(data: object, depth: int = 0) -> int | None:
    """How many entries some data says that the whole list has."""
    if not isinstance(data, Mapping):
        return None
    named = {str(name).lower(): value for name, value in data.items()}
    told = next((value for name in _TOTALS if isinstance(value := named.get(name), int | str)), None)
    if told is not None and str(told).isdecimal():
        return int(told)
    inner = (total_in(value, depth + 1) for value in data.values()) if depth < _DEEPEST else ()
    return next((total for total in inner if total is not None), None)


def listed_in(data: object, page: Page, column: str) -> tuple[ListEntry, ...] | None:
    """The entries in some data: of all lists in it that have one on the topic (a list a year), else of the longest; None without any list."""
    lists = list(entries_in(data, page, column))
    on_topic = [each for each in lists if any(words.matches("topic", item.title) for item in each)]
    if len(on_topic) < 2:
        return on_topic[0] if on_topic else max(lists, key=len, default=None)
    return tuple({urls.key(item.url): item for each in on_topic for item in each}.values())


def entries_in(data: object, page: Page, column: str, depth: int = 0) -> Iterator[tuple[ListEntry, ...]]:
    """The lists of entries in some data; an empty tuple stands for one that is printed empty."""
    if isinstance(data, str) and data[:1] in "{[" and depth < _DEEPEST and (inner := decode_json(data, object)):
        yield from entries_in(inner, page, column, depth + 1)
    elif isinstance(data, str) and "<a" in data.lower():
        yield read_rows(soup_of(data), page, column)
    elif isinstance(data, list):
        listed = tuple(entries_of(data, page, column))
        if listed or not data:
            yield listed
        elif depth < _DEEPEST:
            for value in data[:_MOST_CALLS]:
                yield from entries_in(value, page, column, depth + 1)
    elif isinstance(data, Mapping) and depth < _DEEPEST:
        if len(data) > 1 and all(isinstance(value, Mapping) for value in data.values()):  # entries by their numbers
            yield tuple(entries_of(data.values(), page, column))
        for value in data.values():
            yield from entries_in(value, page, column, depth + 1)


def entries_of(rows: Iterable[object], page: Page, column: str) -> Iterator[ListEntry]:
    """The entries in some objects, or arrays of texts, of data; what stands in objects within one is of it, too."""
    found: list[Mapping[str, object]] = []
    for row in rows:
        if isinstance(row, list):
            found.append({str(place): value for place, value in enumerate(row)})
        elif isinstance(row, Mapping):
            inner = (value for value in row.values() if isinstance(value, Mapping))
            found.append({str(name).lower(): value for each in (*inner, row) for name, value in each.items() if value})
    title = title_field(found, is_batch=isinstance(page.request, BatchRequest))
    items = (read_usual(row, title, page, column) for row in found)
    return (item for item in items if item is not None)
