"""The generic list reader: the entries and sub-columns of any page of links.

No set of adapters reaches nine counties in ten, so this is the main path; `families` adds what scripts load.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from bs4 import BeautifulSoup, Tag
from msgspec import Struct

from reportscraper.crawl import words
from reportscraper.crawl.handlers import DATA, handled_address
from reportscraper.crawl.options import option_addresses
from reportscraper.crawl.row_titles import (
    BUTTON,
    CUT,
    LEAST_NAME,
    LINKS,
    MOST_TEXT,
    PRINTED_DATE,
    named_by_table,
    title_of,
)
from reportscraper.crawl.scripts import Script
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.model import ListEntry
from reportscraper.places.title import names_report, parse_title
from reportscraper.text import find_date, squeeze, tidy

_CONTAINERS = {"ul", "ol", "dl", "table", "tbody", "body", "html", "form", "[document]"}
_CELLS = {"tr", "td", "th"}
_FURNITURE = {"nav", "header", "footer"}
_PICTURES = {"img", "i", "svg"}
_BY_SCRIPT = frozenset({"onclick", *DATA})
_UNLINKED = ("li", "td", "dd", "p")
_SIGNATURE_DEPTH = 6
_ROW_DEPTH = 8
_LEAST_TITLE = 10
_FIRST = 6
_LEAST_CUT = 6
_LEAST_ROWS = 3
_DIGITS = re.compile(r"\d+")
_OTHER_LINKS = re.compile(
    r"\sxlink:href\s*=|(<(?:router|nuxt)-link\b(?:\s[^<>]{0,300})?\s:?to\s*=)|(</(?:router|nuxt)-link)", re.IGNORECASE
)
_NO_MARKUP = re.compile(r"\A\s*<\?xml[^>]*>|</?template\b[^<>]*>", re.IGNORECASE)


class Link(Struct, frozen=True):
    """A link that leads to a further list."""

    url: str
    text: str
    doubtful: bool = False
    """Only its look speaks for it: a column of its parent's kind of address that may be on any matter."""
    of_month: bool = False
    """A month's part of a year's list, which may well hold nothing on the topic."""
    framed: bool = False
    """A frame of a page that shows no list."""
    sub_site: bool = False
    """The home page of a body's own site, in which its column is still to be found."""


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
    pages: int | None = None
    """Pages the page says the whole list has."""
    pager: bool = False
    """The page has elements that look as if they led to further pages."""
    tabs: tuple[str, ...] = ()
    """Years and bodies that only a script brings to light, and not known how."""
    hides_more: bool = False
    """The page has a button that loads more (加载更多); it does until a batch that the button would load is understood."""
    ends: bool = False
    """The answer to a request for a batch that says there is none."""
    unaddressed: tuple[str, ...] = ()
    """Titles of reports in rows whose address cannot be formed."""
    aside: int = 0
    """Dated rows of one look on a page of which nothing is on the topic."""
    rows: int = 0
    """Rows of an answer that is data, those that are no entries among them: what the site counts."""
    leads_on: bool = False
    """The page holds no entries of its own but the request that brings them."""

    @property
    def is_aside(self) -> bool:
        """Whether a page with further ones shows a list all the same though nothing of it is on the topic."""
        return self.aside >= _LEAST_ROWS and bool(self.next_requests)

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
    """The tree of a list page, what stands in templates within it, links of other kinds made plain ones; empty for what holds no markup."""
    if "xlink:href" in text or "-link" in text:
        text = _OTHER_LINKS.sub(lambda link: "</a" if link[2] else "<a href=" if link[1] else " href=", text)
    return BeautifulSoup(_NO_MARKUP.sub("", text) if "<" in text else "", "lxml")


def anchors(soup: BeautifulSoup | Tag) -> Iterator[Tag]:
    """The links in a tree: ``find_all("a", href=True)`` takes six times as long."""
    return (tag for tag in soup.descendants if isinstance(tag, Tag) and tag.name in LINKS and tag.has_attr("href"))


