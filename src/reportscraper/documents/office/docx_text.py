"""The text of a Word paragraph as a reader sees it: insertions kept, deletions, field codes and hidden runs left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element
from msgspec.structs import replace

from reportscraper.documents.layout import UNREAD
from reportscraper.documents.office.docx_numbers import W
from reportscraper.documents.pieces import Piece, join_pieces

_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LEFT_OUT = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "txbxContent", "instrText", "delText"))
_PICTURES = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))
_OFF = frozenset(("0", "false", "off"))
_BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}cr": "\n", f"{W}br": "\n"}
_PLAIN_MATH = frozenset(
    f"{_MATH}{name}" for name in ("oMath", "oMathPara", "r", "t", "rPr", "oMathParaPr", "sty", "jc", "ctrlPr")
)
_MATH_NUMBER = re.compile(r"[\d.,\s]*")
_UNSEEN_SIZE, _FAINT = 6, frozenset(("FFFFFF", "FEFEFE"))
"""Print of three points (six half-points) and less is a dot to a reader; white print is seen on a shade alone."""


class RunStyles:
    """How runs are shown: by their own properties, and by the character and paragraph styles they name."""

    def __init__(self, styles: _Element | None = None) -> None:
        found = [] if styles is None else styles.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId"): style for style in found}

    def properties(self, run: _Element) -> dict[str, _Element]:
        """The properties of a run by name, its own before those of its style and of the styles that one is based on."""
        own = run.find(f"{W}rPr")
        if own is None:
            return {}
        told = {str(each.tag): each for each in own}
        named = told.get(f"{W}rStyle")
        seen: set[str | None] = set()
        name = None if named is None else named.get(f"{W}val")
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            for each in style.iterfind(f"{W}rPr/*"):
                told.setdefault(str(each.tag), each)
            base = style.find(f"{W}basedOn")
            name = None if base is None else base.get(f"{W}val")
        return told

    def shown(self, run: _Element) -> Piece | None:
        """How text of a run is seen, as a piece without text; None when it is not seen."""
        told = self.properties(run)
        if not told:
            return _AS_IT_STANDS

        def value(name: str, default: str = "") -> str:
            element = told.get(f"{W}{name}")
            return default if element is None else element.get(f"{W}val", "1")

        def is_on(name: str) -> bool:
            return value(name, "0") not in _OFF

        size = value("sz")
        points = float(size) / 2 if size.isdigit() else None
        shade = told.get(f"{W}shd")
        shaded = f"{W}highlight" in told or (
            shade is not None and shade.get(f"{W}fill", "auto") not in {"auto", "FFFFFF"}
        )
        faint = value("color").upper() in _FAINT and not shaded
        if (
            is_on("vanish")
            or is_on("specVanish")
            or is_on("webHidden")
            or faint
            or (points is not None and points * 2 <= _UNSEEN_SIZE)
        ):
            return None
        position = value("position", "0")
        return Piece(
            "",
            struck=is_on("strike") or is_on("dstrike"),
            shifted=value("vertAlign", "baseline") in {"superscript", "subscript"}
            or position.lstrip("-") not in {"0", ""},
            unsure=is_on("rtl") or f"{W}eastAsianLayout" in told or f"{W}fitText" in told,
            size=points,
        )


_AS_IT_STANDS = Piece("")


def text_of(paragraph: _Element, styles: RunStyles) -> str:
    """The paragraph's own text, line breaks as line feeds; what stands in its text boxes is not part of it.

    Hidden runs and the codes of fields are left out, struck and raised print as `reportscraper.documents.pieces` says; an equation
    that is more than a number is U+FFFC.
    """
    fields: list[bool] = []
    return join_pieces(_pieces(paragraph, _AS_IT_STANDS, styles, fields))


def _pieces(element: _Element, how: Piece, styles: RunStyles, fields: list[bool]) -> Iterator[Piece]:
    """``fields`` says of each field that is open whether its result has begun."""
    for child in element:
        tag = child.tag
        if tag == f"{W}fldChar":
            kind = child.get(f"{W}fldCharType")
            if kind == "begin":
                fields.append(False)
            elif kind == "separate" and fields:
                fields[-1] = True
            elif kind == "end" and fields:
                fields.pop()
        elif tag == f"{W}r":
            inner = styles.shown(child)
            # A hidden run may still open or close a field.
            yield from (piece for piece in _pieces(child, inner or how, styles, fields) if inner is not None)
        elif tag == f"{_COMPATIBLE}AlternateContent":
            choice = child.find(f"{_COMPATIBLE}Choice")
            yield from _pieces(child if choice is None else choice, how, styles, fields)
        elif not all(fields) or not isinstance(tag, str) or tag in _LEFT_OUT:
            continue
        elif tag == f"{W}t":
            yield replace(how, text=child.text or "")
        elif tag in _BREAKS:
            yield Piece(_BREAKS[tag])
        elif tag == f"{W}sym":
            yield Piece(UNREAD)
        elif tag.startswith(_MATH):
            text = "".join(each.text or "" for each in child.iter(f"{_MATH}t"))
            simple = {str(each.tag) for each in child.iter() if str(each.tag).startswith(_MATH)} <= _PLAIN_MATH
            yield Piece(text if simple and _MATH_NUMBER.fullmatch(text) else UNREAD)
        else:
            yield from _pieces(child, how, styles, fields)


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
    return bool(runs) and all(_is_on(run, "b") for run in runs)


def _is_on(run: _Element, name: str) -> bool:
    setting = run.find(f"{W}rPr/{W}{name}")
    return setting is not None and setting.get(f"{W}val", "1") not in _OFF
