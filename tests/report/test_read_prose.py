"""Figures said in prose: sentences of our own, every value, measure, kind and span asserted."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.model import SectionKind, Statement
from reportscraper.report.prose.lexicon import any_of, lexicon
from reportscraper.report.prose.read_prose import parse_prose


def counted(text: str) -> list[tuple[str, int | float, str]]:
    return [(s.measure, s.value, s.unit) for s in parse_prose(text)]


def indicators(text: str) -> list[tuple[str | None, int | float]]:
    return [(s.indicator, s.value) for s in parse_prose(text)]


def only(text: str) -> Statement:
    (statement,) = parse_prose(text)
    return statement


def test_a_whole_statement() -> None:
    text = "本年度，我局先后出台规范性文件约１２余件。"
    assert only(text) == Statement(
        section=None,
        measure="规范性文件",
        indicator="ch2_normative_issued",
        value=12,
        unit="件",
        qualifier="约余",
        quote="规范性文件约１２余件",
        start=10,
        end=20,
    )


def test_what_the_year_before_received_names_this_years_without_it() -> None:
    assert counted("上年度共受理7件，今年9件。") == [("上年度受理", 7, "件"), ("受理", 9, "件")]


@pytest.mark.parametrize(
    ("text", "indicator", "value"),
    [
        ("本年度政府信息公开行政复议案件为零。", "review_total", 0),
        ("收到公民、法人和其他组织提出的公开申请9件。", "requests_new", 9),
    ],
)
def test_wordings_of_one_figure(text: str, indicator: str, value: int) -> None:
    assert indicators(text) == [(indicator, value)]


def test_those_trained_at_events_of_other_business_are_none_of_ours() -> None:
    assert indicators("举办就业招聘会12场，培训2300人次。") == [(None, 12), (None, 2300)]
    assert indicators("开展业务培训会3次，培训80人次。") == [("trainings_held", 3), ("training_attendance", 80)]


def test_section_is_passed_on() -> None:
    assert parse_prose("收到申请2件", section="requests")[0].section == "requests"


def test_a_list_of_measures() -> None:
    text = "全年公布规范性文件39件，政策解读42条，局务会议22条，规划28项，其他各类信息100余条。"
    assert counted(text) == [
        ("规范性文件", 39, "件"),
        ("政策解读", 42, "条"),
        ("局务会议", 22, "条"),
        ("规划", 28, "项"),
        ("其他各类信息", 100, "条"),
    ]
    assert parse_prose(text)[-1].qualifier == "余"


@pytest.mark.parametrize(
    ("text", "measure", "indicator"),
    [
        ("共收到公民提出的申请3件", "公民提出的申请", None),
        ("共受理政府信息公开申请3件", "收到政府信息公开申请", "requests_new"),
        ("新收政府信息公开申请3件", "收到政府信息公开申请", "requests_new"),
        ("政府信息公开申请3件", "政府信息公开申请", None),
        ("共收到3件信息公开申请", "收到政府信息公开申请", "requests_new"),
        ("上年度结转3件", "上年结转申请", "requests_carried_in"),
        ("结转下年度继续办理3件", "结转下年申请", "requests_carried_out"),
        ("3件结转下年答复", "结转下年申请", "requests_carried_out"),
        ("答复政府信息公开申请3件", "办结/答复申请", "result_total"),
        ("办理政府信息公开申请3件", "办理政府信息公开申请", "n_requests_handled"),
        ("予以公开3件", "予以公开", "result_granted"),
        ("部分公开3件", "部分公开", "result_partly_granted"),
        ("不予公开3件", "不予公开", "result_denied"),
        ("无法提供3件", "无法提供", "result_unable"),
        ("不予处理3件", "不予处理", "result_not_processed"),
        ("其他处理3件", "其他处理", "result_other"),
        ("因政府信息公开引起的行政复议案件3件", "行政复议案件", "review_total"),
        ("被提起行政诉讼3起", "行政诉讼", None),
        ("因信息公开被提起行政诉讼3起", "行政诉讼", "litigation_all_total"),
        ("废止行政规范性文件3件", "废止规范性文件", "ch2_normative_repealed"),
        ("现行有效的行政规范性文件3件", "现行有效的行政规范性文件", "ch2_normative_valid"),
        ("公开规范性文件3件", "规范性文件", None),
        ("主动公开各类政府信息3条", "主动公开政府信息", "disclosed_info_total"),
        ("某直属机关主动公开政府信息3条", "某直属机关主动公开政府信息", None),
        ("公开政府信息3条", "主动公开政府信息", "disclosed_info_total"),
        ("制作政府信息3条", "政府信息", None),
        ("上报县政府网站政府信息3条", "上报县政府网站政府信息", None),
        ("微信公众号推送信息3条", "政务微信公开信息", "disclosed_via_wechat"),
        ("微信公众号3个", "微信公众号", None),
        ("县政府门户网站共发布政务信息3条", "政府网站公开信息", "disclosed_via_website"),
        ("政府网站：更新信息3条", "政府网站公开信息", "disclosed_via_website"),
        ("政府网站和微信共发布信息3条", "政府网站和微信发布信息", None),
        ("申请信息不存在1件", "信息不存在", "reply_not_exist"),
        ("举办新闻发布会3场", "新闻发布会", "press_conferences"),
        ("举办3场新闻发布会", "新闻发布会", "press_conferences"),
        ("开展业务培训3期", "业务培训", "trainings_held"),
        ("业务培训3人次", "业务培训", "training_attendance"),
        ("收取信息处理费3元", "信息处理费", "info_processing_fee"),
        ("信息处理费3件", "信息处理费", None),
        ("配备3名兼职工作人员", "兼职工作人员", "staff_part_time"),
        ("网站访问量3万人次", "网站访问量", "n_site_visits"),
        ("行政复议、行政诉讼案件共3件", "行政复议、行政诉讼案件", None),
        ("解读稿件（3篇）", "政策解读", "policy_interpretations"),
        ("依申请公开情况，收到的申请：3件", "收到政府信息公开申请", "requests_new"),
        ("由工作动态、通知公告等栏目公开3条信息", "信息", None),
        ("公开部门预决算3条", "预决算", None),
        ("公告栏公开3条", "公告栏公开", None),
        ("依申请公开3件", "政府信息公开申请", None),
        ("依申请公开3条", "依申请公开", None),
        ("受理依申请公开3条", "收到政府信息公开申请", "requests_new"),
        ("纸质依申请公开3件", "纸质申请", None),
        ("网上依申请公开3件", "网络申请", "applications_online"),
        ("县政府网站征集意见3次", "县政府网站意见征集", None),
        ("召开3场县政府新闻发布活动", "县政府新闻发布会", None),
        ("举办3场新闻发布活动", "新闻发布会", "press_conferences"),
        ("局务会相关信息3篇", "局务会信息", None),
        ("门户网站共采用3篇", "门户网站采用", None),
        ("公共发布厅3个", "公共发布厅", None),
        ("机构概况等各类政府信息3条", "政府信息", None),
        ("通过平台发布信息3条", "信息", None),
        ("公开平台上公开政府信息3条", "政府信息", None),
        ("各类载体公开信息3条", "信息", None),
        ("围绕惠企举措制作政策解读3篇", "政策解读", None),
        ("聚焦信息公开业务开展培训3次", "培训", None),
        ("平台建设会3次", "平台建设会", None),
        ("平台公开总数为3条", "平台公开", None),
        ("规范性文 件3件", "规范性文件", None),
        ("各乡镇收到政府信息公开申请3件", "各乡镇收到政府信息公开申请", None),
        ("县教育局政府信息公开申请3件", "县教育局政府信息公开申请", None),
        ("乡镇主动公开信息3条", "乡镇主动公开政府信息", None),
        ("微信公众号“某县政务”发布信息3条", "政务微信公开信息", None),
        ("“某县政务”微信公众号推送3条", "政务微信公开信息", None),
        ("“某县政务”发布信息3条", "某县政务发布信息", None),
    ],
)
def test_measures_and_indicators(text: str, measure: str, indicator: str | None) -> None:
    statement = only(text)
    assert (statement.measure, statement.indicator) == (measure, indicator)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("将3个专栏合并为1个。", [("专栏", 3), ("专栏", 1)]),
        ("已将35项事项纳入清单。", [("事项", 35)]),
        ("及时将12件问题整改到位。", [("问题", 12)]),
        ("将全县28个部门纳入考核。", [("部门", 28)]),
        ("把12个乡镇列入名单。", [("乡镇", 12)]),
        ("对56件信息予以公开。", [("信息", 56)]),
        ("督促整改到位12个问题。", [("问题", 12)]),
        ("抽查20个单位网站，发现问题15个，整改15个。", [("单位网站", 20), ("发现问题", 15), ("整改发现问题", 15)]),
        ("全年发布320条。", [("", 320)]),
        ("共发布5次，推送1500条。", [("", 5), ("", 1500)]),
        ("组织召开3次。", [("", 3)]),
        ("梳理出5个方面12个问题。", [("问题", 12)]),
        ("微信公众号3个，推送320条。", [("微信公众号", 3), ("", 320)]),
        ("关停12个账号，整改4个。", [("账号", 12), ("整改账号", 4)]),
        ("各乡镇共67个行政机关。", [("行政机关", 67)]),
        ("教育、医疗等领域信息共1777条。", [("信息", 1777)]),
        ("重要政策文件100%解读。", [("重要政策文件解读率", 100)]),
        ("县民政网站共主动公开信息446条。", [("县民政网站公开信息", 446)]),
        ("微信公众号发布教育信息513条。", [("政务微信公开信息（教育信息）", 513)]),
        ("开设新浪微博12个。", [("微博账号", 12)]),
        ("其他（抖音短视频）1个。", [("抖音账号", 1)]),
        ("累计观看人数787万余人次。", [("观看人次", 7_870_000)]),
        ("吸引3.2万人次浏览网站。", [("浏览人次", 32_000)]),
        ("政务微信发布信息365期。", [("政务微信发布期数", 365)]),
        ("建成三个县级平台发布。", [("平台", 3)]),
        ("较2011年又前进了三名。", [("前进", 3)]),
        ("有2件申请信息不属于公开范围。", [("不属于公开范围", 2)]),
        ("公开信息件160份。", [("信息", 160)]),
        ("信访事项办理完毕11件。", [("信访事项办理完毕", 11)]),
        ("其中，办理完毕11件。", [("办结", 11)]),
        ("历年累计公开文件170条。", [("历年累计文件", 170)]),
        ("涉及40个区政府部门。", [("部门", 40)]),
    ],
)
def test_what_is_counted_or_nothing(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(measure, value) for measure, value, _ in counted(text)] == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("累计点击量450万", "次"),
        ("阅读量2230万左右", "次"),
        ("政府信息公开申请96", "件"),
        ("政协提案 63", "件"),
        ("公开文件数12", ""),
    ],
)
def test_the_unit_that_a_thing_is_always_counted_in(text: str, unit: str) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "收到政府信息公开申请7件，办结6件。接听咨询电话365个，答复355个。",
            [("requests_new", 7), ("result_total", 6)],
        ),
        ("受理建设工程消防验收申请361件，办结360件。", []),
        ("收到房屋征收申请6件，办结5件。", []),
        ("县教育局收到政府信息公开申请46件，最多。", []),
        ("未收到关于拆迁的政府信息公开申请。", []),
        ("未收到关于政府信息公开的申请。", [("requests_new", 0)]),
        ("2021年收到政府信息公开申请9件，2022年收到12件。", [("requests_new", 12)]),
        ("新增政府信息公开申请45件。", [("requests_new", 45)]),
        ("收到政府信息公开申请12（件），办结11（件）。", [("requests_new", 12), ("result_total", 11)]),
    ],
)
def test_whose_requests_and_of_which_year(text: str, expected: list[tuple[str, int]]) -> None:
    read = parse_prose(text, section="requests")
    assert [(each.indicator, each.value) for each in read if each.indicator] == expected


def test_a_body_that_handles_cases_of_reconsideration_counts_them_in_the_chapter_too() -> None:
    read = parse_prose("全年办理行政复议案件36件，行政应诉案件12件。", section="review")
    assert [(each.measure, each.indicator, each.value) for each in read] == [
        ("办理行政复议案件", None, 36),
        ("行政应诉案件", None, 12),
    ]


def test_outcomes_follow_the_dispute_they_are_told_of() -> None:
    text = "行政复议7件，其中维持4件、纠正1件、尚未审结2件；行政诉讼3件，维持2件，败诉1件。另维持5件。"
    assert [(s.indicator, s.value) for s in parse_prose(text, section="review")] == [
        ("review_total", 7),
        ("review_upheld", 4),
        ("review_corrected", 1),
        ("review_pending", 2),
        ("litigation_all_total", 3),
        ("litigation_all_upheld", 2),
        ("litigation_all_corrected", 1),
        (None, 5),
    ]


def test_parts_belong_to_the_whole_before_them() -> None:
    text = "公开规范性文件12件，其中新制定5件，修改4件，废止3件，附解读7篇。"
    assert counted(text) == [
        ("规范性文件", 12, "件"),
        ("新制定规范性文件", 5, "件"),
        ("修改规范性文件", 4, "件"),
        ("废止规范性文件", 3, "件"),
        ("附解读", 7, "篇"),
    ]
    assert indicators(text)[1:4] == [("ch2_normative_issued", 5), (None, 4), ("ch2_normative_repealed", 3)]


def test_a_repealed_total_is_not_claimed_twice() -> None:
    assert indicators("废止规范性文件84件，宣布失效27件") == [("ch2_normative_repealed", 84), (None, 27)]


def test_what_was_sorted_out() -> None:
    assert counted("清理规范性文件136件，其中保留98件，废止21件") == [
        ("清理规范性文件", 136, "件"),
        ("保留规范性文件", 98, "件"),
        ("废止规范性文件", 21, "件"),
    ]


def test_respectively_in_the_right_order() -> None:
    assert counted("通知、公告和简报分别为3条、5条和1,200条。") == [
        ("通知", 3, "条"),
        ("公告", 5, "条"),
        ("简报", 1200, "条"),
    ]


def test_respectively_with_another_count_of_names_stays_whole() -> None:
    assert [(s.measure, s.value) for s in parse_prose("满意率分别达99.5%、100%")] == [("满意率", 99.5), ("满意率", 100)]


def test_each_and_all() -> None:
    assert counted("普法清单、执法清单各3份") == [("普法清单", 3, "份"), ("执法清单", 3, "份")]
    assert indicators("行政复议、行政诉讼均为0件") == [("review_total", 0), ("litigation_all_total", 0)]


def test_a_second_number_shares_the_name() -> None:
    assert counted("《一周要闻》45组247条") == [("一周要闻", 45, "组"), ("一周要闻", 247, "条")]


def test_nouns_after_numbers_are_not_used_twice() -> None:
    assert counted("开设15个一级栏目、62个二级栏目") == [("一级栏目", 15, "个"), ("二级栏目", 62, "个")]


@pytest.mark.parametrize(
    ("text", "kind", "direction", "value"),
    [
        ("收到申请30件，同比增长12.3%", "change", "up", 12.3),
        ("收到申请30件，较去年减少55件", "change", "down", 55),
        ("收到申请30件，与上年相比，增加了6件", "change", "up", 6),
        ("收到申请30件，上升2.5个百分点", "change", "up", 2.5),
        ("收到申请30件，比2021年下降4%", "change", "down", 4),
        ("收到申请30件，占总数的23.5%", "share", "", 23.5),
        ("收到申请30件，办结率100%", "share", "", 100),
        ("历年累计公开信息134条", "cumulative", "", 134),
        ("自开通以来累计公开信息134条", "cumulative", "", 134),
        ("累计公开信息134条", "cumulative", "", 134),
        ("全年累计公开信息134条", "count", "", 134),
        ("2022年累计公开信息134条", "count", "", 134),
        ("新增栏目5个", "count", "", 5),
        ("增加专栏5个", "count", "", 5),
        ("去年同期收到申请8件", "other_year", "", 8),
    ],
)
def test_kinds(text: str, kind: str, direction: str, value: float) -> None:
    statement = parse_prose(text)[-1]
    assert (statement.kind, statement.direction, statement.value) == (kind, direction, value)
    if kind in {"share", "change", "other_year"}:
        assert statement.indicator is None


def test_a_change_names_what_changed() -> None:
    assert [s.measure for s in parse_prose("申请量同比上升5%；咨询12次，同比减少3次")] == [
        "申请量同比",
        "咨询",
        "咨询同比",
    ]


def test_the_comparison_beside_a_number_counts_before_an_earlier_one() -> None:
    text = "依申请公开方面，申请30件，比上年增加15%，其中政府网站公开800条，同比下降5%，办结38件，较上年减少2件。"
    assert [(s.measure, s.direction, s.quote) for s in parse_prose(text) if s.kind == "change"] == [
        ("申请同比", "up", "比上年增加15%"),
        ("政府网站公开信息同比", "down", "同比下降5%"),
        ("办结/答复申请同比", "down", "较上年减少2件"),
    ]


@pytest.mark.parametrize(
    ("text", "measure", "indicator"),
    [
        ("区政府常务会议22期", "常务会议", None),
        ("县政府网站公开信息22条", "政府网站公开信息", "disclosed_via_website"),
        ("明确一名副局长分管", "分管领导", None),
        ("安排2名同志负责", "工作人员", None),
        ("安排2名专职人员管理", "专职人员", "staff_full_time"),
        ("主动公开卫生政府信息52条", "主动公开政府信息", None),
        ("主动公开政府信息52条", "主动公开政府信息", "disclosed_info_total"),
        ("办理2021年结转件4件", "上年结转申请", "requests_carried_in"),
        ("收到“两案”共8个", "建议提案", "n_proposals"),
        ("发布征集调查3期", "意见征集调查", None),
        ("总量突破7万户", "总量", None),
        ("结转2023年度办理2件", "结转下年申请", "requests_carried_out"),
        ("2021年度结转申请2件", "上年结转申请", "requests_carried_in"),
        ("日均3.3万次", "日均", None),
        ("经费支出2.5万元", "经费支出", None),
        ("因公开申请引起的行政复议1起", "行政复议", "review_total"),
        ("邀请200多名群众", "群众", None),
        ("二是3个单位未按时公开", "单位", None),
        ("三是12个乡镇更新不及时", "乡镇", None),
    ],
)
def test_shorthand_and_what_adds_nothing(text: str, measure: str, indicator: str | None) -> None:
    (statement,) = parse_prose(text)
    assert (statement.measure, statement.indicator) == (measure, indicator)


@pytest.mark.parametrize(
    "text",
    [
        "公开信息 1 , 200 条",
        "公开信息 1 ,200 条",
        "公开信息 1, 200条",
        "公开信息近千条",
        "公开事项1千2百项",
        "发布信息1万2千条",
        "点击量三点五万次",
        "点击3亿2千万次",
    ],
)
def test_a_number_that_may_be_two_is_none(text: str) -> None:
    assert parse_prose(text) == []


def test_a_bracket_belongs_to_the_item_before_it() -> None:
    text = "全县30个乡镇（街道）、45个县直部门均编制了年度报告。"
    assert counted(text) == [("乡镇", 30, "个"), ("县直部门", 45, "个")]


def test_from_a_number_to_another() -> None:
    assert counted("政务新媒体账号由17个整合为9个。") == [("政务新媒体账号", 17, "个"), ("政务新媒体账号", 9, "个")]


@pytest.mark.parametrize(
    ("text", "value"),
    [("达标率为百分之九十九点五", 99.5), ("占百分之零点八", 0.8), ("占百分之八十", 80), ("占百分之8.5", 8.5)],
)
def test_shares_spelled_with_a_point(text: str, value: float) -> None:
    assert [(s.value, s.unit) for s in parse_prose(text)] == [(value, "%")]


def test_what_stood_before_is_another_years_and_keeps_the_name() -> None:
    found = parse_prose(
        "政府网站共发布信息3126条，较2021年的2980条增长4.9%。网站栏目由原来的35个精简到28个。", year=2022
    )
    assert [(s.measure, s.value, s.kind) for s in found] == [
        ("政府网站公开信息", 3126, "count"),
        ("政府网站公开信息", 2980, "other_year"),
        ("政府网站公开信息同比", 4.9, "change"),
        ("网站栏目", 35, "other_year"),
        ("网站栏目", 28, "count"),
    ]


def test_a_sum_of_different_things_is_not_named_after_the_last() -> None:
    assert counted("招标公告35条，中标公告28条，合计63条。")[-1] == ("", 63, "条")


def test_an_outcome_may_name_its_dispute_itself() -> None:
    found = [
        (s.measure, s.indicator) for s in parse_prose("行政复议维持3件，纠正0件；行政诉讼结果纠正1件", section="review")
    ]
    assert found == [
        ("行政复议维持", "review_upheld"),
        ("纠正", "review_corrected"),
        ("行政诉讼结果纠正", "litigation_all_corrected"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("申请人3人次共提出5件申请", [("申请人", 3), ("申请", 5)]),
        ("对5件申请中的3件予以公开，2件不予公开", [("申请", 5), ("予以公开", 3), ("不予公开", 2)]),
        ("收到5件信息公开申请，其余2件不予公开", [("收到政府信息公开申请", 5), ("不予公开", 2)]),
        ("二、公开信息3条", [("信息", 3)]),
    ],
)
def test_numbers_in_one_clause_have_names_of_their_own(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(s.measure, s.value) for s in parse_prose(text)] == expected


def test_last_years_figure_in_brackets_is_not_this_years() -> None:
    found = parse_prose("收到申请9件（上年8件），结转2件（上年度为1件）。")
    assert [(s.value, s.kind) for s in found] == [(9, "count"), (8, "other_year"), (2, "count"), (1, "other_year")]


@pytest.mark.parametrize(
    ("text", "measure", "indicator"),
    [
        ("2021年度结转2件", "上年结转申请", "requests_carried_in"),
        ("结转至2023年度办理2件", "结转下年申请", "requests_carried_out"),
        ("结转2022年办理2件", "结转2022年办理", None),
        ("2022年结转2件", "2022年结转", None),
        ("2021年结转2022年办理2件", "2021年结转2022年办理", None),
    ],
)
def test_requests_are_carried_over_from_the_year_before_and_to_the_year_after(
    text: str, measure: str, indicator: str | None
) -> None:
    assert [(s.measure, s.indicator) for s in parse_prose(text, year=2022)] == [(measure, indicator)]


def test_a_part_of_a_whole_without_a_noun_is_named_by_its_verb() -> None:
    assert [s.measure for s in parse_prose("新制定5件，修改4件。")] == ["新制定", "修改"]
    assert [s.measure for s in parse_prose("制定规章5件，修改4件。")] == ["规章", "修改规章"]


def test_a_share_names_what_it_is_a_share_of() -> None:
    assert [s.measure for s in parse_prose("机构信息10条，占23.5%")] == ["机构信息", "机构信息占比"]


def test_figures_of_another_year() -> None:
    text = "2021年收到申请8件，2022年收到申请9件，办理2021年结转申请1件"
    assert [s.kind for s in parse_prose(text, year=2022)] == ["other_year", "count", "count"]
    assert [s.kind for s in parse_prose(text)] == ["other_year", "count", "count"]


def test_from_one_level_to_another() -> None:
    rise = parse_prose("点击量由2011年的250万次上升到475万次")
    assert [(s.measure, s.value, s.kind) for s in rise] == [
        ("点击量", 2_500_000, "other_year"),
        ("点击量", 4_750_000, "count"),
    ]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("发布信息约44条", "约"),
        ("发布信息近2.4万条", "近"),
        ("发布信息超过200条", "超过"),
        ("发布信息不少于20条", "不少于"),
        ("发布信息达18条", "达"),
        ("发布信息100条以上", "以上"),
        ("发布信息30多条", "多"),
        ("发布信息共计5条", ""),
    ],
)
def test_qualifiers(text: str, qualifier: str) -> None:
    assert only(text).qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年度未收到任何政府信息公开申请。", [("收到政府信息公开申请", "requests_new")]),
        ("我局无依申请公开事项", [("收到政府信息公开申请", "requests_new")]),
        ("未发生行政复议、行政诉讼", [("行政复议", "review_total"), ("行政诉讼", "litigation_all_total")]),
        ("没有因政府信息公开申请引起的行政复议", [("行政复议", "review_total")]),
        ("没有因政府信息公开申请引起的", [("行政复议", None)]),
        ("没有因政府信息公开申请引起的上访", [("上访", None)]),
        ("未收到因依申请公开答复而引发", [("行政复议", None)]),
        ("未发生关于信息公开事务", [("行政复议", None)]),
        ("未收取任何费用", [("政府信息公开收费", "request_fees")]),
        ("未收取信息处理费", [("信息处理费", "info_processing_fee")]),
        ("收费情况：无。", [("政府信息公开收费", "request_fees")]),
        ("收费情况 ：  无。", [("政府信息公开收费", "request_fees")]),
        ("诉讼费用支出情况：无", [("支出", None)]),
        ("不存在减免情况", [("政府信息公开收费", "request_fees")]),
        ("未出现行政复议被纠错的情形", [("被纠错", None)]),
        ("未制发行政规范性文件", [("规范性文件", "ch2_normative_issued")]),
        ("未发生一起行政复议案件", [("行政复议", "review_total")]),
        ("没有收到1件信息公开申请", [("收到政府信息公开申请", "requests_new")]),
        ("没有发生泄密事件", [("泄密", None)]),
        ("全年无重大舆情需要回应", [("重大舆情", None)]),
        ("未发生有关政府信息公开申请的行政复议", [("行政复议", "review_total")]),
        ("未发生有关政府信息公开申请的纠纷", [("纠纷", None)]),
        ("未发生针对我局的行政复议和诉讼", [("行政复议", "review_total"), ("行政诉讼", "litigation_all_total")]),
        ("未收到要求公开政府信息的申请", [("收到政府信息公开申请", "requests_new")]),
        ("未收到申请公开的政府信息", [("收到政府信息公开申请", "requests_new")]),
        ("未发生针对我局", [("行政复议", None)]),
        ("未发生针对我局的上访", [("上访", None)]),
        ("未发生", [("发生", None)]),
        ("未收到公民、法人和社会组织", [("收到", None)]),
        ("没有针对我局", [("行政复议", None)]),
    ],
)
def test_zeros_said_in_words(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = parse_prose(text)
    assert [(s.measure, s.indicator) for s in found] == expected
    assert {(s.value, s.unit, s.kind) for s in found} == {(0, "", "negative_statement")}


def test_a_double_negative_is_one_zero() -> None:
    assert [(s.value, s.unit, s.kind) for s in parse_prose("未收到政府信息公开申请0件")] == [(0, "件", "count")]


@pytest.mark.parametrize(
    "text",
    [
        "对未收到书面答复的申请人做好解释",
        "有无收费一目了然",
        "不少科室无人更新，未能按期办结",
        "没有形成常态化机制，未及时公开",
        "无其他需要报告的事项",
        "从三个方面着手，进一步打造一支队伍，形成一个闭环",
        "坚持每周一调度，一级抓一级，一方面强化考核",
        "落实中央八项规定，坚持“两个维护”，抓好“六稳”工作",
        "依据第五十条和国办公开办函〔2021〕30号要求编制，由六个部分组成",
        "地址：人民路1号，邮编：312400，电话：0575-83331234",
        "排名第5，位居前3名，连续3年获奖，20个工作日内答复，24小时内回应",
        "不同渠道和方式公开相同信息计1条",
        "数十条信息，几百件申请，上百次",
        "联系人13800001234，浙ICP备11041973号-1",
        "一站式服务，一件事一次办，最多跑一次",
        "政府信息公开工作动态",
        "报告由总体情况、主动公开等六项内容组成，共六个章节、六大部分",
        "主动公开政府信息 1 23 条",
        "主动公开政府信息1， 234条",
        "主动公开政府信息1,234 567条，共1 234，1 2 3 4件",
        "主动公开政府信息12\n34条",
    ],
)
def test_nothing_is_stated(text: str) -> None:
    assert parse_prose(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("政务动态信息636", 636),
        ("订阅人数为6113", 6113),
        ("维持具体行政行为1", 1),
        ("订阅用户12.8万", 128_000),
        ("公开文件数12", 12),
        ("行政复议为零", 0),
    ],
)
def test_a_number_without_unit_after_a_noun_that_asks_for_one(text: str, value: int) -> None:
    statement = only(text)
    assert (statement.value, statement.unit) == (value, "")


def test_one_of_something_needs_something_countable() -> None:
    assert counted("明确一名负责人，设立一个查阅点，成为一个亮点") == [("负责人", 1, "名"), ("查阅点", 1, "个")]


def test_traditional_print() -> None:
    text = "全年受理政府信息公開申請1，024件，未發生行政複議。"
    one, other = parse_prose(text)
    assert (one.indicator, one.value, one.quote) == ("requests_new", 1024, "政府信息公開申請1，024件")
    assert (other.indicator, other.quote) == ("review_total", "未發生行政複議")


def test_spans_hold_in_a_longer_text() -> None:
    text = "一、概述\n第一段没有数字。\n全年发布信息5条；\n（一）举办培训２次。"
    assert [text[s.start : s.end] for s in parse_prose(text)] == ["信息5条", "培训２次"]
    assert [s.quote for s in parse_prose(text)] == ["信息5条", "培训２次"]


def test_a_number_printed_in_groups_is_one_number() -> None:
    text = "主动公开政府信息１ ２３４条，其中网站 1 234 567 余条"
    assert [(s.measure, s.value, s.quote) for s in parse_prose(text)] == [
        ("主动公开政府信息", 1234, "主动公开政府信息１ ２３４条"),
        ("政府网站公开信息", 1_234_567, "网站 1 234 567 余条"),
    ]


def test_a_list_number_on_the_next_line_breaks_no_number() -> None:
    assert counted("订阅数 6113\n2.微信推送30条\n2022年发布5条") == [
        ("订阅数", 6113, ""),
        ("政务微信公开信息", 30, "条"),
        ("", 5, "条"),
    ]


def test_letters_printed_apart_are_words() -> None:
    text = "二、概 况\n本 年 度 新 收 政 府 信 息 公 开 申 请 3  件，未 收 取 任 何 费 用。"
    one, other = parse_prose(text)
    assert (one.measure, one.indicator, one.value) == ("收到政府信息公开申请", "requests_new", 3)
    assert one.quote == "政 府 信 息 公 开 申 请 3  件"
    assert (other.indicator, other.quote) == ("request_fees", "未 收 取 任 何 费 用")
    assert text[other.start : other.end] == other.quote


def test_any_of_prefers_the_longest_word() -> None:
    import re

    pattern = re.compile(any_of(["公开", "公开信息", "公", "信.息"]))
    texts = ("公开信息", "公开信", "公示", "信.息")
    assert [found[0] for text in texts if (found := pattern.match(text))] == ["公开信息", "公开", "公", "信.息"]
    assert not pattern.match("信息")


def test_the_lexicon_names_no_indicator_twice_for_one_wording() -> None:
    seen: dict[tuple[str, frozenset[str], frozenset[str], bool], str] = {}
    for measure in lexicon().measure:
        for noun in measure.nouns:
            key = (noun, measure.verbs, measure.units, measure.needs_subject)
            assert key not in seen, f"{noun} is in {seen.get(key)} and {measure.name}"
            seen[key] = measure.name


@given(
    st.text(
        "全年共收到公开信息申请0123456789余万条件个次，。、；：:%未无没有分别各均为占同比增长（）\n 其中行政复议诉讼微信网站年去",
        max_size=80,
    )
)
def test_quotes_are_cut_from_the_text(text: str) -> None:
    for statement in parse_prose(text, year=2022):
        assert text[statement.start : statement.end] == statement.quote
        assert 0 < len(statement.quote) <= 40
        assert statement.value >= 0


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for statement in parse_prose(text):
        assert text[statement.start : statement.end] == statement.quote


@given(
    st.integers(1, 99_999),
    st.sampled_from(["条", "件", "篇"]),
    st.sampled_from(["工作动态", "人事信息", "规划计划类信息"]),
)
def test_what_was_written_is_read(value: int, unit: str, measure: str) -> None:
    assert counted(f"其中，{measure}{value}{unit}。") == [(measure, value, unit)]


@pytest.mark.parametrize(
    "unit", ["余", "1余", "1条", "和、1条各", "公开发布1条", "分别、1件", "未收到", "（1", "“《1", "未"]
)
def test_no_text_is_slow(unit: str) -> None:
    """Ten times the text takes about ten times the time; four times that, and a second and third try, are left for a busy machine."""
    draw = random.Random(7)
    big = "".join(draw.choices(unit, k=60_000))
    small = big[:6_000]
    assert any(_seconds(big) < 40 * max(_seconds(small), 0.002) for _ in range(3))


def _seconds(text: str) -> float:
    started = time.process_time()
    parse_prose(text)
    return time.process_time() - started


SHARED = Path(__file__).parents[3] / "shared" / "real" / "shengzhou-office-2022.txt"


@pytest.mark.skipif(not SHARED.exists(), reason="real page not at hand")
def test_a_real_page() -> None:
    found = [(s.value, s.unit, s.kind) for s in parse_prose(SHARED.read_text("utf-8"), year=2022)]
    expected: list[tuple[float, str]] = [
        (39, "件"),
        (42, "条"),
        (22, "条"),
        (20, "条"),
        (10, "条"),
        (13, "件"),
        (12, "件"),
        (28, "项"),
        (27, "条"),
        (100, "条"),
    ]
    expected += [(56, "件"), (4, "件"), (2, "件"), (3, "件"), (0, "件"), (84, "件"), (27, "件"), (0.5, "分"), (4, "期")]
    assert found[:19] == [(value, unit, "count") for value, unit in expected]
    assert {kind for _, _, kind in found[19:]} == {"negative_statement"}


def year_indicators(text: str, section: SectionKind | None = None) -> dict[str, list[int | float]]:
    found: dict[str, list[int | float]] = {}
    for statement in parse_prose(text, section=section, year=2021):
        if statement.indicator:
            found.setdefault(statement.indicator, []).append(statement.value)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年上半年主动公开政府信息320条，全年主动公开政府信息700条。", {"disclosed_info_total": [700]}),
        ("上半年收到政府信息公开申请12件，办结11件。", {}),
        ("截至6月底，主动公开政府信息320条。", {}),
        ("截至2021年9月30日，主动公开政府信息320条。", {}),
        ("截至2021年12月31日，主动公开政府信息320条。", {"disclosed_info_total": [320]}),
        ("截至1月1日，主动公开政府信息320条。", {"disclosed_info_total": [320]}),
        ("第三季度收到政府信息公开申请12件。", {}),
        ("自2008年《条例》实施以来，共收到政府信息公开申请120件。", {}),
        ("2021年以来，共收到政府信息公开申请12件。", {"requests_new": [12]}),
        ("自网站开通以来，主动公开政府信息9000条。", {}),
        ("每季度发布政策解读3篇。", {}),
        ("上半年举办培训2次，下半年举办培训3次，全年共举办培训5次。", {"trainings_held": [5]}),
        ("举办消防培训30次，培训人员1200人次。", {}),
        ("举办政府信息公开培训3次，培训人员120人次。", {"trainings_held": [3], "training_attendance": [120]}),
    ],
)
def test_figures_of_a_part_of_the_year_are_not_the_years(text: str, expected: dict[str, list[int]]) -> None:
    assert year_indicators(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("全年收到投诉举报35件，均已办结。", None),
        ("受理消费者投诉120件，举报30件。", None),
        ("收到涉及政府信息公开的举报2件。", 2),
        ("针对政府信息公开的投诉举报2件。", 2),
    ],
)
def test_complaints_count_where_the_text_speaks_of_disclosure(text: str, count: int | None) -> None:
    assert year_indicators(text).get("complaints_total") == (None if count is None else [count])


def test_complaints_count_in_the_chapter_on_disputes() -> None:
    assert year_indicators("收到举报投诉2件。", "review") == {"complaints_total": [2]}
