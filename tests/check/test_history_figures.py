"""Cells against the year before: cross-year identities and copied tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.check.history import check_history, thresholds
from reportscraper.check.history_figures import robust_z
from reportscraper.forms.identities import Identity, load_book
from reportscraper.forms.naming import applicant_name
from reportscraper.forms.rules import rules
from reportscraper.model import HistoryFinding, PastReport

from .past import APPLICANTS, past

CARRY = {"requests_carried_in": 2021, "requests_carried_out": 2020}


def found(*reports: PastReport, rule: str = "") -> list[HistoryFinding]:
    return [finding for finding in check_history(reports) if not rule or finding.rule == rule]


def test_what_was_carried_over_arrives() -> None:
    before = past(2020, {("requests_carried_out", applicant): 3 for applicant in APPLICANTS}, form="2019")
    after = past(2021, {("requests_carried_in", applicant): 3 for applicant in APPLICANTS})
    assert found(before, after) == []


@pytest.mark.parametrize("applicant", APPLICANTS)
def test_a_column_that_does_not_arrive_is_named(applicant: str) -> None:
    before = past(2020, {("requests_carried_out", each): 3 for each in APPLICANTS}, form="2019")
    after = past(2021, {("requests_carried_in", each): 4 if each == applicant else 3 for each in APPLICANTS})
    (finding,) = found(before, after)
    assert (finding.rule, finding.body, finding.year) == ("xy_carry", "云溪县教育局", 2021)
    assert finding.severity == ("error" if applicant == "total" else "warning")
    assert finding.cells == (("requests_carried_in", applicant), ("requests_carried_out", applicant))
    whose = applicant_name(applicant).en
    assert f"Requests carried in from last year ({whose}): 2021 prints 4" in finding.message
    assert "it 3." in finding.message
    assert "2021年为4" in finding.message_zh
    assert "应为3" in finding.message_zh


@pytest.mark.parametrize("printed", [{}, {("requests_carried_out", "natural_person"): 3}])
def test_a_cell_that_is_not_a_number_accuses_nobody(printed: dict[tuple[str, str | None], int]) -> None:
    assert found(past(2020, printed, form="2019"), past(2021, {("requests_carried_in", "total"): 4})) == []


def test_years_apart_are_not_compared() -> None:
    before, after = (
        past(2019, {("requests_carried_out", "total"): 3}),
        past(2021, {("requests_carried_in", "total"): 4}),
    )
    assert found(before, after, rule="xy_carry") == []


def test_bodies_are_kept_apart() -> None:
    before = past(2020, {("requests_carried_out", "total"): 3}, body="云溪县民政局")
    assert found(before, past(2021, {("requests_carried_in", "total"): 4}), rule="xy_carry") == []


def test_the_stock_of_documents_moves_with_what_is_issued_and_repealed() -> None:
    values = {("ch2_normative_valid", None): 12, ("ch2_normative_issued", None): 2, ("ch2_normative_repealed", None): 1}
    assert found(past(2021, {("ch2_normative_valid", None): 11}), past(2022, values)) == []
    (finding,) = found(past(2021, {("ch2_normative_valid", None): 12}), past(2022, values))
    assert (finding.rule, finding.severity) == ("xy_normative_stock", "warning")
    assert "prints 12" in finding.message
    assert "it 13" in finding.message


def test_an_identity_of_named_years_holds_in_these_years_only() -> None:
    items = {("ch2_license_items_prev", None): 50, ("ch2_license_items_delta", None): 5}
    rolled = {("ch2_license_items_prev", None): 54}
    (finding,) = found(past(2019, items, form="2019"), past(2020, rolled, form="2019"))
    assert (finding.rule, finding.year) == ("xy_license_items", 2020)
    assert "prints 54" in finding.message
    assert "it 55" in finding.message
    assert found(past(2018, items, form="2019"), past(2019, rolled, form="2019")) == []


CROSS_YEAR = [identity for identity in load_book().identity if identity.scope == "cross_year"]


@pytest.mark.parametrize("identity", CROSS_YEAR, ids=lambda identity: identity.id)
def test_every_cross_year_identity_is_worded_in_both_languages(identity: Identity) -> None:
    assert identity.id in rules()
    assert len(identity.parsed.right) == 1
    assert identity.parsed.relation == "=="


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_finding_says_what_differs(carried_out: int, carried_in: int) -> None:
    before = past(2021, {("requests_carried_out", "total"): carried_out})
    after = past(2022, {("requests_carried_in", "total"): carried_in})
    assert len(found(before, after)) == (carried_out != carried_in)


def table(**changes: int) -> dict[tuple[str, str | None], int | float]:
    """Twenty cells, ten of them not 0."""
    cells = {f"cell_{number}": number % 2 * (number + 1) for number in range(20)} | changes
    return {(cell, None): value for cell, value in cells.items()}


def test_a_table_that_is_that_of_the_year_before_is_a_copy() -> None:
    (finding,) = found(past(2021, table()), past(2022, table()))
    assert (finding.rule, finding.year, finding.severity) == ("same_figures", 2022, "warning")
    assert "10 of 10" in finding.message
    assert "2021" in finding.message_zh


@pytest.mark.parametrize("changes", [{"cell_1": 99}, {"cell_0": 5}])
def test_one_of_ten_cells_that_differs_clears_a_table(changes: dict[str, int]) -> None:
    assert found(past(2021, table()), past(2022, table(**changes))) == []


def test_tables_of_zeros_are_no_copies() -> None:
    zeros = dict.fromkeys(table(), 0) | {("cell_1", None): 3}
    assert found(past(2021, zeros), past(2022, zeros)) == []


def test_a_table_that_is_that_of_another_body_is_a_copy() -> None:
    first = past(2022, table(), body="云溪县民政局", published_on="2023-01-10")
    second = past(2022, table(), published_on="2023-01-12")
    other_year = past(2023, table(cell_1=7), body="云溪县财政局")
    (finding,) = found(second, first, other_year)
    assert (finding.rule, finding.body, finding.year) == ("same_figures_elsewhere", "云溪县教育局", 2022)
    assert "云溪县民政局" in finding.message
    assert "云溪县民政局" in finding.message_zh


def reports(values: list[int | None], *, body: str = "云溪县教育局", first: int = 2017) -> list[PastReport]:
    """A body's reports with the requests it received."""
    return [
        past(first + at, body=body, series={} if value is None else {"requests_received": value})
        for at, value in enumerate(values)
    ]


