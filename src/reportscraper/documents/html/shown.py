"""The text of an HTML cell or line as a reader sees it: the slow and careful way, taken where anything but plain text stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml.etree import _Element
from msgspec import Struct
from msgspec.structs import replace

from reportscraper.documents.html.css import Styles
from reportscraper.documents.html.elements import BLOCKS, text_in
from reportscraper.documents.html.lengths import gaps_of, pixels
from reportscraper.documents.html.looks import CLEAR, FAINTEST, PLAIN, UNSEEN_SHARE, UNSEEN_SIZE, Colour, Look
from reportscraper.documents.html.scripts import NOWHERE, WrittenTo, writes
from reportscraper.documents.layout import UNREAD
from reportscraper.documents.pieces import DIGIT, Piece, join_pieces, leads_to_note

SOURCE_SPACE = re.compile(r"[ \t\n\f\r]+")
_PARTING = BLOCKS | {"button", "summary", "details", "legend", "optgroup", "xmp", "td", "th", "tr", "caption", "option"}
_DROPPED = frozenset(
    {"style", "table", "title", "meta", "link", "param", "source", "track", "area", "col", "colgroup", "head"}
)
OPAQUE = frozenset(
    {
        "img", "object", "embed", "canvas", "svg", "video", "audio", "iframe", "frame", "applet", "picture", "math", "select",
        "dialog", "image",
    }
)  # fmt: skip
NO_TEXT = frozenset(
    [
        "script", "style", "noscript", "head", "template", "select", "option", "button", "input", "textarea", "iframe", "object", "embed",
        "svg", "audio", "video", "math", "img", "canvas",
    ]
)  # fmt: skip
"""Elements that are no text of a line, though they may show some."""
_FIELDS = frozenset({"input", "textarea", "button"})
"""Their print has a colour, a ground and a size of its own."""
_PLAIN_MATH = frozenset({"math", "mrow", "mn", "mstyle", "semantics", "mo", "mtext"})
_MATH_TEXT = re.compile(r"[\d.,\s]*")
_MOST_OF_A_FIGURE = 40
"""Characters of a table within a cell that may be the cell's figure, set in a table of its own; a longer one is read as a table alone."""
_LONGEST_LABEL = 80
_LOWEST_FIELD = 10.0
"""Pixels of height in which a line of print is seen."""
_AS_AROUND = frozenset({"inherit", "unset", "revert"})
_WHITE: Colour = (1.0, 1.0, 1.0)
_BLACK: Colour = (0.0, 0.0, 0.0)
_CONTRAST = 0.12
_DIGITS = re.compile(r"[0-9０-９.,，．]*[0-9０-９]")
_WIDTH, _LEAST_WIDTH, _SEEN_SHARE, _LOW = 0.5, 5.0, 0.75, 3.0
"""Width of a digit in shares of its height, and in pixels at least; the share of its height that it takes to be seen; heights that
hold a second line.
"""


