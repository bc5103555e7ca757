"""Nothing swallowed: what was printed and not understood is reported."""

from __future__ import annotations

from reportscraper.report.tables.read_tables import read_tables
from tests.made.tables import TableCell

from .printed import (
    RULES,
    blocks,
    blocks_of_html,
    ch2,
    finding,
    model,
    report,
    tables_of,
)


def test_unknown_rows_are_reported_with_their_text() -> None:
    tables = tables_of(report("2014"))
    tables[0] = model(tables[0], [*tables[0].rows, [TableCell("十、宣传报道数"), TableCell("篇"), TableCell("31")]])
    read = read_tables(blocks(tables), year=2016)
    unknown = finding(read, "unmapped_label")
    assert unknown.severity == "warning"
    assert unknown.message == "not understood: 十、宣传报道数 | 篇 | 31"


def test_a_row_of_wording_alone_is_for_information_and_prose_is_no_label() -> None:
    prose = "本单位认真贯彻落实条例要求，持续推进政务公开工作，全年共主动公开各类信息，并按期办结收到的申请，没有超期的情况发生。"
    read = read_tables(
        blocks_of_html(RULES.replace("</table>", f"<tr><td>备注栏</td></tr><tr><td>{prose}</td></tr></table>")),
        year=2022,
    )
    told = [(found.severity, found.message) for found in read.findings if found.rule == "unmapped_label"]
    assert told == [("info", "not understood: 备注栏")]


def test_numbers_of_a_table_that_is_no_official_one_are_counted() -> None:
    other = ch2(["项目|金额", "办公费|12", "差旅费|3"])
    (unread,) = [
        found
        for found in read_tables(blocks_of_html(RULES + other), year=2022).findings
        if found.rule == "unread_number"
    ]
    assert (unread.table, unread.row, unread.column, unread.severity) == (2, 2, 2, "warning")
    assert unread.message.startswith("2 numbers")
