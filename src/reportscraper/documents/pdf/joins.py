"""Pieces of a ruled table on following pages of a PDF joined: what the page end cut in two is put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from reportscraper.documents.layout import UNREAD
from reportscraper.documents.pdf.ruled import EDGE
from reportscraper.documents.pdf.tables import RuledCell, TablePiece
from reportscraper.text import squeeze

_STRETCH = 0.04
"""Pieces of one table may differ by this share in width."""
_ROOM = 2.5
_HEADER_ROWS = 4
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]|\d$")
_VALUE = re.compile(r"[\d,，.+\-—–−/%％无零增加减少万元件条项个宗]*")


def goes_on(piece: TablePiece, following: TablePiece) -> bool:
    """Whether a piece at the top of the next page may be the rest of the table at the foot of this one."""
    mine, others = piece.box[2] - piece.box[0], following.box[2] - following.box[0]
    return following.page == piece.page + 1 and abs(mine - others) <= _STRETCH * mine


def join(piece: TablePiece, following: TablePiece) -> TablePiece:
    """One table of both pieces: a repeated header left out, what the page end cut in two put together."""
    # The following piece stretched to the width of the first: margins of pages may differ by some points.
    (left, _, right, _), (start, _, end, _) = piece.box, following.box
    scale = (right - left) / (end - start)

    def moved(x: float) -> float:
        return left + (x - start) * scale

    fitted = replace(following, spots=tuple(replace(s, x0=moved(s.x0), x1=moved(s.x1)) for s in following.spots))
    fitted = _without_header(piece, fitted)
    shifted = tuple(replace(spot, row=spot.row + piece.height) for spot in fitted.spots)
    spots, dropped = _mended(piece, shifted)
    height = piece.height + fitted.height - dropped
    return TablePiece(spots, height, following.page, piece.box, is_open=following.is_open)


def _rows(spots: Iterable[RuledCell], first: int) -> list[tuple[str, ...]]:
    rows: dict[int, list[RuledCell]] = {}
    for spot in spots:
        rows.setdefault(spot.row, []).append(spot)
    return [tuple(squeeze(s.text) for s in rows.get(row, ())) for row in range(first, first + _HEADER_ROWS)]


def _without_header(piece: TablePiece, following: TablePiece) -> TablePiece:
    """The following piece without the rows at its top that repeat the top of the table, if they hold no figures."""
    same = 0
    for mine, others in zip(_rows(piece.spots, 1), _rows(following.spots, 1), strict=True):
        if mine != others or not any(mine) or any(text and _VALUE.fullmatch(text) for text in mine):
            break
        same += 1
    if not same or same >= following.height or any(s.row <= same < s.last for s in following.spots):
        return following
    kept = tuple(replace(s, row=s.row - same) for s in following.spots if s.row > same)
    return replace(following, spots=kept, height=following.height - same)


def _mended(piece: TablePiece, following: tuple[RuledCell, ...]) -> tuple[tuple[RuledCell, ...], int]:
    """Both pieces' cells, and how many rows fewer they take: 1 when a row was cut through, else 0."""
    above = {id(spot): spot for spot in piece.spots if spot.last == piece.height}
    first = [spot for spot in following if spot.row == piece.height + 1]
    pairs = {id(low): high for low in first for high in above.values() if _same_column(high, low)}
    if _is_cut_row(first, pairs):
        return _row_joined(piece, following, pairs), 1
    grown = _in_doubt(first, pairs) if piece.is_open else {}
    gone: set[int] = set()
    for low in first:
        high = pairs.get(id(low))
        if high is not None and _is_cut_label(high, low, list(above.values()), first):
            grown[id(high)] = _grown(high, low, low.last - high.row + 1)
            gone.add(id(low))
    kept = (grown.get(id(spot), spot) for spot in piece.spots)
    return (*kept, *(grown.get(id(spot), spot) for spot in following if id(spot) not in gone)), 0


