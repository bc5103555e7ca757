"""How the runs and paragraphs of a Word file are shown: by what they say themselves, and by the styles that they name."""

from __future__ import annotations

import re

from lxml.etree import _Element

from reportscraper.documents.office.colours import (
    DRAWING_2010,
    PLAIN_LOOKS,
    Looks,
    colour_of_run,
    fill_of_shade,
    ground_of_run,
    hardly_differ,
    is_pale,
)
from reportscraper.documents.office.wordml import W, WordStyles, is_on, value_of, whole
from reportscraper.documents.pieces import SIGNS, Piece

_WIDEST, _TIGHTEST, _NARROWEST = 200, -60, 30
"""Room between characters in twentieths of a point that sets digits apart or lays them over one another; their width in percent."""
_FARTHEST = 100
"""Half points by which print is raised or lowered out of its line."""
_POINTS = re.compile(r"(\d+(?:\.\d+)?)pt")
_UNSEEN_SIZE = 6
"""Print of three points (six half-points) and less is a dot to a reader."""
_FAINT_FILLS = (f"{DRAWING_2010}alpha", f"{DRAWING_2010}gradFill")
_COLOURS = frozenset({f"{W}color", f"{DRAWING_2010}textFill"})
_TELLING_BY_DEFAULT = _COLOURS | {
    f"{W}{name}" for name in ("vanish", "specVanish", "webHidden", "strike", "dstrike", "vertAlign", "position", "rtl")
}
"""What the defaults of a file and the styles of its tables may say of all print; its usual height is no news."""
_AS_IT_STANDS = Piece("")

Told = dict[str, _Element]
"""Properties by name."""


