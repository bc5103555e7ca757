"""Whose site an archived exchange belongs to, and why it was made; and what belongs to a page, until it is read."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from reportscraper.archive.reader import Archived
from reportscraper.errors import ArchiveError
from reportscraper.model import Capture, Exchange, ListEntry, Outcome, Role


class Provenance(Struct, frozen=True):
    """Whose site an exchange belongs to, and why it was made: what the archive keeps beside the bytes."""

    code: str
    name: str
    province: str
    home: str
    role: Role
    outcome: Outcome
    listed: ListEntry | None

    def context(self) -> dict[str, str]:
        """As text, to be archived."""
        fields = msgspec.to_builtins(msgspec.structs.replace(self, listed=None))
        listed = msgspec.to_builtins(self.listed) if self.listed else {}
        given = {**fields, **{f"listed_{name}": value for name, value in listed.items()}}
        return {name: value for name, value in given.items() if value is not None}


def provenance_of(archived: Archived | ArchiveError) -> Provenance | str:
    """Where an archived exchange came from, and why it was made; a string says why nothing tells."""
    if isinstance(archived, ArchiveError):
        return str(archived)
    listed = {
        name.removeprefix("listed_"): value for name, value in archived.context.items() if name.startswith("listed_")
    }
    fields = {name: value for name, value in archived.context.items() if not name.startswith("listed_")}
    try:
        return msgspec.convert({**fields, "listed": listed or None}, Provenance)
    except msgspec.ValidationError as error:
        return f"{archived.capture.file} at offset {archived.capture.offset}: not written by a run ({error})"


class Taken(Struct, frozen=True):
    """A captured exchange that is to be read, with the number of its capture."""

    exchange: Exchange
    capture_id: int
    source: Provenance
    capture: Capture | None = None


class Gathering(Struct):
    """A page with its files while they come in; ``page`` is None where only files of a page known already came.

    ``url`` is the page's, or that of a file that a list shows, which is read as a page is.
    """

    url: str
    source: Provenance
    page: Taken | None = None
    files: dict[str, Taken] = {}
    capture_id: int = 0
    """Of the page, once it is known."""

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        taken = (*self.files.values(), *([self.page] if self.page else ()))
        return sum(len(each.exchange.body) for each in taken)
