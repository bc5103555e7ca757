"""How a report prints its amounts: zeros, signs, separators, money. Habits are drawn once a report."""

from __future__ import annotations

import random
from collections.abc import Mapping

from msgspec import Struct

from reportscraper.model import CellKind, FormId
from tests.made.forms import Key, annex_of, cells_of
from tests.made.ledger import Amount

_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_KINDS: dict[str, CellKind] = {"": "blank", "/": "dash", "—": "dash", "无": "none"}
_WORDS = {True: "增", False: "减"}


class TrueFigure(Struct, frozen=True):
    """What stands in a cell (``printed``) and what a reader must make of it.

    ``amount`` is the figure the body counted, in the indicator's unit; ``value`` is what the print gives away of it:
    None for blanks and dashes, 0 for 无.
    """

    printed: str
    value: Amount | None
    kind: CellKind
    amount: Amount


class Habit(Struct, frozen=True):
    """The print habits of one report. ``zeros`` are the ways in which a zero may be printed, one drawn a cell."""

    zeros: tuple[str, ...] = ("0",)
    signs: str = "plain"
    """Signs of 本年增/减: ``plain`` (3, -2), ``plus`` (+3, -2) or ``words`` (增3, 减2)."""
    thousands: str = ""
    wide: bool = False
    money: str = "万元"
    """Unit printed behind 采购总金额."""
    blank_totals: bool = False
    """Leave 总计 blank on result rows, as Shanghai does in form 2019."""


def draw_habit(draw: random.Random, form: FormId) -> Habit:
    """A plausible habit; most reports print plain zeros."""
    ways: tuple[tuple[str, ...], ...] = (("0",), ("",), ("/",), ("0", ""), ("—",), ("0", "0", "/"), ("无",))
    return Habit(
        zeros=draw.choices(ways, weights=(72, 8, 6, 6, 3, 3, 2))[0],
        signs=draw.choice(("plain", "plain", "plus", "words")),
        thousands=draw.choice(("", "", "", ",")),
        wide=draw.random() < 0.08,
        money=draw.choice(("万元", "元")),
        blank_totals=form == "2019" and draw.random() < 0.15,
    )


def print_ledger(
    draw: random.Random, form: FormId, ledger: Mapping[Key, Amount], habit: Habit
) -> dict[Key, TrueFigure]:
    """Every cell of the form as this report prints it, in reading order."""
    scales = _scales(form)
    return {key: _print_cell(draw, key, ledger[key], habit, scales.get(key, 1)) for key in cells_of(form)}


def _scales(form: FormId) -> dict[Key, int]:
    annex = annex_of(form)
    return {(row.id, None): row.scale for row in annex.rows} if annex else {}


def _print_cell(draw: random.Random, key: Key, amount: Amount, habit: Habit, scale: int) -> TrueFigure:
    zero = draw.choice(habit.zeros)
    if habit.blank_totals and _is_result_total(key):
        return TrueFigure("", None, "blank", amount)
    if amount == 0 and zero in _KINDS:
        kind = _KINDS[zero]
        return TrueFigure(zero, 0 if kind == "none" else None, kind, amount)
    text = _spell(key[0], amount, habit, scale)
    return TrueFigure(text.translate(_WIDE) if habit.wide else text, amount, "number", amount)


def _is_result_total(key: Key) -> bool:
    row, applicant = key
    return applicant == "total" and not row.startswith("requests_") and row != "result_total"


def _spell(indicator: str, amount: Amount, habit: Habit, scale: int) -> str:
    if indicator.endswith("_delta"):
        return _spell_change(int(amount), habit.signs)
    if indicator == "ch2_procurement_amount" and amount:
        return f"{amount}万元" if habit.money == "万元" else f"{round(amount * 10_000)}元"
    printed = round(amount * scale, 4) if scale > 1 else amount
    return _digits(printed, habit.thousands)


def _digits(amount: Amount, thousands: str) -> str:
    if amount == int(amount):
        return f"{int(amount):,}".replace(",", thousands)
    return f"{amount:g}" if amount < 100_000 else f"{amount:.2f}"


def _spell_change(change: int, signs: str) -> str:
    if not change or signs == "plain":
        return str(change)
    return f"{change:+d}" if signs == "plus" else f"{_WORDS[change > 0]}{abs(change)}"
