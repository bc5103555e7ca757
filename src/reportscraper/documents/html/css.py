"""What a page's own styles do to a text: which rules of its style sheets and attributes meet an element, and how it then looks.

Only what tells whether digits are seen as one number is kept (a `Look`); fonts, weights and colours that can be seen say nothing.
Sheets that lie at other addresses are not known and count as saying nothing. Selectors are resolved by `cssselect`; a rule whose
selector cannot be resolved meets every element of its last name, and leaves it unsure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import cssselect
import tinycss2
import tinycss2.color3
from lxml import etree
from lxml.etree import _Element
from msgspec import Struct
from msgspec.structs import replace

Colour = tuple[float, float, float]


class Look(Struct, frozen=True, omit_defaults=True):
    """How the text of an element is seen."""

    hidden: bool = False
    """Not seen at all."""
    struck: bool = False
    """Struck through."""
    shifted: bool = False
    """Raised or lowered against the line."""
    apart: bool = False
    """Set apart from what stands before and behind it."""
    unsure: bool = False
    """Seen in a way that cannot be told from here: turned, moved, covered, written by a script, mirrored."""
    size: float | None = None
    """Height of the print in pixels; None when nothing is said."""
    factor: float = 1.0
    """Height of the print against the text around it, when it is said so."""
    colour: Colour | None = None
    ground: Colour | None = None

    def parts_digits(self, *, inline: bool = True) -> bool:
        """Whether it does more than choose a type face, a common size or a colour that is seen on white."""
        return self is not PLAIN and (
            self.hidden
            or self.struck
            or self.shifted
            or self.unsure
            or (inline and self.apart)
            or (self.size is not None and self.size < _SMALL)
            or self.factor < _SMALL / 16
            or (self.colour is not None and sum(self.colour) > _LIGHT)
            or (self.ground is not None and sum(self.ground) < _DARK)
        )


PLAIN = Look()

_NAMES = frozenset(
    [
        "display",
        "visibility",
        "content",
        "position",
        "float",
        "left",
        "right",
        "top",
        "bottom",
        "inset",
        "text-indent",
        "clip",
        "clip-path",
        "mask",
        "mask-image",
        "transform",
        "rotate",
        "scale",
        "translate",
        "zoom",
        "opacity",
        "filter",
        "color",
        "background",
        "background-color",
        "background-image",
        "font",
        "font-size",
        "vertical-align",
        "text-decoration",
        "text-decoration-line",
        "direction",
        "unicode-bidi",
        "margin",
        "margin-left",
        "margin-right",
        "padding",
        "padding-left",
        "padding-right",
        "width",
        "height",
        "max-width",
        "max-height",
        "overflow",
        "letter-spacing",
        "content-visibility",
        "-webkit-text-fill-color",
        "-webkit-text-security",
        "list-style",
        "list-style-type",
    ]
)
TELLING = re.compile(
    r"display|visib|content|position|float|left|right|top|bottom|inset|indent|clip|mask|transform|rotate|scale|translate|zoom|opacity"
    r"|filter|color|background|font-size|font\s*:|vertical|decoration|direction|bidi|margin|padding|height|width|spacing|webkit|\\|/\*",
    re.IGNORECASE,
)
"""A style that holds none of these says nothing of how a text is seen."""

_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|ch|%|in|cm|mm|pc|q|vw|vh|)(?![\w%])", re.IGNORECASE)
_PIXELS = {
    "px": 1.0,
    "pt": 4 / 3,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
    "pc": 16.0,
    "q": 0.945,
    "rem": 16.0,
    "vw": 12.8,
    "vh": 8.0,
    "": 1.0,
}
_RELATIVE = {"em": 1.0, "%": 0.01, "ex": 0.5, "ch": 0.5}
_SIZE_WORDS = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
_SIZE_FACTORS = {"smaller": 0.83, "larger": 1.2}
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_UNSEEN_SIZE = 3.0
"""Print of less pixels is a dot to a reader."""
_FAR = 100.0
"""Moved by more pixels than this to the left or upwards, a text is off the screen."""
_GAP = 6.0
_INLINE = frozenset(
    {
        "inline",
        "contents",
        "initial",
        "inherit",
        "unset",
        "revert",
        "ruby",
        "table-cell",
        "table-row",
        "table",
        "list-item",
    }
)
_CELL_PARTS = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table"})
_MOST_RULES = 2_000
_SMALL, _LIGHT, _DARK = 7.0, 2.4, 1.2
"""Print of less pixels, colours as light and grounds as dark as this may not be seen."""


def _pixels(value: str, base: float = 16.0) -> float | None:
    found = _LENGTH.search(value)
    if found is None:
        return None
    unit = found[2].lower()
    return float(found[1]) * (_PIXELS[unit] if unit in _PIXELS else _RELATIVE[unit] * base)


def _declarations(style: str) -> Iterator[tuple[str, str, bool]]:
    """Name, value and importance of each declaration that is telling."""
    for one in tinycss2.parse_blocks_contents(style, skip_whitespace=True, skip_comments=True):
        if one.type == "declaration" and (one.lower_name in _NAMES or one.lower_name.startswith("margin")):
            value = tinycss2.serialize([each for each in one.value if each.type != "comment"])
            yield one.lower_name, value.strip().lower(), one.important


@functools.lru_cache(4096)
def look_of_style(style: str) -> Look:
    """How text looks under the declarations of a ``style`` attribute."""
    if not TELLING.search(style):
        return PLAIN
    return _look(_cascaded((important, name, value) for name, value, important in _declarations(style)))


@functools.lru_cache(4096)
def _look_of(declared: tuple[tuple[bool, str, str], ...]) -> Look:
    return _look(_cascaded(declared))


def _cascaded(declared: Iterable[tuple[bool, str, str]]) -> Mapping[str, str]:
    kept: dict[str, tuple[bool, str]] = {}
    for important, name, value in declared:
        if name not in kept or important or not kept[name][0]:
            kept[name] = important, value
    return {name: value for name, (_, value) in kept.items()}


def _colour(value: str) -> tuple[Colour | None, bool]:
    """The first colour in a value, and whether it lets everything through."""
    for token in value.replace(",", " , ").split() if "(" not in value else [value]:
        try:
            read = tinycss2.color3.parse_color(token)
        except ValueError:
            continue
        if read is not None and read != "currentColor":
            return (read.red, read.green, read.blue), read.alpha < 0.1
    return None, False


def _size(css: Mapping[str, str]) -> tuple[float | None, float]:
    """Height in pixels and factor against the text around, as far as they are said."""
    value = css.get("font-size") or ""
    if not value and "font" in css:
        found = re.search(
            r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%|cm|mm|in)|0(?=[/\s])|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?=\s|/|$)",
            css["font"],
        )
        value = found[1] if found else ""
    if value in _SIZE_WORDS:
        return _SIZE_WORDS[value], 1.0
    if value in _SIZE_FACTORS:
        return None, _SIZE_FACTORS[value]
    found = _LENGTH.match(value)
    if found is None:
        return None, 1.0
    unit = found[2].lower()
    return (None, float(found[1]) * _RELATIVE[unit]) if unit in _RELATIVE else (float(found[1]) * _PIXELS[unit], 1.0)


def _look(css: Mapping[str, str]) -> Look:
    if not css:
        return PLAIN
    said = css.get
    size, factor = _size(css)
    colour, see_through = _colour(said("-webkit-text-fill-color") or said("color") or "")
    ground, _ = _colour(said("background-color") or said("background") or "")
    display = said("display", "inline")
    moved = [_pixels(said(side, "")) or 0.0 for side in ("left", "top", "margin-left", "margin-top", "text-indent")]
    opacity = _pixels(said("opacity", "1"), 1.0)
    sides = (_pixels(said(side, "")) for side in ("width", "height", "max-width", "max-height"))
    no_room = any(side is not None and side <= 1 for side in sides)
    hidden = (
        display == "none"
        or said("visibility") in {"hidden", "collapse"}
        or said("content-visibility") == "hidden"
        or (opacity is not None and opacity < 0.1)
        or see_through
        or (size is not None and size <= _UNSEEN_SIZE)
        or factor <= 0.15
        or said("zoom", "1") in {"0", "0%"}
        or (said("position") in {"absolute", "fixed", "relative"} and min(moved) < -_FAR)
        or min(moved[2:]) < -_FAR
        or (no_room and said("overflow") in {"hidden", "clip"})
        or re.search(r"scale[xy]?\(\s*0\s*[,)]", said("transform", "")) is not None
        or said("scale") == "0"
        or re.search(r"rect\(\s*0(?:px)?[\s,]+0(?:px)?[\s,]+0(?:px)?[\s,]+0", said("clip", "")) is not None
    )
    turned = any(
        said(name, "none") not in {"none", "auto", "normal", "initial", "unset", "inherit", "0", "1", "100%"}
        for name in (
            "transform",
            "rotate",
            "scale",
            "translate",
            "filter",
            "clip",
            "clip-path",
            "mask",
            "mask-image",
            "zoom",
            "-webkit-text-security",
        )
    )
    gaps = [
        _pixels(part) or 0.0
        for name in ("margin-left", "margin-right", "padding-left", "padding-right")
        for part in [said(name, "")]
    ]
    for name in ("margin", "padding"):
        gaps.extend(_pixels(part) or 0.0 for part in said(name, "").split()[1::2])
    spacing = _pixels(said("letter-spacing", "")) or 0.0
    raised = said("vertical-align", "baseline")
    shifted = raised in {"super", "sub", "text-top", "text-bottom"} or abs(_pixels(raised) or 0.0) > 1
    if said("position") == "relative" and any(_pixels(said(side, "")) for side in ("top", "bottom")):
        shifted = True
    return Look(
        hidden=hidden,
        struck="line-through" in said("text-decoration", "") + said("text-decoration-line", ""),
        shifted=shifted,
        apart=display not in _INLINE or said("float", "none") in {"left", "right"} or any(gap >= _GAP for gap in gaps),
        unsure=turned
        or said("direction") == "rtl"
        or "override" in said("unicode-bidi", "")
        or said("position") in {"absolute", "fixed", "sticky"}
        or (said("position") == "relative" and any(_pixels(said(side, "")) for side in ("left", "right")))
        or (opacity is not None and opacity < 0.4)
        or spacing >= 2 * _GAP
        or spacing <= -3
        or any(gap <= -3 for gap in gaps),
        size=size,
        factor=factor,
        colour=colour,
        ground=ground,
    )


_BY_TAG: dict[str, Look] = {
    "del": Look(struck=True),
    "s": Look(struck=True),
    "strike": Look(struck=True),
    "sup": Look(shifted=True, factor=0.83),
    "sub": Look(shifted=True, factor=0.83),
    "small": Look(factor=0.83),
    "big": Look(factor=1.2),
    "rt": Look(hidden=True),
    "rp": Look(hidden=True),
    "noscript": Look(hidden=True),
    "template": Look(hidden=True),
    "datalist": Look(hidden=True),
    "bdo": Look(unsure=True),
    "marquee": Look(unsure=True),
    "q": Look(apart=True),
    "button": Look(apart=True),
    "label": PLAIN,
    "meter": Look(unsure=True),
    "progress": Look(unsure=True),
}
TELLING_TAGS = frozenset(_BY_TAG) | {"font", "details"}


class Styles:
    """The looks of a page's elements."""

    def __init__(self, root: _Element | None = None, sheets: Iterable[_Element] = ()) -> None:
        """``sheets`` are the ``<style>`` elements of the page that ``root`` holds."""
        self._met: dict[_Element, list[tuple[bool, tuple[int, int, int], int, str, str]]] = {}
        self._painted: set[_Element] = set()
        self._order = 0
        if root is not None:
            for sheet in sheets:
                if (sheet.get("media") or "all").lower() in {"all", "screen", ""}:
                    self._read(root, sheet.text or "")

    def __bool__(self) -> bool:
        """Whether any rule of the page's own sheets meets anything."""
        return bool(self._met or self._painted)

    def met_in(self, element: _Element) -> list[_Element]:
        """The elements below one that a rule of the page's own sheets meets."""
        return (
            [each for each in element.iterdescendants() if each in self._met or each in self._painted] if self else []
        )

    def look(self, element: _Element) -> Look:
        """How the text of an element looks by its tag, its attributes, its own style and the page's sheets, heritage left aside."""
        tag = element.tag
        if not isinstance(tag, str):
            return PLAIN
        style = element.get("style")
        met = self._met.get(element) if self._met else None
        if met is None:
            look = PLAIN if style is None else look_of_style(style)
        else:
            own = [(important, (9, 9, 9), 0, name, value) for name, value, important in _declarations(style or "")]
            look = _look(
                _cascaded((rule[0], rule[3], rule[4]) for rule in sorted([*met, *own], key=lambda rule: rule[1:3]))
            )
        if tag in _BY_TAG:
            look = _laid_over(look, _BY_TAG[tag])
        elif tag == "font":
            look = _laid_over(look, _font(element))
        elif tag == "bdo" or (element.get("dir") or "").lower() == "rtl":
            look = replace(look, unsure=True)
        if tag in _CELL_PARTS and look.apart:
            look = replace(look, apart=False)
        if element.get("hidden") is not None and not (style and "display" in style):
            look = replace(look, hidden=True)
        if element in self._painted:
            look = replace(look, unsure=True)
        return look

    def _read(self, root: _Element, text: str) -> None:
        if TELLING.search(text):
            self._take(root, tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))

    def _take(self, root: _Element, rules: Iterable[Any]) -> None:
        for rule in rules:
            if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports", "layer"} and rule.content:
                if "print" not in tinycss2.serialize(rule.prelude).lower():
                    self._take(
                        root, tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
                    )
            elif rule.type == "qualified-rule":
                self._order += 1
                declared = list(_declarations(tinycss2.serialize(rule.content)))
                if declared and self._order <= _MOST_RULES:
                    self._meet(root, tinycss2.serialize(rule.prelude), declared)

    def _meet(self, root: _Element, prelude: str, declared: list[tuple[str, str, bool]]) -> None:
        for query, pseudo, specificity, resolved in _queries(prelude):
            if pseudo in {"before", "after"} and not any(
                name == "content" and _prints(value) for name, value, _ in declared
            ):
                continue
            if pseudo not in {None, "before", "after", "first-letter", "first-line"}:
                continue
            if not resolved and _look(_cascaded((False, name, value) for name, value, _ in declared)) == PLAIN:
                continue
            for element in cast("list[_Element]", query(root)):
                if pseudo or not resolved:
                    self._painted.add(element)
                else:
                    told = self._met.setdefault(element, [])
                    told.extend(
                        (important, specificity, self._order, name, value) for name, value, important in declared
                    )


