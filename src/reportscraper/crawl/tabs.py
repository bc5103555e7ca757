"""Tabs of years and nodes of bodies that only a script brings to life, where it is not understood what they bring."""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

from reportscraper.crawl import words
from reportscraper.crawl.listing import address_of, is_furniture, leading, linked
from reportscraper.crawl.options import option_addresses
from reportscraper.crawl.pager_labels import by_script
from reportscraper.crawl.scripts import Script
from reportscraper.fetch.page import Page
from reportscraper.model import ListEntry
from reportscraper.text import squeeze

_LONGEST_LABEL = 24
_LEAST = 2


def dead_tabs(page: Page, soup: BeautifulSoup) -> tuple[str, ...]:
    """The labels, a year or a body, of elements that something happens to when they are clicked or chosen, and not known what."""
    script = Script(page.text)
    used = {squeeze(text) for _, text in option_addresses(soup, script)}
    found: dict[str, None] = {}
    for tag in (*linked(soup, leading(script)), *soup.find_all("option", value=True)):
        label = squeeze(tag.get_text()) if len(tag.get_text()) < _LONGEST_LABEL else ""
        if not label or not (words.matches("year_column", label) or words.matches("body_name", label)):
            continue
        if tag.name == "option":
            is_dead = label not in used and _is_switch(tag, page.text)
        else:
            is_dead = (tag.name != "a" or by_script(tag)) and address_of(tag, page, script) is None
        if is_dead and not is_furniture(tag):
            found[label] = None
    return tuple(found)


def _is_switch(option: Tag, text: str) -> bool:
    """Whether a selection acts when it is changed, rather than being a field of a search."""
    select = option.find_parent("select")
    named = str(select.get("id") or "") if select is not None else ""
    return select is not None and (bool(select.get("onchange")) or (named != "" and f"#{named}" in text))


def lead_on(labels: Iterable[str], items: Iterable[ListEntry]) -> bool:
    """Whether tabs seem to lead to more than was read: several of them name a year or a body that no entry is of."""
    shown = " ".join(f"{squeeze(item.title)} {item.listed_on or ''}" for item in items)
    lost = [label for label in labels if (label[:4] if label[:4].isdecimal() else label) not in shown]
    return len(lost) >= _LEAST
