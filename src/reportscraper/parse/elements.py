"""What HTML elements show: which begin a line of their own, which are hidden, and the text they hold."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree
from lxml.etree import _Element
from msgspec import Struct

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
_STYLES = etree.XPath(".//@style", smart_strings=False)
_HIDDEN = etree.XPath("boolean(.//@hidden)")


class Hidden(Struct, frozen=True):
    """What a page keeps from view."""

    elements: frozenset[_Element] = frozenset()
    """Those that hide themselves, and with them all they hold."""
    around: frozenset[_Element] = frozenset()
    """Every element that holds one of them."""


def hidden_in(root: _Element) -> Hidden:
    """The hidden elements of a tree, found once for all who ask."""
    # Two looks in C settle it for most pages; asking each element costs as much as parsing half the page.
    if not (_HIDDEN(root) or any(map(_HIDING.search, set(cast("list[str]", _STYLES(root)))))):
        return Hidden()
    elements = frozenset(filter(is_hidden, root.iter("*")))
    around: set[_Element] = set()
    for element in elements:
        outer = element.getparent()
        while outer is not None and outer not in around:
            around.add(outer)
            outer = outer.getparent()
    return Hidden(elements, frozenset(around))


def is_hidden(element: _Element) -> bool:
    """Whether an element hides itself by its ``hidden`` attribute or its own style; style sheets are not looked at."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDING.search(style) is not None


def text_in(element: _Element) -> str:
    """All text within an element, shown or not, as it stands in the source."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)