def jumps(*given: PastReport) -> list[HistoryFinding]:
    found = check_history(given)
    return [finding for finding in found if finding.rule == "jump"]


def test_a_value_ten_times_the_past_is_a_jump() -> None:
    (finding,) = jumps(*reports([20, 25, 22, 240]))
    assert (finding.year, finding.severity, finding.cells) == (2020, "warning", (("requests_received", None),))
    assert finding.message == "Requests received is 240 in 2020; the years before had 20, 25, 22."
    assert finding.message_zh == "收到申请2020年为240，此前各年为20, 25, 22。"


@pytest.mark.parametrize(
    "values",
    [
        [20, 25, 22, 40],  # no jump
        [20, 25, 240],  # too short a past
        [1, 0, 2, 19],  # too small to matter
        [20, 240, 5, 180],  # a body that always jumps
        [20, 25, None, 240],  # a past of two values
        [20, 25, 22, None],  # nothing to judge
    ],
)
def test_no_jump(values: list[int | None]) -> None:
    assert jumps(*reports(values)) == []


def test_a_fall_is_a_jump_too() -> None:
    (finding,) = jumps(*reports([200, 250, 220, 2]))
    assert finding.year == 2020


def test_what_all_peers_did_is_no_jump() -> None:
    grown = [
        report
        for number in range(7)
        for report in reports([20 + number, 25, 22, 240 + number], body=f"云溪县{number}局")
    ]
    assert jumps(*grown) == []
    steady = [report for number in range(6) for report in reports([20, 25, 22, 24], body=f"云溪县{number}局")]
    (finding,) = jumps(*steady, *reports([20, 25, 22, 240]))
    assert finding.body == "云溪县教育局"
    assert "Its peers changed by 1.1 times in the middle." in finding.message
    assert "同类单位中位变动为1.1倍。" in finding.message_zh


