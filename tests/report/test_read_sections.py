"""Sections: the chapters of a report however their headings are set, their text clean and whole."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.model import Block, Cell, Finding, Grid, Section
from reportscraper.report.sections.read_sections import read_sections

SIX = [
    ("overview", "一、总体情况"),
    ("proactive", "二、主动公开政府信息情况"),
    ("requests", "三、收到和处理政府信息公开申请情况"),
    ("review", "四、政府信息公开行政复议、行政诉讼情况"),
    ("problems", "五、存在的主要问题及改进情况"),
    ("other", "六、其他需要报告的事项"),
]
LIST = "、".join(heading[2:] for _, heading in SIX)
TABLE = Block(
    grid=Grid(
        1, ((Cell("一、本年新收政府信息公开申请数量", 1, 1),),), (Cell("一、本年新收政府信息公开申请数量", 1, 1),)
    )
)


def read(text: str) -> tuple[Section, ...]:
    return read_sections([Block(text=line) for line in text.split("\n")])[0]


def findings(text: str) -> tuple[Finding, ...]:
    return read_sections([Block(text=line) for line in text.split("\n")])[1]


def pairs(sections: Iterable[Section]) -> list[tuple[str, str]]:
    return [(section.kind, section.heading) for section in sections]


def texts(text: str) -> list[tuple[str, str]]:
    return [(section.kind, section.text) for section in read(text)]


def test_headings_on_their_own_lines() -> None:
    sections = read("\n".join(f"{heading}\n这是{kind}的内容。" for kind, heading in SIX))
    assert pairs(sections) == SIX
    assert [section.text for section in sections] == [f"这是{kind}的内容。" for kind, _ in SIX]


def test_run_on_text_is_cut_at_its_headings() -> None:
    sections = read(
        "白石镇2022年政府信息公开工作年度报告一、总体情况 我镇发布信息39条。二、主动公开政府信息情况三、收到和处理政府信息公开申请情况"
        "2022年收到申请1件。四、政府信息公开行政复议、行政诉讼情况 无。五、存在的主要问题及改进情况人手不足。六、其他需要报告的事项无。"
    )
    assert pairs(sections) == SIX
    assert [section.text for section in sections] == [
        "我镇发布信息39条。",
        "",
        "2022年收到申请1件。",
        "无。",
        "人手不足。",
        "无。",
    ]


def test_lead_that_lists_the_headings_is_not_taken_for_them() -> None:
    for listing in (
        f"报告由{LIST}六部分组成。",
        "全文包括" + "，".join(heading for _, heading in SIX) + "等六个方面。",
        "全文包括" + "；".join(heading for _, heading in SIX) + "六部分。",
    ):
        sections = read(f"{listing}统计期限自1月1日起。一、总体情况 内容。二、主动公开政府信息情况 内容二。")
        assert pairs(sections) == [("lead", ""), *SIX[:2]]
        assert sections[0].text == f"{listing}统计期限自1月1日起。"


def test_table_of_contents_is_left_in_the_lead() -> None:
    contents = "\n".join(f"{heading}……{page}" for page, (_, heading) in enumerate(SIX, 1))
    body = "\n".join(f"{heading}\n{kind}的内容。" for kind, heading in SIX)
    sections = read(f"目录\n{contents}\n{body}")
    assert pairs(sections) == [("lead", ""), *SIX]
    assert sections[0].text == f"目录\n{contents}"
    assert findings(f"{contents}\n{body}") == ()


@pytest.mark.parametrize(
    "headings",
    [
        [heading[2:] for _, heading in SIX],
        [f"{number}、{heading[2:]}" for number, (_, heading) in enumerate(SIX, 1)],
        [f"（{heading[0]}）{heading[2:]}" for _, heading in SIX],
        [f"第{heading[0]}部分 {heading[2:]}" for _, heading in SIX],
        [f"## {heading}" for _, heading in SIX],
        [f"**{heading}**" for _, heading in SIX],
        [f"{heading[0]} {heading[2:]}：" for _, heading in SIX],
        [f"{heading[0]}．{' '.join(heading[2:])}" for _, heading in SIX],
        ["二、" + heading[2:] for _, heading in SIX],
    ],
)
def test_styles_of_numbering(headings: list[str]) -> None:
    sections, found = read_sections([Block(text=line) for heading in headings for line in (heading, "内容。")])
    assert [section.kind for section in sections] == [kind for kind, _ in SIX]
    assert [section.text for section in sections] == ["内容。"] * 6
    assert found == ()


def test_headings_in_traditional_print() -> None:
    assert texts(
        "一、總體情況\n內容\n二、主動公開政府信息情況\n三、收到和處理政府信息公開申請情況\n四、複議、訴訟情況\n無\n五、改進重點"
    ) == [
        ("overview", "內容"),
        ("proactive", ""),
        ("requests", ""),
        ("review", "無"),
        ("problems", ""),
    ]


def test_unnumbered_headings_set_off_by_spaces() -> None:
    assert texts(
        "依条例编制。 总体情况 内容。 主动公开政府信息情况 收到和处理政府信息公开申请情况 一件。 存在的主要问题及改进情况 人少。"
    ) == [
        ("lead", "依条例编制。"),
        ("overview", "内容。"),
        ("proactive", ""),
        ("requests", "一件。"),
        ("problems", "人少。"),
    ]


def test_official_heading_without_number_fills_its_place() -> None:
    sections = read(
        "一、总体情况\n甲\n二、主动公开政府信息情况\n乙\n收到和处理政府信息公开申请情况\n丙\n四、政府信息公开行政复议、行政诉讼情况\n丁"
    )
    assert [(section.kind, section.text) for section in sections] == [
        ("overview", "甲"),
        ("proactive", "乙"),
        ("requests", "丙"),
        ("review", "丁"),
    ]


def test_rows_of_a_lost_table_are_no_chapters() -> None:
    rows = (
        "一、本年新收政府信息公开申请数量\n二、上年结转政府信息公开申请数量\n三、本年度办理结果\n四、结转下年度继续办理"
    )
    sections = read(
        f"二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n{rows}\n四、政府信息公开行政复议、行政诉讼情况\n无"
    )
    assert pairs(sections) == SIX[1:4]
    assert sections[1].text == rows


def test_tables_are_no_text() -> None:
    blocks = [
        Block(text="二、主动公开政府信息情况"),
        TABLE,
        Block(text="三、收到和处理政府信息公开申请情况"),
        Block(text="| 自然人 | 3 | 0 |"),
        Block(text="网站 | 热线 | 窗口均已开通。 ||||"),
    ]
    sections, _ = read_sections(blocks)
    assert [(section.kind, section.text) for section in sections] == [
        ("proactive", ""),
        ("requests", "网站 | 热线 | 窗口均已开通。"),
    ]


def test_lists_that_start_again_stay_in_their_chapter() -> None:
    text = (
        "一、总体情况\n一、强化领导。设立小组。\n二、完善制度。印发办法。\n三、加强培训。\n二、主动公开政府信息情况\n"
        "五、存在的主要问题及改进情况\n一、存在的主要问题\n人手不足\n二、改进措施\n加强学习"
    )
    assert texts(text) == [
        ("overview", "一、强化领导。设立小组。\n二、完善制度。印发办法。\n三、加强培训。"),
        ("proactive", ""),
        ("problems", "一、存在的主要问题\n人手不足\n二、改进措施\n加强学习"),
    ]
    assert findings(text) == ()


def test_lists_that_repeat_the_subjects_of_chapters() -> None:
    listed = "一、主动公开情况。发布39条。\n二、依申请公开情况。收到1件。"
    text = "\n".join([SIX[0][1], listed, *(f"{heading}\n内容。" for _, heading in SIX[1:])])
    assert pairs(read(text)) == SIX
    assert read(text)[0].text == listed


@pytest.mark.parametrize("item", ["二、全年公开信息39条", "二、全年未收到申请。", "二、不涉及收费。"])
def test_statements_in_a_list_are_no_headings(item: str) -> None:
    assert texts(f"一、工作概述\n甲\n{item}\n三、依申请公开情况\n乙") == [
        ("overview", f"甲\n{item}"),
        ("requests", "乙"),
    ]


def test_figures_behind_the_words_of_a_heading_are_prose() -> None:
    assert texts("一、总体情况\n甲\n二、主动公开政府信息情况\n二、主动公开政府信息48条，其中公告3条。") == [
        ("overview", "甲"),
        ("proactive", "二、主动公开政府信息48条，其中公告3条。"),
    ]


def test_older_order_with_preface_own_wordings_and_annex() -> None:
    text = (
        "引 言\n依据条例。\n一、概 述\n甲\n二、组织机构与制度情况\n乙\n三、主动公开情况\n丙\n四、依申请公开情况\n丁\n五、收费及减免情况\n戊\n"
        "六、复议、诉讼和申诉情况\n己\n七、咨询处理情况\n庚\n附件：2018年政府信息公开情况统计表"
    )
    kinds = [section.kind for section in read(text)]
    assert kinds == ["lead", "overview", "overview", "proactive", "requests", "fees", "review", "enquiries", "annex"]
    assert read(text)[0].heading == "引 言"
    assert [(finding.rule, finding.severity) for finding in findings(text)] == [("section_unlisted", "info")]


def test_preface_is_the_overview_where_no_other_is() -> None:
    assert [section.kind for section in read("引言\n甲\n一、主动公开情况\n乙\n二、依申请公开情况\n丙")] == [
        "overview",
        "proactive",
        "requests",
    ]


def test_report_in_the_house_s_own_words() -> None:
    assert pairs(
        read("一、强化组织领导。设立小组。\n二、健全工作机制。\n三、完善公开指南和目录。\n四、下一步计划")
    ) == [
        ("overview", "一、强化组织领导"),
        ("overview", "二、健全工作机制"),
        ("overview", "三、完善公开指南和目录"),
        ("problems", "四、下一步计划"),
    ]


def test_numbers_that_count_the_preface() -> None:
    sections = read("引言\n甲\n二、组织领导情况\n乙\n三、主动公开情况\n丙\n四、依申请公开情况\n丁")
    assert [(section.kind, section.text) for section in sections] == [
        ("lead", "甲"),
        ("overview", "乙"),
        ("proactive", "丙"),
        ("requests", "丁"),
    ]


def test_page_without_headings_is_all_lead() -> None:
    assert texts("第一段。\n第二段。") == [("lead", "第一段。\n第二段。")]
    assert read_sections([]) == ((), ())


def test_impossible_order_and_repeated_chapters_are_findings() -> None:
    text = "一、总体情况\n甲\n三、收到和处理政府信息公开申请情况\n乙\n二、主动公开政府信息情况\n丙\n三、收到和处理政府信息公开申请情况\n丁"
    assert [finding.rule for finding in findings(text)] == ["section_order", "section_twice"]
    assert "主动公开政府信息情况" in findings(text)[0].message


def test_navigation_does_not_become_text() -> None:
    text = (
        "来源：县政府办\n发布日期：2023-01-19 浏览次数：35\n青溪县2022年政府信息公开工作年度报告\n根据条例编制。\n一、总体情况\n【字体：大 中 小】\n甲\n"
        "二、主动公开政府信息情况\n乙 打印本页\n附件：年报.pdf\n上一篇：无\n下一篇：无\n版权所有 青溪县"
    )
    assert texts(text) == [("lead", "根据条例编制。"), ("overview", "甲"), ("proactive", "乙")]


@pytest.mark.parametrize(
    "line",
    [
        "编辑政务信息39条。",
        "下载量达300余次",
        "我局作为主办单位，办理建议13件。",
        "时间紧、任务重。",
        "来源可查、去向可追。",
        "分享经验2次",
    ],
)
def test_prose_that_begins_like_navigation_stays(line: str) -> None:
    assert texts(f"一、总体情况\n{line}\n六、其他需要报告的事项\n{line}") == [("overview", line), ("other", line)]


@pytest.mark.parametrize(
    "line",
    [
        "打印本页 关闭窗口",
        "【打印】【关闭】",
        "[ 大 中 小 ]",
        "附件1：统计表.xls",
        "分享到：",
        "扫一扫在手机打开当前页",
        "责任编辑：某某",
        "0",
        "——",
    ],
)
def test_lines_of_the_page_do_not(line: str) -> None:
    assert texts(f"一、总体情况\n{line}\n甲\n二、主动公开政府信息情况\n乙\n{line}") == [
        ("overview", "甲"),
        ("proactive", "乙"),
    ]


def test_spans_of_paragraphs_and_subheadings() -> None:
    section = read(
        "一、总体情况\n（一）主动公开情况。发布39条。\n2.依申请公开：收到1件。\n（3）其他\n做好以下几点：一是做实内容。二是做强平台建设和管理，加大力度。\n二、主动公开政府信息情况"
    )[0]
    assert [section.text[start:end] for start, end in section.paragraphs] == section.text.split("\n")
    assert [(level, section.text[start:end]) for level, start, end in section.subheadings] == [
        (1, "（一）主动公开情况"),
        (2, "2.依申请公开"),
        (3, "（3）其他"),
        (4, "一是做实内容"),
        (4, "二是"),
    ]


def test_decimals_are_no_subheadings() -> None:
    assert read("一、总体情况\n收费 3.5万元，占 12.3%。\n二、主动公开政府信息情况")[0].subheadings == ()


@given(
    st.lists(
        st.sampled_from(
            [
                "一、总体情况",
                "内容。",
                "二、",
                "三、依申请公开情况",
                "（一）",
                "，",
                " ",
                "\n",
                "年度报告",
                "48条",
                "六、其他需要报告的事项",
            ]
        ),
        max_size=40,
    )
)
def test_no_text_is_lost_or_invented(parts: list[str]) -> None:
    text = "".join(parts)
    sections = read(text)
    squeezed = re.sub(r"\s", "", text)
    position = 0
    for section in sections:
        assert [section.text[start:end] for start, end in section.paragraphs] == (
            section.text.split("\n") if section.text else []
        )
        for piece in (section.heading, *section.text.split("\n")):
            position = squeezed.index(re.sub(r"\s", "", piece), position)


def test_time_grows_with_length_only() -> None:
    for unit in ("一、", "一 ", "总体情况 ", "（一）", "1.", "依申请公开", "年度报告一、"):
        start = time.perf_counter()
        read_sections([Block(text=unit * (40_000 // len(unit)))])
        assert time.perf_counter() - start < 3, unit
