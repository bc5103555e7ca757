"""Made-up figures that add up: one ledger a body and year, tied to the year before.

Amounts are in the indicator's unit. Every identity of the official forms holds, the cross-year ones included, because
totals and stocks are computed and only the parts are drawn.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from importlib import resources

import msgspec
from msgspec import Struct

from reportscraper.model import BodyLevel, FormId
from tests.made.courses import Course
from tests.made.forms import Key, forms, matrix_rows

Amount = int | float
Ledger = dict[Key, Amount]

# How often each outcome occurs; the rest share what is left.
_RESULT_WEIGHTS = {"result_granted": 40, "result_partly_granted": 9, "unable_not_held": 16, "unable_no_ready_info": 6}
_APPLICANT_WEIGHTS = (12, 3, 0.3, 0.3, 0.8, 0.4)


class Scale(Struct, frozen=True, forbid_unknown_fields=True):
    """Upper bounds of what is drawn for a body: requests a year, fees in 万元 times 100, and so on."""

    requests: int
    reviews: int
    documents: int
    stock: int
    items: int
    decisions: int
    fees: int
    disclosed: int
    meetings: int
    staff: int


@functools.cache
def scale_of(level: BodyLevel) -> Scale:
    """The scale of a level of body; KeyError for levels that the samples do not use."""
    data = resources.files(__package__).joinpath("scales.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, Scale])[level]


def open_ledger(draw: random.Random, scale: Scale, form: FormId, before: Ledger) -> Ledger:
    """The figures of one year. ``before`` is the ledger of the year before, empty when there is none."""
    if form in ("2019", "2021"):
        return {**_items(draw, scale, form, before), **_matrix(draw, scale, form, before), **_review(draw, scale)}
    narrow = _disclosure(draw, scale) if form == "2014" else _shanghai_disclosure(draw, scale)
    requests = _requests_2014(draw, scale) if form == "2014" else _requests_2008(draw, scale)
    return {**_plain(narrow), **_plain(requests), **_plain(_resources(draw, scale, form))}


def split(draw: random.Random, whole: int, weights: Sequence[float]) -> list[int]:
    """``whole`` cut into as many parts as there are weights, at random."""
    parts = [0] * len(weights)
    for chosen in draw.choices(range(len(weights)), weights=weights, k=whole):
        parts[chosen] += 1
    return parts


def _plain(amounts: dict[str, Amount]) -> Ledger:
    return {(indicator, None): amount for indicator, amount in amounts.items()}


def _few(draw: random.Random, most: int) -> int:
    """A number that is small more often than large."""
    return int(most * draw.random() ** 2)


def _received(draw: random.Random, scale: Scale) -> int:
    return draw.received(scale.requests) if isinstance(draw, Course) else _few(draw, scale.requests)


def _money(draw: random.Random, hundredths: int) -> Amount:
    """An amount with at most two decimals, whole when it falls so."""
    amount = _few(draw, hundredths) / 100
    return int(amount) if amount == int(amount) else amount


def _matrix(draw: random.Random, scale: Scale, form: FormId, before: Ledger) -> Ledger:
    """Chapter 3. Carried in (上年结转) is what the year before carried out (结转下年度)."""
    ledger: Ledger = {}
    applicants = [applicant.id for applicant in forms().matrix.applicants if applicant.id != "total"]
    received = split(draw, _received(draw, scale), _APPLICANT_WEIGHTS)
    for applicant, new in zip(applicants, received, strict=True):
        carried_in = int(before.get(("requests_carried_out", applicant), draw.choice((0, 0, 0, 1))))
        ledger.update(_column(draw, form, applicant, new, carried_in))
    for row in matrix_rows(form):
        ledger[row.id, "total"] = sum(ledger[row.id, applicant] for applicant in applicants)
    return ledger


def _column(draw: random.Random, form: FormId, applicant: str, new: int, carried_in: int) -> Ledger:
    results = [row.id for row in matrix_rows(form) if row.result and row.id != "result_total"]
    carried_out = min(new, _few(draw, 2 + new // 3))
    total = new + carried_in - carried_out
    counts = split(draw, total, [_RESULT_WEIGHTS.get(result, 1.5) for result in results])
    column = dict(zip(results, counts, strict=True))
    column |= {"requests_new": new, "requests_carried_in": carried_in}
    column |= {"result_total": total, "requests_carried_out": carried_out}
    return {(row, applicant): amount for row, amount in column.items()}


def _review(draw: random.Random, scale: Scale) -> Ledger:
    """Chapter 4; the last column of each block is the sum of the others."""
    ledger: Ledger = {}
    for block in forms().review.blocks:
        *outcomes, total = block.ids
        whole = _few(draw, scale.reviews)
        parts = split(draw, whole, (6, 2, 1, 2))
        ledger.update(_plain(dict(zip((*outcomes, total), (*parts, whole), strict=True))))
    return ledger


def _items(draw: random.Random, scale: Scale, form: FormId, before: Ledger) -> Ledger:
    documents = _items_2019 if form == "2019" else _items_2021
    return _plain(documents(draw, scale, {indicator: amount for (indicator, _), amount in before.items()}))


def _items_2021(draw: random.Random, scale: Scale, before: dict[str, Amount]) -> dict[str, Amount]:
    """Chapter 2 of form 2021: valid = valid before + issued − repealed; 规章 are 0 below city level."""
    stock = int(before.get("ch2_normative_valid", draw.randint(scale.stock // 2, scale.stock)))
    issued, repealed = _few(draw, scale.documents + 1), min(stock, _few(draw, scale.documents + 1))
    return {
        **dict.fromkeys(("ch2_rules_issued", "ch2_rules_repealed", "ch2_rules_valid"), 0),
        "ch2_normative_issued": issued,
        "ch2_normative_repealed": repealed,
        "ch2_normative_valid": stock + issued - repealed,
        "ch2_license_decisions": draw.randint(scale.decisions // 4, scale.decisions),
        "ch2_penalty_decisions": draw.randint(scale.decisions // 20, scale.decisions // 3),
        "ch2_coercion_decisions": _few(draw, scale.decisions // 20),
        "ch2_fee_amount": _money(draw, scale.fees),
    }


def _items_2019(draw: random.Random, scale: Scale, before: dict[str, Amount]) -> dict[str, Amount]:
    """Chapter 2 of form 2019: public total = total before + newly public; items roll forward by their change."""
    made = _few(draw, scale.documents + 1)
    public = draw.randint(0, made)
    stock = int(before.get("ch2_normative_public_total", draw.randint(scale.stock // 2, scale.stock)))
    documents = {"new_made": made, "new_public": public, "public_total": stock + public}
    items: dict[str, Amount] = {f"ch2_rules_{name}": 0 for name in documents}
    items |= {f"ch2_normative_{name}": amount for name, amount in documents.items()}
    for kind, share in (("license", 1), ("other_services", 2), ("penalty", 1), ("coercion", 8)):
        items |= _roll(draw, f"ch2_{kind}_items", scale.items // share, before)
        items[f"ch2_{kind}_decisions"] = _few(draw, scale.decisions // share)
    items |= _roll(draw, "ch2_fee_items", scale.items // 12, before)
    projects = _few(draw, scale.items // 2)
    spent = projects and draw.randint(30, 99_999) / 10
    return items | {"ch2_procurement_projects": projects, "ch2_procurement_amount": spent}


def _roll(draw: random.Random, name: str, most: int, before: dict[str, Amount]) -> dict[str, Amount]:
    first = draw.randint(0, most)
    previous = int(before[f"{name}_prev"] + before[f"{name}_delta"]) if f"{name}_prev" in before else first
    return {f"{name}_prev": previous, f"{name}_delta": draw.randint(-min(previous, 5), 6)}


def _disclosure(draw: random.Random, scale: Scale) -> dict[str, Amount]:
    """Rows 1 to 16 of the 58-row table; channels count a piece once each, so their sum is the total or more."""
    disclosed = draw.randint(scale.disclosed // 3, scale.disclosed)
    normative = min(disclosed, _few(draw, scale.documents + 2))
    channels = {"gazette": 1, "website": 12, "weibo": 2, "wechat": 5, "other": 2}
    amounts: dict[str, Amount] = {"disclosed_info_total": disclosed, "normative_docs_disclosed": normative}
    amounts["normative_docs_issued"] = normative + _few(draw, 3)
    amounts |= _share(draw, disclosed + draw.choice((0, disclosed // 5)), "disclosed_via_", channels)
    press, talks = _few(draw, scale.meetings), _few(draw, scale.meetings)
    return amounts | {
        "hot_issue_responses": _few(draw, scale.requests),
        "press_conferences": press,
        "press_conferences_by_head": draw.randint(0, press),
        "web_interviews": talks,
        "web_interviews_by_head": draw.randint(0, talks),
        "policy_interpretations": _few(draw, scale.documents * 4),
        "responses_via_social_media": _few(draw, scale.requests),
        "responses_via_other": _few(draw, scale.requests // 2),
    }


def _requests_2014(draw: random.Random, scale: Scale) -> dict[str, Amount]:
    """Rows 17 to 48: requests, replies, review, litigation, complaints."""
    received = _received(draw, scale)
    late = _few(draw, 1 + received // 5)
    amounts: dict[str, Amount] = {"applications_received": received, "replies_total": received}
    amounts |= {"applications_completed": received, "completed_on_time": received - late, "completed_extended": late}
    amounts["complaints_total"] = _few(draw, scale.reviews)
    amounts |= _share(draw, received, "applications_", {"in_person": 3, "fax": 1, "online": 9, "letter": 4})
    kinds = {"already_public": 6, "granted": 8, "partly_granted": 2, "refused": 3, "not_this_agency": 4, "not_exist": 4}
    amounts |= _share(draw, received, "reply_", kinds | {"needs_correction": 1, "other_channel": 1})
    grounds = ("state_secret", "trade_secret", "personal_privacy", "security_stability", "not_gov_info", "other_legal")
    amounts |= _share(draw, int(amounts["reply_refused"]), "refused_", dict.fromkeys(grounds, 1))
    for name in ("review", "litigation_all"):
        whole = _few(draw, scale.reviews)
        amounts |= {f"{name}_total": whole} | _share(draw, whole, f"{name}_", {"upheld": 5, "corrected": 1, "other": 2})
    return amounts


def _share(draw: random.Random, whole: int, prefix: str, weights: dict[str, int]) -> dict[str, Amount]:
    parts = split(draw, whole, list(weights.values()))
    return {prefix + name: part for name, part in zip(weights, parts, strict=True)}


def _resources(draw: random.Random, scale: Scale, form: FormId) -> dict[str, Amount]:
    """Fees, staff and budget; with meetings and training in form 2014, with costs in form 2008."""
    full, part = draw.randint(1, scale.staff), _few(draw, scale.staff)
    amounts: dict[str, Amount] = {"staff_total": full + part, "staff_full_time": full, "staff_part_time": part}
    amounts |= {"request_fees": _few(draw, 8) * 15 / 10_000, "special_budget": _money(draw, 100 * scale.staff)}
    if form == "2008":
        spent = _money(draw, 100 * scale.staff)
        fees = {"a_fees_all": _few(draw, 80), "a_fees_proactive": 0}
        return amounts | fees | {"a_actual_spending": spent, "a_litigation_costs": 0}
    trained = _few(draw, scale.meetings)
    return amounts | {
        "dedicated_units": draw.randint(1, 3),
        "reading_points": draw.randint(1, scale.staff),
        "meetings_held": draw.randint(0, scale.meetings),
        "trainings_held": trained,
        "training_attendance": trained * draw.randint(8, 90),
    }


def _shanghai_disclosure(draw: random.Random, scale: Scale) -> dict[str, Amount]:
    """The first rows of the Shanghai-type annex of form 2008."""
    disclosed = draw.randint(scale.disclosed // 4, scale.disclosed // 2)
    return {
        "disclosed_info_total": disclosed,
        "a_fulltext_electronic": draw.randint(disclosed // 2, disclosed),
        "a_new_normative": _few(draw, scale.documents + 1),
        "a_official_documents": draw.randint(0, disclosed // 3),
        "a_service_info": _few(draw, scale.disclosed // 8),
        "a_column_visits": draw.randint(scale.disclosed, scale.disclosed * 20),
        "a_visitors_on_site": _few(draw, scale.disclosed // 4),
        "a_online_enquiries": _few(draw, scale.disclosed // 4),
        "a_phone_enquiries": _few(draw, scale.disclosed // 2),
        "a_on_request_catalogue": _few(draw, scale.documents * 5),
        "a_secret_documents": _few(draw, scale.documents),
    }


def _requests_2008(draw: random.Random, scale: Scale) -> dict[str, Amount]:
    """Requests by form, replies with eleven grounds of refusal, review, litigation and appeals (行政申诉)."""
    received = _received(draw, scale)
    amounts: dict[str, Amount] = {"applications_received": received, "replies_total": received}
    ways = {"in_person": 6, "fax": 1, "email": 2, "online": 5, "letter": 4, "other_form": 1}
    amounts |= _share(draw, received, "applications_", ways)
    granted, partly, refused = split(draw, received, (8, 1, 4))
    amounts |= {"reply_granted": granted, "reply_partly_granted": partly, "a_reply_refused_broad": refused}
    grounds = {"not_gov_info": 2, "not_exist": 4, "not_held": 4, "unclear": 1, "other": 1}
    exempt = {f"exempt_{number}": 1 for number in range(1, 7)}
    amounts |= _share(draw, refused, "a_refused_", grounds | exempt)
    appeals = _few(draw, 2)
    amounts |= {"a_appeals": appeals, "a_appeals_first_handling": draw.randint(0, appeals)}
    return amounts | {"review_total": _few(draw, scale.reviews), "litigation_all_total": _few(draw, scale.reviews)}
