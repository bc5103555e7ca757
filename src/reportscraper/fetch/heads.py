"""Response heads as servers send them, made fit for a strict parser: what browsers and curl read is read.

Seen on county servers: ``Transfer-Encoding: identity``, header lines without a colon, names with a blank, a blank before
the colon, control characters in a value, informational answers without end. h11 refuses each, and the page was lost.
"""

from __future__ import annotations

import re
import ssl
from typing import Any

import httpcore

from reportscraper.errors import OversizeError

Header = tuple[bytes, bytes]

_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_STATUS = re.compile(rb"HTTP/(\d)(?:\.(\d))?[ \t]+(\d{3})(?!\d)[ \t]*(.*)", re.IGNORECASE | re.DOTALL)
_TOKEN = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_LENGTHS = re.compile(rb"\d+(?:\s*,\s*\d+)*")


def mend(head: bytes) -> tuple[bytes, int, tuple[Header, ...]]:
    """A head (without the empty line that ends it) as RFC 9112 wants it, its status, and its header lines as sent.

    A head without a status line comes back as it is, with status 0: it is no HTTP answer.
    """
    first, *lines = _LINE_END.split(head.lstrip(b"\r\n"))
    status = _STATUS.match(first)
    if status is None:
        return head + b"\r\n\r\n", 0, ()
    headers = _read_lines(lines)
    kept = [b"HTTP/%s.%s %s %s" % (status[1], status[2] or b"1", status[3], _CONTROL.sub(b" ", status[4]).strip())]
    kept += [name + b": " + value for name, value in headers if _TOKEN.fullmatch(name) and _is_plain(name, value)]
    if any(name.lower() == b"transfer-encoding" and b"chunked" in value.lower() for name, value in headers):
        kept.append(b"Transfer-Encoding: chunked")
    return b"\r\n".join([*kept, b"", b""]), int(status[3]), headers


def _read_lines(lines: list[bytes]) -> tuple[Header, ...]:
    headers: list[Header] = []
    for line in lines:
        if line[:1] in {b" ", b"\t"} and headers:
            name, value = headers.pop()
            headers.append((name, b" ".join([value, _CONTROL.sub(b" ", line).strip()])))
            continue
        name, colon, value = _CONTROL.sub(b" ", line).partition(b":")
        if colon and name.strip():
            headers.append((name.strip(), value.strip()))
    return tuple(headers)


def _is_plain(name: bytes, value: bytes) -> bool:
    """Whether a header says what the parser may believe about the length of the body; every other header does."""
    if name.lower() == b"content-length":
        return _LENGTHS.fullmatch(value) is not None
    return name.lower() != b"transfer-encoding"


class MendedStream(httpcore.AsyncNetworkStream):
    """A connection whose answers' heads are mended; informational ones (1xx) are left out.

    ``get_extra_info("headers")`` gives the header lines of the last head as they were sent. The heads of one answer,
    informational ones included, are at most ``most`` bytes: OversizeError beyond.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream, most: int) -> None:
        self._inner = inner
        self._most = most
        self._head: bytes | None = b""
        self._taken = 0
        self._headers: tuple[Header, ...] = ()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        """What came, the head of an answer in one piece; b"" when the server has hung up."""
        while self._head is not None:
            came = await self._inner.read(max_bytes, timeout)
            if not came:
                broken, self._head = self._head, None
                return broken
            self._head += came
            whole = self._take_head()
            if whole:
                return whole
        return await self._inner.read(max_bytes, timeout)

    def _take_head(self) -> bytes:
        """The first final head among what came, mended, and what follows it; b"" while it is not whole."""
        while self._head and (end := _END.search(self._head)) is not None:
            self._count(end.end())
            head, status, self._headers = mend(self._head[: end.start()])
            rest = self._head[end.end() :]
            if not 100 <= status < 200 or status == 101:
                self._head = None
                return head + rest
            self._head, self._taken = rest, self._taken + end.end()
        self._count(len(self._head or b""))
        return b""

    def _count(self, size: int) -> None:
        if self._taken + size > self._most:
            raise OversizeError(f"more than {self._most} bytes of headers")

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        """Send; what comes next is the head of an answer."""
        self._head, self._taken = b"", 0
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
    ) -> httpcore.AsyncNetworkStream:
        """The same connection, encrypted."""
        return MendedStream(await self._inner.start_tls(ssl_context, server_hostname, timeout), self._most)

    def get_extra_info(self, info: str) -> Any:
        """What is known of the connection; see the class for ``headers``."""
        return self._headers if info == "headers" else self._inner.get_extra_info(info)
