"""Content coding undone in bounded steps: a kilobyte on the wire may be a gigabyte inside.

httpx inflates whole chunks at once (132 MB of memory for a 1 MB gzip bomb, 2 GB for brotli), so bodies are read raw and
inflated here, never more than `STEP` bytes at a time.
"""

from __future__ import annotations

import zlib

from reportscraper.errors import FetchError, OversizeError

STEP = 65_536

_GZIP = {"gzip", "x-gzip"}
_MARK = b"\x1f\x8b"
_PLAIN = {b"<", b"{", b"[", b"\xef", b"%"}
"""How plain pages, data and files begin."""
_UNDONE = {"gzip", "x-gzip", "deflate"}
_NOT_UNDONE = {"br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip", "aes128gcm"}


class Inflater:
    """Collects an entity body of at most ``limit`` bytes from raw chunks in one content coding."""

    def __init__(self, coding: str, limit: int, *, is_text: bool = False) -> None:
        """``is_text`` says that what the body is called is no packed file: one that bears the mark of gzip is coded without a word."""
        # Servers name charsets here (UTF-8, GB2312), "none" and more: what is no coding has coded nothing.
        codings = [name for part in coding.split(",") if (name := part.strip().lower()) in _UNDONE | _NOT_UNDONE]
        self._said = coding
        is_twice = len(codings) > 1 and _GZIP.issuperset(codings)
        self._coding = codings[0] if len(codings) == 1 or is_twice else "".join(codings)
        self._again = len(codings) - 1 if is_twice else 0
        """How often more than once the body was coded (by the server, and by what stands before it)."""
        self._is_text = is_text
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._wire = 0
        self._stream: zlib._Decompress | None = None

    def _begin(self, first: bytes) -> None:
        """Take the body at its word where the header lies: gzip that bears no mark of it, another coding that bears gzip's."""
        if self._coding in _GZIP and len(first) >= len(_MARK) and not first.startswith(_MARK):
            self._coding = self._said if self._again else self._coding
            self._coding = "" if first.lstrip()[:1] in _PLAIN else self._coding
        elif (self._coding in _NOT_UNDONE or (self._is_text and not self._coding)) and first.startswith(_MARK):
            self._coding = "gzip"
        if self._coding and self._coding not in _UNDONE:
            raise FetchError(f"content coding {self._said!r} was not asked for")
        self._stream = self._open(first)

    def _open(self, first: bytes) -> zlib._Decompress | None:
        if not self._coding:
            return None
        if self._coding == "deflate":
            # RFC 9110 means zlib's wrapping; old IIS sends the bare stream.
            return zlib.decompressobj(zlib.MAX_WBITS if first[:1] in {b"", b"\x78"} else -zlib.MAX_WBITS)
        return zlib.decompressobj(zlib.MAX_WBITS | 16)

    def feed(self, chunk: bytes) -> None:
        """Take a raw chunk. Raises OversizeError beyond the limit, on the wire or inflated, and FetchError on
        damage.
        """
        if not self._wire and chunk:
            self._begin(chunk)
        self._wire += len(chunk)
        if self._wire > self._limit:
            raise OversizeError(f"more than {self._limit} bytes on the wire")
        if self._stream is None:
            self._keep(chunk)
            return
        try:
            self._inflate(chunk)
        except zlib.error as error:
            raise FetchError(f"damaged {self._coding} body") from error

    def _inflate(self, chunk: bytes) -> None:
        while chunk and self._stream is not None:
            if self._stream.eof:
                if not chunk.startswith(_MARK):
                    return  # padding after the last gzip member
                self._stream = self._open(chunk)
                continue
            self._keep(self._stream.decompress(chunk, STEP))
            chunk = self._stream.unconsumed_tail or self._stream.unused_data

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            raise OversizeError(f"more than {self._limit} bytes once inflated")
        if part:
            self._parts.append(part)

    def finish(self) -> bytes:
        """The whole entity body. Raises FetchError when the coded stream was cut."""
        if self._stream is not None and self._wire:
            try:
                self._drain()
            except zlib.error as error:
                raise FetchError(f"damaged {self._coding} body") from error
            if not self._stream.eof:
                raise FetchError(f"{self._coding} body cut short")
        body = b"".join(self._parts)
        if self._again and body:
            inner = Inflater(", ".join(["gzip"] * self._again), self._limit)
            inner.feed(body)
            return inner.finish()
        return body

    def _drain(self) -> None:
        while self._stream is not None and not self._stream.eof:
            part = self._stream.decompress(self._stream.unconsumed_tail, STEP)
            if not part:
                return
            self._keep(part)
