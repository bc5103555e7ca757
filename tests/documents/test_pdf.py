from __future__ import annotations

from collections.abc import Callable

import pytest

from reportscraper.documents.pdf.document import read_pdf
from reportscraper.model import Document, FormId, Report
from reportscraper.report.read import parse_report

from .printed import (
    BARE,
    LAYOUTS,
    RUN_ON,
    Layout,
    folder_of_reference,
    in_forms,
    printed_pdf,
    true_report,
    wrong_cells,
    wrong_text,
)
from .samples import line, pdf, rules

_REAL = folder_of_reference() / "huaian-2024.pdf"


@pytest.mark.parametrize(("layout", "form"), in_forms(LAYOUTS, 1), ids=lambda value: getattr(value, "name", value))
def test_every_cell_and_chapter_in_every_layout(
    layout: Layout, form: FormId, read_report: Callable[[Document], Report]
) -> None:
    true = true_report(form)
    read = read_report(read_pdf(printed_pdf(layout, form)))
    assert wrong_cells(true, read) == {}
    assert wrong_text(true, read) == []
    assert (read.body, read.year, read.form) == (true.body.name, true.year, form)


def test_headings_run_into_their_text(read_report: Callable[[Document], Report]) -> None:
    true = true_report("2019")
    read = read_report(read_pdf(printed_pdf(RUN_ON, "2019")))
    assert wrong_cells(true, read) == {}
    assert wrong_text(true, read) == []


@pytest.mark.parametrize("layout", BARE, ids=lambda layout: layout.name)
def test_lists_without_upright_rules(layout: Layout, read_report: Callable[[Document], Report]) -> None:
    true = true_report("2014")
    assert wrong_cells(true, read_report(read_pdf(printed_pdf(layout, "2014")))) == {}


@pytest.mark.parametrize(("layout", "least"), [(BARE[0], 0.95), (BARE[1], 0.9), (BARE[2], 0)], ids=["a", "b", "c"])
def test_what_is_not_read_of_a_matrix_without_upright_rules_is_said(
    layout: Layout, least: float, read_report: Callable[[Document], Report]
) -> None:
    true = true_report("2021")
    read = read_report(read_pdf(printed_pdf(layout, "2021")))
    wrong = wrong_cells(true, read)
    assert len(wrong) <= (1 - least) * len(true.figures)
    assert all(figure.kind == "missing" for figure in read.figures if (figure.indicator, figure.applicant) in wrong)
    assert {"missing_rows", "missing_table"} & {finding.rule for finding in read.findings}


def test_through_the_public_door() -> None:
    true = true_report("2021")
    read = parse_report(printed_pdf(LAYOUTS[0], "2021"), content_type="text/html")
    assert wrong_cells(true, read) == {}
    assert (read.is_report, read.encoding) == (True, None)
    assert not [finding for finding in read.findings if finding.severity == "error"]


def test_a_pdf_that_is_no_report() -> None:
    read = parse_report(pdf(line(b"Budget of 2022")))
    assert (read.is_report, read.reason) == (False, "the page is not a report: other")


@pytest.mark.skipif(not _REAL.is_file(), reason="the real report lies beside the project only where it is developed")
def test_a_real_report() -> None:
    read = parse_report(_REAL.read_bytes())
    assert (read.body, read.year, read.form) == ("淮安市人民政府", 2024, "2021")
    assert [figure.kind for figure in read.figures] == ["number"] * 200
    values = {(figure.indicator, figure.applicant): figure.value for figure in read.figures}
    assert values["ch2_penalty_decisions", None] == 3985758
    assert values["ch2_fee_amount", None] == 96171.6
    assert values["unable_not_held", "total"] == 769
    assert values["unable_no_ready_info", "total"] == 11
    assert values["result_total", "total"] == 3050
    assert [section.kind for section in read.sections if section.kind != "lead"] == [
        "overview", "proactive", "requests", "review", "problems", "other",
    ]  # fmt: skip
    assert {finding.rule for finding in read.findings} == set()


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def lines(*printed: tuple[str, float, float]) -> bytes:
    return b"".join(line(text.encode(), x, y) for text, x, y in printed)


def test_lines_become_paragraphs_by_indent_and_room() -> None:
    full = "x" * 60
    page = lines((f"  {full}", 96, 700), (full + "xxxx", 72, 680), ("end.", 72, 660), ("  next", 96, 640))
    assert texts(read_pdf(pdf(page))) == [full + " " + full + "xxxx end.", "next"]


def test_a_paragraph_goes_on_over_the_page_end() -> None:
    full = "x" * 60
    first, second = lines((full, 72, 700), (full, 72, 680)), lines((full, 72, 760), ("end", 72, 740))
    assert texts(read_pdf(pdf(first, second))) == [" ".join([full] * 3) + " end"]


def test_two_numbers_never_run_into_one() -> None:
    page = lines(("7" * 60, 72, 700), ("8", 72, 680))
    assert texts(read_pdf(pdf(page))) == ["7" * 60 + " 8"]


@pytest.mark.parametrize("number", ["- {} -", "{}", "{}/3", "Page {}"])
def test_page_numbers_are_no_text(number: str) -> None:
    each = [lines(("Header 9", 72, 810), (f"Text {n}", 72, 700), (number.format(n), 290, 40)) for n in (1, 2, 3)]
    assert texts(read_pdf(pdf(*each))) == ["Text 1", "Text 2", "Text 3"]


def test_a_number_in_the_text_is_no_page_number() -> None:
    assert texts(read_pdf(pdf(lines(("Text", 72, 700), ("12", 72, 600))))) == ["Text", "12"]


