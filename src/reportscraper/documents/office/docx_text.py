"""The text of a Word paragraph as a reader sees it: insertions kept, deletions, field codes and hidden runs left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element
from msgspec.structs import replace

from reportscraper.documents.layout import UNREAD
from reportscraper.documents.office.docx_styles import RunStyles, StyledPlace
from reportscraper.documents.office.wordml import W, is_on
from reportscraper.documents.pieces import Piece, join_pieces, leads_to_note

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = f"{_COMPATIBLE}AlternateContent"
_KNOWN = re.compile(
    r"(?:wp[acgsi]?|wp14|w\d\d\w*|a\d\d\w*|am3d|aink|asvg|cx\d*|m|v|o|c14|p14|x14|pic14|wne|dgm14|thm15|s?le|iact)"
)
"""Prefixes by which files name the parts of newer Words."""
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LEFT_OUT = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "rPr", "pPr", "txbxContent", "delText", "rt", "sdtPr", "tbl", "rPrChange")
)
_PICTURES = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))
_DRAWN_FIELDS = re.compile(
    r"\s*(?:EQ|SYMBOL|FORMDROPDOWN|FORMCHECKBOX|MACROBUTTON|GOTOBUTTON|ADVANCE|AUTONUM\w*|LISTNUM|(?:DISPLAY)?BARCODE|MERGEBARCODE"
    r"|PAGE|NUMPAGES|SECTION|SECTIONPAGES|NUMWORDS|NUMCHARS|EDITTIME|DATE|TIME|NOTEREF)\b",
    re.IGNORECASE,
)
"""Fields that print something without keeping it as their result, or count anew whenever they are printed; or a note's mark."""
_KEPT_FIELDS = re.compile(r"\s*(?:SET|ASK)\b", re.IGNORECASE)
"""Fields whose result is kept for others and printed nowhere."""
_PRINTED_BY_WORD = frozenset(
    f"{W}{name}" for name in ("sym", "pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong")
)
_NOTES = (f"{W}footnoteReference", f"{W}endnoteReference")
"""A mark that the typist chose follows in the same run."""
_BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}cr": "\n", f"{W}br": "\n"}
_PLAIN_MATH = frozenset(
    f"{_MATH}{name}" for name in ("oMath", "oMathPara", "r", "t", "rPr", "oMathParaPr", "sty", "jc", "ctrlPr")
)
_MATH_NUMBER = re.compile(r"[\d.,\s]*")
_PLAIN_MATH |= {
    f"{W}{name}"
    for name in ("rPr", "rFonts", "i", "iCs", "b", "bCs", "sz", "szCs", "lang", "kern", "noProof", "snapToGrid")
}
_AS_IT_STANDS = Piece("")


def text_of(paragraph: _Element, styles: RunStyles) -> str:
    """The paragraph's own text, line breaks as line feeds; what stands in its text boxes is not part of it.

    Hidden runs and the codes of fields are left out, struck and raised print as `reportscraper.documents.pieces` says; an equation
    that is more than a number is U+FFFC.
    """
    return join_pieces(pieces_of(paragraph, styles, []))


def pieces_of(paragraph: _Element, styles: RunStyles, fields: list[str | None]) -> Iterator[Piece]:
    """What is seen of a paragraph, piece by piece. ``fields`` are those that paragraphs above opened, and is kept up to date."""
    pieces = _pieces_of(paragraph, _AS_IT_STANDS, styles.at(paragraph), fields)
    if any(_is_placeholder(each) for each in paragraph.iterancestors(f"{W}sdt")):
        return (replace(piece, unsure=True) for piece in pieces)
    return pieces


