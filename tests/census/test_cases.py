"""Smallest pages of what styles and damages once brought to light, and the few limits that stay."""

from __future__ import annotations

import pytest

from reportscraper import parse_report
from reportscraper.model import Report
from tests.made.forms import Key
from tests.made.prints import TrueFigure
from tests.made.tables import separate_blocks

from . import annexes, reprints, shapes, surroundings, wordings, writers
from .compare import judge
from .shapes import only
from .style import Page, Style, print_page
from .truths import true_report
from .writers import blank_as, inside


def _page(form: str, style: Style) -> Page:
    return print_page(true_report(form, "cases", dense=True), style)


def _kinds(report: Report) -> dict[str, int]:
    kinds = [figure.kind for figure in report.figures]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def test_a_field_shows_its_figure() -> None:
    page = _page("2021", Style("", cell=inside(writers.fielded)))
    assert judge(page, parse_report(page.data)).faults == []
    assert _kinds(parse_report(page.data))["number"] == 200


def test_a_picture_of_a_figure_is_not_a_blank() -> None:
    report = parse_report(_page("2021", Style("", cell=inside(writers.pictured))).data)
    assert _kinds(report) == {"number": 1, "unreadable": 199}  # the fees have a decimal point and stay text


def test_a_field_or_picture_beside_a_figure_is_no_figure() -> None:
    style = Style("", cell=inside(lambda text: f'<img src="dot.gif" width="1" height="1">{text}'))
    assert judge(_page("2021", style), parse_report(_page("2021", style).data)).faults == []


def test_cells_of_invisible_characters_are_blank() -> None:
    style = Style("", shapes=(shapes.spans_lost,), cell=blank_as("&#8203;"))
    assert judge(_page("2021", style), parse_report(_page("2021", style).data)).losses == []


def test_both_tables_of_chapter_four_in_one_layout_table() -> None:
    style = Style("", shapes=(only("ch4", shapes.review_apart),), rewrites=(writers.one_table,))
    page = _page("2021", style)
    assert judge(page, parse_report(page.data)).losses == []


@pytest.mark.parametrize(
    ("form", "shape"),
    [
        ("2019", only("ch2", separate_blocks)),
        ("2021", only("ch3", shapes.cut(9, 20, repeat_header=True))),
        ("2014", only("stat", shapes.cut(20, repeat_header=True))),
        ("2014", only("stat", annexes.chapters_apart)),
        ("2008", only("stat", annexes.fujian)),
    ],
)
def test_tables_in_parts_each_printed_twice(form: str, shape: shapes.Shape) -> None:
    page = _page(form, Style("", shapes=(shape,), decoys=(surroundings.copy_shown,)))
    tally = judge(page, parse_report(page.data))
    assert (tally.faults, tally.losses) == ([], [])


def test_long_labels_printed_one_character_a_line() -> None:
    page = _page("2014", Style("", shapes=(annexes.unit_in_label, wordings.reworded(wordings.vertical))))
    assert judge(page, parse_report(page.data)).losses == []


@pytest.mark.parametrize("form", ["2008", "2014", "2021"])
@pytest.mark.parametrize("decoy", [surroundings.related_links, surroundings.contact_table])
def test_tables_that_are_never_closed(form: str, decoy: surroundings.Decoy) -> None:
    page = _page(form, Style("", rewrites=(lambda article: article.replace("</table>", ""),), decoys=(decoy,)))
    assert judge(page, parse_report(page.data)).faults == []


def test_an_article_in_one_table_that_is_never_closed() -> None:
    style = Style(
        "",
        rewrites=(writers.one_table, lambda article: article.removesuffix("</table>")),
        decoys=(surroundings.related_links,),
    )
    for form in ("2008", "2014", "2021"):
        page = _page(form, style)
        assert judge(page, parse_report(page.data)).faults == []


def test_a_blank_figure_among_the_blanks_of_lost_spans() -> None:
    page = _page("2021", Style("", reprints=(reprints.respelled(_without_fees),), shapes=(shapes.spans_lost,)))
    assert judge(page, parse_report(page.data)).losses == []


def _without_fees(key: Key, figure: TrueFigure) -> TrueFigure:
    return TrueFigure("", None, "blank", figure.amount) if key[0] == "ch2_fee_amount" else figure


def test_a_figure_in_a_nested_table_is_told() -> None:
    nested = inside(lambda text: f"<table><tr><td>{text}</td></tr></table>" if text.isdigit() else text)
    page = _page("2021", Style("", cell=nested))
    assert judge(page, parse_report(page.data)).faults == []


def test_last_year_without_a_caption_is_an_error_that_names_the_cells() -> None:
    page = _page("2021", Style("", decoys=(surroundings.last_year_unnamed,)))
    report = parse_report(page.data)
    assert judge(page, report).faults == []
    named = {cell for f in report.findings if f.rule == "duplicate_table_differs" for cell in f.cells}
    differing: Key = ("requests_new", "natural_person")
    assert differing in named


def test_a_round_figure_is_taken_and_flagged() -> None:
    page = _page("2021", Style("", reprints=(reprints.counts(reprints.about),)))
    report = parse_report(page.data)
    approximate = {cell for f in report.findings if f.rule == "approximate_cell" for cell in f.cells}
    assert judge(page, report).losses == []
    assert len(approximate) == sum(figure.raw.endswith("余") for figure in report.figures) > 100
