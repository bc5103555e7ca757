from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.documents import is_file
from reportscraper.fetch.outcome import judge
from reportscraper.fetch.page import Page, jump, visible_text

from ..crawl.fakes import HTML, page

TEXT = "政府信息公开年报列表，镕堃"
CUT = "".join(f'<li><a href="/x/{n}.html">青岭县水利局{2000 + n}年政府信息公开工作年度报告</a></li>' for n in range(60))


def opened(body: bytes, content_type: str | None = None, charset: str | None = None) -> Page:
    return page(body, headers=(("Content-Type", content_type),) if content_type else (), charset=charset)


@pytest.mark.parametrize(
    ("body", "charset", "content_type", "used"),
    [
        (TEXT.encode(), None, None, "utf-8"),
        (TEXT.encode("utf-8-sig"), None, "text/html; charset=gb2312", "utf-8"),
        (TEXT.encode("gb18030"), None, None, "gb18030"),
        (b'<meta charset="gb2312">' + TEXT.encode("gbk"), None, "text/html; charset=UTF-8", "gb18030"),
        (b"<meta charset=gb2312>" + TEXT.encode(), None, None, "utf-8"),
        (TEXT.encode("big5", "ignore"), "big5", None, "big5"),
    ],
)
def test_the_text_is_exact_whatever_is_declared(
    body: bytes, charset: str | None, content_type: str | None, used: str
) -> None:
    read = opened(body, content_type, charset)
    assert read.charset == used
    assert read.text.endswith(body.decode(used).lstrip("\ufeff")[-8:])


def test_bad_bytes_are_replaced_and_nothing_else_is_lost() -> None:
    read = opened("年报".encode() * 20 + b"\xff" + "公开".encode(), "text/html; charset=utf-8")
    assert (read.charset, read.text) == ("utf-8", "年报" * 20 + "\ufffd公开")


def test_one_cut_character_costs_one_character_of_a_list() -> None:
    """A title that was shortened by bytes once made a list of 60 titles GB18030, and all of them wrong."""
    cut = CUT.encode() + "<li>县政府办公室关于".encode()[:-1] + b"...</li>"
    read = opened(cut)
    assert (read.charset, read.text.startswith(CUT), read.text.count("\ufffd")) == ("utf-8", True, 1)


def test_the_charset_of_the_county_file_is_believed_where_it_fits() -> None:
    text = "政府資訊公開年報"
    assert opened(text.encode("big5"), charset="big5").text == text


def test_questions_of_a_page_in_utf_16_are_sent_in_utf_8() -> None:
    assert (opened("年报".encode("utf-16")).text, opened("年报".encode("utf-16")).charset) == ("年报", "utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page(body: bytes) -> None:
    assert opened(body).charset


@pytest.mark.parametrize("body", [b"{\\rtf1\\ansi ", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"PK\x03\x04"])
def test_no_file_is_read_as_a_list(body: bytes) -> None:
    assert (opened(body).text, is_file(opened(body).exchange.body)) == ("", True)


def test_a_file_is_not_decoded() -> None:
    assert page(b"%PDF-1.4 <a href=x>").text == ""


def test_visible_text_leaves_out_scripts_styles_comments_and_tags() -> None:
    text = "<title>题</title><style>p{}</style><script>var a='看不见'</script><!-- 注 --><p>看 得&nbsp;见<b>的</b></p>"
    assert visible_text(text) == "看得见的"


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ('<meta http-equiv="refresh" content="0;url=zwgk/">', "http://www.a.gov.cn/nb/zwgk/"),
        ("<META HTTP-EQUIV=Refresh CONTENT='2; URL=/index.html'>", "http://www.a.gov.cn/index.html"),
        ("<script>window.location.href='/col/col1/index.html'</script>", "http://www.a.gov.cn/col/col1/index.html"),
        ('<script>location.replace("http://b.gov.cn/x")</script>', "http://b.gov.cn/x"),
        ("<script>top.location = '/a.doc';</script>", "http://www.a.gov.cn/a.doc"),
        ('<meta http-equiv="refresh" content="600;url=/zwgk/">', None),
        ("<p>没有跳转</p>", None),
        ("<script>location.href='/x'</script><p>" + "正文" * 200 + "</p>", None),
        ("<script>if (a) { x.href = '/x' }</script>", None),
    ],
)
def test_a_page_that_is_nothing_but_a_jump_leads_on(body: str, target: str | None) -> None:
    assert jump(page(body)) == target


@pytest.mark.parametrize(
    ("header", "body", "target"),
    [
        ("0; url=/zwgk/", "", "http://www.a.gov.cn/zwgk/"),
        ("1;URL='b.html'", "<p>跳转中</p>", "http://www.a.gov.cn/nb/b.html"),
        ("0;/zwgk/\xc4\xea\xb1\xa8.html", "", "http://www.a.gov.cn/zwgk/%C4%EA%B1%A8.html"),
        ("300", "<p>短</p>", None),
        ("600; url=/zwgk/", "<p>短</p>", None),
        ("0; url=/zwgk/", "<p>" + "正文" * 200 + "</p>", None),
    ],
)
def test_a_refresh_in_the_head_is_one_in_the_page(header: str, body: str, target: str | None) -> None:
    opened = page(body, headers=(*HTML, ("Refresh", header)))
    assert jump(opened) == target
    assert judge(opened).outcome == ("soft404" if not body and target is None else None)


def test_the_title_is_squeezed_and_unescaped() -> None:
    assert page("<TITLE>\n 年报 &amp; \n目录 </TITLE>").title == "年报 & 目录"
    assert page("<p>x").title == ""


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("", "http://www.a.gov.cn/nb/x.html"),
        ("<base href='/other/'>", "http://www.a.gov.cn/other/x.html"),
        ('<BASE target="_blank" HREF="http://b.gov.cn/y/z.html">', "http://b.gov.cn/y/x.html"),
        ("<base href='javascript:1'>", "http://www.a.gov.cn/nb/x.html"),
    ],
)
def test_links_are_joined_to_the_base_a_page_declares(base: str, expected: str) -> None:
    assert page(f"<head>{base}</head>").join("x.html") == expected


@pytest.mark.parametrize(
    "script",
    [
        "<script>laypage({jump: function(e){ location.href = 'list_' + e.curr + '.html' }})</script>",
        "<select onchange=\"location.href='?year='+this.value\"><option>2023</option></select>",
    ],
)
def test_an_address_that_a_pager_makes_is_no_jump(script: str) -> None:
    assert jump(page(f"<ul><li><a href='1.html'>某局2023年年报</a></li></ul>{script}")) is None
