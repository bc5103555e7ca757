"""What the crawler asks, and who may answer: the seam between the crawler and the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from msgspec import Struct

from reportscraper.model import Exchange


class Request(Struct, frozen=True):
    """One HTTP request. ``headers`` come on top of those every request carries."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Fetcher(Protocol):
    """One host's connection: makes exactly one exchange, follows nothing, decides nothing."""

    async def fetch(self, request: Request, *, limit: int, on_sent: Callable[[], None]) -> Exchange:
        """The finished exchange; ``on_sent`` is called when the request has left.

        Raises AddressError, OversizeError (more than ``limit`` bytes) or FetchError (no whole answer).
        """

    async def aclose(self) -> None:
        """Close the connections; the next request opens one anew."""
