"""How the runs and paragraphs of a Word file are shown: by what they say themselves, and by the styles that they name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml.etree import _Element

from reportscraper.documents.office.colours import (
    DRAWING_2010,
    PLAIN_LOOKS,
    Looks,
    colour_of_run,
    fill_of_shade,
    ground_of_run,
    hardly_differ,
)
from reportscraper.documents.office.docx_numbers import W
from reportscraper.documents.pieces import SIGNS, Piece

_WIDEST, _TIGHTEST, _NARROWEST = 200, -60, 30
"""Room between characters in twentieths of a point that sets digits apart or lays them over one another; their width in percent."""
_FARTHEST = 100
"""Half points by which print is raised or lowered out of its line."""
_OFF = frozenset(("0", "false", "off"))
_POINTS = re.compile(r"(\d+(?:\.\d+)?)pt")
_WHOLE = re.compile(r"-?[0-9]+")
_UNSEEN_SIZE = 6
"""Print of three points (six half-points) and less is a dot to a reader."""
_FAINT_FILLS = (f"{DRAWING_2010}alpha", f"{DRAWING_2010}gradFill")
_COLOURS = frozenset({f"{W}color", f"{DRAWING_2010}textFill"})
_TELLING_BY_DEFAULT = _COLOURS | {
    f"{W}{name}" for name in ("vanish", "specVanish", "webHidden", "strike", "dstrike", "vertAlign", "position", "rtl")
}
"""What the defaults of a file and the styles of its tables may say of all print; its usual height is no news."""
_AS_IT_STANDS = Piece("")


class RunStyles:
    """How runs are shown: by their own properties, and by the character and paragraph styles they name."""

    def __init__(self, styles: _Element | None = None, looks: Looks = PLAIN_LOOKS) -> None:
        found = [] if styles is None else styles.findall(f"{W}style")
        self.looks = looks
        self._styles = {style.get(f"{W}styleId"): style for style in found}
        usual = {
            style.get(f"{W}type"): style.get(f"{W}styleId", "")
            for style in reversed(found)
            if style.get(f"{W}default") in {"1", "true", "on"}
        }
        self._usual, self._usual_table = usual.get("paragraph", ""), usual.get("table", "")
        self._defaults = [] if styles is None else list(styles.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr/*"))
        self._paragraph_defaults = [] if styles is None else styles.findall(f"{W}docDefaults/{W}pPrDefault")
        self._kept_tables: dict[str, tuple[list[_Element], list[str]]] = {}
        self._kept_shades: dict[str, _Element | None] = {}
        self._kept: dict[tuple[str, str], dict[str, _Element]] = {}

    def properties(self, run: _Element) -> dict[str, _Element]:
        """The properties of a run by name: its own, before those of its style, of its paragraph's style and of what they are based on."""
        own = run.find(f"{W}rPr")
        told = {} if own is None else {str(each.tag): each for each in own}
        if not self._styles:
            return told
        of_run, of_paragraph, of_table = self._by_styles(run, told.get(f"{W}rStyle"))
        for name, each in [*of_run.items(), *of_paragraph.items()]:
            told.setdefault(name, each)
        for each in [*of_table.values(), *self._defaults]:
            if each.tag in _TELLING_BY_DEFAULT or self._is_unseen(each):
                told.setdefault(str(each.tag), each)
        return told

    def _by_styles(self, run: _Element, style: _Element | None) -> tuple[dict[str, _Element], ...]:
        """What the styles of a run, of its paragraph and of its table say of it."""
        return (
            self._of_style("" if style is None else style.get(f"{W}val", ""), "character"),
            self._of_style(self._paragraph_style(next(run.iterancestors(f"{W}p"), None)), "paragraph"),
            self._of_style(self._table_style(run), "table"),
        )

    def _is_doubled(self, run: _Element, name: str) -> bool:
        """Whether two styles of a run say what one of them takes back: hidden twice is seen, for the setting is turned by each."""
        own = run.find(f"{W}rPr")
        if own is None or own.find(f"{W}{name}") is not None:
            return False
        return sum(is_on(each.get(f"{W}{name}")) for each in self._by_styles(run, own.find(f"{W}rStyle"))) > 1

    def is_marked(self, run: _Element, colour: str = "") -> bool:
        """Whether the style of a table hides, strikes or moves the print of some of its rows or columns, the run's perhaps among them."""
        parts, grounds = self._parts_of_table(self._table_style(run))
        return any(hardly_differ(colour, ground) for ground in grounds) or any(
            is_on(part)
            if part.tag not in _COLOURS
            else hardly_differ(part.get(f"{W}val", ""), "FFFFFF") and not self.shades(run)
            for part in parts
        )

    def shades(self, run: _Element) -> bool:
        """Whether the style of the table that a run stands in may shade its cell."""
        return bool(self._parts_of_table(self._table_style(run))[1])

    def _parts_of_table(self, name: str) -> tuple[list[_Element], list[str]]:
        """What a style of tables says of the print of some cells, and the colours with which it shades any."""
        if name not in self._kept_tables:
            styles = list(self._style_and_bases(name))
            parts = [part for style in styles for part in style.iterfind(f"{W}tblStylePr/{W}rPr/*")]
            telling = [part for part in parts if part.tag in _TELLING_BY_DEFAULT or self._is_unseen(part)]
            shades = [fill_of_shade(shade, self.looks) for style in styles for shade in style.iter(f"{W}shd")]
            self._kept_tables[name] = (telling, shades)
        return self._kept_tables[name]

    def crosses(self, cell: _Element) -> bool:
        """Whether a cell, or the style of its table for some of its cells, has a line drawn from corner to corner."""
        styles = self._style_and_bases(self._table_style(cell))
        lines = [each for told in (*cell.iterfind(f"{W}tcPr"), *styles) for each in told.iter(f"{W}tl2br", f"{W}tr2bl")]
        return any(each.get(f"{W}val", "nil") not in {"nil", "none"} for each in lines)

    def of_paragraph(self, paragraph: _Element, name: str) -> dict[str, str]:
        """The values of a property of a paragraph: its own, before those of its style, of what that is based on, and of its table's."""
        told: dict[str, str] = {}
        names = (self._paragraph_style(paragraph), self._table_style(paragraph))
        styles = itertools.chain.from_iterable(map(self._style_and_bases, names))
        for place in (paragraph, *styles, *self._paragraph_defaults):
            found = place.find(f"{W}pPr/{W}{name}")
            for key, value in {} if found is None else found.attrib.items():
                told.setdefault(str(key).removeprefix(W), str(value))
        return told

    def _of_style(self, name: str, kind: str) -> dict[str, _Element]:
        """The properties of a style of a kind and of those that it is based on."""
        if (name, kind) not in self._kept:
            found: dict[str, _Element] = {}
            for style in self._style_and_bases(name):
                for part in style.iterfind(f"{W}rPr/*") if style.get(f"{W}type", kind) == kind else ():
                    found.setdefault(str(part.tag), part)
            self._kept[name, kind] = found
        return self._kept[name, kind]

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
        told = self.properties(run)
        colour = colour_of_run(told, self.looks)
        is_marked = self.is_marked(run, colour)
        if not told and not is_marked:
            return _AS_IT_STANDS

        def value(name: str, default: str = "") -> str:
            element = told.get(f"{W}{name}")
            return default if element is None else element.get(f"{W}val", "1")

        def has(name: str) -> bool:
            return is_on(told.get(f"{W}{name}"))

        points = size / 2 if (size := _half_points(value("szCs" if has("cs") else "sz"))) >= 0 else None
        ground = ground_of_run(run, told, self.looks, by_paragraph=self._shade_by_style(run)) or (
            "STYLED" if self.shades(run) else "FFFFFF"
        )
        is_auto = colour == "AUTO" and told.get(f"{W}highlight") is not None
        is_faint = hardly_differ("000000" if is_auto else colour, ground)
        size_is_unseen = points is not None and points * 2 <= _UNSEEN_SIZE
        fill = told.get(f"{DRAWING_2010}textFill")
        doubled = [name for name in ("vanish", "strike", "dstrike") if has(name) and self._is_doubled(run, name)]
        # What is hidden on the web is printed; only lists of contents have it outside of tables.
        is_kept_off = has("webHidden") and next(run.iterancestors(f"{W}tbl"), None) is None
        if is_kept_off or has("specVanish") or is_faint or size_is_unseen or (has("vanish") and not doubled):
            return None
        if fill is not None and fill.find(f"{DRAWING_2010}noFill") is not None:
            return None
        fonts = told.get(f"{W}rFonts")
        spacing, width, position = (value(name) for name in ("spacing", "w", "position"))
        return Piece(
            "",
            struck=(has("strike") or has("dstrike")) and not doubled,
            shifted=value("vertAlign", "baseline") in {"superscript", "subscript"}
            or position.lstrip("-") not in {"0", ""},
            unsure=is_marked
            or bool(doubled)
            or has("webHidden")
            or has("rtl")
            or f"{W}eastAsianLayout" in told
            or f"{W}fitText" in told
            or (fonts is not None and self._prints_signs(fonts))
            or (fill is not None and next(fill.iter(*_FAINT_FILLS), None) is not None)
            or (ground == "FFFFFF" and hardly_differ(colour, self.looks.background))
            or not _TIGHTEST < whole(spacing) < _WIDEST
            or abs(whole(position)) >= _FARTHEST
            or whole(width, 100) < _NARROWEST,
            size=points,
        )

    def _shade_by_style(self, run: _Element) -> _Element | None:
        """The shade that the style of a run's paragraph gives it."""
        name = self._paragraph_style(next(run.iterancestors(f"{W}p"), None) if self._styles else None)
        if name not in self._kept_shades:
            shades = (each.find(f"{W}pPr/{W}shd") for each in self._style_and_bases(name))
            self._kept_shades[name] = next((each for each in shades if each is not None), None)
        return self._kept_shades[name]

    def _is_unseen(self, setting: _Element) -> bool:
        """Whether a setting makes print too small, narrow or tight to be seen, sets digits apart, or prints signs for them."""
        number = whole(setting.get(f"{W}val"), -1)
        if setting.tag == f"{W}sz":
            return 0 <= _half_points(setting.get(f"{W}val", "")) <= _UNSEEN_SIZE
        if setting.tag == f"{W}w":
            return 0 < number < _NARROWEST
        if setting.tag == f"{W}spacing":
            return not _TIGHTEST < number < _WIDEST
        return setting.tag == f"{W}rFonts" and self._prints_signs(setting)

    def _prints_signs(self, fonts: _Element) -> bool:
        names = [str(each) for each in fonts.attrib.values()]
        return SIGNS.search(" ".join(names)) is not None or any(each.lower() in self.looks.signs for each in names)

    def _paragraph_style(self, paragraph: _Element | None) -> str:
        """The name of the style of a paragraph: the usual one where it names none."""
        style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
        return self._usual if style is None else style.get(f"{W}val", "")

    def _table_style(self, element: _Element) -> str:
        """The name of the style of the table that an element stands in, empty for none."""
        table = next(element.iterancestors(f"{W}tbl"), None) if self._styles else None
        style = None if table is None else table.find(f"{W}tblPr/{W}tblStyle")
        return "" if table is None else self._usual_table if style is None else style.get(f"{W}val", "")


def _half_points(text: str) -> float:
    """A height of print in half points, as which it is told where no unit stands behind it; -1 for none."""
    return 2 * float(said[1]) if (said := _POINTS.fullmatch(text)) else whole(text, -1)


def whole(text: str | None, default: int = 0) -> int:
    """The whole number that an attribute says."""
    return int(text) if text and _WHOLE.fullmatch(text) else default


def is_on(setting: _Element | None) -> bool:
    """Whether a setting is made and not switched off."""
    return setting is not None and setting.get(f"{W}val", "1") not in _OFF
