"""Cells made figures: units, changes, odd prints, and what a reader is told of them."""

from __future__ import annotations

import random

import pytest

from reportscraper.check.engine import Checker
from reportscraper.model import Figure, FormId, Tables
from reportscraper.report.tables.read_tables import read_tables
from tests.census.truths import true_report
from tests.made.tables import TableCell, TableModel, map_cells

from .printed import (
    RULES,
    blocks,
    blocks_of_html,
    ch2,
    differences,
    figure,
    finding,
    model,
    report,
    rules,
    tables_of,
)


@pytest.mark.parametrize(
    ("header", "printed", "value", "notes"),
    [
        ("本年收费金额（单位：万元）", "20.3", 20.3, {}),
        ("本年收费金额（单位：元）", "203000", 20.3, {"unit_differs": 1}),
        ("本年收费金额\n（单位：万\n元）", "20.3", 20.3, {}),
        ("本年收费金额（單位：萬元）", "20.3", 20.3, {}),
        ("本年收费金额", "20.3", 20.3, {"unit_assumed": 1}),
        ("本年收费金额", "0", 0, {}),
        ("本年收费金额（单位：万元）", "203000元", 20.3, {}),
        ("本年收费金额", "2亿元", 20000, {}),
        ("本年收费金额（单位：万元）", "2万", None, {"unreadable_cell": 1}),
        ("本年收费金额（单位：万元）", "313.77元", None, {"unit_conflict": 1}),
        ("本年收费金额（单位：万元）", "0元", 0, {}),
        ("本年收费金额（单位：元）", "313.77元", 0.031377, {}),
    ],
)
def test_units_of_fees(header: str, printed: str, value: float | None, notes: dict[str, int]) -> None:
    read = read_tables(blocks_of_html(RULES + ch2([f"信息内容|{header}", f"行政事业性收费|{printed}"])), year=2022)
    fee = figure(read, "ch2_fee_amount")
    assert (fee.value, fee.raw, fee.unit) == (value, printed, "万元")
    assert {rule: n for rule, n in rules(read).items() if "missing" not in rule} == notes


@pytest.mark.parametrize(
    ("header", "printed", "value", "assumed"),
    [
        ("采购总金额", "251000元", 25.1, 0),
        ("采购总金额", "1646.5万元", 1646.5, 0),
        ("采购总金额", "8040", 8040, 1),
        ("采购总金额（元）", "8040", 0.804, 0),
        ("采购总金额", "", None, 0),
        ("采购总金额", "0.00", 0, 0),
    ],
)
def test_units_of_procurement(header: str, printed: str, value: float | None, assumed: int) -> None:
    rules_2019 = ch2(["信息内容|本年新制作数量|本年新公开数量|对外公开总数量", "规章|0|0|0"])
    text = rules_2019 + ch2([f"信息内容|采购项目数量|{header}", f"政府集中采购|12|{printed}"])
    read = read_tables(blocks_of_html(text), year=2019)
    assert figure(read, "ch2_procurement_amount").value == value
    assert figure(read, "ch2_procurement_projects").value == 12
    assert rules(read)["unit_assumed"] == assumed


@pytest.mark.parametrize(
    ("printed", "kind", "value", "rule", "severity"),
    [
        ("100余", "number", 100, "approximate_cell", "warning"),
        ("12（其中3）", "unreadable", None, "two_numbers", "warning"),
        ("\ufffd", "unreadable", None, "unreadable_cell", "warning"),
        ("-3", "number", -3, "negative_count", "error"),
        ("0.5", "number", 0.5, "fractional_count", "error"),
        ("增3", "unreadable", None, "unreadable_cell", "warning"),
    ],
)
def test_odd_cells_carry_a_finding(printed: str, kind: str, value: object, rule: str, severity: str) -> None:
    read = read_tables(blocks_of_html(RULES.replace("17", printed)), year=2022)
    valid = figure(read, "ch2_normative_valid")
    assert (valid.kind, valid.value, valid.raw) == (kind, value, printed)
    note = finding(read, rule)
    assert (note.severity, note.cells, note.row, note.column) == (severity, (("ch2_normative_valid", None),), 4, 4)


@pytest.mark.parametrize(("printed", "value"), [("增3", 3), ("减少2", -2), ("+14", 14), ("-5", -5), ("增0减0", 0)])
def test_changes_are_signed(printed: str, value: int) -> None:
    rows = ["信息内容|上一年项目数量|本年增\\减|处理决定数量", f"行政许可|5|{printed}|9"]
    assert figure(read_tables(blocks_of_html(ch2(rows)), year=2019), "ch2_license_items_delta").value == value


def test_blank_dash_and_none_are_kept_apart() -> None:
    true = report("2019")
    marks = iter(["", "/", "无", "—", "0"])
    table = map_cells(tables_of(true)[2], lambda c: TableCell(next(marks, "0"), 1, 1, c.key) if c.key else c)
    read = read_tables(blocks([table]), year=2019)
    kinds = [(f.kind, f.value) for f in read.figures[:5]]
    assert kinds == [("blank", None), ("dash", None), ("none", 0), ("dash", None), ("number", 0)]


