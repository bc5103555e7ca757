from __future__ import annotations

import json
import pkgutil
import time
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.crawl import cms
from reportscraper.crawl.cms import read_list
from reportscraper.crawl.cms.hanweb_xxgk import is_foreign
from reportscraper.crawl.cms.rows import USUAL, read_row
from reportscraper.crawl.listing import ListPage
from reportscraper.fetch.page import open_page
from reportscraper.fetch.request import Request

from .fakes import exchange, page

ROOT = "http://www.a.gov.cn"
CHANNEL = "0f" * 16


def answer(data: object, request: Request) -> ListPage:
    body = json.dumps(data, ensure_ascii=False)
    return read_list(open_page(request, exchange(request.url, body)), "年报")


def follow(request: Request, rows: Sequence[dict[str, object]], wrap: str) -> ListPage:
    data: object = list(rows)
    for name in reversed(wrap.split(".")):
        data = {name: data}
    return answer(data, request)


def query(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query, keep_blank_values=True).items()}


def test_ucap_a_page_leads_to_its_interface_and_the_answers_are_read() -> None:
    shell = f"<script>$.get('/search/{CHANNEL}?_isAgg=true&_isJson=true&page='+p)</script>"
    listing = read_list(page(shell, f"{ROOT}/c1/common_zfxxgk.shtml?tab=gknb"))
    assert listing.understood
    [request] = listing.next_requests
    assert urlsplit(request.url).path == f"/search/{CHANNEL}"
    assert query(request) | {"page": "1", "_pageSize": "20", "_isJson": "true"} == query(request)
    rows = [
        {
            "title": "青石镇2023年政府<br>信息公开年度报告",
            "url": "/a/c1/202401/ab.shtml",
            "publishedTimeStr": "2024-01-30 09:00:00",
        },
        {"title": "白河乡2023年政府信息公开年度报告", "url": "http://www.a.gov.cn/a/c1/202401/cd.shtml"},
    ]
    found = answer({"data": {"results": rows, "total": 5}}, request)
    assert [(item.url, item.title, item.listed_on) for item in found.items] == [
        (f"{ROOT}/a/c1/202401/ab.shtml", "青石镇2023年政府信息公开年度报告", "2024-01-30"),
        (f"{ROOT}/a/c1/202401/cd.shtml", "白河乡2023年政府信息公开年度报告", None),
    ]
    assert found.declared == 5
    assert [query(further)["page"] for further in found.next_requests] == ["2", "3"]


def test_ucap_a_page_may_name_its_channel_only() -> None:
    shell = f"<script>var channelId = '{CHANNEL}'; load('/common/search/')</script>"
    [request] = read_list(page(shell)).next_requests
    assert urlsplit(request.url).path == f"/search/{CHANNEL}"


GKMLPT = """<script>window._CONFIG = {"SID":"758002","TREE":[{"id":2628,"name":"政府信息公开指南","children":[]},
{"id":2629,"name":"政府信息公开年报","post_count":130,"children":[]}]}</script>"""


@pytest.mark.parametrize("prefix", ["", "/zqhjj"])
def test_gkmlpt_the_annual_category_is_asked_under_the_instance(prefix: str) -> None:
    [request] = read_list(page(GKMLPT, f"{ROOT}{prefix}/gkmlpt/annualreport")).next_requests
    assert request.url == f"{ROOT}{prefix}/gkmlpt/api/all/2629?page=1&sid=758002"


def test_gkmlpt_answers_are_read_with_dates_as_days_in_china() -> None:
    [request] = read_list(page(GKMLPT, f"{ROOT}/gkmlpt/annualreport")).next_requests
    rows = [
        {"title": "甲", "url": f"{ROOT}/gkmlpt/content/2/2877/post_1.html", "post_url": "", "create_time": 1706544000},
        {"title": "乙", "post_url": "/x/年报.pdf", "date": 1706630399000},
        {"title": "丙", "url": "http://mp.weixin.qq.com/s/x", "date": 0},
    ]
    found = answer({"articles": rows, "total": 250, "classify": {}}, request)
    assert [(item.title, item.listed_on) for item in found.items] == [
        ("甲", "2024-01-30"),
        ("乙", "2024-01-30"),
        ("丙", None),
    ]
    assert found.items[1].url == f"{ROOT}/x/%E5%B9%B4%E6%8A%A5.pdf"
    assert len(found.next_requests) == 83


