from __future__ import annotations

import pytest

from reportscraper.check.prose import compare_prose
from reportscraper.model import FormId, Statement

from .made import figure, figures, statement

REQUESTS = figures(
    {
        ("requests_new", "total"): 3607,
        ("requests_carried_in", "total"): 39,
        ("result_granted", "total"): 275,
        ("result_partly_granted", "total"): 25,
        ("unable_not_held", "total"): 300,
        ("unable_no_ready_info", "total"): 30,
        ("unable_unclear", "total"): 7,
        ("result_total", "total"): 3600,
    }
)
SUITS = figures(
    {
        "review_total": 4,
        "review_corrected": 2,
        "litigation_direct_total": 20,
        "litigation_after_review_total": 26,
        "litigation_direct_corrected": 0,
        "litigation_after_review_corrected": None,
        "ch2_normative_issued": 11,
    }
)
FIGURES = [*REQUESTS, *SUITS, figure("ch2_fee_amount", 96171.6, unit="万元")]


def agrees(*statements: Statement, form: FormId = "2021") -> bool:
    return compare_prose(FIGURES, statements, form) == ()


@pytest.mark.parametrize(
    ("indicator", "right", "wrong"),
    [
        ("n_requests_new", [3607, 3646], [3606, 39, 0]),
        ("requests_new", [3607, 3646], [3608]),
        ("requests_new__total", [3607, 3646], [3608]),
        ("applications_received", [3607, 3646], [3608]),
        ("n_requests_handled", [3646, 3600, 3607], [3645]),
        ("n_requests_carried_in", [39], [40]),
        ("n_granted", [275, 300], [258]),
        ("n_unable", [337], [265]),
        ("n_replies", [3600], [3599]),
        ("n_review", [4], [5, 0]),
        ("review_total", [4], [5]),
        ("n_review_corrected", [2], [1]),
        ("n_litigation", [46], [45, 20, 26]),
        ("litigation_all_total", [46], [20]),
        ("n_normative_issued", [11], [12]),
        ("normative_docs_issued", [11], [12]),
        ("unable_unclear", [7], [6]),
    ],
)
def test_a_statement_is_held_against_the_sums_it_may_mean(indicator: str, right: list[int], wrong: list[int]) -> None:
    for value in right:
        assert agrees(statement(indicator, value)), value
    for value in wrong:
        (finding,) = compare_prose(FIGURES, [statement(indicator, value)], "2021")
        assert (finding.rule, finding.severity) == ("prose_disagrees", "warning")
        assert f"Prose says {value} item{'s' if value != 1 else ''} (" in finding.message


def test_a_finding_names_both_values_the_cells_and_their_place() -> None:
    (finding,) = compare_prose(FIGURES, [statement("n_litigation", 45, quote="行政诉讼45件")], "2021")
    assert finding.message == (
        "Prose says 45 items (行政诉讼45件); the table has "
        "Court cases (suit without prior reconsideration): total + Court cases (suit after reconsideration): total = 46 items."
    )
    assert finding.cells == (("litigation_direct_total", None), ("litigation_after_review_total", None))
    assert (finding.table, finding.row, finding.column) == (1, 1, 3)
    (finding,) = compare_prose(FIGURES, [statement("n_requests_new", 3500)], "2021")
    assert finding.message.endswith(
        "the table has Requests received this year (all applicants) = 3607 items or Requests received this year "
        "(all applicants) + Requests carried in from last year (all applicants) = 3646 items."
    )


@pytest.mark.parametrize(
    ("value", "qualifier", "agreed"),
    [
        (3600, "余", True),
        (3500, "余", False),
        (3000, "多", True),
        (4000, "余", False),
        (3600, "超过", True),
        (100, "不少于", True),
        (3700, "以上", False),
        (3700, "近", True),
        (3800, "近", False),
        (3700, "不超过", True),
        (3500, "不超过", False),
        (3600, "约", True),
        (3500, "大约", True),
        (3000, "左右", False),
        (3607, "共计", True),
        (3600, "共计", False),
        (3610, "达", False),
        (3600, "多达", False),
        (3607, "高达", True),
        (3600, "之多", False),
        (3607, "累计达", True),
        (3700, "不多于", True),
        (4000, "不足", True),
        (3600, "约…余", True),
    ],
)
def test_qualifiers_say_how_exact_a_number_is(value: int, qualifier: str, agreed: bool) -> None:
    assert agrees(statement("requests_new", value, qualifier=qualifier)) is agreed


