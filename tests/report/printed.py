"""Made-up reports printed the ways that docs/reports.md tells of: each style reshapes the tables of the demo."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from lxml import html

from reportscraper.documents.html.grid import lay_out
from reportscraper.model import Block, Figure, Finding, FormId, Tables
from tests.made import markup
from tests.made.counties import counties
from tests.made.tables import Row, TableCell, TableModel, build_tables, map_cells, separate_blocks
from tests.made.truth import TrueReport, make_report

YEARS: dict[FormId, int] = {"2008": 2010, "2014": 2016, "2019": 2020, "2021": 2022}
Tablewise = Callable[[TableModel], Sequence[TableModel]]
Key = tuple[str, str | None]


def report(form: FormId, seed: str = "tables") -> TrueReport:
    county = counties()[0]
    return make_report(seed, county, county.bodies[0], YEARS[form], form)


def tables_of(true: TrueReport) -> list[TableModel]:
    return list(build_tables(true.form, true.figures, true.year))


def blocks(tables: Iterable[TableModel | str], cell: markup.CellWriter = markup.plain_cell) -> list[Block]:
    """The blocks of a document that holds these tables and paragraphs."""
    parts = [f"<p>{t}</p>" if isinstance(t, str) else markup.table_html(t, cell, 'border="1"') for t in tables]
    return blocks_of_html("\n".join(parts))


def blocks_of_html(text: str) -> list[Block]:
    document = html.document_fromstring(f"<html><body>{text}</body></html>")
    found: list[Block] = []
    number = 0
    for element in document.iter("p", "table"):
        if element.tag == "table":
            number += 1
            found.append(Block(grid=lay_out(element, number)))
        elif next(element.iterancestors("table"), None) is None:
            found.append(Block(text=element.text_content()))
    return found


def differences(true: TrueReport, read: Tables) -> dict[Key, tuple[str, str]]:
    """Cells that were not read as printed: what is true and what was read, as text."""
    got = {(figure.indicator, figure.applicant): figure for figure in read.figures}
    wrong: dict[Key, tuple[str, str]] = {}
    for key, figure in true.figures.items():
        other = got.get(key)
        if other is None:
            wrong[key] = (figure.printed, "absent")
        elif (other.kind, other.value) != (figure.kind, figure.value):
            wrong[key] = (figure.printed, f"{other.kind} {other.value}")
    return wrong


def model(table: TableModel, rows: Iterable[Sequence[TableCell]]) -> TableModel:
    return TableModel(table.kind, tuple(tuple(row) for row in rows), table.caption)


def relabel(table: TableModel, change: Callable[[str], str]) -> TableModel:
    """The table with the wording of every label changed."""
    return map_cells(
        table, lambda c: c if c.key or not c.text else TableCell(change(c.text), c.rowspan, c.colspan, None)
    )


def only(kind: str, change: Callable[[TableModel], Sequence[TableModel]]) -> Tablewise:
    return lambda table: change(table) if table.kind == kind else [table]


def _first_data(table: TableModel) -> int:
    return next(i for i, row in enumerate(table.rows) if row[-1].key)


def _split_pages(table: TableModel, *, header: bool, at: int) -> list[TableModel]:
    """The matrix cut in two pages: labels that span the cut are printed on both, the group label cut in two."""
    first = _first_data(table)
    top, bottom = [list(row) for row in table.rows[:at]], [list(row) for row in table.rows[at:]]
    carried: list[TableCell] = []
    for index, row in enumerate(top):
        for place, cell in enumerate(row):
            if index + cell.rowspan > at:
                upper = at - index
                head, tail = (
                    (cell.text[:5], cell.text[5:]) if cell.text.startswith("（四）") else (cell.text, cell.text)
                )
                row[place] = TableCell(head, upper, cell.colspan, cell.key)
                carried.append(TableCell(tail, cell.rowspan - upper, cell.colspan))
    bottom[0] = [*carried, *bottom[0]]
    repeated = [list(row) for row in table.rows[:first]] if header else []
    return [model(table, top), model(table, [*repeated, *bottom])]


def _numbered(table: TableModel) -> list[TableModel]:
    """A column 序号 in front of every row."""
    if table.kind != "stat":
        return [table]
    rows = [(TableCell("序号" if i == 0 else str(i)), *row) for i, row in enumerate(table.rows)]
    return [model(table, rows)]


def _numbered_matrix(table: TableModel) -> list[TableModel]:
    first = _first_data(table)
    rows: list[Sequence[TableCell]] = [(TableCell("序号", first), *table.rows[0]), *table.rows[1:first]]
    rows += [(TableCell(str(i)), *row) for i, row in enumerate(table.rows[first:], 1)]
    return [model(table, rows)]


def _total_on_top(table: TableModel) -> list[TableModel]:
    """总计 in the first header row beside 申请人情况 instead of the second."""
    corner, group = table.rows[0]
    person, organisations, total = table.rows[1]
    top = (corner, TableCell(group.text, 1, 6), TableCell(total.text, 3))
    return [model(table, [top, (person, organisations), *table.rows[2:]])]


def _blank_header_row(table: TableModel) -> list[TableModel]:
    """Header spans over two rows printed as a cell and an empty cell below it."""
    rows = [list(row) for row in table.rows]
    if table.kind == "ch3":
        corner, group = rows[0]
        person, organisations, total = rows[1]
        rows[0] = [TableCell(corner.text, 1, 3), group]
        rows[1] = [TableCell("", 1, 3), TableCell(person.text), organisations, TableCell(total.text)]
        rows[2] = [TableCell("", 1, 3), TableCell(""), *rows[2], TableCell("")]
    elif table.kind == "ch4":
        rows[1] = [TableCell(cell.text, 1, cell.colspan) for cell in rows[1]]
        rows[2] = [*[TableCell("") for _ in range(5)], *rows[2]]
    return [model(table, rows)]


def _subtotal(table: TableModel) -> list[TableModel]:
    """A column 小计 for all legal persons."""
    first = _first_data(table)
    corner, group = table.rows[0]
    person, organisations, total = table.rows[1]
    rows: list[Sequence[TableCell]] = [
        (corner, TableCell(group.text, 1, 8)),
        (person, TableCell(organisations.text, 1, 6), total),
        (*table.rows[2], TableCell("小计")),
        *((*row[:-1], TableCell("9"), row[-1]) for row in table.rows[first:]),
    ]
    return [model(table, rows)]


def _split_numbers(table: TableModel) -> list[TableModel]:
    """Numbering of the rows in a column of its own."""
    rows: list[Sequence[TableCell]] = []
    for row in table.rows:
        cells: list[TableCell] = []
        for cell in row:
            number, dot, rest = cell.text.partition(".")
            if not cell.key and dot and number.isdigit():
                cells += [TableCell(number + dot, cell.rowspan), TableCell(rest, cell.rowspan, cell.colspan)]
            else:
                wide = cell.colspan + (1 if not cell.key and "." not in cell.text and cell.colspan > 1 else 0)
                cells.append(TableCell(cell.text, cell.rowspan, wide, cell.key))
        rows.append(cells)
    return [model(table, rows)]


def _repeated_labels(table: TableModel) -> list[TableModel]:
    """Labels over several columns printed once in each column instead of merged."""
    rows = []
    for row in table.rows:
        cells: list[TableCell] = []
        for cell in row:
            again = cell.colspan if not cell.key and row[-1].key else 1
            cells += [TableCell(cell.text, cell.rowspan, cell.colspan if again == 1 else 1, cell.key)] * again
        rows.append(cells)
    return [model(table, rows)]


def _review_apart(table: TableModel) -> list[TableModel]:
    """复议 and 诉讼 as two tables."""
    head, second, third, values = table.rows
    return [
        model(table, [head[:1], [TableCell(c.text) for c in second[:5]], values[:5]]),
        model(table, [head[1:], second[5:], third, values[5:]]),
    ]


def _blocks_across(table: TableModel) -> list[TableModel]:
    """Chapter 4 with outcomes down and the three blocks across."""
    head, second, _, values = table.rows
    rows: list[Row] = [
        (TableCell("", 2), TableCell(head[0].text, 2), TableCell(head[1].text, 1, 2)),
        (second[5], second[6]),
    ]
    rows[1] = tuple(TableCell(cell.text) for cell in rows[1])
    rows += [(TableCell(second[i].text), values[i], values[i + 5], values[i + 10]) for i in range(5)]
    return [model(table, rows)]


def _blocks_down(table: TableModel) -> list[TableModel]:
    """Chapter 4 as fifteen rows: block, outcome, figure."""
    head, second, _, values = table.rows
    names = (head[0].text, second[5].text, second[6].text)
    rows: list[Row] = []
    for index, value in enumerate(values):
        outcome = TableCell(second[index % 5].text)
        block = (TableCell(names[index // 5], 5),) if index % 5 == 0 else ()
        rows.append((*block, outcome, value))
    return [model(table, rows)]


def _without_spans(table: TableModel) -> list[TableModel]:
    """Column spans lost: blank cells stand in their place."""
    rows = []
    for row in table.rows:
        cells: list[TableCell] = []
        for cell in row:
            cells += [
                TableCell(cell.text, cell.rowspan, 1, cell.key),
                *(TableCell("", cell.rowspan) for _ in range(cell.colspan - 1)),
            ]
        rows.append(cells)
    return [model(table, rows)]


def _broken_blocks(table: TableModel) -> list[TableModel]:
    """Chapter 2 broken over pages right after a block's title row."""
    at = [i for i, row in enumerate(table.rows) if len(row) == 1][2] + 1
    return [model(table, table.rows[:at]), model(table, table.rows[at:])]