def test_intertid_the_form_is_posted_and_counted_up() -> None:
    shell = """<script>getSearchList(1,20,"184","37764",1,"writeTime")</script>"""
    [request] = read_list(page(shell, f"{ROOT}/zwgk/nb/index.shtml")).next_requests
    assert (request.method, request.url) == ("POST", f"{ROOT}/info_open/search")
    assert request.body == b"pageIndex=1&pageSize=20&siteId=184&channelIds=37764&searchType=1&order=writeTime"
    rows = [
        {"title": "甲", "url": "/doc/2024/01/30/1.shtml", "writeTimeString": "2024-01-30"},
        {"title": "空", "url": ""},
    ]
    found = answer({"status": 0, "data": {"data": rows, "totalElements": 4}}, request)
    assert [item.title for item in found.items] == ["甲"]
    [further] = found.next_requests
    assert (further.method, further.body) == ("POST", request.body.replace(b"pageIndex=1", b"pageIndex=2"))


def test_intertid_without_a_channel_is_left_alone() -> None:
    assert not read_list(page("""<script>getSearchList(1,20,"184","",1,"writeTime")</script>""")).understood


JPAAS = """<div url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'webId':'153','pageId':'15019',
'parseType':'bulidstatic','tagId':'%s'}"></div>"""


def test_jpaas_the_block_is_asked_for_with_its_page_in_param_json() -> None:
    shell = JPAAS % "右侧列表" + (JPAAS % "当前位置").replace("'153'", "&#39;153&#39;")
    listing = read_list(page(shell, f"{ROOT}/nb/index.html"))
    assert listing.understood
    [request] = listing.next_requests
    assert query(request) == {
        "webId": "153",
        "pageId": "15019",
        "parseType": "bulidstatic",
        "tagId": "右侧列表",
        "paramJson": '{"pageNo":1,"pageSize":15}',
    }
    rows = "".join(
        f'<li class="clearfix"><a class="bt-left" href="/art/2024/1/{n}/art_1_{n}.html">第{n}局年度报告</a><span>[2024-01-{n:02}]</span></li>'
        for n in range(1, 3)
    )
    html = f'<ul>{rows}</ul><div class="pagination" rows="15" count="40"></div>'
    found = answer({"success": True, "data": {"html": html}}, request)
    assert [(item.title, item.listed_on) for item in found.items] == [
        ("第1局年度报告", "2024-01-01"),
        ("第2局年度报告", "2024-01-02"),
    ]
    assert found.declared == 40
    assert [query(further)["paramJson"] for further in found.next_requests] == [
        '{"pageNo":2,"pageSize":15}',
        '{"pageNo":3,"pageSize":15}',
    ]


def test_lonsun_the_lists_of_all_bodies_are_found_beside_one() -> None:
    tree = """<ul class="tree"><a href="/public/column/101?type=4&catId=1&action=list">县教育局</a><a href="/public/column/102">青石镇</a>
    <a href="/public/column/101?type=2">县教育局</a></ul><ul><li><a href="/public/101/9.html">县教育局2023年政府信息公开年度报告</a></li></ul>"""
    listing = read_list(page(tree, f"{ROOT}/public/column/100?type=3&action=list"))
    assert [(link.url.removeprefix(ROOT), link.text) for link in listing.columns] == [
        ("/public/column/101?type=3&action=list", "县教育局"),
        ("/public/column/102?type=3&action=list", "青石镇"),
    ]
    assert len(listing.items) == 1


def test_hanweb_xxgk_entries_are_made_of_areas_and_years() -> None:
    body = """<iframe src="/module/xxgk/tree.jsp?standardXxgk=1&amp;area=11370826004323472M&amp;divid=div4"></iframe>
    <a href="/module/xxgk/xxgkAnnualReport.jsp?area=001008003008018&amp;fbtime=2018">县<b>统计局</b></a>"""
    listing = read_list(page(body, f"{ROOT}/col/col1/index.html"), "年报")
    assert len(listing.items) == 2 * 16
    assert listing.items[0].url == f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp?area=11370826004323472M&fbtime=2023"
    assert listing.items[15].url.endswith("area=11370826004323472M&fbtime=2008")
    assert {item.title for item in listing.items} == {"", "县统计局"}
    assert listing.items[-1].title == "县统计局"


def test_hanweb_xxgk_a_view_gives_the_other_years_of_its_area() -> None:
    url = f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp?fbtime=2017&area=113325000026455663"
    years = [item.url[-4:] for item in read_list(page("<p>正文</p>", url)).items]
    assert years == [str(year) for year in range(2023, 2007, -1)]


def test_hanweb_xxgk_areas_alone_are_no_annual_reports() -> None:
    body = '<a href="/col/col2/index.html?vc_xxgkarea=113706860042344370A&number=1">县教育局</a>'
    assert read_list(page(body)).items == ()


def test_a_page_that_shows_its_entries_is_read_as_it_is_whatever_scripts_it_keeps() -> None:
    body = GKMLPT + "".join(
        f'<li><a href="/x/content/post_{n}.html">第{n}局2023年政府信息公开年度报告</a></li>' for n in range(3)
    )
    listing = read_list(page(body))
    assert len(listing.items) == 3
    assert not listing.leads_on