def linked(soup: BeautifulSoup | Tag, named: frozenset[str] = _BY_SCRIPT) -> Iterator[Tag]:
    """The elements that lead somewhere, be it by a handler or a data attribute alone, of which ``named`` are those that count."""
    for tag in soup.descendants:
        if isinstance(tag, Tag) and ((tag.name in LINKS and "href" in tag.attrs) or not named.isdisjoint(tag.attrs)):
            yield tag


def leading(script: Script) -> frozenset[str]:
    """The attributes by which elements of a page lead somewhere."""
    return _BY_SCRIPT | {name for name, _ in script.of_elements} | script.data_objects


def read_rows(soup: BeautifulSoup, page: Page, column: str = "") -> tuple[ListEntry, ...]:
    """The entries of a list page in order, each address once, the fullest title kept.

    Links are grouped by where they stand; a group counts when one of its titles is on the topic, else the largest
    group of article addresses does (a township's report may be listed under nothing but the township's name).
    """
    groups: dict[str, list[_Anchor]] = {}
    others: list[_Anchor] = []
    for anchor in _anchors(soup, page, column):
        if _is_item(anchor, page):
            groups.setdefault(anchor.group, []).append(anchor)
        else:
            others.append(anchor)
    chosen = _chosen(groups)
    # Beside entries on the topic, those of their row and their kind of address whose titles are cut before it.
    kinds = {
        (anchor.group, shape(anchor.url))
        for group in chosen
        for anchor in group
        if words.matches("topic", anchor.title)
    }
    cut = [each for each in others if (each.group, shape(each.url)) in kinds and _is_cut(each.title)]
    items = (_listed(anchor, column) for anchor in (*itertools.chain(*chosen), *cut))
    kept: dict[str, ListEntry] = {}
    for item in items:
        before = kept.get(urls.key(item.url))
        if before is None or len(item.title) > len(before.title):
            kept[urls.key(item.url)] = item
    return tuple(kept.values())


def rows_aside(soup: BeautifulSoup, page: Page) -> int:
    """How many dated rows of one look a page without an entry on the topic shows."""
    groups = Counter(
        anchor.group for anchor in _anchors(soup, page, "") if anchor.date is not None and not anchor.furniture
    )
    return max(groups.values(), default=0)


def shape(url: str) -> str:
    """An address without its numbers."""
    return _DIGITS.sub("0", url.partition("#")[0])


def _is_cut(title: str) -> bool:
    return title.endswith(CUT) and len(squeeze(title)) >= _LEAST_CUT


def _chosen(groups: dict[str, list[_Anchor]]) -> list[list[_Anchor]]:
    on_topic = [group for group in groups.values() if any(words.matches("topic", anchor.title) for anchor in group)]
    if on_topic:
        return on_topic
    articles = [group for group in groups.values() if any(words.is_article(anchor.url) for anchor in group)]
    return [max(articles, key=len)] if articles else []


def _listed(anchor: _Anchor, column: str) -> ListEntry:
    return ListEntry(url=anchor.url, title=anchor.title, listed_on=anchor.date, column=column)


def _is_item(anchor: _Anchor, page: Page) -> bool:
    if urls.key(anchor.url) == urls.key(page.url):
        return False
    if words.is_article(anchor.url):
        return True
    title = squeeze(anchor.title)
    if anchor.date is None and (
        anchor.furniture or words.matches("year_column", title) or words.matches("older", title)
    ):
        return False
    return (anchor.date is not None and len(title) >= 6) or (len(title) >= 10 and words.matches("topic", title))


def _anchors(soup: BeautifulSoup, page: Page, column: str) -> Iterator[_Anchor]:
    script = Script(page.text)
    named = leading(script)
    for tag in linked(soup, named):
        url = address_of(tag, page, script)
        title = title_of(tag)
        is_bare = len(squeeze(title)) < LEAST_NAME and url is not None and not words.is_attachment(url)
        if url is None or (is_bare and not _bears_picture(tag)):
            continue
        row = _row(tag, named)
        if words.is_attachment(url) and (crossing := named_by_table(tag, title)) is not None:
            title = f"{crossing}{words.printed('strong', column or page.title)}"
        elif not title or BUTTON.fullmatch(squeeze(title)):
            title = max((tidy(PRINTED_DATE.sub(" ", text)) for text in row.stripped_strings), key=len, default=title)
        if tag.name == "a":
            rest = row.get_text("", strip=True).replace(tag.get_text("", strip=True), " ", 1)
        else:  # the row itself
            rest = " ".join(text for text in row.stripped_strings if tidy(text) != title)
        if title and (not is_bare or words.matches("topic", title)):  # beneath a picture
            yield _Anchor(url, title, find_date(squeeze(rest[-MOST_TEXT:])), _signature(row), is_furniture(tag))
    for printed, title in option_addresses(soup, script) if soup.option is not None else ():
        url = page.join(printed)
        if url is not None and is_report_title(title):
            yield _Anchor(url, title, None, "option", furniture=False)


