"""The generic list reader: the entries and sub-columns of any page of links.

No set of adapters reaches nine counties in ten, so this is the main path; `families` adds what scripts load.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from msgspec import Struct

from reportscraper.crawl import words
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.model import ListEntry
from reportscraper.text import find_date, squeeze, tidy

_CONTAINERS = {"ul", "ol", "dl", "table", "tbody", "body", "html", "form", "[document]"}
_CELLS = {"tr", "td", "th"}
_FURNITURE = {"nav", "header", "footer"}
_CUT = ("…", "...", "..", "．．．")
_SIGNATURE_DEPTH = 6
_ROW_DEPTH = 8
_MOST_TEXT = 500
_NUMBERS = re.compile(r"[0-9a-f]{24,32}|\d+[a-z]{0,4}(?=[/.])|\d+")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")


class Link(Struct, frozen=True):
    """A link that leads to a further list."""

    url: str
    text: str
    doubtful: bool = False
    """Only its look speaks for it: a column of its parent's kind of address that may be on any matter."""


class ListPage(Struct, frozen=True):
    """What one list page says. ``understood`` is false when it gave nothing: that is never taken for an empty list."""

    items: tuple[ListEntry, ...] = ()
    columns: tuple[Link, ...] = ()
    """Sub-columns by year or body."""
    next_requests: tuple[Request, ...] = ()
    """Further pages of this list, in order."""
    fallback_requests: tuple[Request, ...] = ()
    """Another way to the same pages, for servers that answer ``next_requests`` with nothing new."""
    declared: int | None = None
    """Entries the page says the whole list has."""
    detail_requests: tuple[tuple[str, Request], ...] = ()
    """How the entries are asked for that a plain GET does not bring, by their addresses' keys."""
    hides_more: bool = False
    """The page has a button that loads more (加载更多); it does until a batch that the button would load is understood."""
    ends: bool = False
    """The answer to a request for a batch that says there is none."""
    leads_on: bool = False
    """The page holds no entries of its own but the request that brings them."""

    @property
    def understood(self) -> bool:
        """Whether the page gave any entry or sub-column, or the way to them."""
        return bool(self.items or self.columns or self.leads_on)


class _Anchor(Struct, frozen=True):
    url: str
    title: str
    date: str | None
    group: str
    furniture: bool


def soup_of(text: str) -> BeautifulSoup:
    """The tree of a list page; empty for what holds no markup."""
    return BeautifulSoup(_XML_DECLARATION.sub("", text, count=1) if "<" in text else "", "lxml")


def anchors(soup: BeautifulSoup | Tag) -> Iterator[Tag]:
    """The links in a tree: ``find_all("a", href=True)`` takes six times as long."""
    return (tag for tag in soup.descendants if isinstance(tag, Tag) and tag.name == "a" and tag.has_attr("href"))


def read_rows(soup: BeautifulSoup, page: Page, column: str = "") -> tuple[ListEntry, ...]:
    """The entries of a list page in order, each address once, the fullest title kept.

    Links are grouped by where they stand; a group counts when one of its titles is on the topic, else the largest
    group of article addresses does (a township's report may be listed under nothing but the township's name).
    """
    groups: dict[str, list[_Anchor]] = {}
    for anchor in _anchors(soup, page):
        if _is_item(anchor, page):
            groups.setdefault(anchor.group, []).append(anchor)
    return _unique(_listed(anchor, column) for group in _chosen(groups) for anchor in group)


def _chosen(groups: dict[str, list[_Anchor]]) -> list[list[_Anchor]]:
    on_topic = [group for group in groups.values() if any(words.matches("topic", anchor.title) for anchor in group)]
    if on_topic:
        return on_topic
    articles = [group for group in groups.values() if any(words.is_article(anchor.url) for anchor in group)]
    return [max(articles, key=len)] if articles else []


def _listed(anchor: _Anchor, column: str) -> ListEntry:
    return ListEntry(url=anchor.url, title=anchor.title, listed_on=anchor.date, column=column)


def _unique(items: Iterable[ListEntry]) -> tuple[ListEntry, ...]:
    kept: dict[str, ListEntry] = {}
    for item in items:
        before = kept.get(urls.key(item.url))
        if before is None or len(item.title) > len(before.title):
            kept[urls.key(item.url)] = item
    return tuple(kept.values())


def _is_item(anchor: _Anchor, page: Page) -> bool:
    if urls.key(anchor.url) == urls.key(page.url):
        return False
    if words.is_article(anchor.url):
        return True
    title = squeeze(anchor.title)
    if anchor.date is None and (anchor.furniture or words.matches("year_column", title)):
        return False
    return (anchor.date is not None and len(title) >= 6) or (len(title) >= 10 and words.matches("topic", title))


