"""Every named style: no cell silently wrong, and where the print is plain every cell right."""

from __future__ import annotations

import pytest

from .census import census, pages_of
from .style import Style
from .styles import STYLES

PRINTS = 4


def test_there_are_styles_enough_and_no_two_share_a_name() -> None:
    assert len({style.name for style in STYLES}) == len(STYLES) >= 60


HEAVY = {"300 KB": pytest.mark.slow}
"""Styles whose pages take seconds."""


@pytest.mark.parametrize("style", [pytest.param(each, marks=HEAVY.get(each.name, ()), id=each.name) for each in STYLES])
def test_style(style: Style) -> None:
    tally = census(pages_of(style, PRINTS))
    assert tally.faults == []
    if style.plain:
        assert tally.losses == []
    assert tally.cells >= 46 * PRINTS


def test_pages_are_small_and_large() -> None:
    sizes = [len(page.data) for style in STYLES for page in pages_of(style, 1)]
    assert min(sizes) < 7_000
    assert max(sizes) > 300_000