def test_cells_keep_what_is_printed_in_them() -> None:
    xs, ys = (72, 172, 272), (700, 660, 620)
    words = lines(("a", 80, 675), ("1,234", 180, 675), ("b", 80, 635), ("12. 34", 180, 635))
    (block,) = read_pdf(pdf(rules(xs, ys) + words)).blocks
    assert block.grid is not None
    assert [(c.text, c.row, c.column) for c in block.grid.cells] == [
        ("a", 1, 1), ("1,234", 1, 2), ("b", 2, 1), ("12. 34", 2, 2),
    ]  # fmt: skip


def page_of(rows: list[tuple[str, str]], top: float, xs: tuple[float, ...] = (72, 172, 272)) -> bytes:
    ys = tuple(top - 40 * index for index in range(len(rows) + 1))
    cells = [(text, x + 8, y - 25) for (a, b), y in zip(rows, ys, strict=False) for text, x in ((a, xs[0]), (b, xs[1]))]
    return rules(xs, ys) + lines(*(cell for cell in cells if cell[0]))


def rows_of(document: Document) -> list[list[list[str]]]:
    grids = [block.grid for block in document.blocks if block.grid]
    return [[[cell.text if cell else "" for cell in row] for row in grid.slots] for grid in grids]


def test_a_table_goes_on_over_the_page_end() -> None:
    first, second = page_of([("item", "count"), ("a", "1")], 160), page_of([("b", "2")], 780)
    assert rows_of(read_pdf(pdf(first, second))) == [[["item", "count"], ["a", "1"], ["b", "2"]]]


def test_margins_may_differ_by_some_points() -> None:
    first, second = page_of([("item", "count"), ("a", "1")], 160), page_of([("b", "2")], 780, (69, 170, 275))
    assert rows_of(read_pdf(pdf(first, second))) == [[["item", "count"], ["a", "1"], ["b", "2"]]]


def test_a_repeated_header_is_left_out() -> None:
    first = page_of([("item", "count"), ("a", "1")], 160)
    second = page_of([("item", "count"), ("b", "2")], 780)
    assert rows_of(read_pdf(pdf(first, second))) == [[["item", "count"], ["a", "1"], ["b", "2"]]]


def test_a_repeated_row_of_figures_is_kept() -> None:
    first, second = page_of([("a", "1"), ("b", "2")], 160), page_of([("a", "1"), ("c", "3")], 780)
    assert rows_of(read_pdf(pdf(first, second)))[0] == [["a", "1"], ["b", "2"], ["a", "1"], ["c", "3"]]


def test_text_between_parts_tables() -> None:
    first = page_of([("item", "count"), ("a", "1")], 260) + lines(("After", 72, 100))
    second = page_of([("b", "2"), ("c", "3")], 780)
    assert len(rows_of(read_pdf(pdf(first, second)))) == 2


def test_figures_on_both_sides_of_a_page_end_stay_apart() -> None:
    first, second = page_of([("item", "count"), ("abcdefghijklmn", "1")], 160), page_of([("opq", "2")], 780)
    assert rows_of(read_pdf(pdf(first, second)))[0][1:] == [["abcdefghijklmn", "1"], ["opq", "2"]]


@pytest.mark.parametrize(("above", "below"), [("3", "2"), ("1,", "234")])
def test_figures_without_a_label_behind_a_page_end_may_be_second_lines(above: str, below: str) -> None:
    first, second = page_of([("item", "count"), ("abc", above)], 160), page_of([("", below), ("d", "5")], 780)
    read = rows_of(read_pdf(pdf(first, second)))
    assert read[0] == [["item", "count"], ["abc", f"{above}\n{below}"], ["d", "5"]]


@pytest.mark.parametrize(
    ("above", "below", "read"),
    [
        (("1 ab", "3"), ("cd", ""), [["1 ab", "3"], ["cd", "\ufffc"]]),
        (("1 ab", ""), ("cd", "3"), [["1 ab", "\ufffc"], ["cd", "3"]]),
        (("1 ab", "3"), ("cd", "4"), [["1 ab", "3"], ["cd", "4"]]),
    ],
)
def test_a_row_that_a_page_end_without_a_rule_may_cut_has_no_blanks(
    above: tuple[str, str], below: tuple[str, str], read: list[list[str]]
) -> None:
    first, second = page_of([("item", "count"), above], 160), page_of([below, ("d", "5")], 780)
    open_end = first.replace(b"72.000000 80.000000 m 272.000000 80.000000 l S\n", b"")
    assert open_end != first
    assert rows_of(read_pdf(pdf(open_end, second)))[0][1:3] == read
    assert rows_of(read_pdf(pdf(first, second)))[0][1:3] == [list(above), list(below)]  # ruled, the rows are two


def test_figures_without_a_label_under_a_header_are_its_own() -> None:
    first, second = page_of([("kept", "changed")], 160), page_of([("3", "2")], 780)
    assert ["3", "2"] in [row for table in rows_of(read_pdf(pdf(first, second))) for row in table]


def test_a_title_property_is_a_candidate() -> None:
    data = pdf(line(b"text"), info=b"/Title (Annual report)")
    assert read_pdf(data).titles == (("title", "Annual report"),)


def test_a_header_cut_by_the_page_end_is_put_together() -> None:
    first = page_of([("aaaaaaaaaaaa", "bbbbbbbbbbbb")], 120)
    second = page_of([("cc", "dd"), ("e", "1")], 780)
    assert rows_of(read_pdf(pdf(first, second)))[-1][-1] == ["e", "1"]
    assert rows_of(read_pdf(pdf(first, second)))[0][0] == ["aaaaaaaaaaaa\ncc", "bbbbbbbbbbbb\ndd"]