def spaced(cell: TableCell) -> TableCell:
    """The cell with the digits of its count set apart."""
    digits = cell.key and cell.text.isdigit()
    return TableCell(" ".join(cell.text), cell.rowspan, cell.colspan, cell.key) if digits else cell


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


APPLICANTS = (
    *("natural_person", "commercial_enterprise", "research_institution", "social_welfare_org"),
    *("legal_service_org", "other_org", "total"),
)


def matrix(values: dict[str, list[str]], seed: str = "repair") -> list[TableModel]:
    """The tables of a 2021 report with the matrix filled: zeros but for the rows given."""
    tables = tables_of(report("2021", seed))
    rows = []
    for row in tables[1].rows:
        key = row[-1].key
        labels = [cell for cell in row if not cell.key]
        figures = values.get(key[0] if key else "", ["0"] * 7)
        rows.append([*labels, *map(TableCell, figures)] if key else list(row))
    tables[1] = model(tables[1], rows)
    return tables


def read(tables: list[TableModel]) -> Tables:
    return read_tables(blocks(tables), year=2022)


def row(found: Tables, indicator: str) -> dict[str | None, Figure]:
    return {figure.applicant: figure for figure in found.figures if figure.indicator == indicator}


NEW = ["5", "3", "0", "2", "0", "1", "11"]
SAME = {"requests_new": NEW, "result_granted": NEW, "result_total": NEW}


def test_a_row_that_lost_a_cell_is_placed_when_the_columns_prove_it() -> None:
    for lost in range(6):
        short = [value for place, value in enumerate(NEW) if place != lost]
        if NEW[lost] == "0":
            continue
        found = row(read(matrix({**SAME, "requests_new": short})), "requests_new")
        placed = {applicant: figure for applicant, figure in found.items() if figure.kind == "number"}
        assert {a: f.value for a, f in placed.items()}.items() <= dict(
            zip(APPLICANTS, map(int, NEW), strict=True)
        ).items()
        assert all(figure.inferred for figure in placed.values())
        assert found[APPLICANTS[lost]].kind == "missing"
        assert len(placed) == 6


def test_placed_figures_are_told() -> None:
    found = read(matrix({**SAME, "requests_new": NEW[1:]}))
    told = [finding for finding in found.findings if finding.rule == "inferred_cells"]
    assert [(f.severity, f.table, f.row, len(f.cells)) for f in told] == [("warning", 2, 4, 6)]
    assert found.figures[10].indicator == "requests_new"
    assert [f.rule for f in found.findings] == ["inferred_cells", "misaligned_columns"]


def test_nothing_is_placed_without_identities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Checker, "assess", lambda *_: [])
    found = read(matrix({**SAME, "requests_new": NEW[1:]}))
    assert {figure.kind for figure in row(found, "requests_new").values()} == {"missing"}


def test_a_row_of_zeros_that_lost_one_stays_missing() -> None:
    found = read(matrix({"requests_carried_in": ["0"] * 6}))
    figures = row(found, "requests_carried_in").values()
    assert all(figure.value in (0, None) for figure in figures)
    assert not any(figure.inferred for figure in figures)


def test_a_doubled_cell_is_taken_out() -> None:
    doubled = [NEW[0], *NEW]
    found = row(read(matrix({**SAME, "requests_new": doubled})), "requests_new")
    assert [found[applicant].value for applicant in APPLICANTS] == list(map(int, NEW))
    assert all(figure.inferred for figure in found.values())


def test_a_source_whose_sums_do_not_add_up_is_not_repaired() -> None:
    wrong = ["4", "4", "4", "4", "4", "4", "4"]
    found = row(read(matrix({**SAME, "requests_new": wrong[:6]})), "requests_new")
    assert {figure.kind for figure in found.values()} == {"missing"}


def test_two_cells_lost() -> None:
    found = row(read(matrix({**SAME, "requests_new": [NEW[0], NEW[1], NEW[3], NEW[6]]})), "requests_new")
    assert {figure.kind for figure in found.values()} == {"missing"}
    found = row(read(matrix({**SAME, "requests_new": [NEW[0], *NEW[2:5], NEW[6]]})), "requests_new")
    assert all(f.value in (None, int(NEW[APPLICANTS.index(str(a))])) for a, f in found.items())


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_repaired_figure_is_never_wrong(form: FormId) -> None:
    """A row of figures loses a cell: whatever is given in its place is the truth."""
    draw = random.Random(f"lost {form}")
    placed = 0
    for turn in range(40):
        true = report(form, f"lost {turn % 8}")
        tables = tables_of(true)
        which = draw.choice((1, 2))
        rows = [list(cells) for cells in tables[which].rows]
        r = draw.choice([i for i, cells in enumerate(rows) if cells[-1].key])
        del rows[r][draw.choice([c for c, cell in enumerate(rows[r]) if cell.key])]
        tables[which] = model(tables[which], rows)
        found = read_tables(blocks(tables), year=true.year)
        assert {text.split()[0] for _, text in differences(true, found).values()} <= {"missing"}
        placed += sum(figure.inferred for figure in found.figures)
    assert placed > 30