def _pieces_of(element: _Element, how: Piece, styles: StyledPlace, fields: list[str | None]) -> Iterator[Piece]:
    """``fields`` holds the code of each field that is open, None once its result has begun."""
    for child in element:
        tag = child.tag
        if tag in {f"{W}fldChar", f"{W}instrText"}:
            if _is_drawn_field(child, fields):
                yield Piece(UNREAD)
        elif tag == f"{W}r":
            inner = styles.shown(child)
            if inner is not None and any(child.find(each) is not None for each in _NOTES):
                inner = replace(inner, shifted=True)
            # A hidden run may still open or close a field.
            yield from (piece for piece in _pieces_of(child, inner or how, styles, fields) if inner is not None)
        elif tag == ALTERNATIVES:
            for branch in shown_branch(child):
                yield from _pieces_of(branch, how, styles, fields)
            if len({words for branch in child if (words := _words(branch))}) > 1:
                yield Piece(UNREAD)  # Which of them is seen depends on the program.
        elif any(code is not None for code in fields) or not isinstance(tag, str) or tag in _LEFT_OUT:
            continue
        elif (printed := _text_printed_by(child, tag)) is not None:
            yield replace(how, text=printed) if tag == f"{W}t" else Piece(printed)
        elif tag == f"{W}fldSimple" and (
            next(child.iter(f"{W}t"), None) is None
            or _DRAWN_FIELDS.match(child.get(f"{W}instr", ""))
            or child.get(f"{W}dirty", "0") not in {"0", "false"}
        ):
            yield Piece(UNREAD)  # Word works it out when it is opened.
        elif tag == f"{W}hyperlink" and leads_to_note("#" + child.get(f"{W}anchor", ""), _words(child)):
            yield from (replace(piece, shifted=True) for piece in _pieces_of(child, how, styles, fields))
        elif tag.endswith("}symEx"):
            yield Piece(UNREAD)
        elif (
            (tag in {f"{W}bdo", f"{W}dir"} and child.get(f"{W}val") == "rtl")
            or (tag == f"{W}sdt" and _is_placeholder(child))
            or not tag.startswith(W)  # Word passes over what it may ignore, and shows some of what it knows.
        ):
            yield from (replace(piece, unsure=True) for piece in _pieces_of(child, how, styles, fields))
        else:
            yield from _pieces_of(child, how, styles, fields)


def _is_placeholder(control: _Element) -> bool:
    """Whether a content control shows what stands in for its content, or other content than the data that it is bound to."""
    return is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _words(element: _Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def shown_branch(alternatives: _Element) -> list[_Element]:
    """Of contents for programs of different age, the one that Word shows: the first whose parts it knows, else the one for older ones."""
    for choice in alternatives.iterfind(f"{_COMPATIBLE}Choice"):
        if all(_KNOWN.fullmatch(each) for each in choice.get("Requires", "").split()):
            return [choice]
    return alternatives.findall(f"{_COMPATIBLE}Fallback")


def _text_printed_by(element: _Element, tag: str) -> str | None:
    """What an element prints by itself; None for one that only holds others."""
    if tag == f"{W}t":
        return element.text or ""
    if tag in _BREAKS:
        return _BREAKS[tag]
    if tag in _PRINTED_BY_WORD:
        return UNREAD
    if not tag.startswith(_MATH):
        return None
    text = "".join(each.text or "" for each in element.iter(f"{_MATH}t"))
    simple = {str(each.tag) for each in element.iter()} <= _PLAIN_MATH
    return text if simple and _MATH_NUMBER.fullmatch(text) else UNREAD


def _is_drawn_field(mark: _Element, fields: list[str | None]) -> bool:
    """Take in a mark or a piece of the code of a field; whether the field, whose code is now known, prints what no result keeps, or is
    worked out anew when the file is opened.
    """
    kind = mark.get(f"{W}fldCharType")
    if kind == "begin":
        fields.append("")
        return mark.get(f"{W}dirty", "0") not in {"0", "false"}
    if fields and mark.tag == f"{W}instrText":
        fields[-1] = None if fields[-1] is None else fields[-1] + (mark.text or "")
    elif fields and kind in {"separate", "end"}:
        code = fields.pop()
        if kind == "separate":
            fields.append(code if code is not None and _KEPT_FIELDS.match(code) else None)
        return code is not None and _DRAWN_FIELDS.match(code) is not None
    return False


def has_picture(element: _Element) -> bool:
    """Whether a picture or an embedded object stands in the element; a figure may be drawn in it."""
    return any(next(element.iter(tag), None) is not None for tag in _PICTURES)


def boxes_in(paragraph: _Element) -> list[_Element]:
    """The text boxes anchored in a paragraph. A box that is kept twice, for newer and older programs, counts once."""
    return [
        box
        for box in paragraph.iter(f"{W}txbxContent")
        if not any(parent.tag == f"{_COMPATIBLE}Fallback" for parent in box.iterancestors())
        and next(parent for parent in box.iterancestors(f"{W}p")) is paragraph
    ]


def is_bold(paragraph: _Element) -> bool:
    """Whether every run that holds text is set in bold."""
    runs = [run for run in paragraph.iter(f"{W}r") if any((t.text or "").strip() for t in run.iterfind(f"{W}t"))]
    return bool(runs) and all(is_on(run.find(f"{W}rPr/{W}b")) for run in runs)
