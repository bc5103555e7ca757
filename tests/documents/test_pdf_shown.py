"""The characters of a PDF as a reader sees them."""

from __future__ import annotations

import pytest

from reportscraper.documents.pdf.lines import lines_of
from reportscraper.documents.pdf.sheets import Char


def char(text: str, x: float, size: float = 10, bottom: float = 100, runs: tuple[float, float] = (1.0, 0.0)) -> Char:
    return Char(text, x, x + size * 0.5, bottom - size, bottom, size, "a", *runs)


@pytest.mark.parametrize(
    ("last", "seen"),
    [
        (char("2", 10), "612"),
        (char("2", 10, size=1), "61"),
        (char("2", 10, size=6, bottom=101), "61"),
        (char("2", 10, size=6, bottom=94), "61"),
        (char("2", 10, runs=(0.7, 0.7)), "61"),
        (char("2", 10, runs=(0.0, 1.0)), "612\ufffc"),
        (char("2", 10, size=9.5, bottom=100), "612"),
    ],
)
def test_characters_beside_digits(last: Char, seen: str) -> None:
    [line] = lines_of([char("6", 0), char("1", 5), last], 1)
    assert line.text == seen
