"""Chapter 3: seven applicants, each in its place, or no figure."""

from __future__ import annotations

import pytest

from reportscraper.report.tables.read_tables import read_tables
from tests.census import shapes
from tests.made.tables import TableCell

from .printed import (
    Tablewise,
    blocks,
    differences,
    figure,
    finding,
    model,
    relabel,
    report,
    rules,
    tables_of,
)


def test_a_matrix_row_with_one_merged_blank_cell() -> None:
    true = report("2021")
    tables = tables_of(true)
    rows = [list(row) for row in tables[1].rows]
    label, first, *_ = rows[3]
    rows[3] = [label, TableCell("0", key=first.key), TableCell("", 1, 6)]
    tables[1] = model(tables[1], rows)
    read = read_tables(blocks(tables), year=2022)
    assert figure(read, "requests_new", "natural_person").value == 0
    assert figure(read, "requests_new", "other_org").kind == "blank"
    assert rules(read) == {}


def test_a_merged_number_is_nobodys() -> None:
    tables = tables_of(report("2021"))
    rows = [list(row) for row in tables[1].rows]
    rows[3] = [rows[3][0], TableCell("3", 1, 7)]
    tables[1] = model(tables[1], rows)
    read = read_tables(blocks(tables), year=2022)
    assert {f.kind for f in read.figures if f.indicator == "requests_new"} == {"missing"}
    assert rules(read) == {"misaligned_columns": 1}


def test_a_misspelt_applicant_is_known_by_its_place_between_the_others() -> None:
    true = report("2021")
    tables = [relabel(table, lambda label: label.replace("科研机构", "科砚机沟")) for table in tables_of(true)]
    assert differences(true, read_tables(blocks(tables), year=2022)) == {}


def test_a_header_without_one_applicant_gives_no_figures() -> None:
    tables = [relabel(table, lambda label: "" if label == "自然人" else label) for table in tables_of(report("2021"))]
    read = read_tables(blocks(tables), year=2022)
    assert {f.kind for f in read.figures if f.applicant} == {"missing"}
    assert all(f.severity == "warning" for f in read.findings if f.rule == "misaligned_columns")


def test_label_columns_merged_into_one() -> None:
    true = report("2021")
    tables = tables_of(true)
    rows, group = [], ""
    for row in tables[1].rows:
        labels = [cell for cell in row if not cell.key]
        group = next((cell.text for cell in labels if cell.text.startswith("（")), group)
        text = labels[-1].text
        text = f"{group}{text}" if text[0].isdigit() else text
        data = [cell for cell in row if cell.key]
        rows.append([TableCell(text, 1, 3), *data] if data else list(row))
    tables[1] = model(tables[1], rows)
    assert differences(true, read_tables(blocks(tables), year=2022)) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("总计", "占比"), ("总计", "小计"), ("自然人", "自然人（上年）"), ("法人或其他组织", "法人或其他组织（网上）"), ("科研机构", "科研机构（不含高校）"),
    ],
)  # fmt: skip
def test_an_applicant_that_is_not_the_forms_gives_no_figure(old: str, new: str) -> None:
    true = report("2021")
    tables = [relabel(t, lambda s: new if s == old else s) if t.kind == "ch3" else t for t in tables_of(true)]
    read = read_tables(blocks(tables), year=true.year)
    wrong = differences(true, read)
    assert 22 < len(wrong) <= 210
    assert {told.split()[0] for _, told in wrong.values()} == {"missing"}
    told = {cell for each in read.findings if each.severity == "warning" for cell in each.cells}
    assert told >= wrong.keys()


@pytest.mark.parametrize("shape", [lambda table: [table], shapes.one_label_column])
@pytest.mark.parametrize("group", ["（三）不予公开", "三、本年度办理结果"])
def test_rows_of_a_group_that_is_not_the_forms_give_no_figure(shape: Tablewise, group: str) -> None:
    true = report("2021")
    changed = [
        relabel(part, lambda s: f"{s}（网上）" if s == group else s) if part.kind == "ch3" else part
        for table in tables_of(true)
        for part in (shape(table) if table.kind == "ch3" else [table])
    ]
    read = read_tables(blocks(changed), year=true.year)
    wrong = differences(true, read)
    assert len(wrong) >= 7 * 8
    assert {told.split()[0] for _, told in wrong.values()} == {"missing"}
    assert finding(read, "other_label").message.endswith(f"{group}（网上）")
