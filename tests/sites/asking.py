"""Asking a tenant without a server, and reading what it says."""

from __future__ import annotations

from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tests.made.site import Reply, Request

from .core import Tenant
from .entries import World
from .faults import Sent
from .fleet import tenants
from .places import make_county


def make_tenant(name: str, world: World | None = None, number: int = 3) -> Tenant:
    """A tenant on county ``number``, whatever other tenants there are."""
    world = world or World(bodies=8, years=(2018, 2022))
    return tenants()[name](world, make_county(number, world.bodies))


def ask(tenant: Tenant, address: str, *, body: bytes = b"", referer: str = "", agent: str = "") -> Reply:
    """The reply to an address or to a path on the tenant's first host; with a ``body`` it is a POST."""
    parts = urlsplit(tenant.url(address))
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    headers = {"host": parts.netloc, "referer": referer, "user-agent": agent}
    answered = tenant.answer(Request("POST" if body else "GET", target, headers, body))
    return answered.reply if isinstance(answered, Sent) else answered


def soup(tenant: Tenant, address: str, encoding: str = "utf-8") -> BeautifulSoup:
    """The tree of a page."""
    return BeautifulSoup(ask(tenant, address).body.decode(encoding), "lxml")


def links(page: BeautifulSoup) -> list[str]:
    """The addresses of all anchors, as printed."""
    return [str(anchor["href"]) for anchor in page.find_all("a", href=True)]


def shows(body: bytes, title: str) -> bool:
    """Whether a page, in whichever encoding, bears a title."""
    return any(title in body.decode(encoding, "replace") for encoding in ("utf-8", "gb18030"))
