from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec
import pytest

from reportscraper.model import FormId
from tests.made import truth
from tests.made.counties import counties
from tests.made.forms import cells_of
from tests.made.ledger import Ledger
from tests.made.prints import Habit
from tests.made.samples import ADDED, REVISED, YEARS
from tests.made.truth import TrueReport, make_history, make_report, revise, with_habit

COUNTY = counties()[0]
BODY = COUNTY.bodies[2]


def by_name(edition: int) -> dict[tuple[str, int], TrueReport]:
    return {(report.body.name, report.year): report for report in truth(edition)}


def test_the_samples_are_two_counties_of_five_bodies_over_eight_years() -> None:
    reports = by_name(2)
    assert len(reports) == 2 * 5 * 8
    assert {report.year for report in reports.values()} == set(range(2017, 2025))
    forms = [report.form for report in make_history("x", COUNTY, BODY, YEARS)]
    assert forms == ["2014", "2014", "2019", "2019", "2021", "2021", "2021", "2021"]


def test_identities_hold_in_every_sample(
    broken: Callable[[FormId, Ledger], list[str]], broken_between: Callable[[Ledger, Ledger], list[str]]
) -> None:
    for edition in (1, 2):
        reports = by_name(edition)
        for (name, year), report in reports.items():
            assert broken(report.form, report.ledger) == []
            before = reports.get((name, year - 1))
            if before:
                assert broken_between(before.ledger, report.ledger) == []


def test_figures_are_the_cells_of_the_form_and_agree_with_the_ledger() -> None:
    for report in truth(2):
        assert tuple(report.figures) == cells_of(report.form)
        for key, figure in report.figures.items():
            assert figure.amount == report.ledger[key]
            assert figure.value in (None, figure.amount)
            assert (figure.value is None) == (figure.kind in ("blank", "dash"))


def test_titles_dates_and_periods() -> None:
    for report in truth(2):
        assert report.body.name in report.title
        assert str(report.year) in report.title
        assert f"{report.year + 1}-01-08" <= report.published_on <= f"{report.year + 1}-03-31"
        assert report.period == (f"{report.year}-01-01", f"{report.year}-12-31")


def test_the_second_edition_adds_one_report() -> None:
    assert set(by_name(2)) - set(by_name(1)) == {ADDED}
    assert set(by_name(1)) < set(by_name(2))


def test_the_second_edition_corrects_two_cells_and_the_sentence_that_states_them() -> None:
    first, second = by_name(1), by_name(2)
    assert [name for name in first if first[name] != second[name]] == [REVISED]
    old, new = first[REVISED], second[REVISED]
    changed = {
        key: (old.figures[key].value, new.figures[key].value)
        for key in old.figures
        if old.figures[key] != new.figures[key]
    }
    assert changed == {("ch2_license_decisions", None): (865, 872), ("ch2_penalty_decisions", None): (197, 204)}
    assert sum(a != b for a, b in zip(old.statements, new.statements, strict=True)) == 2
    sections = [pair for pair in zip(old.sections, new.sections, strict=True) if pair[0] != pair[1]]
    paragraphs = [
        pair for pair in zip(sections[0][0].paragraphs, sections[0][1].paragraphs, strict=True) if pair[0] != pair[1]
    ]
    assert (len(sections), len(paragraphs)) == (1, 1)
    assert (old.title, old.published_on) == (new.title, new.published_on)


def test_there_is_no_third_edition() -> None:
    with pytest.raises(ValueError, match="not 3"):
        truth(3)


@pytest.mark.parametrize("form", ["2008", "2014", "2019", "2021"])
def test_one_seed_gives_one_report(form: FormId) -> None:
    first, second, other = (make_report(seed, COUNTY, BODY, 2016, form) for seed in ("a", "a", "b"))
    assert msgspec.json.encode(first.sections) == msgspec.json.encode(second.sections)
    assert (first, first.form) == (second, form)
    assert first.figures != other.figures


def test_the_samples_never_change_unseen() -> None:
    """Whoever changes the generator changes what users see in the demo, on every machine alike, and says so here."""
    report = by_name(1)["云溪县人民政府", 2022]
    shown = [report.figures[key].printed for key in (("requests_new", "total"), ("result_total", "total"))]
    assert (report.title, report.published_on) == ("云溪县人民政府2022年政府信息公开工作年度报告", "2023-02-20")
    assert shown == ["109", "90"]
    printed = "|".join(figure.printed for report in truth(2) for figure in report.figures.values())
    assert hashlib.sha256(printed.encode()).hexdigest()[:16] == "fbf2af9edd4152f2"


def test_revising_an_unknown_cell_is_refused() -> None:
    with pytest.raises(KeyError, match="no_such"):
        revise(make_report("x", COUNTY, BODY, 2022), {("no_such", None): 1})


def test_another_habit_prints_the_same_amounts() -> None:
    report = make_report("x", COUNTY, BODY, 2022)
    dashed = with_habit(report, Habit(zeros=("/",)))
    assert {key: figure.amount for key, figure in dashed.figures.items()} == report.ledger
    assert {figure.printed for figure in dashed.figures.values() if figure.amount == 0} == {"/"}


def test_codes_have_their_official_shapes() -> None:
    for county in counties():
        assert len(county.site_code) == 10
        assert county.site_code.startswith(county.code)
        codes = {county.credit_code(body) for body in county.bodies}
        assert len(codes) == len(county.bodies)
        assert all(len(code) == 18 and code.startswith(f"11{county.code}") for code in codes)
    assert counties()[0].credit_code(counties()[0].bodies[2]) == "11339921586634916G"
