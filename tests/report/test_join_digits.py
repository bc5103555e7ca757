"""Digits printed one by one: joined where the sums of the form hold only so, unreadable elsewhere."""

from __future__ import annotations

from reportscraper.model import FormId, Tables
from reportscraper.report.tables.read_tables import read_tables
from tests.census.truths import true_report
from tests.made.tables import TableCell, TableModel, map_cells

from .printed import RULES, blocks, blocks_of_html, ch2, differences, figure, finding, rules, tables_of
from .test_repair import matrix, row


def spaced(cell: TableCell) -> TableCell:
    """The cell with the digits of its count set apart."""
    digits = cell.key and cell.text.isdigit()
    return TableCell(" ".join(cell.text), cell.rowspan, cell.colspan, cell.key) if digits else cell


def read(tables: list[TableModel]) -> Tables:
    return read_tables(blocks(tables), year=2022)


def test_two_digits_without_a_sum_are_two_numbers() -> None:
    found = read_tables(blocks_of_html(RULES.replace("<td>17</td>", "<td>3 1</td>")), year=2022)
    assert figure(found, "ch2_normative_valid").kind == "unreadable"
    assert finding(found, "two_numbers").cells == (("ch2_normative_valid", None),)


def test_a_sum_that_holds_only_so_joins_them() -> None:
    new = ["2 9", "2", "0", "0", "0", "0", "3 1"]
    plain = ["29", "2", *["0"] * 4, "31"]
    found = read(matrix({"requests_new": new, "result_granted": plain, "result_total": plain}))
    joined = row(found, "requests_new")
    assert [(joined[who].value, joined[who].inferred, joined[who].raw) for who in ("natural_person", "total")] == [
        (29, True, "2 9"),
        (31, True, "3 1"),
    ]
    assert set(finding(found, "joined_digits").cells) >= {("requests_new", "natural_person"), ("requests_new", "total")}


def test_a_sum_that_holds_either_way_proves_nothing() -> None:
    new = ["3 1", "0", "0", "0", "0", "0", "3 1"]
    found = read(matrix({"requests_new": new, "result_granted": new, "result_total": new}))
    assert {figure.kind for figure in row(found, "requests_new").values()} == {"number", "unreadable"}
    assert rules(found)["joined_digits"] == 0


def test_a_sum_that_breaks_leaves_its_cells_unread() -> None:
    new = ["2 9", "4", "0", "0", "0", "0", "3 1"]
    assert row(read(matrix({"requests_new": new})), "requests_new")["total"].kind == "unreadable"


def test_a_page_that_sets_all_its_digits_apart_is_read() -> None:
    forms: tuple[FormId, ...] = ("2014", "2019", "2021")
    for form in forms:
        true = true_report(form, "apart", dense=True)
        tables = [map_cells(table, spaced) for table in tables_of(true)]
        found = read_tables(blocks(tables), year=true.year)
        assert differences(true, found) == {}
        assert rules(found)["joined_digits"] == 1


def test_one_number_without_gaps_shows_that_the_page_does_not_set_digits_apart() -> None:
    text = ch2(["信息内容|本年处理决定数量", "行政许可|3 1", "行政处罚|614"])
    assert figure(read_tables(blocks_of_html(RULES + text), year=2022), "ch2_license_decisions").kind == "unreadable"
