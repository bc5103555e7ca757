"""Archived pages and files, served from the archive: made harmless and sandboxed, or as the bytes they are.

Only what elements and attributes are known to be inert is kept; what slips through finds nothing to run or load in the sandbox.
"""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from datasette.utils.asgi import Response
from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse import locate_cell as viewing
from reportscraper.browse.language import Speech
from reportscraper.browse.site import MissingError, PageRequest, respond
from reportscraper.documents.packed import read_members
from reportscraper.errors import ArchiveError, DocumentError
from reportscraper.model import Box, Capture
from reportscraper.resources import load


async def archived(site: PageRequest) -> Response:
    """An archived page or file with the cell at ``table``, ``row``, ``column`` highlighted, or the box at ``page``, ``left`` …

    Scripts and everything that loads are left out; a PDF file is shown as a picture of the page, never as itself.
    """
    capture, data = await _load(site)
    content_type = capture.content_type
    if member := site.given("member"):
        content_type, data = None, await asyncio.to_thread(_member, data, member)
    where: viewing.FigurePlace | Box | None = None
    not_seen = None
    if table := site.whole("table"):
        where = viewing.FigurePlace(table, site.whole("row"), site.whole("column"))
        not_seen = site.say("archived.not_seen", table=where.table, row=where.row, column=where.column)
    elif page := site.whole("page", most=10**6):
        where = Box(page, *(site.whole(side, most=10**6) for side in ("left", "top", "right", "bottom")))
    try:
        shown = await asyncio.to_thread(viewing.locate_cell, data, content_type, where)
    except DocumentError as error:
        return respond(sanitize_text(site.say("archived.cannot_show", error=error).unescape()), headers=HEADERS)
    headers = PICTURE_HEADERS if isinstance(shown, viewing.CellPicture) else HEADERS
    return respond(_render(shown, site.say, not_seen), headers=headers)


async def archived_bytes(site: PageRequest) -> Response:
    """The bytes of a capture as they were served, to be saved, never shown."""
    capture, data = await _load(site)
    name = f"{capture.sha256[:16]}.bin"
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return respond(data, headers=headers, content_type="application/octet-stream")


def _member(data: bytes, name: str) -> bytes:
    try:
        return next(member.data for member in read_members(data) if member.name == name)
    except (DocumentError, StopIteration) as error:
        raise MissingError("member", member=name) from error


def folder_of(site: PageRequest) -> Path:
    """The folder of the archive: ``archive`` of the plugin's configuration, otherwise the one beside the database."""
    config: Any = site.datasette.plugin_config  # not typed
    given = (config("reportscraper", database=site.database.name) or {}).get("archive")
    return Path(given) if given else Path(site.database.path or ".").resolve().parent / "archive"


async def _load(site: PageRequest) -> tuple[Capture, bytes]:
    row = await site.one("capture_at", file=site.part("file"), offset=site.part("offset"))
    if row is None:
        raise MissingError("capture")
    capture = msgspec.convert(row, Capture)
    try:
        return capture, await asyncio.to_thread(viewing.archived_bytes, folder_of(site), capture)
    except ArchiveError as error:
        raise MissingError("archive", error=error, sha256=capture.sha256) from error


def _render(shown: viewing.Shown, say: Speech, not_seen: Markup | None) -> str:
    match shown:
        case viewing.Markup(root, cell):
            return sanitize(root, cell, not_seen=not_seen)
        case viewing.Lines(text, line, cell):
            return sanitize_text(text, line=line, cell=cell, not_seen=not_seen)
        case viewing.CellPicture(data, media_type, width, height, page, box):
            frame = (box.left, box.top, box.right, box.bottom) if box else None
            label = say("archived.page", n=page)
            return sanitize_picture(data, media_type, (width, height), label=label, frame=frame, not_seen=not_seen)


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
