"""The harness itself: what it prints, and that it sees every kind of error."""

from __future__ import annotations

import random

import msgspec
import pytest

from reportscraper import parse_report
from reportscraper.model import Figure, Finding, Report
from tests.made.forms import Key
from tests.made.prints import Habit, TrueFigure
from tests.made.truth import with_habit

from . import reprints, wordings
from .compare import Tally, judge
from .style import Page, Style, print_page
from .styles import combined
from .truths import FORMS, consistent, true_report

KEY: Key = ("requests_new", "research_institution")


@pytest.fixture
def page() -> Page:
    return print_page(true_report("2021", "harness", dense=True), Style("harness"))


@pytest.fixture
def report(page: Page) -> Report:
    return parse_report(page.data)


def _with(report: Report, change: dict[str, object], *findings: Finding) -> Report:
    figures = tuple(
        msgspec.structs.replace(figure, **change) if (figure.indicator, figure.applicant) == KEY else figure
        for figure in report.figures
    )
    return msgspec.structs.replace(report, figures=figures, findings=findings)


def _figure(report: Report) -> Figure:
    return next(figure for figure in report.figures if (figure.indicator, figure.applicant) == KEY)


def _counts(tally: Tally) -> tuple[int, int, int, int]:
    counts = tally.counts
    return counts["right"], counts["missing"], counts["flagged"], counts["wrong"]


def test_a_good_report_is_right_throughout(page: Page, report: Report) -> None:
    assert _counts(judge(page, report)) == (200, 0, 0, 0)


def test_a_wrong_value_is_silent_without_a_finding(page: Page, report: Report) -> None:
    tally = judge(page, _with(report, {"value": -1}))
    assert _counts(tally) == (199, 0, 0, 1)
    assert tally.faults[0].key == KEY


def test_a_wrong_kind_is_wrong(page: Page, report: Report) -> None:
    assert _counts(judge(page, _with(report, {"value": None, "kind": "blank"}))) == (199, 0, 0, 1)


def test_missing_and_unreadable_tell_the_reader(page: Page, report: Report) -> None:
    for kind in ("missing", "unreadable"):
        assert _counts(judge(page, _with(report, {"value": None, "kind": kind}))) == (199, 1, 0, 0)


def test_a_finding_flags_the_cell_it_names_or_its_whole_table(page: Page, report: Report) -> None:
    table, row = _figure(report).table, _figure(report).row
    named = Finding("r", "error", "", (KEY,))
    whole = Finding("r", "warning", "", (), table)
    line = Finding("r", "warning", "", (), table, row, 1)
    for finding in (named, whole, line):
        assert _counts(judge(page, _with(report, {"value": -1}, finding))) == (199, 0, 1, 0)


def test_other_findings_flag_nothing(page: Page, report: Report) -> None:
    table, row = _figure(report).table, _figure(report).row
    findings = (
        Finding("r", "info", "", (KEY,)),
        Finding("r", "error", "", (("requests_new", "total"),), table),
        Finding("r", "warning", "", (), table, row + 1, 1),
        Finding("r", "warning", "", (), table + 1),
    )
    assert _counts(judge(page, _with(report, {"value": -1}, *findings))) == (199, 0, 0, 1)


def test_a_table_that_vanishes_without_a_word_is_wrong(page: Page, report: Report) -> None:
    empty = msgspec.structs.replace(report, figures=())
    assert _counts(judge(page, empty)) == (0, 0, 0, 200)
    told = msgspec.structs.replace(empty, findings=(Finding("missing_table", "warning", ""),))
    assert _counts(judge(page, told)) == (0, 200, 0, 0)


def test_a_figure_for_a_cell_that_is_not_printed_is_wrong(page: Page, report: Report) -> None:
    blanked = msgspec.structs.replace(page, cells={**page.cells, KEY: None})
    assert _counts(judge(blanked, report)) == (199, 0, 0, 1)
    assert _counts(judge(blanked, _with(report, {"value": None, "kind": "missing"}))) == (200, 0, 0, 0)


@pytest.mark.parametrize("form", FORMS)
def test_truths_fulfil_the_sums_and_dense_ones_hide_no_shift(form: str) -> None:
    for number in range(4):
        true = true_report(form, f"sums/{number}", dense=True)
        assert consistent(true.ledger)
        if form in ("2019", "2021"):
            matrix = [amount for (_, applicant), amount in true.ledger.items() if applicant is not None]
            assert min(matrix) > 0


def test_one_changed_figure_breaks_a_sum() -> None:
    true = true_report("2019", "sums", dense=True)
    draw = random.Random(5)
    tied = [key for key in true.ledger if key[1] is not None or key[0].startswith(("review", "litigation"))]
    for key in draw.sample(tied, 40):
        assert not consistent(true.ledger | {key: true.ledger[key] + 1})


def test_same_seed_same_page() -> None:
    for seed in ("a", "b", "c"):
        (form, style), (again, same) = combined(seed), combined(seed)
        true = true_report(form, "x")
        assert (form, print_page(true, style).data) == (again, print_page(true, same).data)


@pytest.mark.parametrize(
    ("spell", "number", "text"),
    [
        (reprints.han, 0, "〇"),
        (reprints.han, 1, "一件"),
        (reprints.han, 10, "十"),
        (reprints.han, 19, "十九"),
        (reprints.han, 110, "一百一十"),
        (reprints.han, 305, "三百零五"),
        (reprints.han, 7003, "七千零三"),
        (reprints.han, 12345, "12345"),
        (reprints.wide_thousands, 12345, "１２，３４５"),
        (reprints.set_apart, 120, "1 2 0"),
        (reprints.about, 9, "9"),
        (reprints.about, 130, "130余"),
        (reprints.with_wide_unit, 12, "１２ 条"),
    ],
)
def test_spellings(spell: reprints.Spell, number: int, text: str) -> None:
    assert spell(number) == text


@pytest.mark.parametrize(
    ("change", "label", "text"),
    [
        (wordings.without_numbering, "（三）不予公开", "不予公开"),
        (wordings.without_numbering, "其中：1.涉及国家秘密", "涉及国家秘密"),
        (wordings.without_numbering, "总计", "总计"),
        (wordings.vertical, "总计", "总\n计"),
        (wordings.other_points, "1.重复申请", "1、重复申请"),
        (wordings.other_points, "本年增/减", "本年增\\减"),
        (wordings.other_it, "3.其他", "3.其它"),
        (wordings.kangxi, "自然人", "⾃然⼈"),
        (wordings.traditional, "行政许可", "行政許可"),
        (wordings.slip, "重复申请", "重复申请"),
    ],
)
def test_wordings(change: wordings.Wording, label: str, text: str) -> None:
    assert change(label) == text


def test_slips_are_one_character_wide_and_spare_the_sense() -> None:
    label = "2.没有现成信息需要另行制作"
    slipped = wordings.slip(label)
    assert slipped != label
    assert abs(len(slipped) - len(label)) <= 1
    assert slipped.startswith("2.没")


def test_unreadable_prints_have_no_value() -> None:
    true = reprints.unreadable_as(lambda number: f"{number}-9", every=2)(true_report("2021", "x", dense=True))
    torn = [figure for figure in true.figures.values() if figure.kind == "unreadable"]
    assert len(torn) == 100
    assert all(figure.value is None and figure.printed.endswith("-9") for figure in torn)


def test_habits_of_the_demo_are_kept() -> None:
    true = with_habit(true_report("2021", "x"), Habit(zeros=("无",)))
    nothing = TrueFigure("无", 0, "none", 0)
    assert nothing in true.figures.values()
