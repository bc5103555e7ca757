"""One random damage a page: what comes out is right, or missing, or carries a finding; never silently wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from .census import Toll
from .damage import DAMAGES, WITHOUT_HEADERS, damaged_page

PAGES = 500


@pytest.fixture(scope="module")
def toll() -> Toll:
    toll = Toll()
    for number in range(PAGES):
        toll.take(f"damaged/{number}")
    return toll


def test_no_damage_leads_to_a_silent_error(toll: Toll) -> None:
    assert toll.tally.faults == []
    assert toll.tally.counts["missing"] > 0


def test_swaps_that_break_a_sum_carry_a_finding(toll: Toll) -> None:
    """Swaps that leave every sum of the form fulfilled cannot be noticed: the page is the honest page of other figures.

    They are exchanges of two kinds of applicant other than 总计, of two outcomes of one block of chapter 4 other than
    总计, of columns of chapter 2, which no identity ties, or of equal figures. What they print is read as printed.
    """
    assert toll.unnoticed == []
    assert toll.noticed > 0
    assert toll.unnoticeable > 0


def test_every_damage_is_done() -> None:
    done = Counter(damaged_page(f"damaged/{number}").damage for number in range(PAGES))
    assert set(done) == DAMAGES
    assert min(done.values()) >= 20


def test_a_swap_between_applicants_cannot_be_noticed_and_one_with_the_total_can() -> None:
    pages = [damaged_page(f"swap/{number}") for number in range(200)]
    swaps = [page for page in pages if page.damage == WITHOUT_HEADERS and page.swapped]
    for page in swaps:
        applicants = {applicant for pair in page.swapped for _, applicant in pair}
        if None not in applicants and "total" not in applicants:
            assert not page.is_noticeable
        if "total" in applicants and page.page.report.ledger["requests_new", "natural_person"] > 0:
            left, right = (page.page.report.ledger[key] for key in page.swapped[0])
            assert page.is_noticeable or left == right
    assert swaps
