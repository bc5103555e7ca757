"""Declarations of style, and the look that they give a text: what cannot be resolved from here leaves it unsure."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import tinycss2

from reportscraper.documents.html.colours import OPAQUE, WORKED_OUT, colour_of, is_opaque
from reportscraper.documents.html.lengths import (
    GAP,
    LENGTH,
    PIXELS,
    PUSHED,
    RELATIVE,
    covers_screen,
    gaps_of,
    is_displaced,
    is_drawn,
    is_gone_box,
    is_hidden,
    opacity_of,
    pixels,
    room_of,
)
from reportscraper.documents.html.looks import CLEAR, PLAIN, UNSEEN_SIZE, Look
from reportscraper.documents.pieces import SIGNS
from reportscraper.errors import DocumentError

TELLING = re.compile(
    r"display|visib|content|position|float|left|right|top|bottom|indent|clip|mask|transform|rotate|scale|translate|zoom|opacity"
    r"|filter|color|background|font-size|font-family|font-var|font-feat|font\s*:|vertical|decoration|direction|bidi|margin|padding"
    r"|height|width|spacing|webkit|inset|inline|block|blend|security|writing|orient|upright|order|anim|offset|all\s*:|list-style"
    r"|persp|gap|quotes|justify|border|underline|shadow|stroke|outline|\\|/\*",
    re.IGNORECASE,
)
"""A style that holds none of these says nothing of how a text is seen."""

_LOGICAL = {
    "inset-inline-start": "left", "inset-inline-end": "right", "inset-block-start": "top", "inset-block-end": "bottom",
    "margin-inline-start": "margin-left", "margin-inline-end": "margin-right",
    "padding-inline-start": "padding-left", "padding-inline-end": "padding-right",
    "border-inline-start": "border-left", "border-inline-end": "border-right",
    "inline-size": "width", "block-size": "height", "max-inline-size": "max-width", "max-block-size": "max-height",
    "overflow-inline": "overflow-x", "overflow-block": "overflow-y", "-webkit-filter": "filter", "-webkit-transform": "transform",
    "-webkit-mask": "mask", "-webkit-mask-image": "mask-image", "-webkit-clip-path": "clip-path", "text-security": "-webkit-text-security",
}  # fmt: skip
_SIDES = {
    "inset": ("top", "right", "bottom", "left"),
    "inset-inline": ("left", "right"),
    "inset-block": ("top", "bottom"),
    "margin-inline": ("margin-left", "margin-right"),
    "padding-inline": ("padding-left", "padding-right"),
}
_TURNING = frozenset(
    [
        "transform", "rotate", "scale", "filter", "clip", "clip-path", "mask", "mask-image", "zoom", "mix-blend-mode",
        "-webkit-text-security", "text-combine-upright", "text-orientation", "writing-mode", "font-variant-position",
        "font-feature-settings", "perspective", "offset-path", "offset", "text-underline-offset",
        "-webkit-text-stroke", "-webkit-text-stroke-width", "initial-letter", "font-size-adjust",
    ]
)  # fmt: skip
"""Properties whose every value but a few leaves a text unsure."""
_MOVING = frozenset(["animation", "animation-name", "order", "translate", "outline", "box-shadow"])
"""Properties that move a text, or lay something over what stands beside it."""
_UNMOVED = frozenset(["none", "auto", "normal", "initial", "unset", "inherit", "revert", "0"])
_UNTURNED = frozenset(
    ["none", "auto", "normal", "initial", "unset", "inherit", "revert", "0", "1", "100%", "horizontal-tb", "lr-tb", "mixed", "running"]
)  # fmt: skip
_READ = frozenset(
    [
        "display", "visibility", "content", "position", "float", "left", "right", "top", "bottom", "text-indent", "opacity", "color",
        "background", "background-color", "background-image", "font", "font-family", "font-size", "font-variant", "vertical-align",
        "text-decoration", "text-decoration-line", "direction", "unicode-bidi", "margin", "margin-left", "margin-right", "margin-top",
        "padding", "padding-left", "padding-right", "border", "border-top", "border-bottom", "border-left", "border-right", "border-left-width", "border-right-width", "width",
        "height", "max-width", "max-height", "line-height", "overflow", "overflow-x", "overflow-y", "letter-spacing", "word-spacing",
        "content-visibility", "-webkit-text-fill-color", "flex-direction", "flex-flow",
        "list-style", "list-style-type", "contain", "quotes", "text-shadow", "z-index", "margin-bottom",
    ]
)  # fmt: skip
_NAMES = _READ | _TURNING | _MOVING | {"all"}
_RESOLVED = frozenset(
    [
        "font", "font-family", "background", "background-image", "width", "height", "max-width", "max-height", "content", "line-height",
        "border", "border-top", "border-bottom", "border-left", "border-right",
    ]
)  # fmt: skip
"""Properties in which something that is worked out (var, calc) says nothing of whether a text is seen."""
_SIZE_WORDS = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
_SIZE_FACTORS = {"smaller": 0.83, "larger": 1.2}
_INLINE = frozenset(["inline", "contents", "initial", "inherit", "unset", "revert", "ruby", "table-cell"])
_UNNUMBERED = re.compile(
    r"(?:none|disc|circle|square|inside|outside|disclosure-(?:open|closed)|initial|unset|inherit|revert|url\([^)]*\)|\s)*"
)
_HARMLESS = re.compile(
    r"(?:(?:grayscale|drop-shadow|saturate|sepia)\((?:[^()]|\([^()]*\))*\)\s*|gray|(?:progid:[\w.]*)?basicimage\(\s*grayscale\s*=\s*1\s*\)\s*"
    r"|alpha\(opacity=100\)|url\([^)]*#grayscale\S*\))+"
)
"""Filters that leave print legible: sites turn grey on days of mourning."""
_ONLY_MOVED = re.compile(r"(?:translate(?:x|y|z|3d)?\([^()]*\)\s*)+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NOTED = 3.0
"""Pixels by which print that is moved or repeated is seen elsewhere."""
_SIGHTED_FEATURES = re.compile(
    r"(?:\s*[\"'](?:kern|liga|clig|calt|palt|halt|vert|tnum|lnum|pnum|onum|case|locl)[\"']\s*(?:on|off|\d)?\s*,?)*"
)
"""Features of fonts that print digits as digits on their line."""
_LENGTHS = re.compile(r"\binset\b|(?<![#\w(,.])[-+.\d]+(?:px|r?em|pt)?(?=[\s,]|$)")
_SHOWS_PICTURE = re.compile(r"url\(|image-set\(")


def parse_css(parse: Callable[..., list[Any]], style: str | list[Any]) -> list[Any]:
    """What a function of tinycss2 makes of a style. Raises DocumentError for a number of more digits than Python reads."""
    try:
        return parse(style, skip_whitespace=True, skip_comments=True)
    except ValueError as error:
        raise DocumentError("a style holds a number of thousands of digits, so what is seen cannot be told") from error


def declarations(style: str | list[Any]) -> Iterator[tuple[str, str, bool]]:
    """Name, value and importance of each telling declaration of a text or a parsed block, sides of lines named left and right."""
    for one in parse_css(tinycss2.parse_blocks_contents, style):
        if one.type != "declaration":
            continue
        name = _LOGICAL.get(one.lower_name, one.lower_name)
        if name not in _SIDES and name not in _NAMES:
            continue
        value = tinycss2.serialize([each for each in one.value if each.type != "comment"]).strip().lower()
        if name in _SIDES:
            parts, sides = value.split() or [""], _SIDES[name]
            given = {1: parts * 4, 2: parts * 2, 3: [*parts, parts[1 % len(parts)]]}.get(len(parts), parts)
            yield from ((side, each, one.important) for side, each in zip(sides, given, strict=False))
        else:
            yield name, value, one.important


@functools.lru_cache(4096)
def look_of_style(style: str) -> Look:
    """How text looks under the declarations of a ``style`` attribute."""
    if not TELLING.search(style):
        return PLAIN
    return look_of_rules(tuple((important, name, value) for name, value, important in declarations(style)))


@functools.lru_cache(4096)
def look_of_rules(declared: tuple[tuple[bool, str, str], ...]) -> Look:
    """How text looks under declarations, each with its importance, in the order in which the later wins."""
    return _look(winners(declared))


def winners(declared: tuple[tuple[bool, str, str], ...]) -> dict[str, str]:
    """The value of each name that wins."""
    kept: dict[str, tuple[bool, str]] = {}
    for important, name, value in declared:
        is_known = name != "display" or value in _DISPLAYS or "(" in value
        if is_known and (name not in kept or important or not kept[name][0]):
            kept[name] = important, value
    return {name: value for name, (_, value) in kept.items()}


_DISPLAYS = _INLINE | frozenset(
    [
        "none", "block", "inline-block", "flex", "inline-flex", "grid", "inline-grid", "table", "inline-table", "table-row", "list-item",
        "table-row-group", "table-header-group", "table-footer-group", "table-caption", "table-column", "table-column-group", "flow-root",
        "ruby-text", "ruby-base", "run-in", "-webkit-box", "-webkit-inline-box", "-webkit-flex", "-ms-flexbox", "block flow", "inline flow",
        "math", "revert-layer",
    ]
)  # fmt: skip
"""What browsers know; they pass over a declaration with any other value."""


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
    found = LENGTH.match(value)
    if found is None:
        return None, 1.0
    unit = found[2].lower()
    return (None, float(found[1]) * RELATIVE[unit]) if unit in RELATIVE else (float(found[1]) * PIXELS[unit], 1.0)


def _look(css: Mapping[str, str]) -> Look:
    if not css:
        return PLAIN
    said = css.get

    size, factor = _size(css)
    colour, is_odd = colour_of(said("-webkit-text-fill-color") or said("color") or "")
    painted = f"{said('background', '')} {said('background-image', '')}"
    ground, _ = colour_of(said("background-color") or said("background") or "")
    if is_opaque(shade := _LENGTHS.sub("", said("box-shadow", "")).strip()) and "inset" in css["box-shadow"]:
        ground, _ = colour_of(shade)  # It lies on the ground, below the print.
    gaps = gaps_of(css)
    raised, display = said("vertical-align", "baseline"), said("display", "inline")
    struck = said("text-decoration", "") + said("text-decoration-line", "")
    room, displaced = room_of(css), is_displaced(css)
    is_lifted = (
        display.startswith("inline-")
        or said("float", "none") not in _UNTURNED
        or said("position") in {"absolute", "fixed"}
    )
    return Look(
        hidden=is_hidden(css),
        gone=is_gone_box(css),
        visible={"visible": True, "hidden": False, "collapse": False}.get(said("visibility", "")),
        struck="line-through" in struck,
        shifted=raised in {"super", "sub", "text-top", "text-bottom"}
        or "super" in said("font-variant", "")
        or abs(pixels(raised) or 0.0) > 1
        or _is_pushed(css, "top", "bottom"),
        lifted=is_lifted,
        apart=display not in _INLINE
        or said("float", "none") in {"left", "right", "inline-start", "inline-end"}
        or (display == "table-cell" and "width" in css)
        or any(gap >= GAP for gap in gaps),
        unsure=_is_unsure(css),
        moved=displaced
        or _is_moved(css)
        or is_odd
        or "gradient" in painted
        or min(gaps, default=0) < PUSHED
        or room.shifted,
        pulled=PUSHED <= min(gaps, default=0) <= -3,
        displaced=displaced,
        drawn=is_drawn(css),
        spread=_is_spread(css),
        size=size,
        factor=factor,
        colour=colour,
        ground=None if ground is CLEAR else ground,
        covering=_covering(css) if covers_screen(css) else "",
        pictured=_SHOWS_PICTURE.search(painted) is not None,
        room=room.wide,
        tall=room.tall,
        face=(face := said("font-family") or said("font") or ""),
        signs=SIGNS.search(face) is not None,
        opacity=opacity_of(css) if "opacity" in css else 1.0,
    )


def _is_unsure(css: Mapping[str, str]) -> bool:
    """Whether a text is turned, mirrored, faint, set far apart, numbered or replaced in a way that cannot be told from here."""
    said = css.get
    spacing = pixels(said("letter-spacing", "")) or 0.0
    return (
        "all" in css
        or said("contain", "") in {"size", "inline-size"}
        or any(name in _TURNING and _is_turned(name, value) for name, value in css.items())
        or said("direction") == "rtl"
        or "override" in said("unicode-bidi", "")
        or "url(" in said("content", "")
        or any(map(str.isdigit, said("quotes", "")))
        or spacing >= 2 * GAP
        or spacing <= -3
        or _is_shadowed(css)
    )


def _is_moved(css: Mapping[str, str]) -> bool:
    """Whether a text may be seen elsewhere than where it stands, or as is worked out from what is not known here."""
    said = css.get
    return (
        said("position") in {"absolute", "fixed", "sticky", "-webkit-sticky"}
        or _is_pushed(css, "left", "right")
        or "reverse" in said("flex-direction", "") + said("flex-flow", "")
        or any(
            name in _MOVING
            and value not in _UNMOVED
            and not (name == "outline" and value.startswith("0 "))
            and not (name == "box-shadow" and value.startswith("inset") and "," not in _IN_BRACKETS.sub("", value))
            for name, value in css.items()
        )
        or not (_UNNUMBERED.fullmatch(said("list-style", "")) and _UNNUMBERED.fullmatch(said("list-style-type", "")))
        or any((pixels(part) or 0.0) <= -_NOTED for part in _upright_margins(css))
        or _ONLY_MOVED.fullmatch(said("transform", "")) is not None
        or any(name not in _RESOLVED and WORKED_OUT.search(value) for name, value in css.items())
        or "currentcolor" in (said("background-color") or said("background") or "")
    )


def _upright_margins(css: Mapping[str, str]) -> list[str]:
    short = css.get("margin", "").split()
    return [css.get("margin-top", ""), css.get("margin-bottom", ""), *short[:1], *short[2:3]]


def _is_shadowed(css: Mapping[str, str]) -> bool:
    """Whether the shadow of a text is seen as a second text, or in its place."""
    shadow, colour = css.get("text-shadow", "none"), css.get("-webkit-text-fill-color") or css.get("color") or ""
    return shadow not in _UNTURNED and (
        colour_of(colour)[0] is CLEAR or any(abs(float(found[1])) >= _NOTED for found in LENGTH.finditer(shadow))
    )


def _covering(css: Mapping[str, str]) -> str:
    """How a box of the whole screen lies over the page; not at all where its ground lets anything through."""
    value = css.get("background-color") or css.get("background") or ""
    if not is_opaque(value) or opacity_of(css) < OPAQUE:
        return ""
    return css["position"] + (" above" if css.get("z-index", "").strip("0").isdigit() else "")


def _is_pushed(css: Mapping[str, str], *sides: str) -> bool:
    return css.get("position") == "relative" and any(pixels(css.get(side, "")) for side in sides)


def _is_spread(css: Mapping[str, str]) -> bool:
    """Whether what an element holds is set apart, or in another order."""
    display = css.get("display", "inline")
    return "grid" in display or "flex" in display or "-webkit-box" in display or display in {"table", "inline-table"}


def _is_turned(name: str, value: str) -> bool:
    if name == "font-feature-settings" and _SIGHTED_FEATURES.fullmatch(value):
        return False
    return value not in _UNTURNED and _HARMLESS.fullmatch(value) is None and _ONLY_MOVED.fullmatch(value) is None


def is_unseen_size(look: Look) -> bool:
    """Whether a look makes print too small to be seen."""
    return (look.size is not None and look.size <= UNSEEN_SIZE) or look.factor <= 0.15
