"""An archived page made harmless: no scripts, no links, nothing that loads, only what elements and attributes are known to be inert.

The page is served sandboxed on top of that (`HEADERS`), so that what slips through here finds nothing to run or load.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

CELL = "the-cell"
"""The ``id`` of the highlighted cell."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_DROPPED = frozenset(
    """applet area audio base bgsound button canvas datalist dialog embed frame frameset iframe image img input link map
    marquee math meta noframes noscript object option optgroup param picture portal script select slot source style svg
    template textarea title track video""".split()
)
_KEPT_ELEMENTS = frozenset(
    """a abbr address article aside b big blockquote br caption center cite code col colgroup dd del div dl dt em fieldset
    figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins label legend li main mark nav ol p pre q s section small
    span strike strong sub sup table tbody td tfoot th thead time tr tt u ul""".split()
)
_KEPT_ATTRIBUTES = frozenset(
    """align bgcolor border cellpadding cellspacing colspan dir face height hidden lang rowspan size span start style type
    valign width""".split()
)
_LOADS = re.compile(r"url\s*\(|expression\s*\(|@import|image-set|position\s*:|\\", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_STYLE = """
:root { color-scheme: light; }
body { margin: 0; padding: 1rem; font: 15px/1.7 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  color: #1d232b; background: #fff; overflow-wrap: anywhere; }
table { border-collapse: collapse; max-width: 100%; }
td, th { border: 1px solid #b9c2cc; padding: .2rem .45rem; vertical-align: middle; }
#the-cell { outline: 4px solid #d55e00 !important; outline-offset: -2px; background: #ffe9a8 !important; color: #000 !important;
  scroll-margin: 40vh 30vw; }
pre { white-space: pre-wrap; font: inherit; }
"""


def harmless(root: HtmlElement, cell: HtmlElement | None) -> tuple[Markup, bool]:
    """The page's content as a whole HTML document of ours, and whether ``cell`` stands in it, highlighted and named `CELL`.

    ``root`` is consumed.
    """
    body = root.find("body")
    content = root if body is None else body
    for element in list(content.iter()):
        _clean(element)
    stands = cell is not None and any(each is content for each in (cell, *cell.iterancestors()))
    if cell is not None:
        cell.set("id", CELL)
    inner = html.tostring(content, encoding="unicode", method="html", with_tail=False)
    return _document(Markup(inner)), stands  # noqa: S704 (every element and attribute went through _clean)


def harmless_text(text: str) -> Markup:
    """A page without markup as a whole HTML document of ours."""
    return _document(Markup("<pre>{}</pre>").format(_NOT_XML.sub("�", text)))


def _document(content: Markup) -> Markup:
    head = Markup('<!DOCTYPE html>\n<html lang="zh-Hans"><head><meta charset="utf-8"><title>{}</title>').format(
        "存档网页 (archived page)"
    )
    style = Markup('<meta name="viewport" content="width=device-width, initial-scale=1"><style>{}</style>')
    return head + style.format(Markup(_STYLE)) + Markup("</head><body>") + content + Markup("</body></html>\n")


def _clean(element: HtmlElement) -> None:
    if not isinstance(element.tag, str):
        _drop(element)
        return
    if element.tag in _DROPPED:
        _replace(element)
        return
    if element.tag not in _KEPT_ELEMENTS:
        element.tag = "div"
    for name, value in list(element.attrib.items()):
        if name not in _KEPT_ATTRIBUTES or (name == "style" and _LOADS.search(value)):
            del element.attrib[name]


def _replace(element: HtmlElement) -> None:
    """A picture leaves the words that stand for it; everything else goes without a trace."""
    words = element.get("alt", "") if element.tag == "img" else ""
    label = f"[图 {words}]" if element.tag == "img" and words else ""
    _drop(element, label)


def _drop(element: HtmlElement, words: str = "") -> None:
    parent = element.getparent()
    if parent is None:
        return
    kept = words + (element.tail or "")
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + kept
    else:
        before.tail = (before.tail or "") + kept
    parent.remove(element)

