"""Which content management system made a page, by the marks of ``marks.toml``."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from reportscraper.fetch.page import Page
from reportscraper.resources import load


class _Family(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    address: tuple[str, ...] = ()
    text: tuple[str, ...] = ()


class _Marks(Struct, frozen=True, forbid_unknown_fields=True):
    family: tuple[_Family, ...]


@functools.cache
def _marks() -> tuple[_Family, ...]:
    return load("crawl/cms/marks.toml", _Marks).family


def recognise(pages: Iterable[Page]) -> str | None:
    """The family that most marks of some pages of one site point to, None when there are none."""
    found: Counter[str] = Counter()
    for page in pages:
        for family in _marks():
            by_address = sum(1 for mark in family.address if re.search(mark, page.url))
            by_text = sum(1 for mark in family.text if re.search(mark, page.text))
            found[family.name] += by_address + by_text
    best = found.most_common(1)
    return best[0][0] if best and best[0][1] else None
