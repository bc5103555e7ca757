"""The statutory tables drawn anew, as officials print them, from the figures of one version of a report.

No figure is left out: what no table of the form has a place for comes last, in a table of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from reportscraper.forms import form_named
from reportscraper.forms.form import Table
from reportscraper.forms.naming import english

Place = tuple[str, str | None]
"""What names a figure within a report: indicator and applicant."""


class ShownFigure(Struct, frozen=True):
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
    doubt: str | None = None
    """error or warning when a finding speaks against it."""

    @property
    def place(self) -> Place:
        """Indicator and applicant."""
        return self.indicator, self.applicant


class HeadingCell(Struct, frozen=True):
    """A heading cell: Chinese as printed, what it means, and what it covers."""

    zh: str
    en: str = ""
    colspan: int = 1
    rowspan: int = 1
    scope: str = "col"
    level: int = 0
    group: str = ""
    """The group of a row, for screens that have no room for a column of groups."""


class Slot(Struct, frozen=True):
    """A place for a figure; ``cell`` is None where the report has none."""

    cell: ShownFigure | None
    colspan: int = 1


class Note(Struct, frozen=True):
    """A cell with words: the unit of a row."""

    text: str


class RenderedTable(Struct, frozen=True):
    """A table ready to be shown; ``width`` counts its columns."""

    code: str
    title: str
    title_en: str
    section: str
    width: int
    head: tuple[tuple[HeadingCell, ...], ...]
    rows: tuple[tuple[HeadingCell | Slot | Note, ...], ...]

    @property
    def parts(self) -> list[int]:
        """The page (0) and files that its figures were read from."""
        return sorted({cell.part for cell in _shown(self)})

    @property
    def places(self) -> set[Place]:
        """What names its figures."""
        return {cell.place for cell in _shown(self)}

    @property
    def units(self) -> list[str]:
        """The units of its figures, each once."""
        return list(dict.fromkeys(cell.unit for cell in _shown(self) if cell.unit))


_Rows = list[tuple[HeadingCell | Slot | Note, ...]]
_Heads = Sequence[tuple[HeadingCell, ...]]


def redraw(cells: Iterable[ShownFigure], form: str | None) -> tuple[RenderedTable, ...]:
    """The tables of a form that hold figures, in the order of the form, then the figures no table has a place for."""
    left = {cell.place: cell for cell in cells}
    known = form_named(form)
    drawn = []
    for table in known.tables if known else ():
        if any(expected.cell in left for expected in table.figures.values()):
            head, rows = _DRAWN_AS[table.layout](table, left)
            width = sum(each.colspan if isinstance(each, HeadingCell | Slot) else 1 for each in (*head[:1], *rows)[0])
            title = table.title or table.zh
            made = RenderedTable(table.id, title, table.title_en, table.section, width, tuple(head), tuple(rows))
            drawn.append(made)
            for cell in _shown(made):
                del left[cell.place]
    return (*drawn, _rest(left.values())) if left else tuple(drawn)


def _label(zh: str, **spans: Any) -> HeadingCell:
    return HeadingCell(zh, english(zh), **spans)


def _shown(table: RenderedTable) -> Iterator[ShownFigure]:
    return (each.cell for row in table.rows for each in row if isinstance(each, Slot) and each.cell)


def _draw_blocks(table: Table, cells: Mapping[Place, ShownFigure]) -> tuple[_Heads, _Rows]:
    row_labels, column_labels = ({line.key: line.label for line in lines} for lines in (table.rows, table.columns))
    columns = {row: [column for at, column in table.figures if at == row] for row in row_labels}
    width = max(map(len, columns.values()))
    rows: _Rows = []
    for block in table.blocks:
        inside = columns[block.rows[0]]
        spans = [*[1] * (len(inside) - 1), width + 1 - len(inside)]
        rows.append((_label(block.title, colspan=width + 1, scope="colgroup"),))
        heads = (_label(column_labels[column], colspan=span) for column, span in zip(inside, spans, strict=True))
        rows.append((_label("信息内容"), *heads))
        for row in block.rows:
            slots = (
                Slot(cells.get(table.figures[row, column].cell), span)
                for column, span in zip(inside, spans, strict=True)
            )
            rows.append((_label(row_labels[row], scope="row"), *slots))
    return (), rows


def _draw_matrix(table: Table, cells: Mapping[Place, ShownFigure]) -> tuple[_Heads, _Rows]:
    single = [_label(each.label, rowspan=2) for each in table.columns if not each.parent]
    inside = [_label(each.label) for each in table.columns if each.parent]
    parent = next(each.parent for each in table.columns if each.parent)
    head = (
        (
            _label(table.corner, colspan=3, rowspan=3),
            _label("申请人情况", colspan=len(table.columns), scope="colgroup"),
        ),
        (single[0], _label(parent, colspan=len(inside), scope="colgroup"), *single[1:]),
        tuple(inside),
    )
    printed = [row for row in table.rows if not row.group]
    rows: _Rows = []
    for at in range(len(printed)):
        slots = (Slot(cells.get((printed[at].key, each.key))) for each in table.columns)
        rows.append((*_row_labels(table, at, cells), *slots))
    return head, rows


def _row_labels(table: Table, at: int, cells: Mapping[Place, ShownFigure]) -> Iterator[HeadingCell]:
    """The labels left of a row: the chapter of results and the group where they begin, then the row's own."""
    rows = [row for row in table.rows if not row.group]
    groups = {row.key: row.label for row in table.rows if row.group}
    row, keys = rows[at], [row.key for row in rows]
    results = table.results
    first, last = (keys.index(results.first), keys.index(results.last)) if results else (0, -1)
    if results and at == first:
        yield _label(results.title, rowspan=last - first + 1, scope="rowgroup")
    if row.parent and (at == 0 or row.parent != rows[at - 1].parent):
        count = sum(each.parent == row.parent for each in rows)
        yield _label(groups[row.parent], rowspan=count, scope="rowgroup")
    width = 3 - (first <= at <= last) - bool(row.parent)
    meaning = next((cell.en.rstrip(".") for (code, _), cell in cells.items() if code == row.key), "")
    yield HeadingCell(row.label, meaning, colspan=width, scope="row", group=groups.get(row.parent or "", ""))


