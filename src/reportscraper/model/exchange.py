"""What is asked and answered: list entries, exchanges, where they lie in the archive, and why they were made."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Outcome = Literal[
    "new", "unchanged", "revised", "moved", "gone", "soft404", "challenge", "blocked", "oversize", "unreachable", "not_understood",
]  # fmt: skip


class ListEntry(Struct, frozen=True, gc=False):
    """An entry of a list page: where it points and what the list says of it."""

    url: str
    title: str
    listed_on: str | None = None
    column: str = ""
    """Names of the column and its parents as far as known, joined by " > "."""
    linked_from: str | None = None
    """The page that hands out a file, or shows the first part of an article."""


class Exchange(Struct, frozen=True, gc=False):
    """One finished HTTP exchange. ``body`` is the entity body after transfer and content coding were undone."""

    url: str
    final_url: str
    method: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: str
    """UTC, ISO 8601 with seconds and Z."""
    seconds: float = 0.0
    request_body: bytes = b""
    tls: str = "verified"
    proxy: str = ""
    """Address of the proxy it went through, without credentials; empty for none."""

    def header(self, name: str) -> str | None:
        """The first header of a name, in whatever case; None when the server sent none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header."""
        return self.header("content-type")


class Capture(Struct, frozen=True, gc=False):
    """Where an exchange lies in the archive. ``sha256`` is of the entity body, ``offset`` and ``length`` are of the WARC record."""

    url: str
    final_url: str
    method: str
    status: int
    content_type: str | None
    fetched_at: str
    sha256: str
    size: int
    file: str
    offset: int
    length: int
    tls: str = "verified"
    proxy: str = ""


Role = Literal["robots", "list", "detail", "attachment", "probe"]


class Visit(Struct, frozen=True, gc=False):
    """What the crawler hands on for every exchange: why it was made, and the list entry that led to it."""

    exchange: Exchange
    role: Role
    outcome: Outcome
    listed: ListEntry | None = None
    note: str = ""
