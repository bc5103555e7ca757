"""Addresses that only a script spells."""

from __future__ import annotations

import pytest

from reportscraper.crawl.cms import read_list
from reportscraper.crawl.handlers import handled_address
from reportscraper.crawl.listing import read_rows, soup_of
from reportscraper.crawl.scripts import Script, sums

from .fakes import page

URL = "http://www.a.gov.cn/nb/"
TITLE = "青石镇2023年政府信息公开工作年度报告"
OPEN = "<script>var root = '/art/'; function openInfo(id){ window.open(root + id + '.html'); }</script>"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f"""<a href="javascript:void(0)" onclick="openInfo('991')">{TITLE}</a>{OPEN}""", "/art/991.html"),
        (f"""<a onclick="openInfo(991)">{TITLE}</a>{OPEN}""", "/art/991.html"),
        (f"""<a href="javascript:openInfo('991')">{TITLE}</a>{OPEN}""", "/art/991.html"),
        (f"""<a href="javascript:window.open('/a/9.html')">{TITLE}</a>""", "/a/9.html"),
        (f"""<a href="#" onclick="location.href='9.shtml';return false">{TITLE}</a>""", "/nb/9.shtml"),
        (f"""<a href="javascript:;" data-href="/a/9.html">{TITLE}</a>""", "/a/9.html"),
        (f"""<div data-url="show.jsp?id=9"><span>{TITLE}</span><i>2024-01-19</i></div>""", "/nb/show.jsp?id=9"),
        (f"""<tr onclick="window.location='/a/9.html'"><td>{TITLE}</td><td>2024-01-19</td></tr>""", "/a/9.html"),
        (
            f"""<a href="javascript:" onclick="view('7','9')">{TITLE}</a><script>
            var view = function (channel, id) {{ var url = "detail?channel=" + channel + "&id=" + id; window.open(url) }}
            </script>""",
            "/nb/detail?channel=7&id=9",
        ),
    ],
)
def test_entries_lead_where_their_handlers_do(row: str, expected: str) -> None:
    wrapped = f"<table>{row}</table>" if row.startswith("<tr") else f"<ul><li>{row}</li></ul>"
    html = f"<html><title>年报</title>{wrapped}</html>"
    listing = read_list(page(html, URL))
    assert [(item.url, item.title) for item in listing.items] == [(f"http://www.a.gov.cn{expected}", TITLE)]
    assert listing.unaddressed == ()


@pytest.mark.parametrize(
    "row",
    [
        f"""<a href="javascript:void(0)" onclick="openInfo('991')">{TITLE}</a>""",
        f"""<a href="javascript:;">{TITLE}</a><span>2024-01-19</span>""",
        f"""<a>{TITLE}</a>""",
        f"""{TITLE}<span></span>""",
        f"""<span @click="open(item)">{TITLE}</span>""",
    ],
)
def test_a_report_whose_address_cannot_be_formed_is_told(row: str) -> None:
    html = f"<html><title>年报</title><ul><li>{row}</li><li><a href='1.html'>财政局2023年政府信息公开工作年度报告</a></li></ul></html>"
    listing = read_list(page(html, URL))
    assert listing.unaddressed == (TITLE,)
    assert len(listing.items) == 1


def test_headings_and_columns_are_no_rows_without_an_address() -> None:
    html = f"""<html><title>{TITLE}</title><header><li>{TITLE}</li></header><h1>{TITLE}</h1><ul><li>政府信息公开年度报告</li>
    <li><a href="1.html">{TITLE}</a></li></ul></html>"""
    assert read_list(page(html, URL)).unaddressed == ()


def test_rows_with_handlers_keep_their_own_dates() -> None:
    rows = "".join(
        f"<div><a href='javascript:void(0)' onclick=\"location='/a/{n}.html'\">{n}{TITLE}</a><span>2024-01-{n}</span></div>"
        for n in range(11, 19)
    )
    html = f"<html><body><div>{rows}</div></body></html>"
    found = read_rows(soup_of(html), page(html, URL))
    assert [item.listed_on for item in found] == [f"2024-01-{n}" for n in range(11, 19)]


def test_sums_are_read_and_nothing_else() -> None:
    assert list(sums("'/a/' + id + '.html'", {"id": "7"})) == ["/a/7.html"]
    assert list(sums("'list_' + (n-1) + '.html'", {"n": "3"})) == ["list_2.html"]
    assert list(sums("'/a/' + unknown + '.html'", {})) == []
    assert handled_address({"onclick": "go('x')"}, Script("")) is None
