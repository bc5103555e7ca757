from __future__ import annotations

import re
from urllib.parse import urlencode

import lxml.html
import pytest

from tests.made.counties import counties
from tests.made.items import items_of
from tests.made.jcms import EMPTY_STORE, JcmsSite, path_of
from tests.made.site import Request

HOST = "127.0.0.1:9"
COUNTY = counties()[0]
PROXY = "/module/web/jpage/dataproxy.jsp"
BY_SCRIPT = {
    "host": HOST,
    "referer": f"http://{HOST}/col/col1229114055/index.html",
    "x-requested-with": "XMLHttpRequest",
}


@pytest.fixture(scope="module")
def site() -> JcmsSite:
    return JcmsSite(COUNTY, 1)


def get(site: JcmsSite, target: str) -> str:
    reply = site.answer(Request("GET", target, {"host": HOST}))
    assert reply.status == 200, target
    return reply.body.decode()


def group(site: JcmsSite, first: int, last: int, *, method: str = "POST", **changes: str) -> bytes:
    form = {"col": "1", "columnid": "1229114055", "unitid": "5528714", "webname": COUNTY.name}
    form |= {name: value for name, value in changes.items() if name in form}
    headers = BY_SCRIPT | {name.replace("_", "-"): value for name, value in changes.items() if name not in form}
    target = f"{PROXY}?startrecord={first}&endrecord={last}&perpage=15"
    return site.answer(Request(method, target, headers, urlencode(form).encode())).body


def links(text: str) -> list[str]:
    return re.findall(r'<li><a href="([^"]+)"', text)


def test_the_column_page_embeds_one_group_and_shows_no_item_to_an_html_parser(site: JcmsSite) -> None:
    page = get(site, site.start)
    assert len(links(page.partition("<recordset>")[2])) == 45
    rows = lxml.html.document_fromstring(page).xpath("//li/a/@href")
    assert not [href for href in rows if "/art/" in href]
    assert "totalRecord:88,perPage:15,groupSize:3" in page
    assert f"proxyUrl:'{PROXY}'" in page


def test_the_second_group_repeats_the_last_record_of_the_first(site: JcmsSite) -> None:
    first = links(get(site, site.start).partition("<recordset>")[2])
    second = links(group(site, 46, 90).decode())
    assert second[0] == first[-1]
    assert len(second) == 1 + 88 - 45
    paths = [href.removeprefix(f"http://{HOST}") for href in [*first, *second[1:]]]
    assert paths == [path_of(item) for item in items_of(COUNTY, 1)]


@pytest.mark.parametrize(
    "changes",
    [
        {"referer": "http://elsewhere.example/"},
        {"referer": ""},
        {"x_requested_with": ""},
        {"columnid": "1"},
        {"unitid": ""},
    ],
)
def test_a_request_not_made_by_the_page_gets_54_bytes(site: JcmsSite, changes: dict[str, str]) -> None:
    assert group(site, 46, 90, **changes) == EMPTY_STORE
    assert len(EMPTY_STORE) == 54


def test_the_proxy_wants_post_and_numbers(site: JcmsSite) -> None:
    assert group(site, 46, 90, method="GET") == EMPTY_STORE
    reply = site.answer(Request("POST", f"{PROXY}?startrecord=x", BY_SCRIPT, b"columnid=1229114055&unitid=5528714"))
    assert reply.body == EMPTY_STORE


def test_records_have_cut_text_full_titles_and_odd_dress(site: JcmsSite) -> None:
    page = get(site, site.start)
    text = page.partition("<recordset>")[2]
    item = next(item for item in items_of(COUNTY, 1) if len(item.title) > 22)
    assert f'title="{item.title}" target="_blank">{item.title[:22]}…</a>' in text
    assert f'href="http://{HOST}/art/' in text
    assert len(re.findall(r"<span>\d{4}-\n\d\d-\d\d</span>", text)) == 1


def test_article_addresses_have_no_padding_and_two_column_numbers(site: JcmsSite) -> None:
    assert all(re.fullmatch(r"/art/20\d\d/[1-9]\d?/[1-9]\d?/art_\d{10}_\d{7}\.html", path) for path in site.paths())
    assert {re.findall(r"art_(\d+)_", path)[0] for path in site.paths()} == {"1229114055", "1229114060"}


def test_article_pages(site: JcmsSite) -> None:
    for item in items_of(COUNTY, 1):
        page = get(site, path_of(item))
        assert f'<meta name="ArticleTitle" content="{item.title}">' in page
        assert f'<meta name="PubDate" content="{item.published_on} 09:30">' in page
        assert page.count("<!--<$[信息内容]>begin-->") == page.count("<!--<$[信息内容]>end-->") == 1
        zoom = lxml.html.document_fromstring(page).get_element_by_id("zoom")
        assert "".join(item.article.split())[:40] in "".join(lxml.html.tostring(zoom, encoding="unicode").split())


def test_old_pages_stand_in_layout_tables(site: JcmsSite) -> None:
    item = next(item for item in items_of(COUNTY, 1) if item.style.name == "run_on")
    zoom = lxml.html.document_fromstring(get(site, path_of(item))).get_element_by_id("zoom")
    assert len(zoom.xpath("ancestor::table")) == 3


def test_neighbours_and_summary_link_to_other_articles(site: JcmsSite) -> None:
    items = items_of(COUNTY, 1)
    page = get(site, path_of(items[1]))
    assert f'上一篇：<a href="{path_of(items[0])}">' in page
    assert f'下一篇：<a href="{path_of(items[2])}">' in page
    summary = next(item for item in items if item.kind == "index")
    reports = [item for item in items if item.report and item.year == summary.year]
    assert all(path_of(item) in get(site, path_of(summary)) for item in reports)
    assert len(reports) == 5


def test_the_way_from_the_home_page(site: JcmsSite) -> None:
    assert '<a href="/col/col1229110001/index.html">政府信息公开</a>' in get(site, "/")
    assert f'<a href="{site.start}">政府信息<br>公开年报</a>' in get(site, "/col/col1229110001/index.html")
    assert '<meta name="ColumnType" content="信息公开年报">' in get(site, site.start)
    assert "政务动态" in get(site, "/col/col1229110002/index.html")


def test_attachments_are_reached_through_a_redirect(site: JcmsSite) -> None:
    item = next(
        item
        for item in items_of(COUNTY, 1)
        if item.report and item.report.body.level == "county_government" and item.year == 2024
    )
    href = re.findall(r'href="(/module/download/[^"]+)"', get(site, path_of(item)))[0].replace("&amp;", "&")
    moved = site.answer(Request("GET", href, {"host": HOST}))
    assert (moved.status, dict(moved.headers)["Location"][:10]) == (302, "/attach/0/")
    assert site.answer(Request("GET", dict(moved.headers)["Location"], {})).body.startswith(b"%PDF")


@pytest.mark.parametrize(
    "target", ["/nothing", "/attach/0/none.pdf", "/module/download/downfile.jsp?filename=x", "/col/col1/index.html"]
)
def test_what_is_not_there(site: JcmsSite, target: str) -> None:
    assert site.answer(Request("GET", target, {})).status == 404


def test_robots(site: JcmsSite) -> None:
    assert "Disallow: /search/" in get(site, "/robots.txt")
