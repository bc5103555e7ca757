"""Chapter 4: three blocks of outcomes, upright, in rows, or turned."""

from __future__ import annotations

import pytest

from reportscraper.report.tables.read_tables import read_tables

from .printed import (
    RULES,
    blocks,
    blocks_of_html,
    ch2,
    differences,
    figure,
    relabel,
    report,
    tables_of,
)


def test_a_table_of_outcomes_alone_takes_its_block_from_the_caption() -> None:
    rows = ch2(["结果维持|结果纠正|其他结果|尚未审结|总计", "1|2|3|4|10"])
    read = read_tables(blocks_of_html("<p>（一）因政府信息公开被申请行政复议情况</p>" + rows + RULES), year=2022)
    assert [figure(read, f"review_{o}").value for o in ("upheld", "corrected", "other", "pending", "total")] == [
        1,
        2,
        3,
        4,
        10,
    ]
    assert figure(read, "litigation_direct_total").kind == "missing"
    read = read_tables(blocks_of_html("<p>行政复议、行政诉讼情况</p>" + rows + RULES), year=2022)
    assert figure(read, "review_total").kind == "missing"


@pytest.mark.parametrize("label", ["行政复议", "结果维持", "未经复议直接起诉", "行政诉讼"])
def test_a_block_or_outcome_that_is_not_the_forms_gives_no_figure(label: str) -> None:
    true = report("2021")
    other = [
        relabel(t, lambda s: f"{s}（上年）" if s == label else s) if t.kind == "ch4" else t for t in tables_of(true)
    ]
    read = read_tables(blocks(other), year=true.year)
    wrong = differences(true, read)
    assert 3 <= len(wrong) <= 15
    assert {told.split()[0] for _, told in wrong.values()} == {"missing"}


def test_blocks_in_rows_that_lack_one_are_not_read() -> None:
    rows = ["类型|结果维持|结果纠正|其他结果|尚未审结|总计", "行政复议|1|2|3|4|10", "未经复议直接起诉|0|0|0|0|0"]
    read = read_tables(blocks_of_html(RULES + ch2(rows)), year=2022)
    assert {each.value for each in read.figures if "litigation" in each.indicator or "review" in each.indicator} == {
        None
    }


def test_a_row_of_sums_beside_the_blocks_is_reported() -> None:
    rows = [
        "类型|结果维持|结果纠正|其他结果|尚未审结|总计",
        "行政复议|1|2|3|4|10",
        "未经复议直接起诉|0|0|1|0|1",
        "复议后起诉|0|0|0|0|0",
        "全部案件|1|2|4|4|11",
    ]
    read = read_tables(blocks_of_html(RULES + ch2(rows)), year=2022)
    assert [each.value for each in read.figures if each.indicator.startswith("review_")] == [1, 2, 3, 4, 10]
    assert "not understood: 全部案件 | 1 | 2 | 4 | 4 | 11" in [each.message for each in read.findings]
