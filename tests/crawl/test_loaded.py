"""Lists that one plain request more gives."""

from __future__ import annotations

import json

import pytest

from .bench import NB, ROOT, Crawl, detail
from .fakes import Script, exchange

TITLES = [f"第{n}局2023年政府信息公开工作年度报告" for n in range(1, 4)]
ROWS = "".join(
    f"<li><a href='t20240119_{n}.html'>{title}</a><span>2024-01-19</span></li>" for n, title in enumerate(TITLES, 1)
)
DATA = [
    {"docTitle": title, "docPubUrl": f"t20240119_{n}.html", "docRelTime": "2024-01-19"}
    for n, title in enumerate(TITLES, 1)
]
JSON = (("Content-Type", "application/json"),)
WRITTEN = 'document.write("' + ROWS.replace("'", "\\'").replace("</", "<\\/") + '");'
SHELL = f"<html><title>年报</title><body><p>{'说明' * 300}</p><div id=list></div>{{}}</body></html>"


@pytest.mark.parametrize(
    ("more", "url", "answer"),
    [
        ("<script src='list.js'></script>", f"{NB}list.js", exchange(NB, WRITTEN)),
        ("<script src='/data/nb.js'></script>", f"{ROOT}/data/nb.js", exchange(NB, f"var rows = {json.dumps(DATA)};")),
        ("<script>$.get('/api/list?channel=7', show)</script>", f"{ROOT}/api/list?channel=7", exchange(NB, json.dumps({"data": {"rows": DATA}}), headers=JSON)),
        ("<script>$.ajax({url: '/api/nb.json', success: show})</script>", f"{ROOT}/api/nb.json", exchange(NB, json.dumps(DATA), headers=JSON)),
        ("<script>fetch('nb.json').then(show)</script>", f"{NB}nb.json", exchange(NB, json.dumps({"list": DATA}), headers=JSON)),
        ("<script>$('#list').load('part.html')</script>", f"{NB}part.html", exchange(NB, f"<ul>{ROWS}</ul>")),
        ("<script>$.getJSON('/api/list?callback=cb', show)</script>", f"{ROOT}/api/list?callback=cb", exchange(NB, f"cb({json.dumps(DATA)});")),
        ("<iframe data-src='part.html'></iframe>", f"{NB}part.html", exchange(NB, f"<html><title>x</title><ul>{ROWS}</ul>")),
        ("<iframe id=f></iframe><script>document.getElementById('f').src='part.html';</script>", f"{NB}part.html", exchange(NB, f"<html><title>x</title><ul>{ROWS}</ul>")),
        ("<script>var h='part.html';document.write('<iframe src=\"'+h+'\"></iframe>')</script>", f"{NB}part.html", exchange(NB, f"<html><title>x</title><ul>{ROWS}</ul>")),
        ("<div hx-get='part.html' hx-trigger=load></div>", f"{NB}part.html", exchange(NB, f"<ul>{ROWS}</ul>")),
        ("<!--#include virtual='part.html'-->", f"{NB}part.html", exchange(NB, f"<ul>{ROWS}</ul>")),
        ("<object type='text/html' data='part.html'></object>", f"{NB}part.html", exchange(NB, f"<html><ul>{ROWS}</ul></html>")),
        ("<form action='q.do'><select name=year><option value=''>全部<option>2023</select><input name=kw><button>查询年度报告</button></form>", f"{NB}q.do?kw=&year=", exchange(NB, f"<html><ul>{ROWS}</ul></html>")),
        ("<xml id=d src='part.xml'></xml>", f"{NB}part.xml", exchange(NB, "<rows>" + "".join(f"<row><bt>{each['docTitle']}</bt><url>{each['docPubUrl']}</url></row>" for each in DATA) + "</rows>")),
        ("<iframe src='/other/list.html'></iframe>", f"{ROOT}/other/list.html", exchange(NB, f"<html><title>x</title><ul>{ROWS.replace('t2024', '/zwgk/nb/t2024')}</ul>")),
    ],
)  # fmt: skip
def test_a_list_that_one_request_more_gives_is_read(more: str, url: str, answer: Script) -> None:
    pages: dict[str, Script] = {f"{NB}t20240119_{n}.html": detail(f"第{n}局") for n in range(1, 4)}
    crawl = Crawl({NB: exchange(NB, SHELL.format(more)), url: answer, **pages})
    assert [name for name, _ in crawl.seen()] == [f"t20240119_{n}.html" for n in range(1, 4)]
    assert any(column.items == 3 and column.understood for column in crawl.summary.columns)


def test_the_provincial_search_is_asked_for_the_columns_own_channel() -> None:
    script = """<script>var chnlid = '2231'; function page(n){ $.ajax({url: '/fjdzapp/search', type: 'post', data: {channelid: '229105',
    classsql: 'chnlid=' + chnlid, sortfield: '-docreltime', page: n, prepage: 20}, success: show}) } page(1)</script>"""
    answer = exchange(NB, json.dumps({"data": DATA, "count": 3}), headers=JSON)
    pages: dict[str, Script] = {f"{NB}t20240119_{n}.html": detail(f"第{n}局") for n in range(1, 4)}
    crawl = Crawl({NB: exchange(NB, SHELL.format(script)), f"{ROOT}/fjdzapp/search": answer, **pages})
    asked = [request.body.decode() for request in crawl.fetcher.requests if request.url.endswith("/search")]
    assert "channelid=229105&classsql=chnlid%3D2231&sortfield=-docreltime&page=1&prepage=20" in asked
    assert len(crawl.seen()) == 3


def test_what_brings_nothing_leaves_the_list_not_understood() -> None:
    more = "<script src='/js/jquery.min.js'></script><script src='a.js'></script><script src='b.js'></script><script src='c.js'></script>"
    crawl = Crawl({NB: exchange(NB, SHELL.format(more)), f"{NB}b.js": exchange(NB, "var a = 1;")})
    assert not crawl.summary.columns[0].understood
    assert not any("jquery" in url for url in crawl.fetcher.urls)
    assert sum(url.endswith(".js") for url in crawl.fetcher.urls) == 3


def test_the_nodes_of_a_tree_lead_to_lists() -> None:
    more = "<script>var setting={async:{url:'/tree.json'},onClick:function(e,t,node){$('#r').load('/nodes.html?cid='+node.id)}}</script>"
    tree = json.dumps([{"id": n, "name": name} for n, name in ((7, "县教育局"), (8, "县民政局"))])
    lists: dict[str, Script] = {
        f"{ROOT}/nodes.html?cid=7": exchange(NB, f"<ul>{ROWS.replace('t2024', '/zwgk/nb/t2024')}</ul>"),
        f"{ROOT}/nodes.html?cid=8": exchange(NB, "<p>" + "无" * 200),
    }
    crawl = Crawl(
        {NB: exchange(NB, SHELL.format(more)), f"{ROOT}/tree.json": exchange(NB, tree, headers=JSON), **lists}
    )
    assert [name for name, _ in crawl.seen()] == [f"t20240119_{n}.html" for n in range(1, 4)]


def test_a_list_that_tells_more_than_it_brings_is_short() -> None:
    more = "<script>$.getJSON('/api/nb', show)</script>"
    data = exchange(NB, json.dumps({"total": 70, "rows": DATA}), headers=JSON)
    crawl = Crawl({NB: exchange(NB, SHELL.format(more)), f"{ROOT}/api/nb": data})
    assert (crawl.summary.columns[0].declared, crawl.summary.columns[0].short) == (70, True)
