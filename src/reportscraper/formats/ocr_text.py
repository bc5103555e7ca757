"""Print in pictures recognised: lines told apart by the paper between them, each read by the model that rapidocr ships.

The model is run as it is, not through rapidocr: that would fetch models it misses, and tells the mean of the characters'
probabilities where the least is what a figure hangs on.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from msgspec import Struct

from reportscraper.errors import DocumentError
from reportscraper.formats.pictures import Grey, printed

_HEIGHT = 48
"""Pixels: the height of a line as the model takes it."""
_WIDEST = 3_200
_MARGIN = 0.15
"""Paper left around a line, in characters."""
_BLANK = 0


class Said(Struct, frozen=True):
    """What stands in a piece of print, and how sure the least sure of its characters is, 0 to 1."""

    text: str
    confidence: float


class Run(Struct, frozen=True):
    """Where a line of print stands in a piece of ink."""

    left: int
    top: int
    right: int
    bottom: int


def lines_in(ink: Grey, em: int) -> list[Run]:
    """The lines of print from top to bottom; specks much smaller than a full stop are none."""
    shapes = _without_specks(printed(ink), em)
    found = []
    for top, bottom in _joined(list(_runs(shapes.any(axis=1))), em):
        columns = np.flatnonzero(shapes[top:bottom].any(axis=0))
        found.append(Run(int(columns[0]), top, int(columns[-1]) + 1, bottom))
    return found


def _without_specks(shapes: Grey, em: int) -> Grey:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(shapes)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    kept = size >= em / 8
    kept[0] = False
    return np.asarray(kept[labels], dtype=np.uint8)


def _runs(marks: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Iterator[tuple[int, int]]:
    """Stretches of marks, as half-open spans."""
    steps = np.flatnonzero(np.diff(np.concatenate(([0], marks.astype(np.int8), [0]))))
    yield from ((int(start), int(end)) for start, end in zip(steps[::2], steps[1::2], strict=True))


def _joined(runs: list[tuple[int, int]], em: int) -> list[tuple[int, int]]:
    """Parts of a line that have paper between them (二, 三, ：) put together: together they are no higher than a character."""
    found: list[tuple[int, int]] = []
    for start, end in runs:
        if found and end - found[-1][0] <= 1.15 * em and min(end - start, found[-1][1] - found[-1][0]) < 0.6 * em:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def read_line(ink: Grey, run: Run, em: int, *, margin: float = _MARGIN) -> Said:
    """What a line says. Raises DocumentError when the model cannot be had."""
    high = max(run.bottom - run.top, em)
    around = round(margin * high)
    top = (run.top + run.bottom - high) // 2 - around
    piece = _cut(ink, run.left - 2 * around, top, run.right + 2 * around, top + high + 2 * around)
    return _reader().read(piece)


def _cut(ink: Grey, left: int, top: int, right: int, bottom: int) -> Grey:
    """A rectangle of the ink, with paper where it reaches beyond."""
    height, width = ink.shape
    inner = ink[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    edges = (max(-top, 0), max(bottom - height, 0), max(-left, 0), max(right - width, 0))
    return np.asarray(cv2.copyMakeBorder(inner, *edges, cv2.BORDER_CONSTANT, value=0), dtype=np.uint8)


class _Reader:
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

    def read(self, piece: Grey) -> Said:
        """What a piece of ink says."""
        width = min(round(piece.shape[1] * _HEIGHT / piece.shape[0]), _WIDEST)
        small = cv2.resize(255 - piece, (width, _HEIGHT), interpolation=cv2.INTER_AREA)
        levels = small.astype(np.float32) / 127.5 - 1
        odds = self._session.run(None, {self._input: np.broadcast_to(levels, (1, 3, *levels.shape)).copy()})[0][0]
        best, sure = odds.argmax(axis=1), odds.max(axis=1)
        first = np.concatenate(([True], best[1:] != best[:-1])) & (best != _BLANK)
        text = "".join(self._characters[each] for each in best[first])
        return Said(text, round(float(sure[first].min(initial=1.0)), 4) if text else 0.0)


@functools.cache
def _reader() -> _Reader:
    found = importlib.util.find_spec("rapidocr")
    folders = (found.submodule_search_locations or ()) if found else ()
    models = sorted(model for folder in folders for model in Path(folder, "models").glob("*_rec_*.onnx"))
    if not models:
        raise DocumentError("no model for the recognition of text is installed")
    return _Reader(models[-1])