def test_news_beside_a_list_that_a_script_fills_is_not_the_list() -> None:
    news = "".join(f'<li><a href="/x/content/post_{n}.html">全县召开第{n}次会议</a></li>' for n in range(3))
    listing = read_list(page(GKMLPT + news, f"{ROOT}/gkmlpt/annualreport"))
    assert listing.items == ()
    assert listing.leads_on


@pytest.mark.parametrize(
    "body",
    [
        '{"code":500}',
        "[]",
        '{"data":null}',
        '{"data":{"results":null}}',
        "{",
        '{"articles":[1,{"title":"x"}]}',
        "[" * 9999,
    ],
)
def test_data_that_no_family_knows_is_not_understood(body: str) -> None:
    assert not read_list(page(body)).understood


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    listing = read_list(page(text))
    assert all(item.url.startswith("http") for item in listing.items)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=8), lambda x: st.lists(x, max_size=3), max_leaves=6))
def test_any_rows_are_read_without_an_error(value: object) -> None:
    for data in ({"articles": value}, {"data": {"results": value, "total": value}}, {"data": {"html": value}}):
        body = json.dumps(data)
        listing = read_list(page(body, f"{ROOT}/api?page=1"))
        assert all(item.url.startswith("http") for item in listing.items)


def test_ucap_channels_below_the_column_are_its_sub_columns() -> None:
    shell = "<script>$.get('/common/getChannelList?channelCode=c1&amp;websiteCodeName=a',tree)</script>"
    [request] = read_list(page(shell, f"{ROOT}/c1/common_list.shtml")).next_requests
    assert request.url == f"{ROOT}/common/getChannelList?channelCode=c1&websiteCodeName=a"
    children = [{"displayName": "青石镇", "channelId": CHANNEL}, {"displayName": "白河乡", "channelId": ""}, 7]
    found = answer({"results": {"children": children}}, request)
    [column] = found.columns
    assert column.text == "青石镇"
    assert column.url.startswith(f"{ROOT}/search/{CHANNEL}?")
    assert found.understood


def test_xxgk_the_bodies_of_other_counties_are_told_by_their_credit_codes() -> None:
    view = f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp?area={{}}&fbtime=2023"
    divisions = {"330683", "330682"}
    for area, foreign in (
        ("11330683004267001K", False),
        ("11330682004267001k", False),
        ("113306830042670011A", False),
        ("11330624004267001K", True),
        ("A0012345", False),
    ):
        assert is_foreign(view.format(area), divisions) is foreign, area
    assert not is_foreign(f"{ROOT}/col/col1/index.html?vc_xxgkarea=11330624004267001K", divisions)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("1674057600", "2023-01-19"),
        ("1674057600000", "2023-01-19"),
        ("2023-01-19 08:00:00", "2023-01-19"),
        ("20230119080000", None),
        ("9" * 5000, None),
        ("²" * 10, None),
    ],
)
def test_times_and_dates_of_entries_are_days_and_nothing_else_is(printed: str, day: str | None) -> None:
    row = read_row({"title": "年报", "url": "/1.html", "date": printed}, USUAL, page("", f"{ROOT}/nb/"), "")
    assert row is not None
    assert row.listed_on == day


def test_ucap_a_total_that_is_no_number_is_not_declared() -> None:
    assert read_list(page('{"data":{"results":[],"total":"²"}}', f"{ROOT}/api?page=1")).declared is None


def test_a_character_that_a_script_escapes_as_two_is_one() -> None:
    script = 'var list = [{"title":"政府信息公开年度报告\\ud83d\\udcca\\ud83d","url":"/1.html"}];'
    listing = read_list(page(f"<script>{script}</script>", f"{ROOT}/nb/"))
    assert [item.title for item in listing.items] == ["政府信息公开年度报告📊�"]


def test_a_list_that_claims_a_thousand_million_entries_announces_no_more_pages_than_are_wanted() -> None:
    """All requests for them were made before the surplus was cut off: two bytes a digit on the wire, gigabytes here."""
    field = '{"columnId":"7","totalRecord":999999999,"perPage":20}'
    truecms = f"<input id=initData value='{field}'>'/truecms/messageController/getMessage.do'"
    hanweb = "<script>var param_1 = {'a':'1'};</script><datastore><totalrecord>999999999</totalrecord></datastore>"
    started = time.process_time()
    assert len(read_list(page(truecms), most=7).next_requests) == 7
    assert len(read_list(page(hanweb), most=7).next_requests) == 7
    assert time.process_time() - started < 1


def test_every_module_of_a_family_is_asked() -> None:
    modules = {module.name for module in pkgutil.iter_modules(cms.__path__)} - {"families", "loaded", "rows"}
    assert {family.__name__.rpartition(".")[2] for family in cms.FAMILIES} == modules  # type: ignore[attr-defined]
