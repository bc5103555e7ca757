"""The statutory tables drawn anew, as officials print them, from the figures of one version of a report.

No figure is left out: what no table of the form has a place for comes last, in a table of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch

from msgspec import Struct

from reportscraper.forms.layouts import (
    BlocksLayout,
    Layout,
    ListLayout,
    MatrixLayout,
    MatrixRow,
    OutcomesLayout,
    all_layouts,
)

Place = tuple[str, str | None]
"""What names a figure within a report: indicator and applicant."""


class Cell(Struct, frozen=True):
    """A figure as a page shows it. ``value`` is in ``unit``; ``raw`` is the print."""

    indicator: str
    zh: str
    en: str
    table_code: str
    applicant: str | None
    applicant_zh: str | None
    applicant_en: str | None
    value: int | float | None
    unit: str
    kind: str
    raw: str
    inferred: bool
    table_number: int
    row_number: int
    column_number: int
    part: int = 0
    """Number of the file beside the page that it was read from; 0 is the page itself."""
    part_table: int = 0
    """Number of its table within the part; ``table_number`` goes on through page and files."""

    @property
    def place(self) -> Place:
        """Indicator and applicant."""
        return self.indicator, self.applicant


class Label(Struct, frozen=True):
    """A heading cell: Chinese as printed, what it means, and what it covers."""

    zh: str
    en: str = ""
    colspan: int = 1
    rowspan: int = 1
    scope: str = "col"
    level: int = 0


class Slot(Struct, frozen=True):
    """A place for a figure; ``cell`` is None where the report has none."""

    cell: Cell | None
    colspan: int = 1


class Note(Struct, frozen=True):
    """A cell with words: the unit of a row."""

    text: str


class Drawn(Struct, frozen=True):
    """A table ready to be shown; ``width`` counts its columns."""

    code: str
    title: str
    title_en: str
    section: str
    width: int
    head: tuple[tuple[Label, ...], ...]
    rows: tuple[tuple[Label | Slot | Note, ...], ...]

    @property
    def parts(self) -> list[int]:
        """The page (0) and files that its figures were read from."""
        return sorted({cell.part for cell in _shown(self)})

    @property
    def units(self) -> str:
        """The units of its figures."""
        return "、".join(dict.fromkeys(cell.unit for cell in _shown(self) if cell.unit))


def redraw(cells: Iterable[Cell], form: str | None) -> tuple[Drawn, ...]:
    """The tables of a form that hold figures, in the order of the form, then the figures no table has a place for."""
    left = {cell.place: cell for cell in cells}
    drawn = []
    for layout in all_layouts().layouts:
        if form in layout.forms and any(indicator in layout.codes() for indicator, _ in left):
            table = _draw(layout, left)
            drawn.append(table)
            for cell in _shown(table):
                del left[cell.place]
    return (*drawn, _rest(left.values())) if left else tuple(drawn)


def english(label: str) -> str:
    """What a printed heading means; empty when nobody has said."""
    return all_layouts().words.get(label, "")


def _shown(table: Drawn) -> Iterator[Cell]:
    return (each.cell for row in table.rows for each in row if isinstance(each, Slot) and each.cell)


@singledispatch
def _draw(layout: Layout, cells: Mapping[Place, Cell]) -> Drawn:
    raise NotImplementedError(type(layout))


def _drawn(
    layout: Layout,
    width: int,
    head: Iterable[tuple[Label, ...]],
    rows: Iterable[tuple[Label | Slot | Note, ...]],
) -> Drawn:
    return Drawn(layout.table, layout.title, layout.title_en, layout.section, width, tuple(head), tuple(rows))


@_draw.register
def _draw_blocks(layout: BlocksLayout, cells: Mapping[Place, Cell]) -> Drawn:
    width = 1 + max(len(block.columns) for block in layout.blocks)
    rows: list[tuple[Label | Slot | Note, ...]] = []
    for block in layout.blocks:
        last = width - len(block.columns)
        spans = [*[1] * (len(block.columns) - 1), last]
        rows.append((Label(block.title, english(block.title), colspan=width, scope="colgroup"),))
        rows.append(
            (
                Label("信息内容", english("信息内容")),
                *(Label(name, english(name), colspan=span) for name, span in zip(block.columns, spans, strict=True)),
            )
        )
        rows.extend(
            (
                Label(row.label, english(row.label), scope="row"),
                *(Slot(cells.get((code, None)), span) for code, span in zip(row.codes, spans, strict=True)),
            )
            for row in block.rows
        )
    return _drawn(layout, width, (), rows)


@_draw.register
def _draw_matrix(layout: MatrixLayout, cells: Mapping[Place, Cell]) -> Drawn:
    applicants = all_layouts().applicants
    single = [Label(each.label, english(each.label), rowspan=2) for each in applicants if not each.parent]
    parent = next(each.parent for each in applicants if each.parent)
    inside = [Label(each.label, english(each.label)) for each in applicants if each.parent]
    head = (
        (
            Label(layout.corner, english(layout.corner), colspan=3, rowspan=3),
            Label("申请人情况", english("申请人情况"), colspan=len(applicants), scope="colgroup"),
        ),
        (single[0], Label(parent, english(parent), colspan=len(inside), scope="colgroup"), *single[1:]),
        tuple(inside),
    )
    rows: list[tuple[Label | Slot | Note, ...]] = [
        (*_row_labels(layout, index, cells), *(Slot(cells.get((row.code, each.code))) for each in applicants))
        for index, row in enumerate(layout.rows)
    ]
    return _drawn(layout, 3 + len(applicants), head, rows)


def _row_labels(layout: MatrixLayout, index: int, cells: Mapping[Place, Cell]) -> Iterator[Label]:
    """The labels left of a row: the chapter of results and the group where they begin, then the row's own."""
    row = layout.rows[index]
    before = layout.rows[index - 1] if index else MatrixRow("", "")
    if row.result and not before.result:
        count = sum(each.result for each in layout.rows)
        yield Label(layout.results, english(layout.results), rowspan=count, scope="rowgroup")
    if row.group and row.group != before.group:
        count = sum(each.group == row.group for each in layout.rows)
        yield Label(row.group, english(row.group), rowspan=count, scope="rowgroup")
    width = 3 - row.result - bool(row.group)
    meaning = next((cell.en.rstrip(".") for (code, _), cell in cells.items() if code == row.code), "")
    yield Label(row.label, meaning, colspan=width, scope="row")


