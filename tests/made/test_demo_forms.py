from __future__ import annotations

import pytest

from reportscraper.model import FormId
from tests.made.forms import annex_of, blocks_of, cells_of, form_of_year, forms, matrix_rows


@pytest.mark.parametrize(("form", "cells"), [("2008", 46), ("2014", 58), ("2019", 198), ("2021", 200)])
def test_each_form_has_its_number_of_cells_without_doubles(form: FormId, cells: int) -> None:
    assert len(cells_of(form)) == len(set(cells_of(form))) == cells


@pytest.mark.parametrize(
    ("year", "form"), [(2008, "2008"), (2013, "2008"), (2014, "2014"), (2018, "2014"), (2019, "2019"), (2020, "2019")]
)
def test_form_of_year(year: int, form: str) -> None:
    assert form_of_year(year) == form


def test_form_2021_is_still_in_force() -> None:
    assert form_of_year(2021) == form_of_year(2030) == "2021"


def test_no_form_before_2008() -> None:
    with pytest.raises(ValueError, match="2007"):
        form_of_year(2007)


def test_results_span_20_rows_in_2019_and_22_in_2021() -> None:
    assert [sum(row.result for row in matrix_rows(form)) for form in ("2019", "2021")] == [20, 22]


def test_other_handling_is_one_row_in_2019_and_three_in_2021() -> None:
    assert [row.id for row in matrix_rows("2019") if "其他处理" in row.label] == ["result_other"]
    grouped = [row.id for row in matrix_rows("2021") if row.group == "（六）其他处理"]
    assert grouped == ["other_not_corrected", "other_fee_unpaid", "other_misc"]


def test_blocks_of_chapter_2() -> None:
    assert [block.title for block in blocks_of("2019")][-1] == "第二十条第（九）项"
    assert [len(block.rows) for block in blocks_of("2021")] == [2, 1, 2, 1]
    assert all(len(row.ids) == len(block.columns) for block in forms().block for row in block.rows)


def test_annexes_belong_to_older_forms_only() -> None:
    assert [annex.id if (annex := annex_of(form)) else None for form in ("2008", "2014", "2019", "2021")] == [
        "stat2008",
        "stat2014",
        None,
        None,
    ]


def test_fees_are_printed_in_yuan_in_the_older_annex() -> None:
    annex = annex_of("2008")
    assert annex is not None
    row = next(row for row in annex.rows if row.id == "request_fees")
    assert (row.unit, row.scale) == ("元", 10_000)
