"""Generated from the data: identities pass on consistent values, and never with an operand changed or no number."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import pytest

from reportscraper.check.engine import Checker, implausible, numbers
from reportscraper.forms.formula import Sum
from reportscraper.forms.identities import Book, Identity, load_book
from reportscraper.model import Assessment, CellId, CellKind, Figure, FormId

from .made import figure, figures

BOOK = load_book()
FORMS: tuple[FormId, ...] = ("2008", "2014", "2019", "2021")
Values = dict[CellId, int | float | None]


def places() -> Iterator[tuple[Identity, FormId, Mapping[str, CellId]]]:
    for form in FORMS:
        for identity in BOOK.of(form):
            if identity.scope not in ("cross_year", "prose"):
                for cells in BOOK.instances(identity, form):
                    yield identity, form, cells


PLACES = list(places())
NAMES = [
    f"{identity.id}-{form}-{'.'.join(filter(None, next(iter(cells.values()))))}" for identity, form, cells in PLACES
]


def consistent(identity: Identity, cells: Mapping[str, CellId]) -> Values:
    """Values that fulfil the identity as an equation: 2, 3, 4 …, and what then lacks on the shorter side."""
    left, right = identity.parsed.left, identity.parsed.right[0]
    shorter, longer = (left, right) if len(left) <= len(right) else (right, left)
    values: Values = {cells[name]: number for number, name in enumerate(identity.parsed.names, 2)}
    values[cells[shorter[0].name]] = _total(longer, cells, values) - _total(shorter[1:], cells, values)
    return values


def _total(terms: Sum, cells: Mapping[str, CellId], values: Values) -> int | float:
    return sum((values[cells[term.name]] or 0) if term.name else term.constant for term in terms)


def state_of(checker: Checker, given: list[Figure], form: FormId, rule: str, cells: Mapping[str, CellId]) -> str | None:
    """The state of this identity at this place; None when it was not assessed."""
    wanted = set(cells.values())
    states = [a.state for a in checker.assess(given, form) if a.rule == rule and set(a.cells) == wanted]
    return states[0] if states else None


@pytest.mark.parametrize(("identity", "form", "cells"), PLACES, ids=NAMES)
def test_consistent_values_pass(
    checker: Checker, identity: Identity, form: FormId, cells: Mapping[str, CellId]
) -> None:
    assert state_of(checker, figures(consistent(identity, cells)), form, identity.id, cells) == "pass"


@pytest.mark.parametrize(("identity", "form", "cells"), PLACES, ids=NAMES)
def test_one_operand_changed_fails(
    checker: Checker, identity: Identity, form: FormId, cells: Mapping[str, CellId]
) -> None:
    formula = identity.parsed
    greater_breaks = {"==": ("left", "right"), ":=": ("left", "right"), "<=": ("left",), ">=": ("right",)}
    for side, terms in (("left", formula.left), ("right", formula.right[0])):
        for cell in _cells(terms, cells):
            values = consistent(identity, cells)
            for change in (1, 1000, -1):
                changed = figures({**values, cell: (values[cell] or 0) + change})
                breaks = (side in greater_breaks[formula.relation]) == (change > 0) or formula.relation in ("==", ":=")
                expected = "fail" if breaks else "pass"
                assert state_of(checker, changed, form, identity.id, cells) == expected, (cell, change)


@pytest.mark.parametrize(("identity", "form", "cells"), PLACES, ids=NAMES)
def test_one_operand_removed_or_not_a_number_is_unknown(
    checker: Checker, identity: Identity, form: FormId, cells: Mapping[str, CellId]
) -> None:
    kinds: tuple[CellKind, ...] = ("blank", "dash", "missing", "unreadable")
    for cell in cells.values():
        values = consistent(identity, cells)
        others = figures({other: value for other, value in values.items() if other != cell})
        # A derived value that is not printed leaves nothing to assess.
        derived = identity.strength == "definition" and cell == cells[identity.parsed.left[0].name]
        expected = None if derived else "unknown"
        assert state_of(checker, others, form, identity.id, cells) == expected
        for kind in kinds:
            blanked = [*others, figure(cell, None, kind=kind)]
            assert state_of(checker, blanked, form, identity.id, cells) == expected
        assert state_of(checker, [], form, identity.id, cells) == (
            None if identity.strength == "definition" else "unknown"
        )


def _cells(terms: Sum, cells: Mapping[str, CellId]) -> list[CellId]:
    return [cells[term.name] for term in terms if term.name]


def whole_report(form: FormId, seed: int) -> Values:
    """Chapters 3 and 4 of a made-up report in which everything adds up."""
    chance = random.Random(seed)
    *parts, total = BOOK.applicants("2021")
    new, carried_in, *results, result_total, carried_out = BOOK.rows(form)
    values: Values = {}
    for applicant in parts:
        column = [chance.randrange(20) for _ in results]
        carried = chance.randrange(sum(column) + 1)
        values |= {(row, applicant): value for row, value in zip(results, column, strict=True)}
        values |= {(result_total, applicant): sum(column), (carried_out, applicant): carried}
        values |= {(new, applicant): sum(column), (carried_in, applicant): carried}
    for row in BOOK.rows(form):
        values[row, total] = sum(values[row, applicant] or 0 for applicant in parts)
    for block in ("review", "litigation_direct", "litigation_after_review"):
        outcomes = {
            (f"{block}_{kind}", None): chance.randrange(9) for kind in ("upheld", "corrected", "other", "pending")
        }
        values |= {**outcomes, (f"{block}_total", None): sum(outcomes.values())}
    return values


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_no_single_wrong_cell_of_chapters_3_and_4_passes(checker: Checker, form: FormId) -> None:
    values = whole_report(form, seed=20260102)
    assert len(values) == len(BOOK.rows(form)) * 7 + 15
    assert checker.findings(figures(values), form) == ()
    for cell, value in values.items():
        for wrong in ((value or 0) + 1, (value or 0) * 10 + 3):
            findings = checker.findings(figures({**values, cell: wrong}), form)
            assert [f.severity for f in findings] == ["error"] * len(findings)
            assert findings, cell
            assert all(cell in f.cells for f in findings)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_two_rows_or_columns_in_the_wrong_place_pass_only_when_nothing_can_tell(checker: Checker, form: FormId) -> None:
    """Two applicants swapped throughout still add up: only headers can tell. Swapped in some rows only, the columns break."""
    values = whole_report(form, seed=7)
    rows = BOOK.rows(form)

    def swapped(rows_swapped: tuple[str, ...]) -> list[Figure]:
        left, right = "natural_person", "other_org"
        new = {(row, left): values[row, right] for row in rows_swapped} | {
            (row, right): values[row, left] for row in rows_swapped
        }
        return figures(values | new)

    assert checker.findings(swapped(rows), form) == ()
    assert {f.rule for f in checker.findings(swapped(rows[:1]), form)} == {"ch3_balance"}


REVIEW: Values = {
    ("review_total", None): 9,
    ("review_upheld", None): 4,
    ("review_corrected", None): 0,
    ("review_other", None): 2,
    ("review_pending", None): 3,
}


def review(checker: Checker, **changes: int | float | None) -> Assessment:
    values = REVIEW | {(name, None): value for name, value in changes.items()}
    return next(a for a in checker.assess(figures(values), "2021") if a.rule == "ch4_review_sum")


def test_an_assessment_names_its_cells_and_both_sides(checker: Checker) -> None:
    assert review(checker) == Assessment("ch4_review_sum", "pass", "error", tuple(REVIEW), 9, 9)
    assert review(checker, review_upheld=40) == Assessment("ch4_review_sum", "fail", "error", tuple(REVIEW), 9, 45)


def test_a_blank_is_no_zero_but_too_much_is_too_much(checker: Checker) -> None:
    assert review(checker, review_corrected=None).state == "unknown"
    assert review(checker, review_corrected=None).left == 9
    assert review(checker, review_corrected=None).right is None
    # 4 + 2 + 3 is what the total says, so the blank may well be 0, and may well be a number that was lost.
    assert review(checker, review_corrected=None, review_total=8).state == "fail"
    assert review(checker, review_corrected=None, review_total=8).right == 9
    assert review(checker, review_corrected=None, review_total=10).state == "unknown"
    assert review(checker, review_total=None, review_upheld=400).state == "unknown"


def test_none_in_words_counts_as_zero(checker: Checker) -> None:
    given = [f for f in figures(REVIEW) if f.indicator != "review_corrected"]
    given.append(figure("review_corrected", 0, kind="none"))
    assert next(a for a in checker.assess(given, "2021") if a.rule == "ch4_review_sum").state == "pass"


def test_floats_are_compared_within_what_can_be_printed(checker: Checker) -> None:
    tenths = {"review_upheld": 0.1, "review_corrected": 0.2, "review_other": 0.3, "review_pending": 0.1}
    assert review(checker, review_total=0.7, **tenths).state == "pass"
    assert review(checker, review_total=0.7001, **tenths).state == "fail"
    assert review(checker, review_total=10**15 + 5, review_upheld=10**15).state == "pass"
    assert review(checker, review_total=10**15 + 4, review_upheld=10**15).state == "fail"


def test_a_cell_read_in_two_ways_is_unknown() -> None:
    twice = [figure("review_total", 9), figure("review_other", 2)]
    assert numbers([*twice, *twice]) == {("review_total", None): 9, ("review_other", None): 2}
    for second in (figure("review_total", 8), figure("review_total", None)):
        assert numbers([*twice, second]) == {("review_other", None): 2}
        assert numbers([second, *twice, second]) == {("review_other", None): 2}
        assert numbers([*twice, second, figure("review_total", 9)]) == {("review_other", None): 2}


def test_a_subset_may_be_smaller_and_channels_may_count_twice(checker: Checker) -> None:
    states = {
        a.rule: a.state
        for a in checker.assess(figures({"press_conferences_by_head": 2, "press_conferences": 5}), "2014")
    }
    assert states["b_heads_le_press"] == "pass"
    channels = {f"disclosed_via_{name}": 10 for name in ("gazette", "website", "weibo", "wechat", "other")}
    for total, state in ((30, "pass"), (50, "pass"), (51, "fail")):
        given = figures({**channels, "disclosed_info_total": total})
        assert {a.rule: a.state for a in checker.assess(given, "2014")}["b_channels_ge_total"] == state
    partly = figures({**channels, "disclosed_via_other": None, "disclosed_info_total": 51})
    assert {a.rule: a.state for a in checker.assess(partly, "2014")}["b_channels_ge_total"] == "unknown"


def test_a_printed_group_sum_is_held_against_its_parts(checker: Checker) -> None:
    parts = dict.fromkeys(["unable_not_held", "unable_no_ready_info", "unable_unclear"], 2)
    given = figures({(name, "total"): value for name, value in {**parts, "result_unable": 7}.items()})
    (finding,) = (f for f in checker.findings(given, "2021") if f.rule == "ch3_unable_group")
    assert (finding.severity, finding.cells[0]) == ("warning", ("result_unable", "total"))


def test_a_finding_names_cells_values_and_place(checker: Checker) -> None:
    row = dict.fromkeys(load_book().applicants("2021"), 0) | {"natural_person": 12, "other_org": 3, "total": 16}
    given = figures({("requests_new", applicant): value for applicant, value in row.items()})
    (finding,) = checker.findings(given, "2021")
    assert finding.rule == "ch3_row_sum"
    assert finding.severity == "error"
    assert finding.message == (
        "The columns of applicants must add up to the column “total”. Left 16, right 15: "
        "Requests received this year (all applicants) = 16, Requests received this year (natural persons) = 12, "
        "Requests received this year (other organisations) = 3, 4 more at 0."
    )
    assert finding.cells[:2] == (("requests_new", "total"), ("requests_new", "natural_person"))
    assert (finding.table, finding.row, finding.column) == (1, 1, 7)


def test_a_finding_says_what_stands_in_place_of_a_number(checker: Checker) -> None:
    values = {"review_total": 1, "review_upheld": 2, "review_other": 0, "review_pending": None}
    (finding,) = checker.findings(figures(values), "2019")
    assert finding.message == (
        "The outcomes of reconsideration must add up to its total. Left 1, right 2: "
        "Administrative reconsideration cases about information disclosure = 1, Reconsideration: decision upheld = 2, "
        "Reconsideration: decision corrected = missing, Reconsideration: pending at year end = blank, 1 more at 0."
    )


def test_rules_of_a_county_are_flagged_cell_by_cell(checker: Checker) -> None:
    given = figures({"ch2_rules_issued": 0, "ch2_rules_repealed": None, "ch2_rules_valid": 6})
    (finding,) = checker.findings(given, "2021")
    assert (finding.rule, finding.severity) == ("rules_zero_below_city", "warning")
    assert finding.cells == (("ch2_rules_valid", None),)


def test_rules_of_a_city_are_nothing_unusual_and_its_sums_still_count(checker: Checker) -> None:
    values = {"ch2_rules_issued": 1, "ch2_rules_valid": 3}
    assert len(checker.findings(figures(values), "2021")) == 2
    assert checker.findings(figures(values), "2021", makes_rules=True) == ()
    broken = figures({"review_upheld": 2, "review_total": 1} | values)
    assert {finding.severity for finding in checker.findings(broken, "2021", makes_rules=True)} == {"error"}


def test_an_empty_report_is_unknown_throughout(checker: Checker) -> None:
    for form in FORMS:
        assert {a.state for a in checker.assess([], form)} == {"unknown"}
        assert checker.findings([], form) == ()


def test_an_identity_that_subtracts_is_refused_at_load() -> None:
    subtracting = Identity("new", "hard", "review_total - review_other == review_upheld", "Made up.")
    with pytest.raises(ValueError, match="adds only"):
        Checker(Book({"2021": (subtracting,)}))


def test_the_checker_is_built_once() -> None:
    assert Checker.load() is Checker.load()


@pytest.mark.parametrize(
    ("cell", "value", "unit", "rules"),
    [
        ("ch2_license_decisions", 11_398_889, "件", []),
        ("ch2_license_decisions", 100_000_001, "件", ["absurd_magnitude"]),
        ("ch2_license_decisions", -1, "件", ["negative_value"]),
        ("ch2_license_decisions", 1646.5, "件", ["fractional_count"]),
        ("ch2_license_decisions", 12.0, "件", []),
        ("ch2_license_decisions", -0.5, "件", ["negative_value", "fractional_count"]),
        ("ch2_license_items_delta", -12, "项", []),
        ("ch2_license_items_delta", 0.5, "项", ["fractional_count"]),
        ("ch2_fee_amount", 59237.2449, "万元", []),
        ("ch2_fee_amount", -0.1, "万元", ["negative_value"]),
        ("ch2_fee_amount", 96_171_600, "万元", ["absurd_magnitude"]),
        ("a_fees_all", 3940.5, "元", []),
        ("training_attendance", 250, "人次", []),
        (("requests_new", "total"), 3_646, "件", []),
        (("requests_new", "total"), 100_001, "件", ["absurd_magnitude"]),
        (("requests_new", "natural_person"), 2.5, "件", ["fractional_count"]),
    ],
)
def test_rules(cell: CellId | str, value: float, unit: str, rules: list[str]) -> None:
    assert [finding.rule for finding in implausible([figure(cell, value, unit=unit)])] == rules


def test_a_finding_names_value_print_and_place() -> None:
    (finding,) = implausible([figure("review_total", -3, place=5)])
    assert finding.message == (
        "A count or an amount cannot be negative: "
        "Administrative reconsideration cases about information disclosure is -3 items (printed '-3')."
    )
    assert (finding.severity, finding.cells) == ("error", (("review_total", None),))
    assert (finding.table, finding.row, finding.column) == (1, 1, 5)


def test_what_is_not_a_number_is_not_judged() -> None:
    assert list(implausible(figures({"review_total": None, "review_other": 0}))) == []
