"""What HTML elements show: which begin a line of their own, which are hidden, and the text they hold."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element

CLASSES = etree.XPath(".//@class", smart_strings=False)
IDS = etree.XPath(".//@id", smart_strings=False)
"""The values of these attributes below an element."""

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


def has_table(element: _Element | None) -> bool:
    """Whether an element is a table or holds one."""
    return element is not None and next(element.iter("table"), None) is not None


def text_in(element: _Element) -> str:
    """All text within an element, shown or not, as it stands in the source."""
    if not len(element):
        return element.text or ""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)
