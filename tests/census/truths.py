"""True reports to print: the demo's, and denser ones in which hardly two cells are alike, so that a shift cannot hide."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping, Sequence

from reportscraper.model import FormId
from tests.made.counties import counties
from tests.made.forms import Key, cells_of
from tests.made.ledger import Amount
from tests.made.prints import Habit
from tests.made.truth import TrueReport, make_report, revise, with_habit

YEARS: dict[FormId, tuple[int, ...]] = {
    "2008": (2009, 2010, 2011, 2012, 2013),
    "2014": (2014, 2015, 2016, 2017, 2018),
    "2019": (2019, 2020),
    "2021": (2021, 2022, 2023, 2024),
}
FORMS: tuple[FormId, ...] = ("2008", "2014", "2019", "2021")
PERSONS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "social_welfare_org",
    "legal_service_org",
    "other_org",
)
BALANCE = ("requests_new", "requests_carried_in", "result_total", "requests_carried_out")
OUTCOMES = ("upheld", "corrected", "other", "pending")
REVIEWS = ("review", "litigation_direct", "litigation_after_review")


@functools.lru_cache(512)
def true_report(form: FormId, seed: str, *, dense: bool = False, year: int | None = None) -> TrueReport:
    """A report printed in plain numbers. ``dense`` fills chapters 2 to 4 with figures that are hardly ever zero."""
    draw = random.Random(f"{form}/{seed}")
    county = draw.choice(counties())
    body = county.bodies[0] if dense else draw.choice(county.bodies)
    report = make_report(f"forms/{seed}", county, body, year or draw.choice(YEARS[form]), form)
    if dense and form in ("2019", "2021"):
        report = revise(report, fill(draw, form, report.ledger))
    return with_habit(report, Habit())


def fill(draw: random.Random, form: FormId, ledger: Mapping[Key, Amount]) -> dict[Key, Amount]:
    """Amounts for chapters 2 to 4 that satisfy every accounting identity of the form. 规章 stay as they are."""
    amounts: dict[Key, Amount] = {}
    for key in cells_of(form):
        name, applicant = key
        if applicant is None and name.startswith("ch2_") and isinstance(ledger[key], int) and "rules" not in name:
            low, high = (-40, 40) if name.endswith("_delta") else (11, 9000)
            amounts[key] = draw.randint(low, high)
    _order_stocks(amounts)
    _fill_matrix(draw, result_rows(form), amounts)
    for block in REVIEWS:
        for outcome in OUTCOMES:
            amounts[f"{block}_{outcome}", None] = draw.randint(1, 99)
        amounts[f"{block}_total", None] = sum(amounts[f"{block}_{outcome}", None] for outcome in OUTCOMES)
    return amounts


def result_rows(form: FormId) -> tuple[str, ...]:
    """Rows of 三、本年度办理结果 that carry figures, without the total."""
    rows = dict.fromkeys(name for name, applicant in cells_of(form) if applicant is not None)
    return tuple(row for row in rows if row not in BALANCE)


def _order_stocks(amounts: dict[Key, Amount]) -> None:
    new, stock = ("ch2_normative_new_public", None), ("ch2_normative_public_total", None)
    if new in amounts:
        amounts[new], amounts[stock] = sorted((amounts[new], amounts[stock]))


def _fill_matrix(draw: random.Random, results: Sequence[str], amounts: dict[Key, Amount]) -> None:
    for person in PERSONS:
        for row in results:
            amounts[row, person] = draw.randint(1, 99)
        total = sum(amounts[row, person] for row in results)
        carried_in, carried_out = draw.randint(1, 60), draw.randint(1, 60)
        new = total + carried_out - carried_in
        amounts |= dict(zip(((row, person) for row in BALANCE), (new, carried_in, total, carried_out), strict=True))
    for row in (*results, *BALANCE):
        amounts[row, "total"] = sum(amounts[row, person] for person in PERSONS)


def consistent(amounts: Mapping[Key, Amount | None]) -> bool:
    """Whether printed amounts fulfil the sums of chapters 3 and 4, written out by hand; None is no number."""
    return all(_adds_up(amounts, total, parts) for total, parts in _sums(amounts)) and all(
        _balanced(amounts, person) for person in (*PERSONS, "total")
    )


def _sums(amounts: Mapping[Key, Amount | None]) -> list[tuple[Key, list[Key]]]:
    rows = dict.fromkeys(name for name, applicant in amounts if applicant is not None)
    results = [row for row in rows if row not in BALANCE]
    across: list[tuple[Key, list[Key]]] = [((row, "total"), [(row, person) for person in PERSONS]) for row in rows]
    down: list[tuple[Key, list[Key]]] = [
        (("result_total", person), [(row, person) for row in results]) for person in (*PERSONS, "total") if results
    ]
    reviews: list[tuple[Key, list[Key]]] = [
        ((f"{block}_total", None), [(f"{block}_{outcome}", None) for outcome in OUTCOMES])
        for block in REVIEWS
        if (f"{block}_pending", None) in amounts
    ]
    return [*across, *down, *reviews]


def _adds_up(amounts: Mapping[Key, Amount | None], total: Key, parts: Sequence[Key]) -> bool:
    whole, printed = amounts.get(total), [amounts.get(part) for part in parts]
    known = [amount for amount in printed if amount is not None]
    if whole is None:
        return True
    return sum(known) == whole if len(known) == len(printed) else sum(known) <= whole


def _balanced(amounts: Mapping[Key, Amount | None], person: str) -> bool:
    new, carried_in, total, carried_out = (amounts.get((row, person)) for row in BALANCE)
    if new is None or carried_in is None or total is None or carried_out is None:
        return True
    return new + carried_in == total + carried_out