def test_a_number_in_myriads_is_rounded_to_its_last_digit() -> None:
    given = [figure("disclosed_info_total", 267_643, unit="条")]
    for value, quote, found in (
        (268_000, "26.8万条", 0),
        (268_000, "２６．８ 万条", 0),
        (267_000, "26.7万条", 1),
        (268_000, "268000条", 1),
        (268_000, "万人评议268000条", 1),
    ):
        said = statement("n_disclosed_total", value, unit="条", quote=quote)
        assert len(compare_prose(given, [said], "2014")) == found


@pytest.mark.parametrize(
    ("value", "unit", "agreed"),
    [
        (96171.6, "万元", True),
        (961_716_000, "元", True),
        (9.62, "亿元", True),
        (9.6, "亿元", True),
        (9.63, "亿元", False),
        (96171.5, "万元", False),
        (96171.6, "元", False),
    ],
)
def test_money_is_compared_in_yuan_and_to_the_decimals_said(value: float, unit: str, agreed: bool) -> None:
    said = statement("ch2_fee_amount", value, unit=unit, quote=f"收费{value}{unit}")
    assert agrees(said) is agreed


@pytest.mark.parametrize("kind", ["share", "change", "cumulative", "other_year"])
def test_only_counts_of_the_year_are_compared(kind: str) -> None:
    assert agrees(statement("n_review", 99, kind=kind))


def test_none_said_in_words_is_a_count_of_zero() -> None:
    zero = {"unit": "", "kind": "negative_statement"}
    assert len(compare_prose(FIGURES, [statement("n_review", 0, **zero)], "2021")) == 1
    assert compare_prose(figures({"review_total": 0}), [statement("n_review", 0, **zero)], "2021") == ()


def test_units_of_another_family_are_not_compared() -> None:
    assert agrees(statement("n_review", 5, unit="人次"))
    assert agrees(statement("n_review", 5, unit="%"))
    assert not agrees(statement("n_review", 5, unit="宗"))


def test_what_cannot_be_formed_accuses_nobody() -> None:
    assert agrees(statement("n_litigation_lost", 3))
    assert agrees(statement(None, 3))
    assert agrees(statement("n_complaints", 3))
    assert agrees(statement("n_growth_percent", 70.3, unit="%"))
    carried_in_blank = figures({("requests_new", "total"): 10, ("requests_carried_in", "total"): None})
    assert compare_prose(carried_in_blank, [statement("n_requests_new", 12)], "2021") == ()
    assert compare_prose([], [statement("n_review", 12)], "2021") == ()


def test_forms_have_their_own_cells() -> None:
    table = figures({"applications_received": 30, "litigation_all_total": 2, "ch2_normative_new_made": 5})
    assert compare_prose(table, [statement("n_requests_new", 30), statement("n_litigation", 2)], "2014") == ()
    assert len(compare_prose(table, [statement("n_requests_new", 31), statement("n_litigation", 3)], "2014")) == 2
    assert len(compare_prose(table, [statement("n_normative_issued", 6)], "2019")) == 1
    assert compare_prose(table, [statement("n_normative_issued", 6)], "2021") == ()


def test_a_part_said_beside_the_whole_weighs_less_and_a_value_is_reported_once() -> None:
    found = compare_prose(
        FIGURES, [statement("n_review", 4), statement("n_review", 1), statement("n_review", 1)], "2021"
    )
    assert [(f.rule, f.severity) for f in found] == [("prose_disagrees", "info")]
    found = compare_prose(FIGURES, [statement("n_review", 1), statement("n_review", 3)], "2021")
    assert [f.severity for f in found] == ["warning", "warning"]
