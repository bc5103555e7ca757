"""Cells against the year before: cross-year identities and copied tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.check.history import check_history
from reportscraper.forms.identities import Identity, load_book
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
    assert f"requests_carried_in/{applicant}: 2021 prints 4" in finding.message
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