class RunStyles:
    """What the styles, the theme and the fonts of a Word file say of its print, asked for once for each pair of styles in it."""

    def __init__(self, styles: WordStyles, looks: Looks = PLAIN_LOOKS) -> None:
        self.styles, self.looks = styles, looks
        self._signs: dict[str, bool] = {}
        root = styles.root
        defaults = [] if root is None else list(root.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr/*"))
        self.defaults = {str(each.tag): each for each in defaults if self.is_telling(each)}
        self.paragraph_defaults = [] if root is None else root.findall(f"{W}docDefaults/{W}pPrDefault")
        self._kept: dict[tuple[str, str], StyledPlace] = {}

    def at(self, element: _Element) -> StyledPlace:
        """How what stands in a paragraph, or in a cell, is shown."""
        paragraph = element if element.tag == f"{W}p" else None
        table = next(element.iterancestors(f"{W}tbl"), None)
        names = self.styles.name_at(paragraph, "paragraph"), self.styles.name_at(table, "table")
        if names not in self._kept:
            self._kept[names] = StyledPlace(self, *names)
        return self._kept[names]

    def is_telling(self, setting: _Element) -> bool:
        """Whether a setting hides, strikes, moves or colours print, makes it too small, narrow or tight to be seen, sets digits apart, or
        prints signs for them.
        """
        if setting.tag in _TELLING_BY_DEFAULT:
            return True
        number = whole(setting.get(f"{W}val"), -1)
        if setting.tag == f"{W}sz":
            return 0 <= _half_points(setting.get(f"{W}val", "")) <= _UNSEEN_SIZE
        if setting.tag == f"{W}w":
            return 0 < number < _NARROWEST
        if setting.tag == f"{W}spacing":
            return not _TIGHTEST < number < _WIDEST
        return setting.tag == f"{W}rFonts" and self.prints_signs(setting)

    def prints_signs(self, fonts: _Element) -> bool:
        """Whether one of the fonts that a run names prints signs for digits."""
        names = "\n".join(map(str, fonts.attrib.values()))
        if names not in self._signs:
            is_known = any(each.lower() in self.looks.signs for each in names.splitlines())
            self._signs[names] = is_known or SIGNS.search(names) is not None
        return self._signs[names]


class StyledPlace:
    """What the style of a paragraph and that of the table around it, both by name, make of the print there."""

    def __init__(self, run_styles: RunStyles, paragraph: str, table: str) -> None:
        self._all = run_styles
        self._chains = [run_styles.styles.chain(name) for name in (paragraph, table)]
        self._by_styles = [
            _of_kind(chain, kind) for chain, kind in zip(self._chains, ("paragraph", "table"), strict=True)
        ]
        of_paragraph, of_table = self._by_styles
        self._told = {
            **run_styles.defaults,
            **{name: each for name, each in of_table.items() if run_styles.is_telling(each)},
            **of_paragraph,
        }
        self._by_character: dict[str, tuple[Told, Told]] = {}
        shades = (each.find(f"{W}pPr/{W}shd") for each in self._chains[0])
        self._shade = next((each for each in shades if each is not None), None)
        parts = [part for style in self._chains[1] for part in style.iterfind(f"{W}tblStylePr/{W}rPr/*")]
        self._grounds = [
            fill_of_shade(shade, run_styles.looks) for style in self._chains[1] for shade in style.iter(f"{W}shd")
        ]
        is_shaded = bool(self._grounds)
        self._is_marked = any(
            is_on(part)
            if part.tag not in _COLOURS
            else hardly_differ(part.get(f"{W}val", ""), "FFFFFF") and not is_shaded
            for part in parts
            if run_styles.is_telling(part)
        )
        """Whether the style of the table hides, strikes or moves the print of some of its rows or columns."""
        self._settings: dict[str, dict[str, str]] = {}
        lines = [each for style in self._chains[1] for each in style.iter(f"{W}tl2br", f"{W}tr2bl")]
        self._is_crossed = any(map(_is_drawn, lines))

    def properties(self, run: _Element) -> Told:
        """The properties of a run by name: its own, before those of its style, of its paragraph's style and of what they are based on."""
        own = run.find(f"{W}rPr")
        if own is None or not len(own):
            return self._told
        return {**self._of_character(value_of(own, "rStyle"))[1], **{str(each.tag): each for each in own}}

    def _of_character(self, name: str) -> tuple[Told, Told]:
        """What a style of characters says, and that with all that the place says."""
        if name not in self._by_character:
            found = _of_kind(self._all.styles.chain(name), "character")
            self._by_character[name] = found, {**self._told, **found}
        return self._by_character[name]

    def _is_doubled(self, run: _Element, name: str) -> bool:
        """Whether two styles of a run say what one of them takes back: hidden twice is seen, for the setting is turned by each."""
        own = run.find(f"{W}rPr")
        if own is None or own.find(f"{W}{name}") is not None:
            return False
        told = [self._of_character(value_of(own, "rStyle"))[0], *self._by_styles]
        return sum(is_on(each.get(f"{W}{name}")) for each in told) > 1

    def crosses(self, cell: _Element) -> bool:
        """Whether a cell, or the style of its table for some of its cells, has a line drawn from corner to corner."""
        own = (each for told in cell.iterfind(f"{W}tcPr") for each in told.iter(f"{W}tl2br", f"{W}tr2bl"))
        return self._is_crossed or any(map(_is_drawn, own))

    def setting_of(self, paragraph: _Element, name: str) -> dict[str, str]:
        """The values of a property of a paragraph: its own, before those of its style, of what that is based on, and of its table's."""
        if name not in self._settings:
            places = [*self._chains[0], *self._chains[1], *self._all.paragraph_defaults]
            found = (place.find(f"{W}pPr/{W}{name}") for place in reversed(places))
            self._settings[name] = {key: value for each in found if each is not None for key, value in _values(each)}
        own = paragraph.find(f"{W}pPr/{W}{name}")
        return self._settings[name] if own is None else {**self._settings[name], **dict(_values(own))}

    def shown(self, run: _Element) -> Piece | None:
        """How text of a run is seen, as a piece without text; None when it is not seen."""
        looks, told = self._all.looks, self.properties(run)
        if not told and not self._is_marked:
            return _AS_IT_STANDS

        def value(name: str, default: str = "") -> str:
            element = told.get(f"{W}{name}")
            return default if element is None else element.get(f"{W}val", "1")

        def has(name: str) -> bool:
            return is_on(told.get(f"{W}{name}"))

        points = size / 2 if (size := _half_points(value("szCs" if has("cs") else "sz"))) >= 0 else None
        colour = colour_of_run(told, looks)
        print_ = "000000" if colour == "AUTO" and told.get(f"{W}highlight") is not None else colour
        ground = ""
        if print_ != "AUTO":
            said = ground_of_run(run, told, looks, by_paragraph=self._shade)
            ground = said or ("STYLED" if self._grounds else "FFFFFF")
        is_hidden = hardly_differ(print_, ground) or (points is not None and points * 2 <= _UNSEEN_SIZE)
        fill = told.get(f"{DRAWING_2010}textFill")
        doubled = [name for name in ("vanish", "strike", "dstrike") if has(name) and self._is_doubled(run, name)]
        # What is hidden on the web is printed; only lists of contents have it outside of tables.
        is_kept_off = has("webHidden") and next(run.iterancestors(f"{W}tbl"), None) is None
        if is_kept_off or has("specVanish") or is_hidden or (has("vanish") and not doubled):
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
            unsure=self._is_marked
            or bool(doubled)
            or has("webHidden")
            or has("rtl")
            or f"{W}eastAsianLayout" in told
            or f"{W}fitText" in told
            or (fonts is not None and self._all.prints_signs(fonts))
            or (fill is not None and next(fill.iter(*_FAINT_FILLS), None) is not None)
            or is_pale(print_, ground)
            or any(hardly_differ(print_, each) for each in self._grounds)
            or (ground == "FFFFFF" and hardly_differ(print_, looks.background))
            or not _TIGHTEST < whole(spacing) < _WIDEST
            or abs(whole(position)) >= _FARTHEST
            or whole(width, 100) < _NARROWEST,
            size=points,
        )


def _of_kind(chain: list[_Element], kind: str) -> Told:
    """What the styles of a kind among a style and its bases say of print."""
    told: Told = {}
    for style in chain:
        for part in style.iterfind(f"{W}rPr/*") if style.get(f"{W}type", kind) == kind else ():
            told.setdefault(str(part.tag), part)
    return told


def _values(element: _Element) -> list[tuple[str, str]]:
    return [(str(key).removeprefix(W), str(value)) for key, value in element.attrib.items()]


def _is_drawn(line: _Element) -> bool:
    return line.get(f"{W}val", "nil") not in {"nil", "none"}


def _half_points(text: str) -> float:
    """A height of print in half points, as which it is told where no unit stands behind it; -1 for none."""
    return 2 * float(said[1]) if (said := _POINTS.fullmatch(text)) else whole(text, -1)
