"""The characters of a PDF as a reader sees them."""

from __future__ import annotations

from typing import Any

import pytest

from reportscraper.documents.pdf.lines import lines_of

UPRIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def char(
    text: str, x: float, size: float = 10, bottom: float = 100, matrix: tuple[float, ...] = UPRIGHT
) -> dict[str, Any]:
    width = size * 0.5
    return {
        "text": text, "x0": x, "x1": x + width, "top": bottom - size, "bottom": bottom, "size": size, "fontname": "a", "matrix": matrix,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("last", "seen"),
    [
        (char("2", 10), "612"),
        (char("2", 10, size=1), "61"),
        (char("2", 10, size=6, bottom=101), "61"),
        (char("2", 10, size=6, bottom=94), "61"),
        (char("2", 10, matrix=(0.7, 0.7, -0.7, 0.7, 0, 0)), "61"),
        (char("2", 10, matrix=(0.0, 1.0, -1.0, 0.0, 0, 0)), "612\ufffc"),
        (char("2", 10, size=9.5, bottom=100), "612"),
    ],
)
def test_characters_beside_digits(last: dict[str, Any], seen: str) -> None:
    [line] = lines_of([char("6", 0), char("1", 5), last], 1)
    assert line.text == seen