def test_peers_are_of_the_same_level() -> None:
    towns = [
        past(2017 + at, body=f"云溪县{number}镇人民政府", level="township", series={"requests_received": value})
        for number in range(7)
        for at, value in enumerate([20, 25, 22, 240])
    ]
    found = jumps(*towns, *reports([20, 25, 22, 240]))
    assert [finding.body for finding in found] == ["云溪县教育局"]


def test_a_robust_z_score_is_not_moved_by_one_outlier() -> None:
    assert robust_z(10, [1, 2, 3, 4, 1000], 0.1) == pytest.approx((10 - 3) / (1.4826 * 1))
    assert robust_z(5, [3, 3, 3], 0.5) == 4
    assert robust_z(3, [3, 3, 3], 0.5) == 0


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8), st.integers(0, 10_000))
def test_a_robust_z_score_has_the_sign_of_the_distance(others: list[int], value: int) -> None:
    others_sorted = sorted(others)
    z = robust_z(value, others, 0.35)
    if value > others_sorted[-1]:
        assert z > 0
    if value < others_sorted[0]:
        assert z < 0


def test_watched_series_are_named_once() -> None:
    watched = thresholds().jump.series
    assert len(watched) == len(set(watched)) >= 10


FEE = ("ch2_fee_amount", None)


def amounts(values: list[float | None], *, body: str = "云溪县教育局", first: int = 2021) -> list[PastReport]:
    """A body's reports with the fees that it charged, in 万元."""
    return [past(first + at, body=body, values={} if each is None else {FEE: each}) for at, each in enumerate(values)]


def odd(given: list[PastReport]) -> list[HistoryFinding]:
    found = check_history(given)
    return [finding for finding in found if finding.rule == "money_magnitude"]


def test_yuan_among_ten_thousands_of_yuan() -> None:
    (found,) = odd(amounts([313.77, 290.5, 3137700, 305]))
    assert (found.year, found.severity, found.cells) == (2023, "warning", (FEE,))
    assert (
        found.message == "Administrative fees charged in the year is 3137700 in 2023, 3 other years have 305: "
        "perhaps printed in another unit."
    )
    assert found.message_zh == "行政事业性收费：本年收费金额2023年为3137700，其余3个年度的中位数为305，可能单位有误。"


def test_an_amount_far_too_small() -> None:
    assert [found.year for found in odd(amounts([313.77, 290.5, 0.0305, 305]))] == [2023]


def test_two_years_at_odds_are_both_told() -> None:
    assert [found.year for found in odd(amounts([313.77, 2905000]))] == [2021, 2022]


@pytest.mark.parametrize("values", [[313.77, 20.1, 1800, 305], [0, 313.77, 0, 305], [313.77], [None, 313.77, None], []])
def test_amounts_that_may_well_be(values: list[float | None]) -> None:
    assert odd(amounts(values)) == []


def test_peers_speak_where_there_is_no_other_year() -> None:
    peers = [report for number in range(5) for report in amounts([30.0 + number], body=f"云溪县{number}局")]
    (found,) = odd([*peers, *amounts([3137700])])
    assert (found.body, found.message.partition(", ")[2]) == (
        "云溪县教育局",
        "6 bodies of its level have 32.5: perhaps printed in another unit.",
    )
    assert odd([*peers[:4], *amounts([3137700])]) == []
    assert odd([*peers, *amounts([31377])]) == []
