"""The entries of ``families.toml``, and which family made a page by their marks."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from reportscraper.fetch.page import Page
from reportscraper.resources import load


class Interface(Struct, frozen=True, forbid_unknown_fields=True):
    """A JSON interface that gives the rows of a list."""

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
    """A JSON interface that names the sub-columns of a column."""

    find: str
    url: str
    children: str
    title: str
    key: str
    column: str


class Family(Struct, frozen=True, forbid_unknown_fields=True):
    """One family: its marks in addresses and in the text of pages, and its interfaces."""

    name: str
    address: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    interface: tuple[Interface, ...] = ()
    tree: tuple[Tree, ...] = ()


class Call(Struct, frozen=True, forbid_unknown_fields=True):
    """A way in which the script of a page asks for the next batch of a list."""

    name: str
    find: str
    method: Literal["GET", "POST", "JSON"]
    adds: str = ""
    """Fields that the component sends of itself, as a query; what numbers the batches is among them."""


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """All of ``families.toml``."""

    family: tuple[Family, ...]
    call: tuple[Call, ...]


@functools.cache
def catalogue() -> Catalogue:
    """The families and calls that are data."""
    return load("crawl/cms/families.toml", Catalogue)


def recognise(pages: Iterable[Page]) -> str | None:
    """The family that most marks of some pages of one site point to, None when there are none.

    A note to people, written into the county's file: the crawler reads pages as they come, for sites mix families.
    """
    found: Counter[str] = Counter()
    for page in pages:
        for family in catalogue().family:
            by_address = sum(1 for mark in family.address if re.search(mark, page.url))
            by_text = sum(1 for mark in family.text if re.search(mark, page.text))
            found[family.name] += by_address + by_text
    best = found.most_common(1)
    return best[0][0] if best and best[0][1] else None