def _bears_picture(tag: Tag) -> bool:
    """Whether a link without a word shows a picture or an icon."""
    return any(isinstance(each, Tag) and each.name in _PICTURES for each in itertools.islice(tag.descendants, _FIRST))


def is_furniture(tag: Tag) -> bool:
    return any(parent.name in _FURNITURE for parent in tag.parents)


def address_of(tag: Tag, page: Page, script: Script) -> str | None:
    """Where an element leads; of one that only holds a link, that link counts."""
    href = str(tag.get("href") or "") if tag.name in LINKS else ""
    url = page.join(href) if href else None
    if url is not None:
        return url
    if href.startswith("#") and words.matches("topic", title_of(tag)) and (route := script.routed(href)) is not None:
        return page.join(route)
    if tag.name not in LINKS and tag.find("a", href=True) is not None:
        return None
    printed = handled_address({name: str(value) for name, value in tag.attrs.items()}, script)
    return page.join(printed) if printed is not None else None


def is_report_title(title: str) -> bool:
    """Whether a row's text is the title of a report, with its year."""
    return len(squeeze(title)) >= _LEAST_TITLE and names_report(title) and parse_title(title).year is not None


def unaddressed(soup: BeautifulSoup, page: Page, items: Iterable[ListEntry]) -> tuple[str, ...]:
    """The titles of reports, with their year, in rows that lead nowhere: entries beyond ``items`` whose address cannot be formed."""
    script = Script(page.text)
    found: dict[str, None] = {}

    def leads(row: Tag) -> bool:
        is_row = not _BY_SCRIPT.isdisjoint(row.attrs) and len(row.get_text()) <= MOST_TEXT
        return is_row and address_of(row, page, script) is not None

    for tag in soup.descendants:
        if not isinstance(tag, Tag) or tag.name not in {"a", *_UNLINKED}:
            continue
        title = title_of(tag) if tag.name == "a" or _is_bare(tag, leads) else ""
        if is_report_title(title) and address_of(tag, page, script) is None and not is_furniture(tag):
            found.setdefault(squeeze(title))
    listed = {squeeze(item.title) for item in items}
    return tuple(title for title in found if title not in listed)


def _is_bare(row: Tag, leads: Callable[[Tag], bool]) -> bool:
    """Whether a row holds nothing that leads anywhere, and no further row, and stands in nothing that ``leads``."""
    if any(isinstance(tag, Tag) and tag.name in _UNLINKED for tag in row.descendants):
        return False
    around = itertools.islice(row.parents, _ROW_DEPTH)
    within = any(parent.has_attr("href") if parent.name in LINKS else leads(parent) for parent in around)
    return not within and next(linked(row), None) is None


def _row(tag: Tag, named: frozenset[str]) -> Tag:
    """The widest element around a link that holds no other entry."""
    row = tag
    for parent in itertools.islice(tag.parents, _ROW_DEPTH):
        if parent.name in _CONTAINERS or len({_target(a) for a in itertools.islice(linked(parent, named), 4)}) > 2:
            break
        row = parent
    return row


def _target(tag: Tag) -> str:
    """What tells where an element leads from where others do."""
    href = str(tag.get("href") or "")
    is_plain = href and not href.startswith(("javascript:", "#"))
    told = (str(value) for name, value in tag.attrs.items() if name in {"href", "onclick"} or name.startswith("data-"))
    return href if is_plain else " ".join(told)


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
