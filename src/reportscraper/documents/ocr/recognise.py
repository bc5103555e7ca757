"""Print in pictures recognised: lines told apart by the paper between them, each read by the model that rapidocr ships.

The model is run as it is, not through rapidocr: that would fetch models it misses, and tells the mean of the characters'
probabilities where the least is what a figure hangs on.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import onnxruntime
from msgspec import Struct
from numpy.typing import NDArray

from reportscraper.documents.layout import UNREAD
from reportscraper.documents.ocr.pictures import Grey, has_ink
from reportscraper.errors import DocumentError

_HEIGHT = 48
"""Pixels: the height of a line as the model takes it."""
_WIDEST = 3_200
_MARGIN, _TIGHTER = 0.15, 0.1
"""Paper left around a line, in characters. With much of it around, the model sees 1 in a lone 7."""
_LARGEST = 3.5
"""Shapes more characters wide and high than this are drawings."""
_FLAT = 0.25
"""A stroke lower than this many characters, alone on its line, is a dash."""
_APART = 0.9
"""Figures this many characters apart are two."""
_THIN, _LEAN = 0.3, 0.16
"""Shares of its height: a slash is thinner in each row, and its upper third stands so far right of its lower."""
_SURE = 0.7
"""A figure read with less confidence is not read."""
_ALIKE = {"0": "OoＯ○〇Ο", "1": "lI|丨｜"}
"""Characters that are printed like digits; on its own, a figure gives the model nothing to tell them by."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u4e27\u4e29-\u9fff]")
"""Ideographs but 丨, which is how a 1 may look."""
_BLANK = 0


Odds: TypeAlias = NDArray[np.float32]


class RecognisedText(Struct, frozen=True):
    """What stands in a piece of print, and how sure the least sure of its characters is, 0 to 1."""

    text: str
    confidence: float


class Run(Struct, frozen=True):
    """Where a line of print stands in a piece of ink."""

    left: int
    top: int
    right: int
    bottom: int


def wipe_drawings(ink: Grey, em: int) -> bool:
    """Takes shapes much larger than characters (stamps, photographs) off the ink; whether there are any."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(has_ink(ink))
    large = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > _LARGEST * em
    large[0] = False
    if large.any():
        ink[large[labels]] = 0
    return bool(large.any())


def lines_in(ink: Grey, em: int) -> list[Run]:
    """The lines of print from top to bottom; specks much smaller than a full stop are none."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(has_ink(ink))
    kept = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= em / 8
    kept[0] = False
    shapes = np.asarray(kept[labels], dtype=np.int8)
    # Where rows with print begin and end, one after the other.
    steps = np.flatnonzero(np.diff(np.concatenate(([0], shapes.max(axis=1), [0])))).tolist()
    found = []
    for top, bottom in _join_parts(zip(steps[::2], steps[1::2], strict=True), em):
        columns = np.flatnonzero(shapes[top:bottom].max(axis=0))
        found.append(Run(int(columns[0]), top, int(columns[-1]) + 1, bottom))
    return found


def _join_parts(runs: Iterable[tuple[int, int]], em: int) -> list[tuple[int, int]]:
    """Parts of a line that have paper between them (二, 三, ：) put together: together they are no higher than a character."""
    found: list[tuple[int, int]] = []
    for start, end in runs:
        if found and end - found[-1][0] <= 1.15 * em and min(end - start, found[-1][1] - found[-1][0]) < 0.6 * em:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def read_line(ink: Grey, run: Run, em: int) -> RecognisedText:
    """What a line of prose says. Raises DocumentError when the model cannot be had."""
    reader = _load_reader()
    return reader.spelled(reader.odds(_cut_line(ink, run, em, _MARGIN)))


def read_in_cell(ink: Grey, run: Run, em: int) -> RecognisedText:
    """What a line in a cell says: prose as `read_line` has it, a figure by a stricter reading.

    In a figure letters stand for the digits they are printed like. It is read twice, cut out in two ways, and `UNREAD` where the
    readings differ or where it may be two figures.
    """
    if stroke := _lone_stroke(ink, run, em):
        return RecognisedText(stroke, 1.0)
    reader = _load_reader()
    odds = reader.odds(_cut_line(ink, run, em, _MARGIN))
    said = reader.spelled(odds)
    if _HAN.search(said.text):
        return said
    # A rule that was not seen may have parted what stands so far apart.
    columns = np.flatnonzero(has_ink(ink)[run.top : run.bottom, run.left : run.right].max(axis=0))
    if np.diff(columns).max(initial=0) > _APART * em:
        return RecognisedText(UNREAD, 0.0)
    first = reader.spelled(odds, figure=True)
    second = reader.spelled(reader.odds(_cut_line(ink, run, em, _TIGHTER)), figure=True)
    confidence = min(first.confidence, second.confidence)
    if first.text != second.text or confidence < _SURE:
        return RecognisedText(UNREAD, 0.0)
    return RecognisedText(first.text, confidence)


