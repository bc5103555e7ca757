"""Archived pages, served from the archive: made harmless and sandboxed, or as the bytes they are."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
from datasette.utils.asgi import Response

from reportscraper import viewing
from reportscraper.browse.archived import HEADERS, harmless, harmless_text
from reportscraper.browse.site import MissingError, Site, respond
from reportscraper.errors import ArchiveError
from reportscraper.model import Capture

_TEXT = ("text/", "application/xhtml", "application/xml", "application/json")


async def archived(site: Site) -> Response:
    """An archived page with the cell at ``table``, ``row``, ``column`` highlighted; scripts and everything that loads left out."""
    capture, data = await _load(site)
    kind = (capture.content_type or "text/html").lower()
    if not kind.startswith(_TEXT):
        text = f"This capture is no web page ({kind}). Download its bytes to look at it."
        return respond(harmless_text(text), headers=HEADERS)
    place = viewing.Place(site.whole("table"), site.whole("row"), site.whole("column"))
    return respond(await asyncio.to_thread(_render, data, capture.content_type, place), headers=HEADERS)


async def archived_bytes(site: Site) -> Response:
    """The bytes of a capture as they were served, to be saved, never shown."""
    capture, data = await _load(site)
    name = f"{capture.sha256[:16]}.bin"
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return respond(data, headers=headers, content_type="application/octet-stream")


def folder_of(site: Site) -> Path:
    """The folder of the archive: ``archive`` of the plugin's configuration, otherwise the one beside the database."""
    config: Any = site.datasette.plugin_config  # not typed
    given = (config("reportscraper", database=site.database.name) or {}).get("archive")
    return Path(given) if given else Path(site.database.path or ".").resolve().parent / "archive"


async def _load(site: Site) -> tuple[Capture, bytes]:
    row = await site.one("capture_at", file=site.part("file"), offset=site.part("offset"))
    if row is None:
        raise MissingError("The database knows no capture at this place of the archive.")
    capture = msgspec.convert(row, Capture)
    try:
        return capture, await asyncio.to_thread(viewing.archived_bytes, folder_of(site), capture)
    except ArchiveError as error:
        raise MissingError(
            f"The archived page cannot be shown: {error}. It belongs into the folder named archive beside the database; "
            f"its SHA-256 is {capture.sha256}."
        ) from error


def _render(data: bytes, content_type: str | None, place: viewing.Place) -> str:
    page = viewing.read_page(data, content_type, place if place.table else None)
    if page.root is None:
        return harmless_text(page.text)
    wanted = f"Table {place.table}, row {place.row}, column {place.column}" if place.table else ""
    return harmless(page.root, page.cell, wanted=wanted)