def _in_doubt(first: Sequence[RuledCell], pairs: dict[int, RuledCell]) -> dict[int, RuledCell]:
    """The blank cells on one side of a page end without a rule whose figures stand on the other: they may be of one row that it cuts."""
    ends = [(pairs[id(low)], low) for low in first if id(low) in pairs]
    if not any(_is_label(high) and _is_label(low) for high, low in ends):
        return {}
    sides = ((one, other) for high, low in ends for one, other in ((high, low), (low, high)))
    return {
        id(one): replace(one, text=UNREAD)
        for one, other in sides
        if not squeeze(one.text) and squeeze(other.text) and not _is_label(other)
    }


def _same_column(high: RuledCell, low: RuledCell) -> bool:
    return abs(high.x0 - low.x0) <= EDGE * 2 and abs(high.x1 - low.x1) <= EDGE * 2


def _grown(high: RuledCell, low: RuledCell, rowspan: int) -> RuledCell:
    """The upper part with the lower one; its box is the first that holds text."""
    text = "\n".join(text for text in (high.text, low.text) if text)
    box = low.box if low.text and not high.text else high.box
    sure = None if high.confidence is None or low.confidence is None else min(high.confidence, low.confidence)
    return replace(high, text=text, rowspan=rowspan, box=box, confidence=sure)


def _is_label(spot: RuledCell) -> bool:
    text = squeeze(spot.text)
    return bool(text) and not _VALUE.fullmatch(text)


def _is_numbered(spot: RuledCell) -> bool:
    return _NUMBERED.match(squeeze(spot.text)) is not None


def _is_cut_label(high: RuledCell, low: RuledCell, above: Sequence[RuledCell], first: Sequence[RuledCell]) -> bool:
    """Whether the page end goes through a cell that spans rows: a group label (（四）无法提供) whose rows count on, or a header."""
    if _is_header(above) and _is_header(first) and _is_label(high):
        return not squeeze(low.text) or high.room < _ROOM
    if not _is_numbered(high) or not _is_label(high) or _is_numbered(low):
        return False
    return _counts(high, above) and _counts(low, first) and (_is_label(low) or not squeeze(low.text))


def _is_header(row: Sequence[RuledCell]) -> bool:
    """Whether a row holds labels only, two at least: no figure, nothing numbered."""
    texts = [text for spot in row if (text := squeeze(spot.text))]
    return len(texts) > 1 and not any(_VALUE.fullmatch(text) or _NUMBERED.match(text) for text in texts)


def _counts(spot: RuledCell, row: Sequence[RuledCell]) -> bool:
    return any(other.x0 >= spot.x1 - EDGE and _is_label(other) and _is_numbered(other) for other in row)


def _is_cut_row(first: Sequence[RuledCell], pairs: dict[int, RuledCell]) -> bool:
    """Whether the page end goes through a row: the same cells on both sides, labels broken off, no cell with a figure on both.

    One of many cells may have a second line: a row of blanks under figures, whose label goes on, is none of its own. Nor is a row of
    figures without any label under one that has its label and figures: whether they are its second lines cannot be told.
    """
    if len(pairs) != len(first):
        return False
    ends = [(pairs[id(low)], low) for low in first]
    doubled = [low for high, low in ends if not _may_continue(high, low)]
    is_nameless = not any(_is_label(low) for _, low in ends) and any(_is_label(high) for high, _ in ends)
    if is_nameless and any(squeeze(high.text) and squeeze(low.text) and not _is_label(high) for high, low in ends):
        return True
    ended = sum(1 for high, low in ends if squeeze(high.text) and not squeeze(low.text) and not _is_label(high))
    return not any(map(_is_label, doubled)) and len(doubled) * 2 < max(1, ended)


def _may_continue(high: RuledCell, low: RuledCell) -> bool:
    if not squeeze(low.text):
        return True
    if _is_label(low):
        return _is_label(high) and high.room < _ROOM and not _is_numbered(low)
    return not squeeze(high.text)


def _row_joined(
    piece: TablePiece, following: tuple[RuledCell, ...], pairs: dict[int, RuledCell]
) -> tuple[RuledCell, ...]:
    grown = {}
    rest = []
    for low in following:
        high = pairs.get(id(low))
        if high is None:
            rest.append(replace(low, row=low.row - 1))
        else:
            grown[id(high)] = _grown(high, low, high.rowspan + low.rowspan - 1)
    return (*(grown.get(id(spot), spot) for spot in piece.spots), *rest)
