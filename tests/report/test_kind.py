"""Whether a page is a report: its tables prove it whatever its title says, and what stands beside it is no evidence."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from reportscraper.model import Block, Cell, Document, Grid, ListEntry
from reportscraper.report.identity.identify import ReportIdentity, identify
from reportscraper.report.identity.surroundings import Surroundings
from reportscraper.report.sections.read_sections import read_sections
from tests.made.tables import map_cells

from .printed import blocks, report, tables_of

TRUE = report("2021")
TABLES = tuple(blocks(tables_of(TRUE)))
TITLE = "望口区民政局2022年政府信息公开工作年度报告"
SIX = "一、总体情况\n甲\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n乙"


def identity(
    titles: list[str], given: tuple[Block, ...] = (), text: str = "", listed: str | None = None
) -> ReportIdentity:
    printed = (*(Block(text=line) for line in text.split("\n") if line), *given)
    document = Document(blocks=printed, titles=tuple(("line", title) for title in titles))
    around = Surroundings(ListEntry("http://a/1.html", listed) if listed else None)
    return identify(document, read_sections(printed)[0], around=around)


@pytest.mark.parametrize(
    "title",
    [
        "关于报送《望口区民政局2022年政府信息公开年度报告》的函",
        "望口区民政局关于报送2022年政府信息公开工作年度报告的函",
        "望口区民政局2022年工作公开年度报告",
        "望口区民政局2022年政府信息公开工作情况",
        "望口区民政局2022年政府信息公开情况",
        "望口区民政局2022年信息公开工作总结",
        "望口区民政局2022年政府信息公开工作年度报告公告",
        "望口区民政局2022年政府信息公开工作年度报告解读",
        "望口区民政局2022年度政务公开自查报告",
        "望口区民政局2022年度信息公开自查公示",
    ],
)
def test_two_statutory_tables_prove_a_report_whatever_the_title_says(title: str) -> None:
    found = identity([title], TABLES)
    assert (found.kind, found.body, found.year) == ("report", "望口区民政局", 2022)
    assert identity(["望口区人民政府", title], TABLES[1:]).kind == "report"


def test_an_empty_form_is_no_report() -> None:
    empty = [
        map_cells(table, lambda cell: replace(cell, text="" if cell.text.isdigit() else cell.text))
        for table in tables_of(TRUE)
    ]
    title = "关于印发《政府信息公开工作年度报告格式》的通知"
    assert identity([title], tuple(blocks(empty))).kind == "notice"
    assert identity([title], TABLES).kind == "report"


@pytest.mark.parametrize(
    "title",
    [
        "望口区民政局2022年上半年政府信息公开工作情况报告",
        "2022年政务公开工作总结汇编(30篇)",
        "望口区2022年政府网站工作年度报表",
        "望口大学2019-2020学年信息公开工作年度报告",
    ],
)
def test_a_part_of_a_year_and_other_reports_stay_what_their_title_says(title: str) -> None:
    assert identity([title], TABLES).kind in ("other", "website_table")


@pytest.mark.parametrize(("figures", "kind"), [(5, "notice"), (6, "report")])
def test_six_figures_fill_a_form_in(figures: int, kind: str) -> None:
    texts = ["本年制发件数", "勾稽关系为", *map(str, range(figures))]
    cells = tuple(Cell(text, 1, column) for column, text in enumerate(texts, 1))
    title = "关于印发《政府信息公开工作年度报告格式》的通知"
    assert identity([title], (Block(grid=Grid(1, (cells,), cells)),)).kind == kind


def test_one_table_proves_nothing_against_the_title() -> None:
    assert identity(["望口区民政局2022年政府信息公开工作年度报告解读"], TABLES[1:2]).kind == "interpretation"


@pytest.mark.parametrize(
    "beside", ["政策解读", "图解", "通知公告", "最新公告", "视频", "解读", "公示", "政府信息公开指南", "预决算", "会议"]
)
def test_a_side_box_is_no_evidence(beside: str) -> None:
    assert identity([beside, TITLE], text=SIX).kind == "report"
    assert identity([beside, TITLE], text="一、总体情况\n甲\n二、主动公开政府信息情况\n乙").kind == "report"
    assert identity([beside]).kind != "report"


def test_what_a_title_says_of_the_report_itself_needs_four_chapters_against_it() -> None:
    says = "望口区民政局2022年政府信息公开工作年度报告解读"
    assert identity([says, TITLE], text="一、总体情况\n甲\n二、主动公开政府信息情况\n乙").kind == "interpretation"
    assert identity([says, TITLE], text=SIX).kind == "report"
    assert identity([says], text=SIX).kind == "interpretation"


def test_the_title_in_the_list_counts_where_the_page_names_nothing_and_has_a_chapter() -> None:
    chapter = "一、总体情况\n甲"
    found = identity(["望口区人民政府"], text=chapter, listed=TITLE)
    assert (found.kind, found.body, found.year) == ("report", "望口区民政局", 2022)
    assert identity(["望口区人民政府"], text="甲", listed=TITLE).kind == "other"
    assert identity(["望口区人民政府"], text=chapter, listed="望口区民政局2022年部门预算").kind == "other"
    assert identity(["望口区2022年政府信息公开工作年度报告解读"], text=chapter, listed=TITLE).kind == "interpretation"


def test_a_page_that_bears_nothing_but_its_columns_name_is_what_the_list_says() -> None:
    column = ["政府信息公开年报"]
    assert identity(column, text="甲", listed="图解望口区2022年政府信息公开工作年度报告").kind == "digest"
    assert identity(column, text="甲", listed="望口区民政局2022年政府信息公开工作总结").kind == "other"
    assert identity(column, text="甲", listed="望口区民政局").kind == "report"
    assert identity(column, text="甲", listed=TITLE).kind == "report"