def _lone_stroke(ink: Grey, run: Run, em: int) -> str:
    """The dash or slash that stands alone on a line, by its shape, for the model takes a slash for a 1; else empty."""
    shape = has_ink(ink)[run.top : run.bottom, run.left : run.right]
    height, width = shape.shape
    if height < _FLAT * em:
        return "—" if width > 2 * height else ""
    places = [np.flatnonzero(row) for row in shape]
    if height < em / 2 or not all(place.size for place in places):
        return ""
    # A slash is nowhere wide, and it leans by far more than italics do.
    widest = max(int(place[-1] - place[0]) + 1 for place in places)
    lean = np.mean([place.mean() for place in places[: height // 3]]) - np.mean(
        [place.mean() for place in places[-(height // 3) :]]
    )
    return "/" if widest < _THIN * height and lean > _LEAN * height else ""


def _cut_line(ink: Grey, run: Run, em: int, margin: float) -> Grey:
    """The line with paper around it. Low print (a comma, a dash) stays as low as it is beside a character."""
    high = max(run.bottom - run.top, em)
    around = round(margin * high)
    top = (run.top + run.bottom - high) // 2 - around
    bottom, left, right = top + high + 2 * around, run.left - 2 * around, run.right + 2 * around
    height, width = ink.shape
    inner = ink[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    edges = (max(-top, 0), max(bottom - height, 0), max(-left, 0), max(right - width, 0))
    return np.asarray(cv2.copyMakeBorder(inner, *edges, cv2.BORDER_CONSTANT, value=0), dtype=np.uint8)


class _LineReader:
    """The recognition model: a picture of one line to characters with their probabilities."""

    def __init__(self, model: Path) -> None:
        options = onnxruntime.SessionOptions()
        # More threads cost memory, and a county's crawl reads pictures beside other work; batches are slower still.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        characters = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        self._characters = ("", *characters, " ")
        numbers = {character: number for number, character in enumerate(self._characters)}
        self._alike = [
            (numbers[digit], [numbers[each] for each in letters if each in numbers])
            for digit, letters in _ALIKE.items()
        ]

    def odds(self, piece: Grey) -> Odds:
        """How likely each character stands at each place along a line: places × characters."""
        width = min(round(piece.shape[1] * _HEIGHT / piece.shape[0]), _WIDEST)
        small = cv2.resize(255 - piece, (width, _HEIGHT), interpolation=cv2.INTER_AREA)
        levels = small.astype(np.float32) / 127.5 - 1
        colours = np.broadcast_to(levels, (1, 3, *levels.shape)).copy()
        return np.asarray(self._session.run(None, {self._input: colours})[0][0], dtype=np.float32)

    def spelled(self, odds: Odds, *, figure: bool = False) -> RecognisedText:
        """The likeliest text, which may be known to be a ``figure``."""
        if figure:
            odds = odds.copy()
            for digit, letters in self._alike:
                odds[:, digit] += odds[:, letters].sum(axis=1)
                odds[:, letters] = 0
        best, sure = odds.argmax(axis=1), odds.max(axis=1)
        first = np.concatenate(([True], best[1:] != best[:-1])) & (best != _BLANK)
        if figure:
            # Wide digits are set apart without being two figures; what is far apart has been told from them before.
            first &= best != len(self._characters) - 1
        text = "".join(self._characters[each] for each in best[first])
        return RecognisedText(text, round(float(sure[first].min()), 4) if text else 0.0)


@functools.cache
def _load_reader() -> _LineReader:
    found = importlib.util.find_spec("rapidocr")
    folders = (found.submodule_search_locations or ()) if found else ()
    models = sorted(model for folder in folders for model in Path(folder, "models").glob("*_rec_*.onnx"))
    if not models:
        raise DocumentError("no model for the recognition of text is installed")
    return _LineReader(models[-1])
