"""PDF files beside pictures of their pages: what is read has ink, what is called blank has none; and prints of mutants by Chromium."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2
from msgspec import Struct
from PIL import Image

from reportscraper import parse_report
from reportscraper.documents import boxes_of, read_file
from reportscraper.model import Box, Figure

from ..documents.printed import Print
from .judge import Case, Verdict, is_read_as, is_told
from .mutants import KIND, mutant

_SCALE = 4.0
_DARK = 140
"""Levels of grey of 255 below which a pixel is ink."""
_EDGE = 2.0
"""Points of a cell's box that its rules may take."""
_RULES = f"<style>table{{border-collapse:collapse;width:100%}} td,th{{border:1px solid black;text-align:center}} [{KIND}]{{padding:0}}</style>"
_PAPER = {"format": None, "width": "30cm", "height": "42cm", "print_background": True}

_OF_THE_SCREEN = frozenset({"display none for the screen", "display none in print alone"})
"""Kinds that look otherwise in print."""


class Inked(Struct, frozen=True):
    """A figure and how many marks stand side by side in its cell, as a picture of the page shows them."""

    figure: Figure
    marks: int

    @property
    def agrees(self) -> bool:
        """A blank has none; a number has one for each of its characters at most, for digits may touch; Han characters may be of two parts."""
        if self.figure.kind == "blank":
            return self.marks == 0
        characters = sum(2 if each > "\u2e7f" else 1 for each in self.figure.raw if not each.isspace())
        return 0 < self.marks <= characters or self.figure.kind in {"unreadable", "missing"}


def inked(data: bytes) -> Iterator[Inked]:
    """The figures of a file, each beside the ink in its cell."""
    figures = parse_report(data).figures
    places = {(each.table, each.row, each.column): each.box for each in boxes_of(read_file(data), figures)}
    document = pypdfium2.PdfDocument(data)
    pages: dict[int, Image.Image] = {}
    for figure in figures:
        box = places.get((figure.table, figure.row, figure.column))
        if box is not None:
            if box.page not in pages:
                pages[box.page] = document[box.page - 1].render(scale=_SCALE).to_pil().convert("L")
            yield Inked(figure, _marks(pages[box.page], box))
    document.close()


def _marks(page: Image.Image, box: Box) -> int:
    """Runs of columns with ink within a box."""
    left, top, right, bottom = (
        round(side * _SCALE) for side in (box.left + _EDGE, box.top + _EDGE, box.right - _EDGE, box.bottom - _EDGE)
    )
    picture = page.crop((left, top, max(left + 1, right), max(top + 1, bottom)))
    width, height = picture.size
    pixels = picture.tobytes()
    # A column that is dark from top to bottom is a rule.
    columns = [pixels[column : width * height : width] for column in range(width)]
    dark = [min(column) < _DARK <= max(column) for column in columns]
    return sum(here and not before for before, here in zip([False, *dark], dark, strict=False))


def judged_print(seed: int, cases: Sequence[Case], print_page: Print) -> Iterator[Case]:
    """The figures of a mutant that was printed, beside what is seen of it on the screen (``cases``).

    What is generated or drawn on the screen has no text there: no witness.
    """
    page = mutant(seed).decode().replace("</head>", f"{_RULES}</head>", 1)
    read = {each.cell: each for each in parse_report(print_page(page, **_PAPER)).figures}
    for case in cases:
        figure = read.get(case.figure.cell)
        if figure is None or case.verdict == "no witness" or case.generated or case.kind in _OF_THE_SCREEN:
            yield Case(case.figure, case.kind, case.seen, "no witness", generated=case.generated)
        else:
            yield Case(figure, case.kind, case.seen, _verdict(figure, case.seen), generated=False)


def _verdict(figure: Figure, seen: str) -> Verdict:
    if is_told(figure):
        return "told"
    is_same = not seen if figure.kind == "blank" else is_read_as(figure, seen)
    return "same" if is_same else "wrong"