class Shown(Struct, frozen=True):
    """How text is seen at a place: what the elements around it make of it."""

    struck: bool = False
    shifted: bool = False
    unsure: bool = False
    elsewhere: bool = False
    """In another row or over another cell than its own."""
    signs: bool = False
    """In a font that may print another sign for a digit."""
    size: float | None = None
    factor: float = 1.0
    """Height against a text whose own is not said."""
    colour: Colour | None = None
    ground: Colour | None = None
    visible: bool = True
    names: str = ""
    """By which a sheet that is not known here may choose it."""
    opacity: float = 1.0

    def changes_under(self, look: Look) -> bool:
        """Whether digits within an element of a look are seen otherwise than around it; a font of signs gives way to another font."""
        return look.parts_digits() or (self.signs and bool(look.face))

    def under(self, look: Look, *, around: bool = False) -> Shown:
        """How text is seen within an element of a look. What is moved takes with it what it holds ``around`` a cell or a line."""
        if look is PLAIN:
            return self
        size, factor = look.size, 1.0
        if size is None:
            size, factor = (None, self.factor * look.factor) if self.size is None else (self.size * look.factor, 1.0)
        return Shown(
            look.struck or (self.struck and not look.lifted),
            self.shifted or look.shifted,
            self.unsure or look.unsure or (look.moved and not around),
            self.elsewhere or (look.displaced and not around),
            look.signs if look.face and look.face not in _AS_AROUND else self.signs,
            size,
            factor,
            look.colour or self.colour,
            look.ground or self.ground,
            self.visible if look.visible is None else look.visible,
            self.names,
            self.opacity * look.opacity,
        )

    def piece(self, text: str) -> Piece:
        """A text that is seen so; of one that lets its ground through, a shadow may be seen."""
        if self.is_unseen:
            return Piece(UNREAD if self.unsure and self.colour is CLEAR and DIGIT.search(text) else "")
        return Piece(
            text,
            self.struck,
            self.shifted,
            self.unsure or self.signs or self.opacity < FAINTEST,
            self.size,
            self.factor,
            self.names,
            self.elsewhere,
        )

    @property
    def is_unseen(self) -> bool:
        """Whether the print has the colour of its ground, lets it through, or is too small to be seen."""
        size = 16.0 * self.factor if self.size is None else self.size
        if not self.visible or self.colour is CLEAR or size <= UNSEEN_SIZE or self.opacity < UNSEEN_SHARE:
            return True
        if self.colour is None and self.ground is None:
            return False
        print_, ground = self.colour or _BLACK, self.ground or _WHITE
        return sum(abs(one - other) for one, other in zip(print_, ground, strict=True)) < _CONTRAST * 3


PLAINLY = Shown()
_IN_WORDS = Shown(elsewhere=True)


def shown_around(element: _Element | None, styles: Styles) -> Shown:
    """How text is seen at the level of an element that holds cells."""
    shown = PLAINLY
    for outer in [] if element is None else reversed([element, *element.iterancestors()]):
        look = styles.look(outer)
        shown = shown.under(look, around=True)
        if look.displaced and outer.tag == "tr":  # Its figures are seen beside the labels of other rows, or over them.
            shown = replace(shown, unsure=True)
    return replace(shown, shifted=False)


def shown_text(element: _Element, around: Shown, styles: Styles, written: WrittenTo = NOWHERE) -> str:
    """The text a reader sees in an element, lines parted by line feeds, what cannot be told marked by U+FFFC.

    The looks of the elements ``around`` it are its own as well: print as white as its row's ground.
    """
    look = styles.look(element)
    start = around.under(look)
    pieces = list(_pieces(element, start, styles, written, spread=look.spread))
    text = join_pieces(pieces)
    if any(piece.elsewhere and piece.text.strip() for piece in pieces) and len(text) <= _LONGEST_LABEL:
        return text + UNREAD if DIGIT.search(text) else UNREAD  # Words are a label where they are seen.
    is_figure = (look.pictured and not text.strip()) or _is_cut(element, look, start)
    return text + UNREAD if is_figure else text


def _is_cut(element: _Element, look: Look, how: Shown) -> bool:
    """Whether digits are cut off by the end of a box, or may be pushed out of it by what stands above them."""
    if look.room is look.tall is None:
        return False
    runs = _DIGITS.findall(text_in(element))
    size = 16.0 * how.factor if how.size is None else how.size
    # A cell grows with what it holds.
    share = _LEAST_WIDTH / 16.0 if element.tag in {"td", "th"} else _WIDTH
    if look.room is not None and max(map(len, runs), default=0) * size * share > look.room:
        return True
    if look.tall is None or not runs or look.tall > _LOW * size:
        return False
    return look.tall < _SEEN_SHARE * size or any(
        each.tag == "br" or each.tag in BLOCKS or each.get("style") or each.get("class")
        for each in element.iterdescendants()
    )


