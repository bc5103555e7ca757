"""The text of a Word paragraph as a reader sees it: insertions kept, deletions, field codes and hidden runs left out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml.etree import _Element
from msgspec.structs import replace

from reportscraper.documents.layout import UNREAD
from reportscraper.documents.office.colours import DRAWING_2010, colour_of_run, ground_of_run, hardly_differ
from reportscraper.documents.office.docx_numbers import W
from reportscraper.documents.pieces import SIGNS, Piece, join_pieces, leads_to_note

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
_PRINTED_BY_WORD = frozenset(
    f"{W}{name}" for name in ("sym", "pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong")
)
_WIDEST, _TIGHTEST, _NARROWEST = 200, -60, 30
"""Room between characters in twentieths of a point that sets digits apart or lays them over one another; their width in percent."""
_NOTES = (f"{W}footnoteReference", f"{W}endnoteReference")
"""A mark that the typist chose follows in the same run."""
_OFF = frozenset(("0", "false", "off"))
_BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}cr": "\n", f"{W}br": "\n"}
_PLAIN_MATH = frozenset(
    f"{_MATH}{name}" for name in ("oMath", "oMathPara", "r", "t", "rPr", "oMathParaPr", "sty", "jc", "ctrlPr")
)
_WHOLE = re.compile(r"-?[0-9]+")
_MATH_NUMBER = re.compile(r"[\d.,\s]*")
_UNSEEN_SIZE = 6
"""Print of three points (six half-points) and less is a dot to a reader."""
_FAINT_FILLS = (f"{DRAWING_2010}alpha", f"{DRAWING_2010}gradFill")


class RunStyles:
    """How runs are shown: by their own properties, and by the character and paragraph styles they name."""

    def __init__(self, styles: _Element | None = None) -> None:
        found = [] if styles is None else styles.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId"): style for style in found}
        usual = [
            style.get(f"{W}styleId", "")
            for style in found
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}
        ]
        self._usual = usual[0] if usual else ""
        self._defaults = [] if styles is None else list(styles.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr/*"))
        self._kept: dict[str, dict[str, _Element]] = {}

    def properties(self, run: _Element) -> dict[str, _Element]:
        """The properties of a run by name: its own, before those of its style, of its paragraph's style and of what they are based on."""
        own = run.find(f"{W}rPr")
        told = {} if own is None else {str(each.tag): each for each in own}
        paragraph = next(run.iterancestors(f"{W}p"), None)
        named = [told.get(f"{W}rStyle"), None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")]
        names = ["" if style is None else style.get(f"{W}val", "") for style in named]
        for style in (names[0], names[1] or self._usual) if self._styles else ():
            for name, each in self._of_style(style).items():
                told.setdefault(name, each)
        of_table = _table_style(run) if self._styles else None
        by_table = {} if of_table is None else self._of_style(of_table.get(f"{W}val", ""))
        for each in [*by_table.values(), *self._defaults]:
            if each.tag in _TELLING_BY_DEFAULT or _is_unseen(each):
                told.setdefault(str(each.tag), each)
        return told

    def is_marked(self, run: _Element) -> bool:
        """Whether the style of a table hides, strikes or moves the print of some of its rows or columns, the run's perhaps among them."""
        of_table = _table_style(run) if self._styles else None
        if of_table is None:
            return False
        parts = [
            part
            for style in self._style_and_bases(of_table.get(f"{W}val"))
            for part in style.iterfind(f"{W}tblStylePr/{W}rPr/*")
            if part.tag in _TELLING_BY_DEFAULT
        ]
        return any(
            is_on(part)
            if part.tag not in _COLOURS
            else hardly_differ(part.get(f"{W}val", ""), "FFFFFF") and not self.shades(run)
            for part in parts
        )

    def shades(self, run: _Element) -> bool:
        """Whether the style of the table that a run stands in may shade its cell."""
        of_table = _table_style(run)
        return of_table is not None and (
            not self._styles
            or any(
                next(style.iter(f"{W}shd"), None) is not None
                for style in self._style_and_bases(of_table.get(f"{W}val"))
            )
        )

    def of_paragraph(self, paragraph: _Element, name: str) -> dict[str, str]:
        """The values of a property of a paragraph: its own, before those of its style, of what that is based on, and of its table's."""
        style, of_table = paragraph.find(f"{W}pPr/{W}pStyle"), _table_style(paragraph)
        told: dict[str, str] = {}
        names = [self._usual if style is None else style.get(f"{W}val", "")]
        names += [] if of_table is None else [of_table.get(f"{W}val", "")]
        for place in (paragraph, *itertools.chain.from_iterable(map(self._style_and_bases, names))):
            found = place.find(f"{W}pPr/{W}{name}")
            for key, value in {} if found is None else found.attrib.items():
                told.setdefault(str(key).removeprefix(W), str(value))
        return told

    def _of_style(self, name: str) -> dict[str, _Element]:
        """The properties of a style and of those that it is based on."""
        if name not in self._kept:
            found: dict[str, _Element] = {}
            for style in self._style_and_bases(name):
                for part in style.iterfind(f"{W}rPr/*"):
                    found.setdefault(str(part.tag), part)
            self._kept[name] = found
        return self._kept[name]

    def _style_and_bases(self, name: str | None) -> Iterator[_Element]:
        """A style and those that it is based on, each once."""
        seen: set[str | None] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            yield style
            base = style.find(f"{W}basedOn")
            name = None if base is None else base.get(f"{W}val")

    def shown(self, run: _Element) -> Piece | None:
        """How text of a run is seen, as a piece without text; None when it is not seen."""
        told, is_marked = self.properties(run), self.is_marked(run)
        if not told and not is_marked:
            return _AS_IT_STANDS

        def value(name: str, default: str = "") -> str:
            element = told.get(f"{W}{name}")
            return default if element is None else element.get(f"{W}val", "1")

        def has(name: str) -> bool:
            return is_on(told.get(f"{W}{name}"))

        points = size / 2 if (size := whole(value("sz"), -1)) >= 0 else None
        colour = colour_of_run(told)
        ground = ground_of_run(run, told, is_shaded=self.shades(run))
        is_auto = colour == "AUTO" and told.get(f"{W}highlight") is not None
        is_faint = hardly_differ("000000" if is_auto else colour, ground)
        size_is_unseen = points is not None and points * 2 <= _UNSEEN_SIZE
        fill = told.get(f"{DRAWING_2010}textFill")
        if has("vanish") or has("specVanish") or has("webHidden") or is_faint or size_is_unseen:
            return None
        if fill is not None and fill.find(f"{DRAWING_2010}noFill") is not None:
            return None
        fonts = told.get(f"{W}rFonts")
        spacing, width = (value(name) for name in ("spacing", "w"))
        return Piece(
            "",
            struck=has("strike") or has("dstrike"),
            shifted=value("vertAlign", "baseline") in {"superscript", "subscript"}
            or value("position", "0").lstrip("-") not in {"0", ""},
            unsure=is_marked
            or has("rtl")
            or f"{W}eastAsianLayout" in told
            or f"{W}fitText" in told
            or (fonts is not None and SIGNS.search(" ".join(map(str, fonts.attrib.values()))) is not None)
            or (fill is not None and next(fill.iter(*_FAINT_FILLS), None) is not None)
            or not _TIGHTEST < whole(spacing) < _WIDEST
            or whole(width, 100) < _NARROWEST,
            size=points,
        )


def _is_unseen(setting: _Element) -> bool:
    """Whether a setting makes print too small to be seen, or prints signs for digits."""
    if setting.tag == f"{W}sz":
        return 0 <= whole(setting.get(f"{W}val"), -1) <= _UNSEEN_SIZE
    return setting.tag == f"{W}rFonts" and SIGNS.search(" ".join(map(str, setting.attrib.values()))) is not None


def _table_style(run: _Element) -> _Element | None:
    """What names the style of the table that a run stands in."""
    table = next(run.iterancestors(f"{W}tbl"), None)
    return None if table is None else table.find(f"{W}tblPr/{W}tblStyle")


def whole(text: str | None, default: int = 0) -> int:
    """The whole number that an attribute says."""
    return int(text) if text and _WHOLE.fullmatch(text) else default


_AS_IT_STANDS = Piece("")
_COLOURS = frozenset({f"{W}color", f"{DRAWING_2010}textFill"})
_TELLING_BY_DEFAULT = _COLOURS | {
    f"{W}{name}" for name in ("vanish", "specVanish", "webHidden", "strike", "dstrike", "vertAlign", "position", "rtl")
}
"""What the defaults of a file and the styles of its tables may say of all print; its usual height is no news."""


def text_of(paragraph: _Element, styles: RunStyles) -> str:
    """The paragraph's own text, line breaks as line feeds; what stands in its text boxes is not part of it.

    Hidden runs and the codes of fields are left out, struck and raised print as `reportscraper.documents.pieces` says; an equation
    that is more than a number is U+FFFC.
    """
    fields: list[str | None] = []
    return join_pieces(_pieces_of(paragraph, _AS_IT_STANDS, styles, fields))


def _pieces_of(element: _Element, how: Piece, styles: RunStyles, fields: list[str | None]) -> Iterator[Piece]:
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
            next(child.iter(f"{W}t"), None) is None or _DRAWN_FIELDS.match(child.get(f"{W}instr", ""))
        ):
            yield Piece(UNREAD)  # Word works it out when it is opened.
        elif tag == f"{W}hyperlink" and leads_to_note("#" + child.get(f"{W}anchor", ""), _words(child)):
            yield from (replace(piece, shifted=True) for piece in _pieces_of(child, how, styles, fields))
        elif (tag in {f"{W}bdo", f"{W}dir"} and child.get(f"{W}val") == "rtl") or (
            tag == f"{W}sdt" and child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
        ):
            yield from (replace(piece, unsure=True) for piece in _pieces_of(child, how, styles, fields))
        else:
            yield from _pieces_of(child, how, styles, fields)


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
    simple = {str(each.tag) for each in element.iter() if str(each.tag).startswith(_MATH)} <= _PLAIN_MATH
    return text if simple and _MATH_NUMBER.fullmatch(text) else UNREAD


def _is_drawn_field(mark: _Element, fields: list[str | None]) -> bool:
    """Take in a mark or a piece of the code of a field; whether the field, whose code is now known, prints what no result keeps."""
    kind = mark.get(f"{W}fldCharType")
    if kind == "begin":
        fields.append("")
    elif fields and mark.tag == f"{W}instrText":
        fields[-1] = None if fields[-1] is None else fields[-1] + (mark.text or "")
    elif fields and kind in {"separate", "end"}:
        code = fields.pop()
        if kind == "separate":
            fields.append(None)
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


def is_on(setting: _Element | None) -> bool:
    """Whether a setting is made and not switched off."""
    return setting is not None and setting.get(f"{W}val", "1") not in _OFF
