"""The accounting identities of the four forms, written down a second time for the tests: a total and its parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportscraper.model import FormId
from tests.made.forms import Key, forms, matrix_rows
from tests.made.ledger import Amount, Ledger

_GROUNDS = ("state_secret", "trade_secret", "personal_privacy", "security_stability", "not_gov_info", "other_legal")
_KINDS = ("already_public", "granted", "partly_granted", "refused", "not_this_agency", "not_exist", "needs_correction")
_EXEMPT = tuple(f"exempt_{number}" for number in range(1, 7))

SUMS: dict[FormId, dict[str, tuple[str, ...]]] = {
    "2014": {
        "applications_received": tuple(f"applications_{way}" for way in ("in_person", "fax", "online", "letter")),
        "applications_completed": ("completed_on_time", "completed_extended"),
        "replies_total": (*(f"reply_{kind}" for kind in _KINDS), "reply_other_channel"),
        "reply_refused": tuple(f"refused_{ground}" for ground in _GROUNDS),
        "review_total": ("review_upheld", "review_corrected", "review_other"),
        "litigation_all_total": ("litigation_all_upheld", "litigation_all_corrected", "litigation_all_other"),
        "staff_total": ("staff_full_time", "staff_part_time"),
    },
    "2008": {
        "applications_received": tuple(
            f"applications_{way}" for way in ("in_person", "fax", "email", "online", "letter", "other_form")
        ),
        "replies_total": ("reply_granted", "reply_partly_granted", "a_reply_refused_broad"),
        "a_reply_refused_broad": tuple(
            f"a_refused_{ground}" for ground in ("not_gov_info", "not_exist", "not_held", "unclear", "other", *_EXEMPT)
        ),
        "staff_total": ("staff_full_time", "staff_part_time"),
    },
}

AT_MOST: dict[FormId, tuple[tuple[str, str], ...]] = {
    "2014": (
        ("press_conferences_by_head", "press_conferences"),
        ("web_interviews_by_head", "web_interviews"),
        ("normative_docs_disclosed", "disclosed_info_total"),
        ("applications_completed", "applications_received"),
    ),
    "2008": (("a_fulltext_electronic", "disclosed_info_total"), ("a_appeals_first_handling", "a_appeals")),
    "2019": (("ch2_normative_new_public", "ch2_normative_public_total"),),
}


def broken_identities(form: FormId, ledger: Ledger) -> list[str]:
    """The identities that a ledger breaks, in words; empty when all hold."""
    if form in ("2019", "2021"):
        return [*_matrix(form, ledger), *_review(ledger), *_items(form, ledger)]
    problems = [f"{total}: {parts}" for total, parts in SUMS[form].items() if _at(ledger, total) != _sum(ledger, parts)]
    if form == "2014":
        channels = _sum(ledger, [f"disclosed_via_{way}" for way in ("gazette", "website", "weibo", "wechat", "other")])
        problems += ["channels"] * (channels < _at(ledger, "disclosed_info_total"))
        problems += ["replies"] * (_at(ledger, "applications_completed") != _at(ledger, "replies_total"))
    return problems + _bounds(form, ledger)


def broken_links(before: Ledger, after: Ledger) -> list[str]:
    """The cross-year identities that two ledgers of consecutive years break; those of unlike forms are left out."""
    problems = [str(key) for key in after if key[0] == "requests_carried_in" and after[key] != _out(before, key, after)]
    stocks = (("ch2_normative_valid", "issued", "repealed"), ("ch2_normative_public_total", "new_public", ""))
    for stock, more, less in stocks:
        if (stock, None) in before and (stock, None) in after:
            change = _at(after, f"ch2_normative_{more}") - (_at(after, f"ch2_normative_{less}") if less else 0)
            problems += [stock] * (_at(after, stock) != _at(before, stock) + change)
    for kind in ("license", "other_services", "penalty", "coercion", "fee"):
        name = f"ch2_{kind}_items"
        if (f"{name}_prev", None) in before and (f"{name}_prev", None) in after:
            expected = _at(before, f"{name}_prev") + _at(before, f"{name}_delta")
            problems += [name] * (_at(after, f"{name}_prev") != expected)
    return problems


def _at(ledger: Ledger, indicator: str, applicant: str | None = None) -> Amount:
    return ledger[indicator, applicant]


def _sum(ledger: Ledger, indicators: object, applicant: str | None = None) -> Amount:
    assert isinstance(indicators, (list, tuple))
    return sum(ledger[indicator, applicant] for indicator in indicators)


def _out(before: Ledger, key: Key, after: Ledger) -> Amount:
    return before.get(("requests_carried_out", key[1]), after[key])


def _matrix(form: FormId, ledger: Ledger) -> list[str]:
    rows = [row.id for row in matrix_rows(form)]
    results = [row.id for row in matrix_rows(form) if row.result and row.id != "result_total"]
    applicants = [applicant.id for applicant in forms().matrix.applicants]
    problems = []
    for applicant in applicants:
        incoming = _sum(ledger, ["requests_new", "requests_carried_in"], applicant)
        outgoing = _sum(ledger, ["result_total", "requests_carried_out"], applicant)
        problems += [f"balance {applicant}"] * (incoming != outgoing)
        problems += [f"results {applicant}"] * (
            _at(ledger, "result_total", applicant) != _sum(ledger, results, applicant)
        )
    for row in rows:
        parts = sum(ledger[row, applicant] for applicant in applicants if applicant != "total")
        problems += [f"row {row}"] * (parts != ledger[row, "total"])
    return problems


def _review(ledger: Ledger) -> list[str]:
    blocks = (block.ids for block in forms().review.blocks)
    return [ids[-1] for ids in blocks if _at(ledger, ids[-1]) != _sum(ledger, ids[:-1])]


def _items(form: FormId, ledger: Ledger) -> list[str]:
    rules = [key[0] for key, amount in ledger.items() if key[0].startswith("ch2_rules_") and amount]
    negative = [key[0] for key, amount in ledger.items() if amount < 0 and not key[0].endswith("_delta")]
    return [*rules, *negative, *_bounds(form, ledger)]


def _bounds(form: FormId, ledger: Ledger) -> list[str]:
    pairs = AT_MOST.get(form, ())
    return [f"{less} > {more}" for less, more in pairs if _at(ledger, less) > _at(ledger, more)]


@pytest.fixture(scope="session")
def broken() -> Callable[[FormId, Ledger], list[str]]:
    return broken_identities


@pytest.fixture(scope="session")
def broken_between() -> Callable[[Ledger, Ledger], list[str]]:
    return broken_links