def _pieces(root: _Element, start: Shown, styles: Styles, written: WrittenTo, *, spread: bool) -> Iterator[Piece]:
    if (written and written.meets(root)) or styles.is_painted(root):
        yield Piece(UNREAD, elsewhere=styles.is_painted(root) == "words")
    # A stack, not recursion: pasted markup nests without bound.
    stack: list[tuple[_Element | str, Shown, bool]] = [(root, start, spread)]
    while stack:
        item, how, spread = stack.pop()
        if isinstance(item, str):
            yield how.piece(item)
            continue
        if item.text:
            stack.append((SOURCE_SPACE.sub(" ", item.text), how, False))
        within = [part for child in item for part in _parts_of(child, how, styles, written, spread=spread)]
        place = len(stack) - bool(item.text)
        stack[place:place] = reversed(within)


def _parts_of(
    child: _Element, how: Shown, styles: Styles, written: WrittenTo, *, spread: bool
) -> Iterator[tuple[_Element | str, Shown, bool]]:
    """What is seen of an element and of the text behind it, in order."""
    tag = child.tag
    if tag == "br":
        yield "\n", PLAINLY, False
    elif tag == "template" and child.get("shadowrootmode") is not None:
        yield UNREAD, PLAINLY, False  # A browser shows what it holds, in place of what stands around it.
    elif tag == "table" and _is_one_cell(child):
        yield child, how.under(styles.look(child)), False
    elif tag == "table" and len(held := text_in(child).strip()) <= _MOST_OF_A_FIGURE and DIGIT.search(held):
        yield UNREAD, PLAINLY, False
    elif written and written.meets(child) and DIGIT.search(text_in(child)) and styles.hides(child):
        yield UNREAD, PLAINLY, False  # A script that names it may bring it to light.
    elif isinstance(tag, str) and tag not in _DROPPED and not styles.hides(child, look := styles.look(child)):
        special = _special(child, tag)
        apart = look.apart or spread or tag in _PARTING
        if apart:
            yield "\n", PLAINLY, False
        # A reader sees the number of a list's entry, which stands nowhere in the text.
        numbered = tag == "li" and next(child.iterancestors(), child).tag == "ol"
        is_cut = _is_cut(child, look, how.under(look))
        # An empty box may be drawn as a digit; one that is moved about may lie over the print, or be a line through it.
        is_drawn = (look.moved or look.pictured or look.drawn) and not text_in(child).strip()
        if (
            numbered
            or is_cut
            or is_drawn
            or styles.is_painted(child)
            or (written and written.meets(child))
            or (_is_empty_beside_digit(child) and styles.names(child))
        ):
            yield UNREAD, _IN_WORDS if styles.is_painted(child) == "words" else PLAINLY, False
        if special is None:
            inner = how.under(replace(look, shifted=True) if is_note_link(child) else look)
            names = styles.names_apart(child)
            yield child, replace(inner, names=names) if names else inner, look.spread
        else:
            # Fields and pictures stand on the line; what goes through the text around them does not go through them.
            inner = replace(how, struck=False)
            if tag in _FIELDS and special.strip():
                inner = _within_field(inner, look, said := styles.said(child))
                if inner.is_unseen or inner.struck or _is_too_small(child, said):
                    special, inner = UNREAD, PLAINLY
            yield special, inner, False
        if apart:
            yield "\n", PLAINLY, False
    if child.tail:
        yield SOURCE_SPACE.sub(" ", child.tail), how, False


def _is_empty_beside_digit(element: _Element) -> bool:
    """Whether nothing stands in an element, in which a sheet that is not known here may print a digit of the number around it."""
    if len(element) or element.text:
        return False
    before, parent = element.getprevious(), element.getparent()
    ahead = before.tail if before is not None else parent.text if parent is not None else ""
    return DIGIT.search(f"{(ahead or '')[-1:]}{(element.tail or '')[:1]}") is not None


