"""robots.txt by RFC 9309, and by what county servers really send in its place."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from protego import Protego

from reportscraper.fetch.limits import Limits
from reportscraper.model import Exchange

PRODUCT = "reportscraper"

State = Literal["read", "absent", "unreachable"]

_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|meta)\b", re.IGNORECASE)
# "User-agent: reportscraper/1.0" means us as well: the product token ends before the version.
_VERSION = re.compile(r"^(\s*user-agent\s*:\s*[\w-]+)/\S*", re.IGNORECASE | re.MULTILINE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class Robots:
    """What one host allows."""

    def __init__(self, state: State, text: str = "") -> None:
        self.state = state
        self._rules = Protego.parse(_VERSION.sub(r"\1", text)) if state == "read" else None

    def allows(self, url: str) -> bool:
        """Whether the URL may be asked; nothing may while robots.txt cannot be had."""
        if self._rules is None:
            return self.state == "absent"
        return bool(self._rules.can_fetch(url, PRODUCT))

    @property
    def crawl_delay(self) -> float:
        """Seconds asked for between requests, 0 when none are."""
        return float(self._rules.crawl_delay(PRODUCT) or 0.0) if self._rules is not None else 0.0


def read_robots(exchange: Exchange | None, limits: Limits) -> Robots:
    """The rules in an answer to /robots.txt; None stands for no answer.

    4xx allows everything, 5xx and silence forbid everything for now. HTML is a soft 404 (nearly every county without a
    robots.txt answers so) and is never parsed. A byte order mark is dropped: with it, the first group would not be
    read.
    """
    if exchange is None or exchange.status >= 500:
        return Robots("unreachable")
    if exchange.status != 200 or _MARKUP.search(exchange.body[:4096]):
        return Robots("absent")
    return Robots("read", _decode(exchange.body[: limits.robots_bytes]))


def _decode(body: bytes) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, errors="replace")
    return body.decode("utf-8", errors="replace")
