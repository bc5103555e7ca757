from __future__ import annotations

import random

import pytest

from reportscraper.model import FormId
from tests.made.forms import Key, cells_of
from tests.made.ledger import Amount
from tests.made.prints import Habit, TrueFigure, draw_habit, print_ledger


def one(form: FormId, key: Key, amount: Amount, habit: Habit) -> TrueFigure:
    """The print of one cell; all others are zero."""
    ledger = dict.fromkeys(cells_of(form), 0) | {key: amount}
    return print_ledger(random.Random(0), form, ledger, habit)[key]


TOTAL: Key = ("requests_new", "total")
DELTA: Key = ("ch2_license_items_delta", None)
MONEY: Key = ("ch2_procurement_amount", None)


@pytest.mark.parametrize(
    ("key", "amount", "habit", "printed"),
    [
        (TOTAL, 1234, Habit(), "1234"),
        (TOTAL, 1234, Habit(thousands=","), "1,234"),
        (TOTAL, 1234, Habit(thousands=",", wide=True), "１，２３４"),
        (TOTAL, 0, Habit(), "0"),
        (DELTA, 3, Habit(), "3"),
        (DELTA, 3, Habit(signs="plus"), "+3"),
        (DELTA, -2, Habit(signs="plus"), "-2"),
        (DELTA, 3, Habit(signs="words"), "增3"),
        (DELTA, -2, Habit(signs="words"), "减2"),
        (DELTA, 0, Habit(signs="words"), "0"),
        (MONEY, 1646.5, Habit(), "1646.5万元"),
        (MONEY, 25.1, Habit(money="元"), "251000元"),
        (MONEY, 0, Habit(money="元"), "0"),
    ],
)
def test_numbers(key: Key, amount: Amount, habit: Habit, printed: str) -> None:
    assert one("2019", key, amount, habit) == TrueFigure(printed, amount, "number", amount)


@pytest.mark.parametrize(
    ("zero", "value", "kind"), [("", None, "blank"), ("/", None, "dash"), ("—", None, "dash"), ("无", 0, "none")]
)
def test_zeros_in_other_dress(zero: str, value: int | None, kind: str) -> None:
    figure = one("2021", TOTAL, 0, Habit(zeros=(zero,)))
    assert (figure.printed, figure.value, figure.kind, figure.amount) == (zero, value, kind, 0)


def test_amounts_above_zero_are_never_hidden_by_the_zero_habit() -> None:
    assert one("2021", TOTAL, 7, Habit(zeros=("",))).printed == "7"


def test_blank_totals_hide_result_rows_alone() -> None:
    habit = Habit(blank_totals=True)
    hidden = one("2019", ("result_granted", "total"), 5, habit)
    assert (hidden.printed, hidden.value, hidden.kind, hidden.amount) == ("", None, "blank", 5)
    for key in (TOTAL, ("result_total", "total"), ("requests_carried_out", "total"), ("result_granted", "other_org")):
        assert one("2019", key, 5, habit).printed == "5"


def test_fees_in_yuan_where_the_older_annex_asks_for_yuan() -> None:
    figure = one("2008", ("request_fees", None), 0.0045, Habit())
    assert (figure.printed, figure.value) == ("45", 0.0045)


@pytest.mark.parametrize(("amount", "printed"), [(20.3, "20.3"), (0.07, "0.07"), (59_237.24, "59237.2"), (12.0, "12")])
def test_decimals(amount: float, printed: str) -> None:
    assert one("2021", ("ch2_fee_amount", None), amount, Habit()).printed == printed


def test_habits_are_varied_but_mostly_plain() -> None:
    habits = [draw_habit(random.Random(seed), "2019") for seed in range(400)]
    assert {habit.signs for habit in habits} == {"plain", "plus", "words"}
    assert {habit.zeros for habit in habits} >= {("0",), ("",), ("/",), ("0", ""), ("—",)}
    assert sum(habit.zeros == ("0",) for habit in habits) > 240
    assert any(habit.blank_totals for habit in habits)
    assert not any(draw_habit(random.Random(seed), "2021").blank_totals for seed in range(100))
