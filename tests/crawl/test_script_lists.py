"""Lists in a page's own script, and lists by JSONP."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import parse_qs, urlsplit

import pytest

from reportscraper.crawl.cms import read_list
from reportscraper.fetch.page import open_page
from reportscraper.fetch.request import Request

from .fakes import exchange, page

ROOT = "http://www.a.gov.cn"
URL = f"{ROOT}/chan/pc/list.html"


@pytest.mark.parametrize(
    "script",
    [
        'var dataList = [{"title":"青石镇2023年政府信息公开年度报告","url":"content/c_1.html","publishTime":"2024-01-30"}, {"title":"通知","url":"c_2.html"}];',
        "list: [ { title : '青石镇2023年政府信息公开年度报告', url: 'content/c_1.html', publishTime: '2024-01-30', top: 1 } ,{name:'通知',link:'c_2.html'}]",
        'show([{"title":"\\u9752石镇2023年<b>政府信息公开<\\/b>年度报告","url":"content\\/c_1.html","publishTime":"2024-01-30"},{"title":"通知","url":"c_2.html"}])',
    ],
)
def test_an_array_of_entries_in_a_script_is_a_list(script: str) -> None:
    listing = read_list(page(f"<ul id=list></ul><script>var a=[{{x:1}}];{script}</script>", URL), "年报")
    assert [(item.url, item.title, item.listed_on) for item in listing.items] == [
        (f"{ROOT}/chan/pc/content/c_1.html", "青石镇2023年政府信息公开年度报告", "2024-01-30"),
        (f"{ROOT}/chan/pc/c_2.html", "通知", None),
    ]


@pytest.mark.parametrize(
    "list_",
    [
        "<script>t[0]='{0}';u[0]='/a/1.html';t[1]='{1}';u[1]='/a/2.html';for(i in t){{}}</script>",
        "<script>var t=['{0}','{1}'], u=['/a/1.html', '/a/2.html'];</script>",
        "<script>var t=new Array('{0}','{1}');var u=new Array('/a/1.html','/a/2.html');</script>",
        "<script>var t='{0}|{1}'.split('|'), u='/a/1.html|/a/2.html'.split('|');</script>",
        """<x-list :rows="[{{&quot;title&quot;:&quot;{0}&quot;,&quot;url&quot;:&quot;/a/1.html&quot;}},{{&quot;title&quot;:&quot;{1}&quot;,&quot;url&quot;:&quot;/a/2.html&quot;}}]"></x-list>""",
        """<x-list rows='[{{"title":"{0}","url":"/a/1.html"}},{{"title":"{1}","url":"/a/2.html"}}]'></x-list>""",
        "<script>var d={{2023:[{{t:'{0}',u:'/a/1.html'}}],2022:[{{t:'{1}',u:'/a/2.html'}}]}};</script>",
        """<script>var d = {{"7": {{"title": "{0}", "url": "/a/1.html"}}, "8": {{"title": "{1}", "url": "/a/2.html"}}}};</script>""",
        "<script>var l=[];l.push({{title:'{0}',url:'/a/1.html'}});l.push({{title:'{1}',url:'/a/2.html'}});</script>",
        "<script>addItem('{0}','/a/1.html','2024-01-30');addItem('{1}','/a/2.html','2024-01-30');</script>",
        "<xml id=d><rows><row><bt>{0}</bt><url>/a/1.html</url></row><row><bt>{1}</bt><url>/a/2.html</url></row></rows></xml>",
        """<div><a href="/a/1.html"><img src=1.jpg alt=""></a><p>{0}</p></div><div><a href="/a/2.html"><img src=2.jpg alt=""></a><p>{1}</p></div>""",
        """<ul><li data-item='{{"id":1,"url":"/a/1.html"}}'><p>{0}</p></li><li data-item='{{"id":2,"url":"/a/2.html"}}'><p>{1}</p></li></ul>""",
        "<textarea><ul><li><a href='/a/1.html'>{0}</a></li><li><a href='/a/2.html'>{1}</a></li></ul></textarea>",
    ],
)
def test_lists_in_arrays_side_by_side_and_in_attributes(list_: str) -> None:
    titles = ["青石镇2023年政府信息公开年度报告", "县民政局2023年政府信息公开年度报告"]
    listing = read_list(page(list_.format(*titles), URL))
    assert [(item.url, item.title) for item in listing.items] == [
        (f"{ROOT}/a/{n}.html", title) for n, title in enumerate(titles, 1)
    ]


def test_an_array_on_other_matters_is_none() -> None:
    assert not read_list(
        page('<script>var m=[{"title":"首页","url":"/"},{"title":"视频","url":"/sp/"}]</script>', URL)
    ).understood


def test_a_hostile_array_is_read_in_linear_time() -> None:
    assert not read_list(page("<script>" + "=[{" * 100_000 + "</script>", URL)).understood


SETTINGS = escape(json.dumps({"columnId": "40_1", "perPage": 20, "totalRecord": 45}))
TRUECMS = f"""<ul><li><a href="2024hz.html">2024年政府信息公开年报汇总</a></li></ul><input type="hidden" id="initData" value="{SETTINGS}">
<script>$.ajax({{url:'/TrueCMS/messageController/getMessage.do',dataType:'jsonp'}})</script>"""


def jsonp(records: str, total: int = 45) -> str:
    store = f"<datastore><totalrecord>{total}</totalrecord><recordset>{records}</recordset></datastore>"
    return f"cb({json.dumps({'result': store}, ensure_ascii=False)});"


def test_truecms_the_hidden_field_leads_to_every_group_beside_the_printed_entries() -> None:
    listing = read_list(page(TRUECMS, f"{ROOT}/nb/nb.html"), "年报")
    assert [item.title for item in listing.items] == ["2024年政府信息公开年报汇总"]
    assert listing.declared == 45
    asked = [parse_qs(urlsplit(request.url).query) for request in listing.next_requests]
    assert [(query["startrecord"], query["endrecord"]) for query in asked] == [
        (["1"], ["20"]),
        (["21"], ["40"]),
        (["41"], ["60"]),
    ]
    assert asked[0]["columnId"] == ["40_1"]
    assert listing.next_requests[0].headers == (("Referer", f"{ROOT}/nb/nb.html"),)


def test_truecms_the_answers_are_read() -> None:
    request = read_list(page(TRUECMS, f"{ROOT}/nb/nb.html")).next_requests[0]
    record = '<record><![CDATA[<li><a href="/art/2024/art_0a.html">青石镇2023年政府信息公开年度报告</a><span>2024-01-30</span></li>]]></record>'
    listing = read_list(open_page(request, exchange(request.url, jsonp(record))), "年报")
    assert [(item.url, item.listed_on) for item in listing.items] == [(f"{ROOT}/art/2024/art_0a.html", "2024-01-30")]
    assert listing.declared == 45
    assert listing.next_requests == ()


@pytest.mark.parametrize("text", ["cb({})", 'cb({"result":', 'cb({"result":""})', "cb([1])"])
def test_truecms_other_answers_are_not_understood(text: str) -> None:
    request = Request(f"{ROOT}/TrueCMS/messageController/getMessage.do")
    assert not read_list(open_page(request, exchange(request.url, text))).understood


@pytest.mark.parametrize("field", ["", "{", '{"columnId":"4"}'])
def test_truecms_a_field_that_says_nothing_leads_nowhere(field: str) -> None:
    body = f'<input id="initData" value="{escape(field)}"><script>"/TrueCMS/messageController/getMessage.do"</script>'
    assert not read_list(page(body, URL)).understood


def test_a_script_call_around_data_is_data() -> None:
    assert page(b'jQuery12.cb_3( {"a":1})').kind == "json"
    assert page(b"function (a) {}").kind == "html"
    assert page(b"cb(function(){})").kind == "html"
