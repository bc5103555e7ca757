from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.model import FormId
from tests.made.forms import cells_of
from tests.made.ledger import Ledger, open_ledger, scale_of, split

Broken = Callable[[FormId, Ledger], list[str]]
BrokenBetween = Callable[[Ledger, Ledger], list[str]]

FORMS: tuple[FormId, ...] = ("2008", "2014", "2019", "2021")
LEVELS = ("county_government", "office", "department", "township", "subdistrict")


@given(st.integers(0, 10**9), st.sampled_from(FORMS), st.sampled_from(LEVELS))
def test_every_identity_holds(broken: Broken, seed: int, form: FormId, level: str) -> None:
    ledger = open_ledger(random.Random(seed), scale_of(level), form, {})
    assert broken(form, ledger) == []


@given(st.integers(0, 10**9), st.sampled_from(LEVELS))
def test_years_fit_together(broken: Broken, broken_between: BrokenBetween, seed: int, level: str) -> None:
    draw = random.Random(seed)
    before: Ledger = {}
    for form in ("2019", "2019", "2021", "2021", "2021"):
        after = open_ledger(draw, scale_of(level), form, before)
        assert broken(form, after) == []
        assert broken_between(before, after) == []
        before = after


@pytest.mark.parametrize("form", FORMS)
def test_a_ledger_holds_exactly_the_cells_of_its_form(form: FormId) -> None:
    ledger = open_ledger(random.Random(3), scale_of("department"), form, {})
    assert set(ledger) == set(cells_of(form))


def test_the_checks_of_the_tests_notice_a_changed_amount(broken: Broken) -> None:
    ledger = open_ledger(random.Random(5), scale_of("office"), "2021", {})
    for key in (("requests_new", "natural_person"), ("result_granted", "other_org"), ("review_total", None)):
        assert broken("2021", {**ledger, key: ledger[key] + 1}) != []


@given(st.integers(0, 500), st.lists(st.floats(0.1, 50), min_size=1, max_size=9), st.integers())
def test_split_keeps_the_whole(whole: int, weights: list[float], seed: int) -> None:
    parts = split(random.Random(seed), whole, weights)
    assert (sum(parts), len(parts)) == (whole, len(weights))


def test_same_seed_same_ledger() -> None:
    first, second = (open_ledger(random.Random("x"), scale_of("township"), "2014", {}) for _ in range(2))
    assert first == second
    assert first["applications_received", None] == 1
    assert first["disclosed_info_total", None] == 488