def _block_column(table: TableModel) -> list[TableModel]:
    """Chapter 2 with the title of each block in a column of its own."""
    rows: list[Row] = []
    for block in separate_blocks(table):
        title, *rest = block.rows
        rows += [(TableCell(title[0].text, len(rest)), *rest[0]), *rest[1:]]
    return [model(table, rows)]


_RADICALS = str.maketrans("一二人见民行工子自言", "⼀⼆⼈⻅⺠⾏⼯⼦⾃⾔")
_TRADITIONAL = str.maketrans(
    "开关处复议诉讼结维纠审总计数与无组织务机构报办继续转", "開關處復議訴訟結維糾審總計數與無組織務機構報辦繼續轉"
)


def _bare(label: str) -> str:
    for mark in ("（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）"):
        label = label.removeprefix(mark)
    head, mark, rest = label.partition("、")
    label = rest if mark and len(head) == 1 else label
    head, mark, rest = label.partition(".")
    return rest if mark and head.isdigit() else label


STYLES: dict[str, Tablewise] = {
    "as the form has it": lambda table: [table],
    "separate blocks": separate_blocks,
    "broken after a block title": only("ch2", _broken_blocks),
    "block titles in a column": only("ch2", _block_column),
    "two pages, header repeated": only("ch3", lambda t: _split_pages(t, header=True, at=15)),
    "two pages, no header": only("ch3", lambda t: _split_pages(t, header=False, at=16)),
    "page break in a group": only("ch3", lambda t: _split_pages(t, header=False, at=9)),
    "serial numbers in the list": _numbered,
    "serial numbers in the matrix": only("ch3", _numbered_matrix),
    "total on top": only("ch3", _total_on_top),
    "blank cells for spans in the header": _blank_header_row,
    "subtotal column": only("ch3", _subtotal),
    "numbering in a column": only("ch3", _split_numbers),
    "labels repeated": only("ch3", _repeated_labels),
    "review and litigation apart": only("ch4", _review_apart),
    "blocks across": only("ch4", _blocks_across),
    "blocks down": only("ch4", _blocks_down),
    "column spans lost": _without_spans,
    "no numbering": lambda table: [relabel(table, _bare)],
    "vertical labels": lambda table: [relabel(table, "\n".join)],
    "spaced labels": lambda table: [relabel(table, "\u3000".join)],
    "half-width brackets": lambda table: [relabel(table, lambda s: s.replace("（", "(").replace("）", ")"))],
    "other quotes": lambda table: [relabel(table, lambda s: s.replace("“", "「").replace("”", "」"))],
    "other commas": lambda table: [relabel(table, lambda s: s.replace("，", ",").replace(".", "、"))],
    "其它": lambda table: [relabel(table, lambda s: s.replace("其他", "其它"))],
    "radicals": lambda table: [relabel(table, lambda s: s.translate(_RADICALS))],
    "traditional": lambda table: [relabel(table, lambda s: s.translate(_TRADITIONAL))],
}


