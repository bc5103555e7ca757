from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.fetch import urls

BASE = "http://www.a.gov.cn/zwgk/nb/index.html"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("./202301/t20230119_12.html", "http://www.a.gov.cn/zwgk/nb/202301/t20230119_12.html"),
        ("../../art/1.html", "http://www.a.gov.cn/art/1.html"),
        ("/x y.html", "http://www.a.gov.cn/x%20y.html"),
        ("HTTP://WWW.B.GOV.CN:80/A", "http://www.b.gov.cn/A"),
        ("https://b.gov.cn:443/a?x=1#top", "https://b.gov.cn/a?x=1"),
        ("//b.gov.cn/a", "http://b.gov.cn/a"),
        ("a.jsp;jsessionid=0F3A?id=1", "http://www.a.gov.cn/zwgk/nb/a.jsp?id=1"),
        ("a.html?sid=00ef3a9b00ef3a9b00ef3a9b&_t=1706000000000", "http://www.a.gov.cn/zwgk/nb/a.html"),
        ("a.jsp?id=3&sid=12&rand=0.5317", "http://www.a.gov.cn/zwgk/nb/a.jsp?id=3&sid=12"),
        ("a.jsp?t=1706000000&time=2023", "http://www.a.gov.cn/zwgk/nb/a.jsp?time=2023"),
        ("/upload/%bd%a3.doc", "http://www.a.gov.cn/upload/%BD%A3.doc"),
        ("/upload/年报.doc", "http://www.a.gov.cn/upload/%E5%B9%B4%E6%8A%A5.doc"),
        (" \n/a\t.html ", "http://www.a.gov.cn/a.html"),
        ("\\a\\b.html", "http://www.a.gov.cn/a/b.html"),
        ("?page=2", "http://www.a.gov.cn/zwgk/nb/index.html?page=2"),
        ("http://1.25.240.11:8082/sites/zwinfo.jsp?id=1", "http://1.25.240.11:8082/sites/zwinfo.jsp?id=1"),
        ("http://[::1]/a", "http://[::1]/a"),
        ("http://user:word@b.gov.cn/a", "http://b.gov.cn/a"),
    ],
)
def test_join_makes_the_absolute_normal_form(href: str, expected: str) -> None:
    assert urls.join(BASE, href) == expected


def test_join_writes_a_query_in_the_charset_of_the_page() -> None:
    assert urls.join(BASE, "/s?q=年报", "gb18030") == "http://www.a.gov.cn/s?q=%C4%EA%B1%A8"


@pytest.mark.parametrize(
    "href", ["", "#", "#top", "javascript:void(0)", "mailto:a@b", "ftp://a/b", "http://[x", "http://a:99999/"]
)
def test_join_refuses_what_is_no_web_address(href: str) -> None:
    assert urls.join(BASE, href) is None


def test_key_ignores_the_scheme_and_www_and_nothing_else() -> None:
    assert urls.key("https://www.a.gov.cn/x") == urls.key("http://a.gov.cn/x") != urls.key("http://b.a.gov.cn/x")
    assert urls.key("https://a.gov.cn/x?y=1") == urls.key("http://a.gov.cn/x?y=1") == "a.gov.cn/x?y=1"
    assert urls.key("http://a.gov.cn/x") != urls.key("http://a.gov.cn/X")


def test_netloc_and_port_leave_out_what_the_scheme_says() -> None:
    assert urls.netloc("http://A.gov.cn:80/x") == "a.gov.cn"
    assert urls.netloc("http://a.gov.cn:8082/x") == "a.gov.cn:8082"
    assert [urls.port(url) for url in ("http://a/", "https://a/", "http://a:81/")] == [80, 443, 81]


def test_directory_and_scheme() -> None:
    assert urls.directory(BASE) == "http://www.a.gov.cn/zwgk/nb/"
    assert urls.directory("http://a.gov.cn/nb") == "http://a.gov.cn/"
    assert urls.with_scheme("http://a.gov.cn/x", "https") == "https://a.gov.cn/x"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"/nb/2023.html?a=%BD#x", "/nb/2023.html?a=%BD#x"),
        ("/nb/年报.html?标题=年报".encode(), "/nb/%E5%B9%B4%E6%8A%A5.html?%E6%A0%87%E9%A2%98=%E5%B9%B4%E6%8A%A5"),
        ("/nb/年报.html?标题=年报".encode("gb18030"), "/nb/%C4%EA%B1%A8.html?%B1%EA%CC%E2=%C4%EA%B1%A8"),
        ("/nb/乗.html".encode("gbk"), "/nb/%81%5C.html"),
        (b"/nb/\xff\xfe.html", "/nb/%FF%FE.html"),
    ],
)
def test_bytes_in_a_header_are_an_address_as_they_came(sent: bytes, expected: str) -> None:
    assert urls.from_header(sent.decode("latin-1")) == expected
    assert (
        urls.join(BASE, urls.from_header(sent.decode("latin-1"))) == f"http://www.a.gov.cn{expected.partition('#')[0]}"
    )


@given(st.text(max_size=80))
def test_joining_is_idempotent(href: str) -> None:
    once = urls.join(BASE, href)
    assert once is None or urls.normalise(once) == once
