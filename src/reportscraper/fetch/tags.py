"""Tags and CDATA sections picked out of text that no parser reads (scripts) or that is too much for one, in linear
time.

Patterns that may run to the end of the text from every start are quadratic: a hostile page of 160 KB took two minutes.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html import unescape

from msgspec import Struct

from reportscraper.text import tidy

_ATTRIBUTE = re.compile(r"(?<![\w-])([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_ANY_TAG = re.compile(r"<[^<>]*>")
_MOST_CONTENT = 1_000


class Tag(Struct, frozen=True):
    """An opening tag: ``attributes`` by lower-case name, entities resolved; ``end`` is the position after it."""

    attributes: dict[str, str]
    end: int


@functools.cache
def _opening(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"<(?:{'|'.join(names)})\b([^<>]{{0,4000}})>", re.IGNORECASE)


def find_tags(text: str, *names: str) -> Iterator[Tag]:
    """The opening tags of these names, in order; those longer than 4,000 characters are left out."""
    for match in _opening(names).finditer(text):
        attributes: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(match[1]):
            attributes.setdefault(name.lower(), unescape(double or single or bare))
        yield Tag(attributes, match.end())


def find_links(text: str) -> Iterator[tuple[str, str]]:
    """The ``href`` of every anchor and the text it shows, else its title."""
    for tag in find_tags(text, "a"):
        content = text[tag.end : tag.end + _MOST_CONTENT]
        shown = re.split(r"(?i)</a|<a\b", content, maxsplit=1)[0]
        name = tidy(unescape(_ANY_TAG.sub("", shown))) or tidy(tag.attributes.get("title", ""))
        if "href" in tag.attributes:
            yield tag.attributes["href"], name


def find_sections(text: str) -> Iterator[tuple[str, str]]:
    """The CDATA sections with the name, in lower case, of the tag each stands in."""
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            return
        owner = re.search(r"<(\w+)[^<>]*>\s*$", text[max(0, start - 100) : start])
        yield (owner[1].lower() if owner else ""), text[start + len("<![CDATA[") : end]
        position = end
