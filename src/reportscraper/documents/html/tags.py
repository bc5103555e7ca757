"""How text looks by the tag it stands in and the attributes of old that set type, colours and grounds."""

from __future__ import annotations

import functools
import re

from lxml.etree import _Element
from msgspec.structs import replace

from reportscraper.documents.html.colours import colour_of
from reportscraper.documents.html.declared import look_of_style
from reportscraper.documents.html.elements import BLOCKS
from reportscraper.documents.html.looks import PLAIN, Look
from reportscraper.documents.pieces import SIGNS

_CELL_PARTS = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table"})
_OF_LINES = frozenset(
    [
        "a", "abbr", "b", "bdi", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    ]
)  # fmt: skip
"""Elements that are no boxes unless their style makes them such: nothing moves them, turns them or cuts them off."""
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
BY_TAG: dict[str, Look] = {
    "del": Look(struck=True),
    "s": Look(struck=True),
    "strike": Look(struck=True),
    "sup": Look(shifted=True, factor=0.83),
    "sub": Look(shifted=True, factor=0.83),
    "small": Look(factor=0.83),
    "big": Look(factor=1.2),
    "rt": Look(hidden=True),
    "rtc": Look(hidden=True),
    "rp": Look(hidden=True),
    "noscript": Look(hidden=True),
    "template": Look(hidden=True),
    "noframes": Look(hidden=True),
    "noembed": Look(hidden=True),
    "xmp": Look(apart=True),
    "datalist": Look(hidden=True),
    "bdo": Look(unsure=True),
    "marquee": Look(unsure=True),
    "q": Look(apart=True),
    "button": Look(apart=True, lifted=True),
    "dialog": Look(hidden=True),
    "meter": Look(unsure=True),
    "progress": Look(unsure=True),
}
TELLING_TAGS = frozenset(BY_TAG) | {"font", "details"}
_GROUNDS = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table", "body"})


@functools.lru_cache(1024)
def _font(colour: str, size: str, face: str) -> Look:
    step = 3 + int(size) if re.fullmatch(r"\s*[+-]\d\s*", size) else size.strip()
    return Look(
        size=_FONT_SIZES.get(str(max(1, min(7, step)) if isinstance(step, int) else step)),
        colour=_named(colour),
        face=face.lower(),
        signs=SIGNS.search(face) is not None,
    )


def _named(colour: str) -> tuple[float, float, float] | None:
    """The colour of an attribute of old, which may leave out its ``#``."""
    return colour_of(colour.lower())[0] or colour_of(f"#{colour.lower()}")[0] if colour else None


@functools.lru_cache(256)
def _ground(colour: str, text: str, picture: str) -> Look:
    return Look(ground=_named(colour), colour=_named(text), pictured=bool(picture))


def look_of_tag(element: _Element) -> Look:
    """How text looks by the tag it stands in and the attributes of old that set type, colours and grounds."""
    tag = element.tag
    if tag == "font":
        return _font(*(element.get(name) or "" for name in ("color", "size", "face")))
    if tag in _GROUNDS:
        told = (element.get("bgcolor") or "", element.get("text") or "", element.get("background") or "")
        return _ground(*told) if any(told) else PLAIN
    is_open = tag == "dialog" and element.get("open") is not None
    return PLAIN if is_open else BY_TAG.get(str(tag), PLAIN)


@functools.lru_cache(4096)
def look_of(tag: str, style: str) -> Look:
    """The look of an element of which nothing but a style is said."""
    return on_tag(laid_over(look_of_style(style), BY_TAG.get(tag, PLAIN)), tag)


def on_tag(look: Look, tag: str) -> Look:
    """A look on a tag: parts of tables stand where their table puts them, and only paragraphs begin outside of their box unharmed."""
    if look.gone:
        is_box = tag not in _OF_LINES or look.apart or look.lifted
        look = replace(look, gone=False, hidden=is_box, unsure=look.unsure or not is_box)
    if look.pulled and (tag not in BLOCKS or look.lifted) and tag not in _CELL_PARTS:
        look = replace(look, moved=True)
    return replace(look, apart=False) if look.apart and tag in _CELL_PARTS else look


@functools.lru_cache(1024)
def laid_over(look: Look, base: Look) -> Look:
    """A look by style over the look that the tag gives."""
    if base is PLAIN or look is PLAIN:
        return look if base is PLAIN else base
    said = {name: value for name in look.__struct_fields__ if (value := getattr(look, name)) != getattr(PLAIN, name)}
    return replace(base, **said)
