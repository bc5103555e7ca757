from __future__ import annotations

import pytest

from reportscraper.crawl.best_first import GOOD, is_report_column, rank_links, score_link
from reportscraper.crawl.listing import Link, soup_of

from .fakes import page


def ranked(body: str, url: str = "http://www.a.gov.cn/") -> list[tuple[str, int]]:
    return [(scored.link.text, scored.score) for scored in rank_links(page(body, url), soup_of(body))]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("政府信息公开年报", "http://a/col/col12/index.html"),
        ("政府信息公开工作年度报告", "http://a/x/"),
        ("政府信息公开年度报告", "http://a/x/"),
        ("信息公开年报", "http://a/x/"),
        ("政务信息公开年报", "http://a/x/"),
        ("政府信息 公开年报", "http://a/x/"),
    ],
)
def test_strong_words_lead_to_the_column(text: str, url: str) -> None:
    assert score_link(Link(url, text), under_disclosure=False) >= GOOD


@pytest.mark.parametrize("text", ["年度报告", "年报", "公开年报"])
def test_weak_words_count_only_below_disclosure(text: str) -> None:
    link = Link("http://a/xxgk/ndbg/", text)
    assert score_link(link, under_disclosure=False) < GOOD
    assert score_link(link, under_disclosure=True) >= GOOD


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("政府网站工作年度报表", "http://a/zwgk/wzndbb/"),
        ("法治政府建设年度报告", "http://a/zwgk/fzzf/"),
        ("部门决算", "http://a/zwgk/js/"),
        ("企业年报公示", "http://a/qynb/"),
        ("政府信息公开指南", "http://a/zwgk/zn/"),
        ("教育局2023年政府信息公开年度报告", "http://a/art/2024/1/2/art_1_2.html"),
        ("联系我们", "http://a/lxwm/"),
    ],
)
def test_look_alikes_and_articles_do_not(text: str, url: str) -> None:
    assert score_link(Link(url, text), under_disclosure=False) < GOOD


def test_links_are_ranked_and_those_of_no_use_left_out() -> None:
    body = """<a href="/zwgk/">政务公开</a><a href="/zwgk/zfxxgknb/">政府信息<br>公开年报</a><a href="/sp/">视频</a>
    <a href="/zwgk/zfxxgkzn/"><img src="a.png" alt="政府信息公开指南"></a><a href="/zfxxgk/"><img alt="政府信息公开"></a>"""
    assert ranked(body) == [("政府信息公开年报", 9), ("政务公开", 2), ("政府信息公开", 2)]


def test_frames_of_a_disclosure_page_are_followed() -> None:
    body = '<title>政府信息公开</title><iframe src="../zfxxgknb/"></iframe>'
    assert ranked(body, "http://www.a.gov.cn/zwgk/") == [("政府信息公开", 6)]


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="ColumnType" content="信息公开年报">',
        '<META content="政务公开;信息公开年报" NAME="columntype">',
        "<meta name=ColumnType content='信息公开年报'/>",
    ],
)
def test_a_column_that_says_so_is_known(meta: str) -> None:
    assert is_report_column(page(meta))


def test_a_column_of_another_type_is_not() -> None:
    assert not is_report_column(page('<meta name="ColumnType" content="信息公开指南">'))


def test_a_host_for_disclosure_behind_a_wordless_icon_is_looked_into() -> None:
    icon = '<a href="http://xxgk.a.gov.cn/"><img src="i.png"></a><a href="http://zt.a.gov.cn/"><img src="j.png"></a>'
    assert [scored.link.url for scored in rank_links(page(icon), soup_of(icon))] == ["http://xxgk.a.gov.cn/"]
    assert score_link(Link("http://xxgk.a.gov.cn/", "天气"), under_disclosure=False) == 0