@_draw.register
def _draw_outcomes(layout: OutcomesLayout, cells: Mapping[Place, Cell]) -> Drawn:
    alone = [block for block in layout.blocks if not block.parent]
    inside = [block for block in layout.blocks if block.parent]
    outcomes = [(name, english(name)) for name in layout.outcomes]
    head = (
        (
            *(Label(each.title, english(each.title), colspan=len(each.codes), scope="colgroup") for each in alone),
            Label(
                inside[0].parent,
                english(inside[0].parent),
                colspan=sum(len(each.codes) for each in inside),
                scope="colgroup",
            ),
        ),
        (
            *(Label(zh, en, rowspan=2) for _ in alone for zh, en in outcomes),
            *(Label(each.title, english(each.title), colspan=len(each.codes), scope="colgroup") for each in inside),
        ),
        tuple(Label(zh, en) for _ in inside for zh, en in outcomes),
    )
    row = tuple(Slot(cells.get((code, None))) for block in (*alone, *inside) for code in block.codes)
    return _drawn(layout, len(row), head, (row,))


@_draw.register
def _draw_list(layout: ListLayout, cells: Mapping[Place, Cell]) -> Drawn:
    rows: list[tuple[Label | Slot | Note, ...]] = []
    for row in layout.rows:
        cell = cells.get((row.code, None))
        if not row.code:
            rows.append((Label(row.label, english(row.label), colspan=3, scope="rowgroup", level=row.level),))
        elif cell is not None or not layout.optional:
            rows.append(_list_row(row.label, row.level, cell))
    return _drawn(layout, 3, (_LIST_HEAD,), rows)


_LIST_HEAD = tuple(Label(zh, en) for zh, en in (("统计指标", "Indicator"), ("单位", "Unit"), ("统计数", "Figure")))


def _list_row(label: str, level: int, cell: Cell | None) -> tuple[Label | Slot | Note, ...]:
    meaning = cell.en.rstrip(".") if cell else ""
    return (Label(label, meaning, scope="row", level=level), Note(cell.unit if cell else ""), Slot(cell))


def _rest(cells: Iterable[Cell]) -> Drawn:
    rows = [_list_row(f"{each.zh}{'｜' + each.applicant_zh if each.applicant_zh else ''}", 0, each) for each in cells]
    title, meaning = "其他数据", "Figures that this form has no place for"
    return Drawn("rest", title, meaning, "annex", 3, (_LIST_HEAD,), tuple(rows))
