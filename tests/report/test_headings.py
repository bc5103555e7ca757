"""Wordings of chapter headings, and the kind of chapter each opens."""

from __future__ import annotations

import pytest

from reportscraper.report.sections.headings import ends, fold, heading_kind, judge_heading, match_heading, noise


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("一、概述", "overview"),
        ("一 、概 述", "overview"),
        ("一,、總體情況", "overview"),
        ("、概 述", "overview"),
        ("- 总体情况", "overview"),
        ("1. 总体情况", "overview"),
        ("一、本年度政府信息公开工作的基本情况", "overview"),
        ("一、信息公开工作推进情况", "overview"),
        ("引 言", "overview"),
        ("二 政府信息主动公开情况", "proactive"),
        ("二、2015年政府信息主动公开工作", "proactive"),
        ("二、主动公开政府政府情况", "proactive"),
        ("二、政府信息公开情况", "proactive"),
        ("三、回应解读情况", "response"),
        ("三、主动回应社会关切的情况", "response"),
        ("三、依申请公开政府信息和不予公开政府信息的情况", "requests"),
        ("三、依申请公开、不予公开及咨询政府信息情况", "requests"),
        ("三、依申请公开信息的情况和不予公开信息的情况", "requests"),
        ("二、依申請公開及收費情況", "requests"),
        ("三、依申请信息公开收费情况", "fees"),
        ("四、政府信息公开支出与收费", "fees"),
        ("四、人員和收支情況", "fees"),
        ("四、信息公开相关类费用情况", "fees"),
        ("五、谘詢情況", "enquiries"),
        ("四、政府信息公开咨询处理情况", "enquiries"),
        ("五、因政府信息公开申请行政复议、提起行政诉讼、举报投诉情况", "review"),
        ("四、複議、訴訟情況", "review"),
        ("五、申请行政复议情况", "review"),
        ("六、工作存在的主要问题及下步打算", "problems"),
        ("三、存在的不足和下一步工作思路", "problems"),
        ("四、政府信息公开工作的主要措施、存在的主要问题及下一步工作打算", "problems"),
        ("五、改進重點", "problems"),
        ("六、其它需要报告的事项", "other"),
        ("七、需要说明的事项与附表", "other"),
        ("七、机构建设、保障经费和培训会议情况", "resources"),
        ("专有名词解释", "annex"),
        ("一、本年新收政府信息公开申请数量", None),
        ("四、结转下年度继续办理", None),
        ("我镇位于县城东部", None),
    ],
)
def test_wordings_of_headings(heading: str, kind: str | None) -> None:
    assert heading_kind(heading) == kind


@pytest.mark.parametrize(
    ("wording", "kind"),
    [
        ("加强组织领导,认真贯彻执行条例", "overview"),
        ("三大领域政府信息公开情况", "proactive"),
        ("以权力清单为重点内容的主动公开政府信息情况", "proactive"),
        ("主动公开、依申请公开工作情况", "proactive"),
        ("历年诉讼案件", "review"),
        ("乡风文明", "other"),
    ],
)
def test_own_wordings_are_judged_by_their_first_telling_word(wording: str, kind: str) -> None:
    found = judge_heading(wording)
    assert found is not None
    assert (found.kind, found.trust) == (kind, "words")


def test_rows_of_tables_are_no_headings() -> None:
    assert judge_heading("本年度办理结果") is None
    assert match_heading("结转下年度继续办理") is None


def test_match_counts_printed_characters() -> None:
    found = match_heading("总 体　情 况 内容")
    assert found is not None
    assert (found.length, found.trust, found.closed) == (7, "official", True)
    assert fold("“其它” 需要　報告的事項") == "其他需要报告的事项"


def test_navigation_and_footers() -> None:
    assert noise().match("【打印】 【关闭】")
    assert noise().match("浏览次数：35")
    assert not noise().match("打印政务公开宣传册200份")
    assert ends().search("网站标识码3306830002")
    assert not ends().search("我局承办建议13件")