def _anchors(soup: BeautifulSoup, page: Page) -> Iterator[_Anchor]:
    for tag in anchors(soup):
        url = page.join(str(tag["href"]))
        title = _title(tag)
        if url is None or len(squeeze(title)) < 2:
            continue
        row = _row(tag)
        rest = row.get_text("", strip=True).replace(tag.get_text("", strip=True), " ", 1)
        furniture = any(parent.name in _FURNITURE for parent in tag.parents)
        yield _Anchor(url, title, find_date(squeeze(rest[-_MOST_TEXT:])), _signature(row), furniture)


def _title(tag: Tag) -> str:
    """The full title: the ``title`` attribute unless the printed text says more; an image's ``alt`` when nothing is
    printed.
    """
    text = tidy(tag.get_text("", strip=True)[:_MOST_TEXT])
    attribute = tidy(str(tag.get("title") or "")[:_MOST_TEXT])
    image = tag.find("img", alt=True)
    if not text and not attribute and image is not None:
        return tidy(str(image["alt"]))
    stem = text
    for mark in _CUT:
        stem = stem.removesuffix(mark)
    if stem != text and squeeze(attribute).startswith(squeeze(stem)):
        return attribute
    return attribute if len(squeeze(attribute)) > len(squeeze(text)) else text


def _row(tag: Tag) -> Tag:
    """The widest element around a link that holds no other entry."""
    row = tag
    for parent in itertools.islice(tag.parents, _ROW_DEPTH):
        if parent.name in _CONTAINERS or len({str(a["href"]) for a in itertools.islice(anchors(parent), 4)}) > 2:
            break
        row = parent
    return row


def _signature(row: Tag) -> str:
    names = []
    for parent in (row, *row.parents):
        if parent.name in _CELLS:
            continue  # a last line of one cell is of the same table as the full ones
        kinds = parent.get("class") or ()
        names.append(f"{parent.name}.{kinds if isinstance(kinds, str) else '.'.join(kinds)}")
        if len(names) == _SIGNATURE_DEPTH:
            break
    return "/".join(names)


def read_columns(soup: BeautifulSoup, page: Page) -> tuple[Link, ...]:
    """The sub-columns of an annual-report column: by year, by type of body, by body; also options and frames."""
    found = [link for link in _links(soup, page) if urls.key(link.url) != urls.key(page.url)]
    years = [link for link in found if words.matches("year_column", link.text)]
    bodies = [named for link in found if (named := _body_column(link, page)) is not None]
    frames = [link for link in _frames(soup, page) if is_below(link.url, page.url)]
    return tuple({urls.key(link.url): link for link in (*years, *bodies, *frames)}.values())


def _body_column(link: Link, page: Page) -> Link | None:
    """A link as the column of a body, or of a type of body, None when it is none.

    It lies below the page's own address, or bears the words of annual reports in its own, or, where paths are never
    nested (``/col/col12/``), it is of the same shape and still to be looked into.
    """
    if not (words.matches("body_column", link.text) or words.matches("body_name", link.text)):
        return None
    if is_below(link.url, page.url) or words.address_matches("path_strong", link.url):
        return link
    return Link(link.url, link.text, doubtful=True) if _shape(link.url) == _shape(page.url) else None


def _shape(url: str) -> str:
    """An address without the numbers that tell its columns apart; of one without numbers, which tells nothing, itself."""
    return _NUMBERS.sub("0", url.partition("#")[0])


def is_below(url: str, column: str) -> bool:
    """Whether an address lies in the folder of a column, which is not the root."""
    own, base = urlsplit(url), urlsplit(urls.directory(column))
    return own.netloc == base.netloc and own.path.startswith(base.path) and len(base.path) > 1


def _links(soup: BeautifulSoup, page: Page) -> Iterator[Link]:
    pairs = [(str(tag["href"]), _title(tag)) for tag in anchors(soup)]
    pairs += [
        (str(tag["value"]), tidy(tag.get_text()))
        for tag in soup.find_all("option", value=True)
        if "/" in str(tag["value"])
    ]
    for href, text in pairs:
        url = page.join(href)
        if url is not None and text and not words.is_article(url):
            yield Link(url, text)


def _frames(soup: BeautifulSoup, page: Page) -> Iterator[Link]:
    for tag in soup.find_all(["iframe", "frame"], src=True):
        url = page.join(str(tag["src"]))
        if url is not None:
            yield Link(url, page.title)
