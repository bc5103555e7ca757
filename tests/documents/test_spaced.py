"""Tables without upright rules, drawn word by word."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reportscraper.documents import boxes_of
from reportscraper.documents.pdf.document import read_pdf
from reportscraper.model import Box, Document, Figure

from .samples import line, pdf

Row = tuple[str, ...]
_XS = (72.0, 260.0, 360.0, 460.0)


def table(rows: Sequence[Row], *, top: float = 700, step: float = 24, xs: Sequence[float] = _XS) -> bytes:
    return b"".join(
        line(text.encode(), x, top - step * index)
        for index, row in enumerate(rows)
        for text, x in zip(row, xs, strict=False)
        if text
    )


def grids(document: Document) -> list[list[list[str | None]]]:
    return [
        [[cell.text if cell else None for cell in row] for row in block.grid.slots]
        for block in document.blocks
        if block.grid
    ]


HEADER = ("item", "made", "ended", "valid")


def test_columns_are_told_by_values_that_stand_below_one_another() -> None:
    document = read_pdf(pdf(table([HEADER, ("rules", "1", "20", "300"), ("orders", "4,000", "5", "6")])))
    assert grids(document) == [[list(HEADER), ["rules", "1", "20", "300"], ["orders", "4,000", "5", "6"]]]


def test_a_blank_cell_stays_blank_in_its_column() -> None:
    document = read_pdf(pdf(table([HEADER, ("rules", "", "2", "3"), ("orders", "4", "", "6")])))
    assert grids(document) == [[list(HEADER), ["rules", None, "2", "3"], ["orders", "4", None, "6"]]]


def test_a_value_has_a_box() -> None:
    document = read_pdf(pdf(table([HEADER, ("rules", "1", "2", "3"), ("orders", "4", "5", "6")])))
    (found,) = boxes_of(document, [Figure("x", None, 5, "number", "5", "", 1, 3, 3)])
    assert found.box == Box(1, 360.0, 180.7, 366.7, 192.7)


def test_a_label_of_two_lines_belongs_to_the_values_beside_its_middle() -> None:
    first = table([HEADER]) + line(b"rules and", 72, 664) + line(b"the like", 72, 650)
    values = table([("", "1", "2", "3"), ("orders", "4", "5", "6")], top=657, step=28)
    assert grids(read_pdf(pdf(first + values)))[0][1:] == [
        ["rules and\nthe like", "1", "2", "3"],
        ["orders", "4", "5", "6"],
    ]


def test_a_heading_over_several_columns_stands_over_the_middle_of_them() -> None:
    over = line(b"both", 365, 730) + table([("item", "total", "here", "there")])
    document = read_pdf(pdf(over + table([("a", "1", "2", "3"), ("b", "4", "5", "6")], top=670)))
    (grid,) = [block.grid for block in document.blocks if block.grid]
    heading = next(cell for cell in grid.cells if cell.text == "both")
    assert (heading.row, heading.column, heading.colspan) == (1, 2, 3)


def test_a_table_goes_on_over_the_page_end() -> None:
    rows = [HEADER, *((f"row {letter}", "1", "2", "3") for letter in "abcdef")]
    document = read_pdf(pdf(table(rows[:4], top=150), table(rows[4:], top=740)))
    assert len(grids(document)) == 1
    assert [row[0] for row in grids(document)[0]] == [row[0] for row in rows]


def test_text_around_a_table_stays_text() -> None:
    before = line(b"All figures of the year are in the table that stands below this line of text.", 72, 740)
    after = line(b"The figures above were added up by hand, and they are right as far as we know.", 72, 600)
    page = before + table([HEADER, ("rules", "1", "2", "3"), ("orders", "4", "5", "6")]) + after
    document = read_pdf(pdf(page))
    assert [bool(block.grid) for block in document.blocks] == [False, True, False]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, ("rules", "1", "2", "3"), ("", "4", "5", "6")],
        [("rules", "1", "2", "3")],
    ],
    ids=["a row without a label", "a single row without a header"],
)
def test_what_cannot_be_told_stays_text(rows: list[Row]) -> None:
    assert grids(read_pdf(pdf(table(rows)))) == []


def test_a_column_without_a_heading_among_others_is_no_column() -> None:
    page = table([HEADER, ("rules", "1", "2", "3"), ("orders", "400 500", "", "6")])
    assert grids(read_pdf(pdf(page))) == []


def test_numbers_in_text_are_no_table() -> None:
    page = b"".join(line(f"In the year we counted {n} of 7{n}".encode(), 72, 700 - 20 * n) for n in range(4))
    assert grids(read_pdf(pdf(page))) == []


def test_two_tables_are_parted_by_their_headers() -> None:
    first = table([HEADER, ("rules", "1", "2", "3"), ("orders", "4", "5", "6")])
    second = table([("item", "done"), ("fines", "7"), ("permits", "8")], top=600)
    assert [grid[0][0] for grid in grids(read_pdf(pdf(first + second)))] == ["item", "item"]


def test_headings_beside_each_other_over_one_column_cost_the_table_and_not_the_file() -> None:
    header = table([("", "made", "ended", "valid")]) + line(b"in", 400, 700.5)
    document = read_pdf(pdf(header + table([("rules", "1", "2", "3")], top=676)))
    assert grids(document) == []
    assert "rules" in " ".join(block.text for block in document.blocks)
