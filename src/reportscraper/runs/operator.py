"""Who asks: the operator's address and page, and the honest name that every request carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from reportscraper import resources
from reportscraper.errors import InputError
from reportscraper.fetch.client import agent_string
from reportscraper.fetch.guard import parse_literal
from reportscraper.runs.result import parser_version
from reportscraper.sites.registry import Site

_PAGE = re.compile(r"https?://[^\s/()<>;\"]+[^\s()<>;\"]*")
_ADDRESS = re.compile(r"[^\s()<>;\"@]+@[^\s()<>;\"@.]+(\.[^\s()<>;\"@.]+)+")


class Operator(Struct, frozen=True, forbid_unknown_fields=True):
    """Who crawls, as ``DATA/operator.toml`` may say it once for all runs."""

    contact: str = ""
    """An address that is read."""
    about: str = ""
    """A page on which a webmaster reads what this crawler does and how to be left out."""
    notify: str = ""
    """An address that is told of each run, by POST as JSON; nobody is told unless it is given."""


def read_operator(file: Path) -> Operator:
    """What a file says of the operator; nothing where there is none. Raises InputError, naming the file, for unknown keys."""
    return (
        resources.decode_toml(file.read_text(encoding="utf-8"), Operator, str(file)) if file.is_file() else Operator()
    )


def agent_of(contact: str, about: str, sites: Sequence[Site]) -> str:
    """The honest agent string of requests to sites: this package, the operator's page, and the operator's address.

    Raises InputError when a host that is not this machine would be asked without a page or an address that can be written to, and
    when either cannot stand in a header.
    """
    if about and not (about.isascii() and _PAGE.fullmatch(about)):
        raise InputError(
            f"--about {about}: not the address of a web page; type: --about https://…",
            f"--about {about}：不是网页地址；请输入：--about https://…",
        )
    if not (contact.isascii() and contact.isprintable()):
        raise InputError(
            "the contact goes into a header of every request and may hold ASCII alone",
            "联系方式写入每个请求的标头，只能用 ASCII 字符",
        )
    host = next(filter(None, map(_host_elsewhere, sites)), None)
    if host and not (_ADDRESS.fullmatch(contact) or _PAGE.fullmatch(contact)):
        raise InputError(
            f"--contact {contact}: neither an e-mail nor a web address to write to; type: --contact you@example.org",
            f"--contact {contact}：不是电子邮件或网页地址；请输入：--contact you@example.org",
        )
    if host and not about:
        raise InputError(
            f"{host} is asked in your name, so name a page that says what your crawler does; "
            'type: --about https://YOUR-PAGE, export REPORTSCRAPER_ABOUT=https://YOUR-PAGE, or write into DATA/operator.toml: about = "https://YOUR-PAGE"',
            f"以您的名义访问 {host}，须给出说明抓取用途的网页；请输入：--about https://YOUR-PAGE，"
            '或 export REPORTSCRAPER_ABOUT=https://YOUR-PAGE，或在 DATA/operator.toml 中写 about = "https://YOUR-PAGE"',
        )
    return agent_string(parser_version(), about, contact)


def _host_elsewhere(site: Site) -> str | None:
    """The first host of a site that is not this machine."""
    for netloc in (*(urlsplit(url).netloc for url in (site.home, *site.starts, *site.roots)), *site.hosts):
        host = urlsplit(f"//{netloc}").hostname or ""
        literal = parse_literal(host)
        if host != "localhost" and not (literal and literal.is_loopback) and host:
            return host
    return None
