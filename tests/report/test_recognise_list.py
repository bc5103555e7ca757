"""Lists of the older forms: which cell of a row is its figure, and when none is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reportscraper.report.tables.read_tables import read_tables

from .printed import blocks_of_html, rules

LABELS = ["（一）收到申请数", "（二）申请办结数", "1.按时办结数", "2.延期办结数"]
KEYS = ["applications_received", "applications_completed", "completed_on_time", "completed_extended"]
OUTCOMES = ["（一）维持具体行政行为数", "（二）被依法纠错数", "（三）其他情形数"]


def read(rows: Sequence[Sequence[str]]) -> tuple[dict[str, object], int]:
    """The figures of a table of 2016, and how many of its rows cannot be given to columns."""
    text = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    found = read_tables(blocks_of_html(f"<table>{text}</table>"), year=2016)
    numbers = {figure.indicator: figure.value for figure in found.figures if figure.kind == "number"}
    return numbers, rules(found)["misaligned_columns"]


def rows(*cells: str) -> list[list[str]]:
    """A row for each label; in the cells # is its number."""
    return [[label, *(cell.replace("#", str(i)) for cell in cells)] for i, label in enumerate(LABELS, 5)]


NUMBERS = dict(zip(KEYS, range(5, 9), strict=True))


@pytest.mark.parametrize(
    ("cells", "sure"),
    [
        (("件", "#"), True),
        (("#",), False),
        (("#", "件"), False),
        (("户", "#"), False),
        (("件", "#", "1#"), False),
        (("件", "#", ""), False),
    ],
)
def test_without_a_header_only_a_unit_and_a_figure_are_beyond_doubt(cells: tuple[str, ...], sure: bool) -> None:
    assert read(rows(*cells)) == ((NUMBERS, 0) if sure else ({}, 4))


@pytest.mark.parametrize(
    ("head", "cells", "sure"),
    [
        ("统计指标|单位|统计数", ("件", "#"), True),
        ("统计指标|单位|填写", ("件", "#"), True),
        ("统计指标|单位|区本级|乡镇", ("件", "#", "1#"), False),
        ("统计指标|单位|统计数|统计数", ("件", "#", "1#"), False),
        ("统计指标|单位|统计数|备注", ("件", "#", ""), True),
        ("统计指标|单位|备注", ("件", "#"), False),
        ("统计指标|单位|数量|统计数", ("件", "#", "#"), False),
    ],
)
def test_the_header_names_one_column_or_leaves_one_open(head: str, cells: tuple[str, ...], sure: bool) -> None:
    assert read([head.split("|"), *rows(*cells)]) == ((NUMBERS, 0) if sure else ({}, 4))


def test_a_row_that_does_not_fit_the_header_gives_no_figure() -> None:
    head = ["统计指标", "单位", "统计数", "备注"]
    short, long = rows("件", "#"), rows("件", "#", "注", "9#")
    assert read([head, *short]) == ({}, 4)
    assert read([head, *long]) == ({}, 4)


def test_the_row_above_says_whose_outcome_a_row_is() -> None:
    lines = [("统计指标", "单位", "统计数"), ("四、行政复议数量", "件", "6")]
    lines += [(label, "件", str(i)) for i, label in enumerate(OUTCOMES[1:], 1)]
    lines += [("五、行政诉讼数量", "件", "15"), *((label, "件", str(i)) for i, label in enumerate(OUTCOMES[1:], 4))]
    numbers, doubts = read(lines)
    assert doubts == 0
    assert numbers == {
        "review_total": 6,
        "review_corrected": 1,
        "review_other": 2,
        "litigation_all_total": 15,
        "litigation_all_corrected": 4,
        "litigation_all_other": 5,
    }


def test_an_outcome_under_neither_is_no_figure() -> None:
    numbers, _ = read([("统计指标", "单位", "统计数"), *rows("件", "#"), (OUTCOMES[1], "件", "3")])
    assert numbers == NUMBERS


def test_two_lists_side_by_side_are_read_each_under_its_own_header() -> None:
    head = ["统计指标", "单位", "统计数"]
    first, second = rows("件", "#")[:2], rows("件", "#")[2:]
    assert read([[*head, *head], *([*a, *b] for a, b in zip(first, second, strict=True))]) == (NUMBERS, 0)
    numbered = [["序号", *head, "序号", *head]]
    numbered += [["1", *a, "2", *b] for a, b in zip(first, second, strict=True)]
    assert read(numbered) == (NUMBERS, 0)


def test_a_cell_too_many_in_one_of_two_lists_side_by_side_gives_no_figure_of_it() -> None:
    head = ["统计指标", "单位", "统计数"]
    first, second = rows("件", "#")[:2], rows("件", "#", "9#")[2:]
    numbers, doubts = read([[*head, *head], *([*a, *b] for a, b in zip(first, second, strict=True))])
    assert (numbers, doubts) == ({key: NUMBERS[key] for key in KEYS[:2]}, 2)
