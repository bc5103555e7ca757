"""Other shapes of the statistics tables of forms 2008 and 2014, the Fujian-type annex among them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.made.tables import Row, TableCell, TableModel

from .shapes import with_rows

_YEAR = re.compile(r"(\d{4})年度")
_FUJIAN: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "主动公开情况统计",
        ("disclosed_info_total", "a_fulltext_electronic", "a_new_normative"),
    ),
    (
        "申请情况统计",
        (
            "applications_received",
            "applications_in_person",
            "applications_fax",
            "applications_email",
            "applications_online",
            "applications_letter",
            "applications_other_form",
        ),
    ),
    (
        "答复情况统计",
        ("replies_total", "reply_granted", "reply_partly_granted", "a_reply_refused_broad"),
    ),
    ("行政复议、诉讼、申诉情况统计", ("review_total", "litigation_all_total", "a_appeals")),
)


def fujian(table: TableModel) -> tuple[TableModel, ...]:
    """Four small tables 指标 | 单位 | YYYY年度 | 历年累计. Only the figures of the year count; other rows are not printed."""
    found = _YEAR.search(table.caption)
    year = found[1] if found else ""
    header = tuple(TableCell(text) for text in ("指标", "单位", f"{year}年度", "历年累计"))
    rows = {row[-1].key[0]: row for row in table.rows if row[-1].key}
    return tuple(
        TableModel("stat", (header, *(_with_running_total(rows[name]) for name in names if name in rows)), title)
        for title, names in _FUJIAN
    )


def _with_running_total(row: Row) -> Row:
    label, unit, *_, value = row
    return label, unit, value, TableCell(_larger(value.text))


def _larger(text: str) -> str:
    """A cumulative figure above the year's."""
    return str(int(float(text)) * 6 + 311) if text.replace(".", "").isdigit() else text


def two_periods(table: TableModel) -> tuple[TableModel, ...]:
    """本期实际 and 本年累计 side by side: the figure of the year is the latter."""
    label, unit, *code, _ = (cell.text for cell in table.rows[0])
    header = tuple(TableCell(text) for text in (label, unit, *code, "本期实际", "本年累计"))
    rows = [(*row[:-1], TableCell("3"), row[-1]) for row in table.rows[1:]]
    return (with_rows(table, [header, *rows]),)


def starred_codes(table: TableModel) -> tuple[TableModel, ...]:
    """Codes in another order and with stars: they are no key."""
    rows: list[Sequence[TableCell]] = [table.rows[0]]
    for place, row in enumerate(table.rows[1:]):
        code = TableCell(f"{(place * 7) % 60:02d}{'*' * (place % 3)}")
        rows.append((*row[:2], code, row[-1]) if len(row) == 4 else row)
    return (with_rows(table, rows),)


def local_rows(table: TableModel) -> tuple[TableModel, ...]:
    """Rows that only a province has, with figures, put between the official ones."""
    middle = len(table.rows[-1]) - 2
    added = [
        (TableCell(label), *[TableCell("条")] * middle, TableCell(str(71 + place)))
        for place, label in enumerate(("　　机构领导类信息", "　　财政预决算类信息", "　　行政执法类信息"))
    ]
    return (with_rows(table, [*table.rows[:3], *added, *table.rows[3:]]),)


def unit_in_label(table: TableModel) -> tuple[TableModel, ...]:
    """No unit column: the unit stands in brackets behind the label."""
    rows: list[Sequence[TableCell]] = []
    for row in table.rows:
        label, unit, *rest = row
        suffix = f"（{unit.text}）" if row[-1].key else ""
        rows.append((TableCell(label.text + suffix), *rest))
    return (with_rows(table, rows),)


def numbers_in_front(table: TableModel) -> tuple[TableModel, ...]:
    """The numbering of labels in a column of its own."""
    rows: list[Sequence[TableCell]] = [(TableCell("序号"), *table.rows[0])]
    for row in table.rows[1:]:
        found = re.match(
            r"\s*((?:其中：)?(?:（[一二三四五六七八九十\d]+）|[一二三四五六七八九十\d]+[、.]))(.+)", row[0].text
        )
        number, label = (found[1], found[2]) if found else ("", row[0].text)
        rows.append((TableCell(number), TableCell(label), *row[1:]))
    return (with_rows(table, rows),)


def chapters_apart(table: TableModel) -> tuple[TableModel, ...]:
    """One table a chapter (一、 to 九、), each under the header."""
    header, *rows = table.rows
    starts = [index for index, row in enumerate(rows) if re.match("[一二三四五六七八九]、", row[0].text)]
    if not starts:
        return (table,)
    ends = [*starts[1:], len(rows)]
    return tuple(
        TableModel("stat", (header, *rows[start:end]), table.caption) for start, end in zip(starts, ends, strict=True)
    )
