"""Corrections that the text prints beside the tables, and the figures that they put in doubt."""

from __future__ import annotations

import pytest

from reportscraper.model import Block, CellId, Finding
from reportscraper.report.tables.read_tables import read_tables
from tests.report import printed


def told(text: str) -> list[Finding]:
    """The findings on corrections of a report of 2022 that prints a text in its last chapter."""
    blocks = [*printed.blocks(printed.tables_of(printed.report("2021"))), Block(text="六、其他需要报告的事项")]
    return [f for f in read_tables([*blocks, Block(text=text)], year=2022).findings if f.rule == "correction_printed"]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("勘误：行政处罚应为56件。", [("ch2_penalty_decisions", None)]),
        ("【更正】现行有效规范性文件由12件更正为11件。", [("ch2_normative_valid", None)]),
        ("需要说明的是，表三自然人新收申请数应为12件。", [("requests_new", "natural_person")]),
        ("注：上述表格中行政许可数量误填为120，应为102。", [("ch2_license_decisions", None)]),
        ("工作有序。更正公告：第二部分表格规章制发件数错误，应为0。", [("ch2_rules_issued", None)]),
        ("*行政事业性收费金额應為23.5万元。", [("ch2_fee_amount", None)]),
    ],
)
def test_the_figure_that_a_correction_names(text: str, cells: list[CellId]) -> None:
    (found,) = told(text)
    assert (found.severity, list(found.cells)) == ("warning", cells)


def test_a_row_is_named_whole() -> None:
    (found,) = told("经核实，原报告中结转下年度继续办理数有误，实际为3件，特此更正。")
    assert {indicator for indicator, _ in found.cells} == {"requests_carried_out"}
    assert len(found.cells) == 7


def test_a_correction_that_names_nothing_is_of_all() -> None:
    (found,) = told("更正说明：因工作人员疏忽，上表数据有误，现予更正。")
    assert len(found.cells) == 200


@pytest.mark.parametrize(
    "text",
    [
        "全年更正错误信息12条。",
        "存在个别信息发布错误、更新不及时等问题。",
        "规范性文件由12件调整为10件。",
        "答复时限应为20个工作日。",
        "行政许可应为群众提供便利。",
        "办理信息更正：0件。",
        "发现错误信息15条，已改正。",
        "本报告数据如有错误，以县政府网站公布数据为准。",
        "行政复议机关认定有误0件。",
    ],
)
def test_other_words_correct_nothing(text: str) -> None:
    assert told(text) == []
