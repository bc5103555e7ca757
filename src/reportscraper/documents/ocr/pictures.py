"""Pictures made ready to be read: opened within limits, set upright, freed of their background."""

from __future__ import annotations

import io
import math
import warnings
from typing import TypeAlias

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from reportscraper.errors import DocumentError
from reportscraper.model import Box

Grey: TypeAlias = NDArray[np.uint8]
"""One byte a pixel. In pictures 0 is black; in `Picture.ink` 0 is paper and 255 is the darkest ink."""

PIXELS = 50_000_000
"""Pixels of a picture, all its pages together, counted before a page is decoded."""
_KINDS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
_SMALLEST = 16
_PALEST = 80.0
"""Print is at least so much darker than its paper; paper with nothing on it must not be stretched until its grain is print."""
_FINE = 1_400
"""Pictures with fewer pixels across are enlarged twice: rules one pixel wide do not outlive being turned."""
_STEEPEST = 5.0
_LEVEL = 0.03
"""Degrees; a rule over the whole width of a page then rises by a pixel."""
_LONG = 6
"""Rules by which a page is levelled are this many characters long."""
FAINT, PRINT = 24, 64
"""Ink lighter than the first is noise (JPEG, dust), than the second no print; rules may be lighter than print."""


class Picture(Struct, frozen=True):
    """A picture of a page made ready: ink on nothing, rules level. ``em`` is the height of a character in its pixels."""

    ink: Grey
    em: int
    page: int
    back: NDArray[np.float64]
    """Takes places in ``ink`` to places in the picture as it was given: 2 × 3."""

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The upright rectangle around a rectangle of ``ink``, in the given picture."""
        corners = np.array([(x, y, 1.0) for x in (left, right) for y in (top, bottom)])
        places = corners @ self.back.T
        (x0, y0), (x1, y1) = places.min(axis=0), places.max(axis=0)
        return Box(self.page, *(round(float(each), 1) for each in (x0, y0, x1, y1)))


def open_picture(data: bytes) -> list[Grey]:
    """The pages of a picture in grey, as they are meant to be held: one, but for TIFF files; of an animation the first.

    Raises DocumentError for kinds that are not read, damaged files, and more pixels than a report can have.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of large sizes, which are refused here in any case, and of odd tags.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_KINDS) as picture:
                pages, left = list[Grey](), PIXELS
                for frame in ImageSequence.Iterator(picture) if picture.format == "TIFF" else (picture,):
                    left -= frame.width * frame.height
                    if left < 0:
                        raise DocumentError(f"the picture has more than {PIXELS:,} pixels")
                    upright = ImageOps.exif_transpose(frame)
                    if upright.has_transparency_data:
                        # What is see-through is shown on white paper.
                        coloured = upright.convert("RGBA")
                        upright = Image.alpha_composite(Image.new("RGBA", coloured.size, "white"), coloured)
                    pages.append(np.asarray(upright.convert("L")))
                return pages
    except UnidentifiedImageError as error:
        raise DocumentError("the picture is damaged or of a kind that is not read") from error
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise DocumentError(f"the picture is damaged: {type(error).__name__} {error}"[:200]) from error


def make_ready(grey: Grey, page: int, unit: float = 1.0) -> Picture | None:
    """The page with its rules level and its paper gone; None when nothing is printed on it. Boxes are in ``unit`` a pixel."""
    if min(grey.shape) < _SMALLEST:
        return None
    scale = 2 if grey.shape[1] < _FINE and grey.size * 4 <= PIXELS else 1
    if scale > 1:
        larger = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        grey = np.asarray(larger, dtype=np.uint8)
    ink = _without_paper(grey)
    # Most characters are as high as the taller ones of the small shapes.
    _, _, stats, _ = cv2.connectedComponentsWithStats(has_ink(ink))
    heights, widths = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    small = heights[(heights >= 8) & (heights <= 120) & (widths <= 120)]
    if small.size < 4:
        return None
    em = round(float(np.percentile(small, 85)))
    back = np.array([[unit / scale, 0, 0], [0, unit / scale, 0]])
    degrees = _find_turn(ink, em)
    if abs(degrees) > _LEVEL:
        # It is turned on a larger sheet, so that nothing is lost at its corners.
        height, width = ink.shape
        more = math.ceil(math.sin(math.radians(abs(degrees))) * max(height, width) / 2)
        forth = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), dtype=np.float64)
        forth[:, 2] += more
        turned = cv2.warpAffine(ink, forth, (width + 2 * more, height + 2 * more), flags=cv2.INTER_CUBIC)
        ink = np.asarray(turned, dtype=np.uint8)
        back = np.asarray(cv2.invertAffineTransform(forth), dtype=np.float64) * unit / scale
    return Picture(ink, em, page, back)


def _without_paper(grey: Grey) -> Grey:
    """How much darker than the paper around it each pixel is, stretched so that the darkest print is 255."""
    # Closing with a brush wider than any stroke paints out all print; it is done small, for paper changes slowly.
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    paper = cv2.resize(cv2.blur(paper, (9, 9)), grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    ink = cv2.subtract(paper, grey)
    marks = ink[ink > FAINT]
    darkest = max(_PALEST, float(np.percentile(marks, 95))) if marks.size else _PALEST
    return np.asarray(cv2.convertScaleAbs(ink, alpha=255 / darkest), dtype=np.uint8)


def has_ink(ink: Grey, least: int = PRINT) -> Grey:
    """Where there is ink, of a darkness at ``least``: 1, else 0."""
    return np.asarray(ink > least, dtype=np.uint8)


def _find_turn(ink: Grey, em: int) -> float:
    """Degrees by which the rules fall to the right, to be undone; 0 where there are none."""
    # Short brushes and an ink one pixel thicker let tilted rules through; strokes that pass as well are not long.
    thick = cv2.dilate(has_ink(ink), np.ones((3, 1), np.uint8))
    level = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, em * 2 // 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(level)
    found = []
    for label in np.flatnonzero(stats[:, cv2.CC_STAT_WIDTH] >= _LONG * em):
        left, top, width, height, area = stats[label]
        if label and area < width * em / 2:
            ys, xs = np.nonzero(labels[top : top + height, left : left + width] == label)
            found.append((math.degrees(math.atan(np.polyfit(xs, ys, 1)[0])), float(width)))
    # The median slope, rules counted by their length.
    found = sorted(pair for pair in found if abs(pair[0]) <= _STEEPEST)
    half, passed = sum(width for _, width in found) / 2, 0.0
    for slope, width in found:
        passed += width
        if passed >= half:
            return slope
    return 0.0
