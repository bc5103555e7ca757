"""What the captures of a site bring, page by page, until it is read."""

from __future__ import annotations

from msgspec import Struct

from reportscraper.model import Capture, Exchange
from reportscraper.runs.provenance import Provenance


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