def damaged(table: TableModel, draw: random.Random) -> TableModel:
    """The table with one random damage."""
    return draw.choice(list(DAMAGES.values()))(table, draw)


def _places(table: TableModel) -> list[tuple[int, int]]:
    return [(r, c) for r, row in enumerate(table.rows) for c in range(len(row))]


def _lost_cell(table: TableModel, draw: random.Random) -> TableModel:
    r, c = draw.choice(_places(table))
    rows = [list(row) for row in table.rows]
    del rows[r][c]
    return model(table, rows)


def _doubled_cell(table: TableModel, draw: random.Random) -> TableModel:
    r, c = draw.choice(_places(table))
    rows = [list(row) for row in table.rows]
    rows[r].insert(c, rows[r][c])
    return model(table, rows)


def _lost_row(table: TableModel, draw: random.Random) -> TableModel:
    r = draw.randrange(len(table.rows))
    return model(table, [row for i, row in enumerate(table.rows) if i != r])


def _doubled_row(table: TableModel, draw: random.Random) -> TableModel:
    r = draw.randrange(len(table.rows))
    return model(table, [*table.rows[: r + 1], *table.rows[r:]])


def _swapped_rows(table: TableModel, draw: random.Random) -> TableModel:
    r = draw.randrange(len(table.rows) - 1)
    rows = list(table.rows)
    rows[r], rows[r + 1] = rows[r + 1], rows[r]
    return model(table, rows)


