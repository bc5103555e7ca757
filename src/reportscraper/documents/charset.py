"""Bytes to text. Declarations are wrong on many county sites, so strict decoding decides and they only break ties."""

from __future__ import annotations

import codecs
import contextlib
import functools
import re
from collections.abc import Sequence

from msgspec import Struct

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = (
    (re.compile(rb"(?:[ \t\r\n]\0)*<\0[!?A-Za-z]\0"), "utf-16-le"),
    (re.compile(rb"(?:\0[ \t\r\n])*\0<\0[!?A-Za-z]"), "utf-16-be"),
)
"""How a page in UTF-16 begins that has no mark."""
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]+)", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]+)", re.I)
_STRETCH = re.compile(rb"[0-9@-\xff]*[\x80-\xff][0-9@-\xff]*")
"""What stands between two bytes that are part of a longer character in no charset read here: < > " & = space and line ends among them."""
_HAN_IN_UTF8 = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2}")
"""Two ideographs in UTF-8; in 240 pages in GBK such bytes stand nowhere."""
_RUN_IN_UTF8 = re.compile(rb"((?:[\xe2-\xef][\x80-\xbf]{2}){2,})")


class Decoded(Struct, frozen=True):
    """Decoded text and how it came about. ``replacements`` counts U+FFFD, whether put in here or found in the source."""

    text: str
    encoding: str
    evidence: str
    replacements: int
    utf8: bytes | None = None
    """The page as it came, where it is UTF-8 without a mark; spares encoding it again."""


def decode(data: bytes, content_type: str | None = None, charset: str | None = None) -> Decoded:
    """Decode a page: BOM, strict UTF-8, Big5 when declared, strict GB18030, else each stretch by the charset that it is in.

    GB18030 stands for gb2312 and gbk as well: pages declared gb2312 hold characters of the larger sets (镕, 䶮). Sites put pages
    together from pieces of several charsets (a navigation in GBK around an article in UTF-8), and lists that shorten titles by bytes
    cut characters; bytes of UTF-8 are often valid GB18030 too, as characters that no one writes (鏀垮簻 for 政府).
    ``charset`` is what a person wrote into the county's file; it is believed where it fits. Never fails.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            data = data[len(bom) :]
            with contextlib.suppress(UnicodeDecodeError):
                return _decoded(data.decode(encoding, "strict" if encoding == "utf-8" else "replace"), encoding, "bom")
    if (wide := unmarked_utf16(data)) is not None:
        return _decoded(data.decode(wide, "replace"), wide, "strict")
    in_page = _DECLARED.search(data, 0, 4096)
    in_header = _HEADER.search(content_type or "")
    labels = (in_page and in_page[1].decode("ascii", "replace"), in_header and in_header[1])
    big5 = "big5" in " ".join(label.lower() for label in labels if label)
    strict = [(charset, "site")] if charset else []
    strict.append(("utf-8", "strict"))
    if big5:
        strict.append(("big5hkscs", "declared"))
    for encoding, evidence in strict:
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            return _decoded(data.decode(encoding), encoding, evidence, data if encoding == "utf-8" else None)
    if not _HAN_IN_UTF8.search(data):
        with contextlib.suppress(UnicodeDecodeError):
            return _decoded(data.decode("gb18030"), "gb18030", "strict")
    return _by_stretch(data, ("utf-8", "gb18030", "big5hkscs") if big5 else ("utf-8", "gb18030"))


def unmarked_utf16(data: bytes) -> str | None:
    """The kind of UTF-16 in which markup without a mark begins; None for anything else."""
    if b"\0" not in data[:4]:
        return None
    return next((encoding for beginning, encoding in _UNMARKED if beginning.match(data)), None)


def _by_stretch(data: bytes, encodings: Sequence[str]) -> Decoded:
    """Each stretch by the charset in which it reads best; where two read alike, by the one that most of the page is in."""
    read: dict[bytes, list[tuple[int, str]]] = {}
    total = dict.fromkeys(encodings, 0)
    for stretch in _STRETCH.findall(data):
        if stretch not in read:
            decoded = ((stretch.decode(encoding, "replace"), encoding) for encoding in encodings)
            read[stretch] = [(_sense(text, encoding), text) for text, encoding in decoded]
        for encoding, (sense, _) in zip(encodings, read[stretch], strict=True):
            total[encoding] += sense
    main = max(encodings, key=lambda encoding: total[encoding])
    at = encodings.index(main)
    best: dict[bytes, bytes] = {}
    is_mixed = False
    for stretch, texts in read.items():
        sense, text = max(texts, key=lambda each: (each[0], each is texts[at]))
        if "\ufffd" in text:  # A label in one charset may be followed by a value in another without a space.
            pieces = _RUN_IN_UTF8.split(stretch)
            joined = "".join(
                piece.decode("utf-8" if place % 2 else encodings[-1], "replace") for place, piece in enumerate(pieces)
            )
            if sense < _sense(joined, encodings[-1]) == len(joined) - len(joined.encode("ascii", "ignore")):
                text = joined
        best[stretch] = text.encode()
        is_mixed = is_mixed or text != texts[at][1]
    utf8 = _STRETCH.sub(lambda stretch: best[stretch[0]], data)
    return _decoded(utf8.decode(), main, "mixed" if is_mixed else "damaged", utf8)


def _sense(text: str, encoding: str) -> int:
    """How much a text reads as one that was written so: common characters for it, rare ones and bytes that are none against it."""
    common = _common("big5hkscs" if encoding == "big5hkscs" else "gb2312")
    return sum(
        0 if character < "\x80" else 1 if character in common else -3 if character == "\ufffd" else -1
        for character in text
    )


@functools.cache
def _common(charset: str) -> frozenset[str]:
    """Punctuation and the ideographs of daily use, which both national sets have in a part of their own; and the no-break space."""
    leads = (range(0xA1, 0xA4), range(0xB0, 0xD8)) if charset == "gb2312" else (range(0xA1, 0xA4), range(0xA4, 0xC7))
    pairs = (bytes((lead, trail)) for part in leads for lead in part for trail in range(0x40, 0xFF))
    return frozenset("".join(pair.decode(charset, "ignore") for pair in pairs)) - set(map(chr, range(0x80))) | {"\xa0"}


def _decoded(text: str, encoding: str, evidence: str, utf8: bytes | None = None) -> Decoded:
    # Looking first is ten times as fast as counting.
    return Decoded(text, encoding, evidence, text.count("�") if "�" in text else 0, utf8)
