"""Archived pages and files made harmless: no scripts, nothing that loads, only what elements and attributes are known to be inert.

They are served sandboxed on top of that (`HEADERS`), so that what slips through here finds nothing to run or load.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache

from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup
from msgspec import Struct

from reportscraper.resources import load

CELL = "the-cell"
"""The ``id`` of the highlighted cell."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
PICTURE_HEADERS: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": f"{HEADERS['Content-Security-Policy']}; img-src data:",
}
"""For `sanitize_picture`, which holds its picture in itself."""

_BLOCKS = frozenset(("html", "body", "form"))
_LOADS = re.compile(r"url\s*\(|expression\s*\(|@import|image-set|position\s*:|\\", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_BEFORE = Markup("""<!DOCTYPE html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>存档网页 (archived page)</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root { color-scheme: light; }
body { margin: 0; padding: 1rem; font: 15px/1.7 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  color: #1d232b; background: #fff; overflow-wrap: break-word; }
table { border-collapse: collapse; max-width: 100%; }
td, th { border: 1px solid #b9c2cc; padding: .2rem .45rem; vertical-align: middle; }
#the-cell { outline: 4px solid #d55e00 !important; outline-offset: -2px; background: #ffe9a8 !important; color: #000 !important;
  scroll-margin: 40vh 30vw; }
pre { white-space: pre-wrap; font: inherit; }
pre b { display: block; font-weight: inherit; background: #fff6dc; box-shadow: -.35rem 0 #d55e00; }
mark { padding: 0 .25em; }
.leaf { position: relative; border: 1px solid #b9c2cc; }
.leaf img { display: block; width: 100%; height: auto; }
.leaf #the-cell { position: absolute; background: none !important; outline-offset: 1px; box-shadow: 0 0 0 9px #ffe9a899; mix-blend-mode: multiply; }
</style></head><body>
""")
_AFTER = Markup("\n</body></html>\n")


class _Inert(Struct, frozen=True, forbid_unknown_fields=True):
    dropped: frozenset[str]
    kept: frozenset[str]
    attributes: frozenset[str]


@cache
def _inert() -> _Inert:
    return load("browse/archived.toml", _Inert)


def sanitize(root: HtmlElement, cell: HtmlElement | None, *, not_seen: Markup | None = None) -> Markup:
    """The page's content as a whole HTML document of ours, ``cell`` highlighted and named `CELL`. ``root`` is consumed.

    The document begins with ``not_seen``, which says so, when a cell was asked for that is not to be seen.
    """
    body = root.find("body")
    content = root if body is None else body
    for element in list(content.iter()):
        _clean(element)
    if cell is not None:
        cell.set("id", CELL)
    seen = cell is not None and any(each is content for each in (cell, *cell.iterancestors()))
    notice = _notice(not_seen) if not_seen and not seen else ""
    inner = html.tostring(content, encoding="unicode", method="html", with_tail=False)
    return _document(notice + Markup(inner))  # noqa: S704 (every element and attribute went through _clean)


def sanitize_text(
    text: str,
    *,
    line: tuple[int, int] | None = None,
    cell: tuple[int, int] | None = None,
    not_seen: Markup | None = None,
) -> Markup:
    """A page without markup as a whole HTML document of ours, the ``line`` marked that holds the cell, and the ``cell`` in it.

    ``not_seen`` is as for `sanitize`. A cell that was left blank has a line alone, which is then named `CELL`.
    """
    if line is None:
        return _document((_notice(not_seen) if not_seen else "") + Markup("<pre>{}</pre>").format(_clean_text(text)))
    before, inside, after = text[: line[0]], text[slice(*line)], text[line[1] :]
    if cell is None:
        marked = Markup('<b id="{}">{}</b>').format(CELL, _clean_text(inside))
    else:
        parts = (text[line[0] : cell[0]], text[slice(*cell)], text[cell[1] : line[1]])
        marked = Markup('<b>{}<mark id="{}">{}</mark>{}</b>').format(
            _clean_text(parts[0]), CELL, *map(_clean_text, parts[1:])
        )
    # The marked line is a block: the line end behind it would show as a blank line.
    rest = _clean_text(after.removeprefix("\n"))
    return _document(Markup("<pre>{}{}{}</pre>").format(_clean_text(before), marked, rest))


def sanitize_picture(
    data: bytes,
    media_type: str,
    size: tuple[int, int],
    *,
    label: str,
    frame: tuple[float, float, float, float] | None,
    not_seen: Markup | None = None,
) -> Markup:
    """A picture, such as a drawn page of a file, as a whole HTML document of ours.

    ``label`` says which page of the file it is. ``frame`` (left, top, right, bottom in pixels of its ``size``) is set around the
    cell. ``not_seen`` is as for `sanitize`.
    """
    framed = Markup("") if frame is None else _frame(frame, *size)
    picture = Markup('<img src="data:{};base64,{}" width="{}" height="{}" alt="">').format(
        media_type, b64encode(data).decode("ascii"), *size
    )
    notice = _notice(not_seen) if not_seen and frame is None else ""
    return _document(notice + Markup('<p>{}</p><div class="leaf">{}{}</div>').format(label, picture, framed))


def _frame(frame: tuple[float, float, float, float], width: int, height: int) -> Markup:
    left, top, right, bottom = frame
    return Markup('<div id="{}" style="left:{:.3f}%;top:{:.3f}%;width:{:.3f}%;height:{:.3f}%"></div>').format(
        CELL, *(100 * part for part in (left / width, top / height, (right - left) / width, (bottom - top) / height))
    )


def _notice(not_seen: Markup) -> Markup:
    return Markup('<p id="{}">{}</p>').format(CELL, not_seen)


def _clean_text(text: str) -> str:
    return _NOT_XML.sub("�", text)


def _document(content: Markup) -> Markup:
    return _BEFORE + content + _AFTER


def _clean(element: HtmlElement) -> None:
    if not isinstance(element.tag, str):
        _drop(element)
        return
    if element.tag in _inert().dropped:
        # A picture leaves the words that stand for it; everything else goes without a trace.
        words = element.get("alt", "") if element.tag == "img" else ""
        _drop(element, f"[图 {words}]" if words else "")
        return
    if element.tag not in _inert().kept:
        element.tag = "div" if element.tag in _BLOCKS else "span"
    for name, value in list(element.attrib.items()):
        if name not in _inert().attributes or (name == "style" and _LOADS.search(value)):
            del element.attrib[name]


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
