"""What HTML elements show: which begin a line of their own, which are hidden, and the text they hold."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree
from lxml.etree import _Element

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "ul",
    ]
)
"""Elements of flow content; a cell's text and a page's walk part lines at them alike."""

_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE | re.ASCII)
# Each style once: strings of all 900 styles of a Word table cost a twentieth of the whole reading.
_STYLES = etree.XPath("set:distinct(.//@style)", namespaces={"set": "http://exslt.org/sets"}, smart_strings=False)
_HIDDEN = etree.XPath("boolean(.//@hidden)")


def hides(element: _Element) -> bool:
    """Whether anything within an element is hidden. Two looks in C; asking each element in turn costs thrice as much."""
    return bool(_HIDDEN(element)) or any(map(_HIDING.search, cast("list[str]", _STYLES(element))))


def is_hidden(element: _Element) -> bool:
    """Whether an element hides itself by its ``hidden`` attribute or its own style; style sheets are not looked at."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDING.search(style) is not None


def text_in(element: _Element) -> str:
    """All text within an element, shown or not, as it stands in the source."""
    if not len(element):
        return element.text or ""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)
