from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from reportscraper.crawl.cms import read_list
from reportscraper.crawl.listing import soup_of

from .fakes import page

URL = "http://www.a.gov.cn/col/col1229/index.html"


def record(number: int, tag: str = "record") -> str:
    href = f"/art/2024/1/{number}/art_1229_{number}.html"
    title = f"第{number}局2023年政府信息公开年度报告"
    row = f'<li><a title="{title}" href="{href}" target="_blank">第{number}局…</a><span>2024-\n01-\n{number:02}</span></li>'
    return f"<{tag}><![CDATA[\n{row}\n]]></{tag}>"


def list_page(count: int, total: int | None = 20, tag: str = "record") -> str:
    records = "".join(record(n, tag) for n in range(1, count + 1))
    return f"""<html><body><ul><li><a href="/col/col1/index.html">首页</a></li></ul>
<script type="text/xml"><datastore>
<nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=2&amp;appid=1&webid=9&columnid=1229"></a>]]></nextgroup>
<recordset>{records}</recordset></datastore></script>
<script>var param_77 = {{"col":1,"appid":'1',webid:'9',path:'/',columnid:'1229',unitid:'77',webname:'某县',permissiontype:0}};
jpage({{ {f"totalRecord:{total}," if total is not None else ""} perPage:2, groupSize:3, proxyUrl:'/module/web/jpage/dataproxy.jsp' }});
</script></body></html>"""


def test_a_plain_parser_sees_no_entries_of_such_a_page() -> None:
    assert [tag["href"] for tag in soup_of(list_page(6)).find_all("a", href=True)] == ["/col/col1/index.html"]


def test_records_are_read_from_the_script() -> None:
    listing = read_list(page(list_page(6), URL), "年报")
    assert len(listing.items) == 6
    first = listing.items[0]
    assert first.url == "http://www.a.gov.cn/art/2024/1/1/art_1229_1.html"
    assert first.title == "第1局2023年政府信息公开年度报告"
    assert first.listed_on == "2024-01-01"
    assert listing.declared == 20


def test_upper_case_tags_are_the_same() -> None:
    body = list_page(6, tag="RECORD").replace("datastore", "DATASTORE").replace("recordset", "RECORDSET")
    assert len(read_list(page(body, URL)).items) == 6


def test_the_further_groups_are_asked_by_post_with_the_parameters_of_the_page() -> None:
    requests = read_list(page(list_page(6), URL)).next_requests
    spans = [parse_qs(urlsplit(request.url).query) for request in requests]
    assert [(span["startrecord"], span["endrecord"], span["perpage"]) for span in spans] == [
        (["7"], ["12"], ["2"]),
        (["13"], ["18"], ["2"]),
        (["19"], ["24"], ["2"]),
    ]
    assert {request.method for request in requests} == {"POST"}
    assert urlsplit(requests[0].url).path == "/module/web/jpage/dataproxy.jsp"
    fields = parse_qs(requests[0].body.decode())
    assert fields == {
        "col": ["1"],
        "appid": ["1"],
        "webid": ["9"],
        "path": ["/"],
        "columnid": ["1229"],
        "unitid": ["77"],
        "webname": ["某县"],
        "permissiontype": ["0"],
    }
    assert dict(requests[0].headers)["Referer"] == URL
    assert dict(requests[0].headers)["X-Requested-With"] == "XMLHttpRequest"


def test_the_older_way_by_page_number_is_kept_in_reserve() -> None:
    fallback = read_list(page(list_page(6), URL)).fallback_requests
    assert [request.method for request in fallback] == ["GET"] * 7  # pages 1 to 3 are embedded
    assert fallback[0].url.endswith("/module/web/jpage/dataproxy.jsp?page=4&appid=1&webid=9&columnid=1229")
    assert "page=10&" in fallback[-1].url


def test_one_group_needs_no_request() -> None:
    assert read_list(page(list_page(6, total=6), URL)).next_requests == ()


def test_an_answer_of_the_proxy_is_read_and_announces_no_groups() -> None:
    body = f"<?xml version='1.0'?><datastore><totalrecord>20</totalrecord><recordset>{record(7)}{record(8)}</recordset></datastore>"
    listing = read_list(page(body, "http://www.a.gov.cn/module/web/jpage/dataproxy.jsp?startrecord=7"))
    assert [item.title[:3] for item in listing.items] == ["第7局", "第8局"]
    assert listing.next_requests == ()


def test_an_empty_datastore_is_not_understood() -> None:
    listing = read_list(page("<datastore><recordset></recordset></datastore>", URL))
    assert not listing.understood
