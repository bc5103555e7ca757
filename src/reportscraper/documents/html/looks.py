"""How a text is seen, as far as it tells whether digits are seen as one number; fonts, weights and colours that can be seen say nothing."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

Colour = tuple[float, float, float]
CLEAR: Colour = (-1.0, -1.0, -1.0)
"""Of print that lets its ground through."""
UNSEEN_SIZE = 3.0
"""Print of less pixels is a dot to a reader."""
_SMALLER = 0.85
"""Print that is so much smaller than what stands beside it is no part of the same number."""
_SMALL, _LIGHT, _DARK = 10.5, 2.4, 1.2
"""Print of less pixels, colours as light and grounds as dark as this may not be seen."""


UNSEEN_SHARE, FAINTEST, _LESS = 0.1, 0.4, 0.8
"""Print of which less than the first share is left is not seen, less than the second in doubt; less than the third adds up to it."""


class Look(Struct, frozen=True, omit_defaults=True):
    """How the text of an element is seen."""

    hidden: bool = False
    """Not seen at all, nor anything in it."""
    gone: bool = False
    """The same where it is a box; what such a style does to a text on a line is another thing, if anything."""
    visible: bool | None = None
    """Whether it is said to be seen, what is in it left aside; None when nothing is said."""
    struck: bool = False
    """Struck through."""
    shifted: bool = False
    """Raised or lowered against the line."""
    lifted: bool = False
    """Out of the line, so that a line through the text around it does not go through it."""
    apart: bool = False
    """Set apart from what stands before and behind it."""
    spread: bool = False
    """What it holds is set apart, or in another order."""
    unsure: bool = False
    """Seen in a way that cannot be told from here, with all that it holds: turned, blended, mirrored."""
    moved: bool = False
    """Seen elsewhere than where it stands, or with its table and page in a way that is told by no more than their sheets (var, gradients)."""
    pulled: bool = False
    """Its box begins or ends a little outside of what it stands in, as Word sets paragraphs in cells; of a text on a line it is moved."""
    displaced: bool = False
    """Seen a line or more beside where it stands: in another row or over another cell."""
    drawn: bool = False
    """Its box shows ink of its own, so that an empty one may be a digit."""
    covering: str = ""
    """It lies over the whole page (``fixed``) or the whole of what it stands in (``absolute``), with a ground of its own; ``above`` where
    it is said to lie over what follows as well.
    """
    pictured: bool = False
    """It has a picture for its ground."""
    size: float | None = None
    """Height of the print in pixels; None when nothing is said."""
    factor: float = 1.0
    """Height of the print against the text around it, when it is said so."""
    colour: Colour | None = None
    ground: Colour | None = None
    room: float | None = None
    """The width in pixels beyond which its text is cut off."""
    tall: float | None = None
    """The height in pixels beyond which it is."""
    face: str = ""
    """The fonts it asks for."""
    signs: bool = False
    """Whether one of them prints signs for digits."""
    opacity: float = 1.0

    def parts_digits(self, *, inline: bool = True) -> bool:
        """Whether it does more than choose a type face, a common size or a colour that is seen on white."""
        return self is not PLAIN and (
            self.hidden
            or self.gone
            or self.visible is not None
            or self.struck
            or self.shifted
            or self.unsure
            or self.moved
            or self.displaced
            or self.signs
            or self.opacity < _LESS
            or self.spread
            or self.pictured
            or self.room is not None
            or self.tall is not None
            or (inline and (self.apart or self.pulled))
            or (self.size is not None and self.size < _SMALL)
            or (inline and not _SMALLER <= self.factor <= 1 / _SMALLER)
            or self.factor < _SMALL / 16
            or (self.colour is not None and (self.colour is CLEAR or sum(self.colour) > _LIGHT))
            or (self.ground is not None and sum(self.ground) < _DARK)
        )

    def is_inherited(self) -> bool:
        """Whether what it does to digits reaches those of a table within: what moves or parts the table does not."""
        bare = (
            self
            if self is PLAIN
            else replace(self, moved=False, displaced=False, spread=False, pictured=False, room=None, tall=None)
        )
        return bare.parts_digits(inline=False)


PLAIN = Look()
