"""Where a paragraph of a Word table is printed: indents that push it out of its cell, rows and lines too low for their print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from reportscraper.documents.office.docx_numbers import W
from reportscraper.documents.office.docx_text import RunStyles, whole
from reportscraper.documents.pieces import DIGIT, SEEN_SHARE

_OUT = -200
"""Twentieths of a point: print that begins so far left of its cell is seen in another one."""
_WIDEST = 12_000
_HEIGHT, _WIDTH, _SIDES = 210, 132, 216
"""The usual height of digits, their width in wide faces, and the room beside them that cells leave."""
_DIGITS = re.compile(r"[0-9０-９.,，．]+")


def _indented(indent: dict[str, str], side: str) -> int:
    """An indent in twentieths of a point; where it is said in hundredths of a character, that counts."""
    chars = whole(indent.get(f"{side}Chars"))
    return chars * _HEIGHT // 100 if chars else whole(indent.get(side))


def is_out_of_room(paragraphs: Iterator[_Element], row: _Element, cell: _Element, styles: RunStyles) -> bool:
    """Whether a digit of a cell is pushed out of it or cut off by a row or a line of fixed height."""
    height = row.find(f"{W}trPr/{W}trHeight")
    room = whole(height.get(f"{W}val")) if height is not None and height.get(f"{W}hRule") == "exact" else None
    width = cell.find(f"{W}tcPr/{W}tcW")
    wide = whole(width.get(f"{W}w")) if width is not None and width.get(f"{W}type") == "dxa" else 0
    used = 0
    for paragraph in paragraphs:
        spacing = styles.of_paragraph(paragraph, "spacing")
        line = whole(spacing.get("line")) if spacing.get("lineRule") == "exact" else None
        used += whole(spacing.get("before"))
        text = "".join(each.text or "" for each in paragraph.iter(f"{W}t"))
        if DIGIT.search(text):
            indent = styles.of_paragraph(paragraph, "ind")
            left = _indented(indent, "left") or _indented(indent, "start")
            first = left + _indented(indent, "firstLine") - _indented(indent, "hanging")
            if min(left, first) < _OUT or max(left, first) >= (wide or _WIDEST):
                return True
            if line is not None and line < SEEN_SHARE * _HEIGHT:
                return True
            if styles.of_paragraph(paragraph, "framePr"):
                return True
            longest = max(map(len, _DIGITS.findall(text)))
            # A number too wide for its cell goes on in a second line.
            lines = -(-longest * _WIDTH // max(_WIDTH, wide - _SIDES)) if wide else 1
            if room is not None and used + (lines - 1) * (line or _HEIGHT) + SEEN_SHARE * _HEIGHT > room:
                return True
        used += (line or _HEIGHT) * (1 + sum(1 for _ in paragraph.iter(f"{W}br", f"{W}cr")))
        used += whole(spacing.get("after"))
    return False
