"""Statutory tables of a made-up report as rows of cells with spans, before any markup; decorators reshape them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from reportscraper.model import FormId, SectionKind
from tests.made.forms import Annex, AnnexRow, ItemBlock, Key, MatrixRow, annex_of, blocks_of, forms, matrix_rows
from tests.made.prints import TrueFigure

TableKind = Literal["ch2", "ch3", "ch4", "stat"]
Figures = Mapping[Key, TrueFigure]

_INDENT = "\u3000"
_CHAPTERS: dict[TableKind, SectionKind] = {"ch2": "proactive", "ch3": "requests", "ch4": "review", "stat": "annex"}


class TableCell(Struct, frozen=True):
    """A cell; ``key`` says which figure stands in it, None for labels."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    key: Key | None = None


Row = tuple[TableCell, ...]


class TableModel(Struct, frozen=True):
    """A table: its rows hold only the cells that are printed there, as in HTML."""

    kind: TableKind
    rows: tuple[Row, ...]
    caption: str = ""

    @property
    def chapter(self) -> SectionKind:
        """The chapter in which the table stands."""
        return _CHAPTERS[self.kind]


Decorator = Callable[[TableModel], TableModel]


def build_tables(form: FormId, figures: Figures, year: int) -> tuple[TableModel, ...]:
    """The tables of a form as the official print has them: one annex, or chapters 2, 3 and 4."""
    annex = annex_of(form)
    if annex:
        return (annex_table(annex, figures, year),)
    return (items_table(blocks_of(form), figures), matrix_table(form, figures), review_table(figures))


def separate_blocks(table: TableModel) -> tuple[TableModel, ...]:
    """Chapter 2 cut into one table a 第二十条 block; other tables stay whole."""
    if table.kind != "ch2":
        return (table,)
    starts = [position for position, row in enumerate(table.rows) if len(row) == 1] + [len(table.rows)]
    return tuple(TableModel("ch2", table.rows[start:end]) for start, end in itertools.pairwise(starts))


def ragged_items(table: TableModel) -> TableModel:
    """Chapter 2 on a grid of five whose header and data cells span differently (docs/reports.md)."""
    if table.kind != "ch2":
        return table
    header = {1: (5,), 2: (2, 3), 3: (1, 2, 2), 4: (1, 1, 2, 1)}
    data = {1: (5,), 2: (1, 4), 3: (1, 1, 3), 4: (1, 2, 1, 1)}
    return map_rows(table, lambda row: _respan(row, (data if row[-1].key else header)[len(row)]))


def map_rows(table: TableModel, change: Callable[[Row], Row]) -> TableModel:
    """The table with every row changed."""
    return TableModel(table.kind, tuple(change(row) for row in table.rows), table.caption)


def map_cells(table: TableModel, change: Callable[[TableCell], TableCell]) -> TableModel:
    """The table with every cell changed."""
    return map_rows(table, lambda row: tuple(change(cell) for cell in row))


def _respan(row: Row, spans: tuple[int, ...]) -> Row:
    return tuple(TableCell(cell.text, cell.rowspan, span, cell.key) for cell, span in zip(row, spans, strict=True))


def _value(figures: Figures, key: Key, colspan: int = 1) -> TableCell:
    return TableCell(figures[key].printed, colspan=colspan, key=key)


def items_table(blocks: tuple[ItemBlock, ...], figures: Figures) -> TableModel:
    """Chapter 2 (主动公开政府信息情况) on a grid of four; short rows widen their last cell."""
    rows: list[Row] = []
    for block in blocks:
        last = 4 - len(block.columns)
        header = (TableCell("信息内容"), *(TableCell(label) for label in block.columns))
        rows.append((TableCell(block.title, colspan=4),))
        rows.append(_widen(header, last))
        for row in block.rows:
            values = (_value(figures, (indicator, None)) for indicator in row.ids)
            rows.append(_widen((TableCell(row.label), *values), last))
    return TableModel("ch2", tuple(rows))


def _widen(row: Row, span: int) -> Row:
    return (*row[:-1], TableCell(row[-1].text, 1, span, row[-1].key))


def matrix_table(form: FormId, figures: Figures) -> TableModel:
    """Chapter 3: three label columns and seven columns of applicants under three header rows."""
    return TableModel("ch3", (*_matrix_header(), *_matrix_rows(form, figures)))


def _matrix_header() -> tuple[Row, ...]:
    matrix = forms().matrix
    person, *organisations, total = (applicant.label for applicant in matrix.applicants)
    return (
        (TableCell(matrix.corner, 3, 3), TableCell("申请人情况", colspan=7)),
        (TableCell(person, 2), TableCell("法人或其他组织", colspan=5), TableCell(total, 2)),
        tuple(TableCell(label) for label in organisations),
    )


def _matrix_rows(form: FormId, figures: Figures) -> Iterator[Row]:
    rows = matrix_rows(form)
    results = [row for row in rows if row.result]
    shown: set[str] = set()
    for row in rows:
        labels = list(_matrix_labels(row, results, shown))
        yield (*labels, *(_value(figures, (row.id, applicant.id)) for applicant in forms().matrix.applicants))


def _matrix_labels(row: MatrixRow, results: list[MatrixRow], shown: set[str]) -> Iterator[TableCell]:
    """Label cells of a data row: group labels stand once and span the rows of their group."""
    if not row.result:
        yield TableCell(row.label, colspan=3)
        return
    if forms().matrix.results not in shown:
        shown.add(forms().matrix.results)
        yield TableCell(forms().matrix.results, len(results))
    if row.group and row.group not in shown:
        shown.add(row.group)
        yield TableCell(row.group, sum(other.group == row.group for other in results))
    yield TableCell(row.label, colspan=1 if row.group else 2)


def review_table(figures: Figures) -> TableModel:
    """Chapter 4: fifteen columns, reconsideration and two blocks of litigation, one row of numbers."""
    review = forms().review
    outcomes = tuple(TableCell(label) for label in review.outcomes)
    head = (TableCell("行政复议", colspan=5), TableCell("行政诉讼", colspan=10))
    blocks = tuple(TableCell(block.label, colspan=5) for block in review.blocks[1:])
    values = tuple(_value(figures, (indicator, None)) for block in review.blocks for indicator in block.ids)
    second = (*(TableCell(label, 2) for label in review.outcomes), *blocks)
    return TableModel("ch4", (head, second, (*outcomes, *outcomes), values))


def annex_table(annex: Annex, figures: Figures, year: int) -> TableModel:
    """The statistics table (统计表) of forms 2008 and 2014; headings bear —— for unit and number."""
    header = tuple(TableCell(label) for label in annex.header)
    numbers = iter(range(1, 200))
    rows = tuple(_annex_row(annex, row, figures, numbers) for row in annex.rows)
    return TableModel("stat", (header, *rows), f"{annex.title}（{year}年度）")


def _annex_row(annex: Annex, row: AnnexRow, figures: Figures, numbers: Iterator[int]) -> Row:
    label = TableCell(_INDENT * row.level + row.label)
    if not row.id:
        return label, TableCell(row.unit), TableCell("——")
    code = (TableCell(f"{next(numbers):02d}"),) if "代码" in annex.header else ()
    return label, TableCell(row.unit), *code, _value(figures, (row.id, None))