def _wrong_span(table: TableModel, draw: random.Random) -> TableModel:
    r, c = draw.choice(_places(table))
    rows = [list(row) for row in table.rows]
    cell = rows[r][c]
    rowspan, colspan = cell.rowspan, cell.colspan
    if draw.random() < 0.5:
        rowspan = draw.choice((1, max(1, rowspan - 1), rowspan + 1))
    else:
        colspan = draw.choice((1, max(1, colspan - 1), colspan + 1))
    rows[r][c] = TableCell(cell.text, rowspan, colspan, cell.key)
    return model(table, rows)


def _stray_blank(table: TableModel, draw: random.Random) -> TableModel:
    r, c = draw.choice(_places(table))
    rows = [list(row) for row in table.rows]
    rows[r].insert(c, TableCell(""))
    return model(table, rows)


def _slip(table: TableModel, draw: random.Random) -> TableModel:
    """A label with a character lost, added or wrong."""
    r, c = draw.choice([(r, c) for r, c in _places(table) if table.rows[r][c].key is None and table.rows[r][c].text])
    rows = [list(row) for row in table.rows]
    cell = rows[r][c]
    at = draw.randrange(len(cell.text))
    text = cell.text[:at] + draw.choice(("", "错", "的")) + cell.text[at + draw.randrange(2) :]
    rows[r][c] = TableCell(text, cell.rowspan, cell.colspan)
    return model(table, rows)


DAMAGES: dict[str, Callable[[TableModel, random.Random], TableModel]] = {
    "lost cell": _lost_cell,
    "doubled cell": _doubled_cell,
    "lost row": _lost_row,
    "doubled row": _doubled_row,
    "swapped rows": _swapped_rows,
    "wrong span": _wrong_span,
    "stray blank": _stray_blank,
    "slip of the pen": _slip,
    "spans lost and a cell": lambda table, draw: _lost_cell(_without_spans(table)[0], draw),
}


def reshaped(true: TrueReport, style: Tablewise) -> list[TableModel]:
    return [part for table in tables_of(true) for part in style(table)]


def figure(read: Tables, indicator: str, applicant: str | None = None) -> Figure:
    return next(f for f in read.figures if (f.indicator, f.applicant) == (indicator, applicant))


def rules(read: Tables) -> Counter[str]:
    return Counter(finding.rule for finding in read.findings)


def finding(read: Tables, rule: str) -> Finding:
    return next(finding for finding in read.findings if finding.rule == rule)


def ch2(rows: list[str]) -> str:
    """A chapter-2 table of form 2021 cut to the first block; a row's cells are parted by |."""
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in rows)
    return f"<table>{cells}</table>"


RULES = ch2(
    ["第二十条第（一）项", "信息内容|本年制发件数|本年废止件数|现行有效件数", "规章|0|0|0", "行政规范性文件|3|1|17"]
)
