"""Bodies that lie in an earlier record: a page that has not changed is archived as its head and the place of its body."""

from __future__ import annotations

from pathlib import Path

from reportscraper.archive import members, record
from reportscraper.archive.location import Folder
from reportscraper.model import Capture

LEAST = 1_000
"""Bytes below which a body is written again: the record that refers to it is hardly smaller."""


def body_at(folder: Folder, place: record.RecordPlace) -> bytes:
    """The body of the record at a place. ValueError when it cannot be had whole from that very record."""
    if Path(place.file).name != place.file:
        raise ValueError(f"{place.file!r} is no file of the archive")
    try:
        with (folder / place.file).open("rb") as stream:
            decoded = record.exchange_in(members.unpack(stream, place.offset).data)
    except (OSError, ValueError) as error:
        raise ValueError(f"its body lies in {place.file} at offset {place.offset}: {error}") from error
    if decoded is None:
        raise ValueError(f"its body lies in {place.file} at offset {place.offset}: no response stands there")
    return decoded[0].body


def original_of(folder: Path, body: bytes, earlier: Capture | None) -> record.Original | None:
    """The record that holds ``body``, found through an earlier capture of the address; None when it is to be written again.

    The record is read: nothing ever refers to a body that is damaged or not there.
    """
    if earlier is None or len(body) < LEAST or f"sha256:{earlier.sha256}" != record.payload_digest(body):
        return None
    try:
        with (folder / earlier.file).open("rb") as stream:
            found = record.original_in(
                members.unpack(stream, earlier.offset).data, record.RecordPlace(earlier.file, earlier.offset)
            )
        return found if body_at(folder, found.place) == body else None
    except (OSError, ValueError):
        return None
