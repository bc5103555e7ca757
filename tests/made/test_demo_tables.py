from __future__ import annotations

import pytest

from reportscraper.model import FormId
from tests.made.counties import counties
from tests.made.forms import annex_of, cells_of
from tests.made.prints import TrueFigure
from tests.made.tables import TableCell, TableModel, build_tables, map_cells, ragged_items, separate_blocks
from tests.made.truth import TrueReport, make_report

FORMS: tuple[FormId, ...] = ("2008", "2014", "2019", "2021")


def report(form: FormId) -> TrueReport:
    county = counties()[0]
    return make_report("tables", county, county.bodies[0], 2020, form)


def tables(form: FormId) -> tuple[TableModel, ...]:
    return build_tables(form, report(form).figures, 2020)


def lay_out(table: TableModel) -> list[dict[int, TableCell]]:
    """Slots of a table by row and column; fails on an overlap."""
    slots: list[dict[int, TableCell]] = [{} for _ in table.rows]
    for position, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while column in slots[position]:
                column += 1
            for below in range(cell.rowspan):
                for right in range(cell.colspan):
                    assert column + right not in slots[position + below]
                    slots[position + below][column + right] = cell
    return slots


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_stands_once_and_in_order(form: FormId) -> None:
    keys = [cell.key for table in tables(form) for row in table.rows for cell in row if cell.key]
    assert keys == list(cells_of(form))


@pytest.mark.parametrize(
    ("form", "widths"), [("2008", [4]), ("2014", [3]), ("2019", [4, 10, 15]), ("2021", [4, 10, 15])]
)
def test_tables_are_rectangles(form: FormId, widths: list[int]) -> None:
    for table, width in zip(tables(form), widths, strict=True):
        assert {frozenset(slots) for slots in lay_out(table)} == {frozenset(range(width))}


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_cells_stand_under_their_own_headers(form: FormId) -> None:
    _, matrix, review = (lay_out(table) for table in tables(form))
    row = next(slots for slots in matrix if slots[2].text == "2.重复申请")
    assert [row[column].text for column in (0, 1)] == ["三、本年度办理结果", "（五）不予处理"]
    headers = {column: cell.text for column, cell in matrix[2].items()}
    assert [headers[column] for column in range(3, 10)] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    assert row[4].key == ("notproc_repeat", "commercial_enterprise")
    assert [review[level][11].text for level in range(3)] == ["行政诉讼", "复议后起诉", "结果纠正"]
    assert review[3][11].key == ("litigation_after_review_corrected", None)


def test_ragged_chapter_2_spans_headers_and_data_differently() -> None:
    items = ragged_items(tables("2019")[0])
    assert {frozenset(slots) for slots in lay_out(items)} == {frozenset(range(5))}
    header, data = items.rows[4 + 0], items.rows[4 + 1]
    assert [cell.colspan for cell in header] == [5]
    assert [cell.colspan for cell in data] == [1, 1, 2, 1]
    assert [cell.colspan for cell in items.rows[6]] == [1, 2, 1, 1]
    grid = lay_out(items)
    assert (grid[5][2].text, grid[6][2].key) == ("本年增/减", ("ch2_license_items_prev", None))


def test_ragged_leaves_other_tables_alone() -> None:
    matrix = tables("2021")[1]
    assert ragged_items(matrix) is matrix
    assert separate_blocks(matrix) == (matrix,)


@pytest.mark.parametrize(("form", "blocks"), [("2019", 5), ("2021", 4)])
def test_separate_blocks(form: FormId, blocks: int) -> None:
    parts = separate_blocks(tables(form)[0])
    assert len(parts) == blocks
    assert [row for part in parts for row in part.rows] == list(tables(form)[0].rows)
    assert all(part.rows[0][0].text.startswith("第二十条") for part in parts)


def test_annex_headings_have_dashes_and_no_figure() -> None:
    annex = annex_of("2014")
    assert annex is not None
    rows = tables("2014")[0].rows
    heading = next(row for row in rows if row[0].text == "二、回应解读情况")
    assert [cell.text for cell in heading] == ["二、回应解读情况", "——", "——"]
    assert sum(row[-1].key is None for row in rows) == 1 + 7
    assert len(rows) == 1 + len(annex.rows)


def test_annex_of_2008_numbers_its_rows() -> None:
    rows = tables("2008")[0].rows
    assert [cell.text for cell in rows[0]] == ["指标名称", "计量单位", "代码", "本年累计"]
    assert [row[2].text for row in rows[1:4]] == ["01", "02", "03"]
    assert tables("2008")[0].caption == "政府信息公开情况统计表（2020年度）"


def test_map_cells_keeps_shape() -> None:
    figure = TrueFigure("7", 7, "number", 7)
    assert figure.printed == "7"
    table = tables("2021")[2]
    wide = map_cells(table, lambda cell: TableCell(f"{cell.text}＊", cell.rowspan, cell.colspan, cell.key))
    assert [[len(cell.text) for cell in row] for row in wide.rows] == [
        [len(cell.text) + 1 for cell in row] for row in table.rows
    ]
    assert lay_out(wide)[3][0].key == ("review_upheld", None)