def _draw_outcomes(table: Table, cells: Mapping[Place, ShownFigure]) -> tuple[_Heads, _Rows]:
    alone = [row for row in table.rows if not row.parent]
    inside = [row for row in table.rows if row.parent]
    count = len(table.columns)
    parents = {row.parent: sum(each.parent == row.parent for each in inside) for row in inside}
    head = (
        (
            *(_label(each.label, colspan=count, scope="colgroup") for each in alone),
            *(_label(name, colspan=number * count, scope="colgroup") for name, number in parents.items()),
        ),
        (
            *(_label(column.label, rowspan=2) for _ in alone for column in table.columns),
            *(_label(each.label, colspan=count, scope="colgroup") for each in inside),
        ),
        tuple(_label(column.label) for _ in inside for column in table.columns),
    )
    places = (table.figures[row.key, column.key].cell for row in (*alone, *inside) for column in table.columns)
    return head, [tuple(Slot(cells.get(place)) for place in places)]


def _draw_list(table: Table, cells: Mapping[Place, ShownFigure]) -> tuple[_Heads, _Rows]:
    lines = {line.key: line for line in table.rows}
    rows: _Rows = []
    for line in map(lines.__getitem__, table.order or lines):
        for heading in table.headings:
            if heading.before == line.key:
                rows.append((_label(heading.label, colspan=3, scope="rowgroup", level=heading.level),))
        cell = cells.get((line.key, None))
        if cell is not None or not table.optional:
            rows.append(_list_row(line.shown or line.label, line.level, cell))
    return (_list_head(),), rows


_DRAWN_AS = {"blocks": _draw_blocks, "matrix": _draw_matrix, "outcomes": _draw_outcomes, "list": _draw_list}


def _list_head() -> tuple[HeadingCell, ...]:
    return tuple(map(_label, ("统计指标", "单位", "统计数")))


def _list_row(label: str, level: int, cell: ShownFigure | None) -> tuple[HeadingCell | Slot | Note, ...]:
    meaning = cell.en.rstrip(".") if cell else ""
    return (HeadingCell(label, meaning, scope="row", level=level), Note(cell.unit if cell else ""), Slot(cell))


def _rest(cells: Iterable[ShownFigure]) -> RenderedTable:
    rows = [_list_row(f"{each.zh}{'｜' + each.applicant_zh if each.applicant_zh else ''}", 0, each) for each in cells]
    title, meaning = "其他数据", "Figures that this form has no place for"
    return RenderedTable("rest", title, meaning, "annex", 3, (_list_head(),), tuple(rows))