def _is_one_cell(table: _Element) -> bool:
    """Whether a table is no more than a box around one figure."""
    cells = list(table.iter("td", "th"))
    return len(cells) == 1 and DIGIT.search(text_in(table)) is not None and len(text_in(table)) <= _MOST_OF_A_FIGURE


def is_note_link(link: _Element) -> bool:
    """Whether an element is a link to a note of the page: a bare mark that points within it."""
    return link.tag == "a" and leads_to_note((link.get("href") or "").strip(), text_in(link))


def is_dot(picture: _Element) -> bool:
    """Whether a picture is a mere dot, or nothing: one pixel wide and twelve high it may be the digit 1."""
    sides = [picture.get("width"), picture.get("height")]
    return "0" in sides or ("1" in sides and set(sides) <= {"1", None})


def within_line(element: _Element, before: Sequence[str | Piece], styles: Styles) -> list[str]:
    """What an element that is no text adds to a line of prose: where a picture or a field stands at a number, that is not known.

    ``before`` holds what stands last on the line, if anything does.
    """
    tag = element.tag
    if tag == "math":
        return [_special(element, "math") or ""]
    behind, ahead = element.tail or "", "".join(each if isinstance(each, str) else each.text for each in before)
    if not (DIGIT.search(ahead[-1:]) and behind[:1].strip()) and not (DIGIT.search(behind[:1]) and ahead[-1:].strip()):
        return []
    special = _special(element, tag) if isinstance(tag, str) and tag in NO_TEXT else None
    return [UNREAD] if special and special.strip() and not styles.hides(element) else []


def _within_field(how: Shown, look: Look, said: Mapping[str, str]) -> Shown:
    """How the value of a field is seen: in black on white, where nothing else is said of the field itself."""
    colour = how.colour if said.get("color") in _AS_AROUND else None
    is_clear = said.get("background-color", said.get("background", "")) in {"transparent", "none", "inherit"}
    return replace(how, colour=colour, ground=how.ground if is_clear else None).under(look)


def _is_too_small(field: _Element, said: Mapping[str, str]) -> bool:
    """Whether a form field shows a part of its value alone."""
    length, size = len((field.get("value") or "").strip()), field.get("size") or ""
    wide = [pixels(said[name]) for name in ("width", "max-width") if name in said and "%" not in said[name]]
    high = [pixels(said[name]) for name in ("height", "max-height") if name in said and "%" not in said[name]]
    least = length * _LEAST_WIDTH + sum(gaps_of(said))
    return (
        (size.isdecimal() and 0 < int(size) < length)
        or any(each is not None and each < least for each in wide)
        or any(each is not None and each < _LOWEST_FIELD for each in high)
    )


def _special(element: _Element, tag: str) -> str | None:
    """What is seen of an element that is no text of the page: fields, pictures, scripts, closed details; None for all others."""
    if tag == "script":
        is_equation = "math" in (element.get("type") or "")
        return UNREAD if is_equation or writes(element.text or "") else ""
    if tag == "input":
        kind = (element.get("type") or "text").lower()
        if kind == "hidden":
            return ""
        if not element.get("value") and element.get("placeholder"):
            return UNREAD
        return (
            f"\n{element.get('value') or ''}\n"
            if kind in {"text", "number", "button", "submit", "tel", "search"}
            else f"\n{UNREAD}\n"
        )
    if tag == "textarea":
        return f"\n{element.text or ''}\n"
    if tag == "math":
        text = text_in(element)
        plain = {each.tag for each in element.iter() if isinstance(each.tag, str)} <= _PLAIN_MATH
        loose = "".join([element.text or "", *(each.tail or "" for each in element)])  # Browsers show none of it.
        return text if plain and _MATH_TEXT.fullmatch(text) and not DIGIT.search(loose) else UNREAD
    if tag in OPAQUE:
        return "" if tag == "img" and is_dot(element) else UNREAD
    if tag == "details" and element.get("open") is None:
        summary = element.find("summary")
        return "\n" + (text_in(summary) if summary is not None else UNREAD) + "\n"
    return None
