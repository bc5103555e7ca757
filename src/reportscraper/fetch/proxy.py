"""An HTTP proxy, where the operator names one: every connection goes through a CONNECT to the very address that was checked.

Many government sites answer only from inside China. The proxy is never taken from the environment, learns no name (the
target of a CONNECT is an address), and changes nothing in what may be asked.
"""

from __future__ import annotations

import base64
from urllib.parse import unquote, urlsplit

import httpcore
from msgspec import Struct

from reportscraper.errors import InputError
from reportscraper.fetch.guard import Address
from reportscraper.fetch.heads import mend

_LONGEST_HEAD = 65_536


class Proxy(Struct, frozen=True):
    """Where a proxy listens; ``credentials`` are what ``Proxy-Authorization`` says, empty for none."""

    host: str
    port: int
    credentials: str = ""

    def __str__(self) -> str:
        """As captures name it: without credentials."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


def read_proxy(url: str) -> Proxy:
    """The proxy at an address such as ``http://name:password@host:3128``. Raises InputError for any other kind."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 80
    except ValueError as error:
        raise InputError(f"{url!r} is no proxy: {error}", f"“{url}”不是代理地址：{error}") from error
    if parts.scheme != "http" or not host or parts.path not in {"", "/"} or parts.query or parts.fragment:
        shown = url.rpartition("@")[2]
        raise InputError(
            f"{shown!r} is no proxy: give it as http://host:port", f"“{shown}”不是代理地址，应为 http://host:port"
        )
    if parts.username is None:
        return Proxy(host, port)
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return Proxy(host, port, f"Basic {base64.b64encode(pair.encode()).decode()}")


async def open_tunnel(
    stream: httpcore.AsyncNetworkStream, proxy: Proxy, address: Address, port: int, seconds: float | None
) -> None:
    """Ask the proxy at the other end of ``stream`` for a connection to an address; ProxyError when it refuses."""
    target = f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    lines += [f"Proxy-Authorization: {proxy.credentials}"] if proxy.credentials else []
    await stream.write("\r\n".join([*lines, "", ""]).encode("ascii"), seconds)
    head = b""
    while b"\r\n\r\n" not in head:
        came = await stream.read(_LONGEST_HEAD, seconds)
        head += came
        if not came or len(head) > _LONGEST_HEAD:
            raise httpcore.ProxyError(f"the proxy {proxy} gave no answer to CONNECT {target}")
    _, status, _ = mend(head.partition(b"\r\n\r\n")[0])
    if not 200 <= status < 300:
        raise httpcore.ProxyError(f"the proxy {proxy} answered {status or 'no HTTP'} to CONNECT {target}")
