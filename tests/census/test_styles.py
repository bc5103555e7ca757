"""Every named style: no cell silently wrong, and where the print is plain every cell right."""

from __future__ import annotations

import pytest

from .census import census, pages_of
from .style import Style
from .styles import STYLES

PRINTS = 4


def test_there_are_styles_enough_and_no_two_share_a_name() -> None:
    assert len({style.name for style in STYLES}) == len(STYLES) >= 60


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
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
