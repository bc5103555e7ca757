"""Random combinations of styles: 200,000 cells and more, every one of them right or flagged. Faults name their seed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .census import census, combined_page

PAGES = 1000
LEAST_CELLS = 120_000
LEAST_RIGHT = 0.999


@pytest.mark.slow
def test_many_combinations() -> None:
    tally = census(combined_page("mixed", number) for number in range(PAGES))
    assert tally.faults == []
    assert tally.cells >= LEAST_CELLS
    assert tally.counts["right"] >= LEAST_RIGHT * tally.cells, tally.losses[:: len(tally.losses) // 9 + 1]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_any_combination(seed: int) -> None:
    assert census([combined_page(f"any/{seed}", seed)]).faults == []