def _prints(content: str) -> bool:
    """Whether generated content shows anything: `none`, an empty string and white space do not."""
    return content not in {"none", "normal"} and bool(re.sub(r"[\"'\s]", "", content))


@functools.lru_cache(1024)
def _queries(prelude: str) -> tuple[tuple[etree.XPath, str | None, tuple[int, int, int], bool], ...]:
    """A query for each selector of a list, with its pseudo-element, its specificity, and whether it could be resolved."""
    translator = cssselect.HTMLTranslator()
    try:
        parsed = cssselect.parse(prelude)
        return tuple(
            (
                etree.XPath(translator.selector_to_xpath(each)),
                str(each.pseudo_element) if each.pseudo_element else None,
                each.specificity(),
                True,
            )
            for each in parsed
        )
    except (cssselect.SelectorError, etree.XPathError, RecursionError):
        pass
    found = []
    for part in prelude.split(","):
        names = re.findall(r"([.#]?)([a-z_][\w-]*)", re.split(r"[\s>+~]+", part.strip())[-1].partition(":")[0], re.I)
        if names:
            mark, name = names[-1]
            selector = f"{mark}{name}"
            found.append((etree.XPath(translator.css_to_xpath(selector)), None, (0, 0, 0), False))
    return tuple(found)


def _font(element: _Element) -> Look:
    colour, _ = _colour(element.get("color") or "")
    return Look(size=_FONT_SIZES.get((element.get("size") or "").strip()), colour=colour)


def _laid_over(look: Look, base: Look) -> Look:
    """A look by style over the look that the tag gives."""
    return Look(
        hidden=look.hidden or base.hidden,
        struck=look.struck or base.struck,
        shifted=look.shifted or base.shifted,
        apart=look.apart or base.apart,
        unsure=look.unsure or base.unsure,
        size=look.size if look.size is not None else base.size,
        factor=look.factor if look.factor != 1.0 else base.factor,
        colour=look.colour or base.colour,
        ground=look.ground or base.ground,
    )


UNSTYLED = Styles()
"""A page without sheets of its own."""
