"""How pieces of text become the text of a cell or a line: digits join only where nothing is known that would part them.

Every format hands over what a reader sees, as pieces that know how they are shown. What cannot be told stands in the text as
U+FFFC, which no number holds: a cell with it is read as `unreadable`, never as a number and never as blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from reportscraper.documents.layout import UNREAD

_NOTE_MARK = re.compile(r"[\[［【(（〔]?(?:注?\s*[0-9①-⑳❶-❿a-z]{1,2}|[*＊†‡※#]{1,3}|注)[\])\]］】）〕]?", re.IGNORECASE)
_NOTE_LINK = re.compile(r"\s*[\[［(（]?[0-9①-⑳*※]{1,2}[\]］)）]?\s*")
_TO_NOTE = re.compile(r"#.|[^#]*#\W*_?(?:sd)?(?:f(?:oot)?t?n|note|e(?:nd)?n|ref|cite|zhu|zs|注)", re.IGNORECASE)
DIGIT = re.compile(r"[0-9０-９]")
FIGURE = re.compile(r"[^\u4e00-\u9fff]*[0-9０-９][^\u4e00-\u9fff]*[\u4e00-\u9fff]{0,2}")
"""What may be a figure, with its unit or without."""
SIGNS = re.compile(
    r"wingdings|webdings|(?<!ui )\bsymbols?\b|marlett|bar-?code|dingbats|\bmt extra|ms outlook|monotype sorts|code ?(?:39|93|128)|3 ?of ?9|\bean-?\d"
    r"|idautomation|mdl2|awesome|material (?:icons|symbols)|iconfont|playing ?cards",
    re.IGNORECASE,
)
"""Fonts that print signs for digits."""
SEEN_SHARE = 0.6
"""The share of its height that print in a row or a line must have to be seen."""
_BEGINS_WITH_DIGIT = re.compile(r"\s*[0-9０-９.,，．]")
_JOINS_BEHIND = re.compile(r"[0-9０-９.,，．]\Z")
_JOINS_BEFORE = re.compile(r"\A[0-9０-９.,，．]")
_POWER_BASE = re.compile(r"(?<![0-9])10\s*\Z")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST_RATIO = 0.85
"""`<small>` and ``smaller`` make 0.83 of print, neighbouring sizes of Chinese print 0.86 (小五 beside 五号) and more."""
_COMMON_SIZES = (10.5, 27.0)
"""Between these heights (pixels) print may be that of the text around it whose height is not said."""


class Piece(Struct, frozen=True, omit_defaults=True):
    """A stretch of text that is seen in one way; a line feed in it parts lines. What is not seen makes no piece."""

    text: str
    struck: bool = False
    shifted: bool = False
    """Raised or lowered, or a link to a note."""
    unsure: bool = False
    size: float | None = None
    """Height of the print in pixels or points, the same within a cell; None when it is not said."""
    factor: float = 1.0
    """Height against the text around it, whose own is not said."""
    names: str = ""
    """Names under which something that is not known here may hide or strike it, and not what stands beside it."""
    elsewhere: bool = False
    """Seen in another row or over another cell than its own, or words that stand nowhere in the text."""


def leads_to_note(address: str, text: str) -> bool:
    """Whether a link is one to a note of its page: a bare mark that points within it."""
    return _TO_NOTE.match(address) is not None and _NOTE_LINK.fullmatch(text) is not None


def join_pieces(pieces: Iterable[Piece]) -> str:
    """The text that a reader takes from pieces: struck print left out beside print that stands, marks of notes left out.

    Raised or lowered digits that may be more than the mark of a note, digits of different heights side by side and digits that
    are seen in a way that cannot be told get U+FFFC.
    """
    seen = [piece for piece in pieces if piece.text]
    stands = [piece for piece in seen if piece.text.strip() and not piece.struck]
    if not stands:
        text = "".join(piece.text for piece in seen)
        # A label or a sentence that is struck stands no more.
        return text + UNREAD if DIGIT.search(text) else UNREAD if text.strip() else text
    has_base = any(not piece.shifted and piece.text.strip(" \n") for piece in stands)
    text, before, parted = "", Piece(""), False
    for place, piece in enumerate(seen):
        if piece.struck:
            parted = parted or bool(piece.text.strip())
            continue
        if piece.shifted and has_base and piece.text.strip():
            behind = "".join(each.text for each in seen[place + 1 : place + 3])
            if not DIGIT.search(piece.text) and not _NOTE_MARK.fullmatch(piece.text.strip()):
                text += piece.text
            elif (
                not _NOTE_MARK.fullmatch(piece.text.strip())
                or _POWER_BASE.search(text)
                or not text.strip()
                or (_BEGINS_WITH_DIGIT.match(behind) and not behind.startswith("\n"))
            ):
                text += piece.text + UNREAD
            parted = True
            continue
        joins = _JOINS_BEHIND.search(text) and _JOINS_BEFORE.match(piece.text)
        if joins and (parted or before.names != piece.names or not _same_height(before, piece)):
            text += UNREAD
        text += piece.text
        if piece.unsure and (DIGIT.search(piece.text) or not piece.text.strip()):
            text += UNREAD
        if piece.text.strip():
            before, parted = piece, False
    # A label keeps its words where a picture stands beside them: only in a cell of figures may the picture be one.
    if UNREAD in text and len(_HAN.findall(text)) > 2 and not DIGIT.search(text):
        return text.replace(UNREAD, "")
    return text


def _same_height(one: Piece, other: Piece) -> bool:
    if one.size is None and other.size is None:
        return _alike(one.factor, other.factor)
    if one.size is None or other.size is None:
        said = one.size if one.size is not None else other.size
        return said is None or _COMMON_SIZES[0] <= said <= _COMMON_SIZES[1]
    return _alike(one.size, other.size)


def _alike(one: float, other: float) -> bool:
    return min(one, other) >= _LEAST_RATIO * max(one, other)
