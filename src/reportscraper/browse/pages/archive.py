"""Archived pages and files, served from the archive: made harmless and sandboxed, or as the bytes they are."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
from datasette.utils.asgi import Response
from markupsafe import Markup

from reportscraper.browse import locate_cell as viewing
from reportscraper.browse.archived import HEADERS, PICTURE_HEADERS, sanitize, sanitize_picture, sanitize_text
from reportscraper.browse.language import Speech
from reportscraper.browse.site import MissingError, Site, respond
from reportscraper.documents.packed import read_members
from reportscraper.errors import ArchiveError, DocumentError
from reportscraper.model import Box, Capture


async def archived(site: Site) -> Response:
    """An archived page or file with the cell at ``table``, ``row``, ``column`` highlighted, or the box at ``page``, ``left`` …

    Scripts and everything that loads are left out; a PDF file is shown as a picture of the page, never as itself.
    """
    capture, data = await _load(site)
    content_type = capture.content_type
    if member := site.given("member"):
        content_type, data = None, await asyncio.to_thread(_member, data, member)
    where: viewing.Place | Box | None = None
    not_seen = None
    if table := site.whole("table"):
        where = viewing.Place(table, site.whole("row"), site.whole("column"))
        not_seen = site.say("archived.not_seen", table=where.table, row=where.row, column=where.column)
    elif page := site.whole("page", most=10**6):
        where = Box(page, *(site.whole(side, most=10**6) for side in ("left", "top", "right", "bottom")))
    try:
        shown = await asyncio.to_thread(viewing.locate_cell, data, content_type, where)
    except DocumentError as error:
        return respond(sanitize_text(site.say("archived.cannot_show", error=error).unescape()), headers=HEADERS)
    headers = PICTURE_HEADERS if isinstance(shown, viewing.Picture) else HEADERS
    return respond(_render(shown, site.say, not_seen), headers=headers)


async def archived_bytes(site: Site) -> Response:
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


def folder_of(site: Site) -> Path:
    """The folder of the archive: ``archive`` of the plugin's configuration, otherwise the one beside the database."""
    config: Any = site.datasette.plugin_config  # not typed
    given = (config("reportscraper", database=site.database.name) or {}).get("archive")
    return Path(given) if given else Path(site.database.path or ".").resolve().parent / "archive"


async def _load(site: Site) -> tuple[Capture, bytes]:
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
        case viewing.Picture(data, media_type, width, height, page, box):
            frame = (box.left, box.top, box.right, box.bottom) if box else None
            label = say("archived.page", n=page)
            return sanitize_picture(data, media_type, (width, height), label=label, frame=frame, not_seen=not_seen)
