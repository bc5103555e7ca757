"""Archived pages and files are sanitize, and the cell that was asked for is framed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup

from reportscraper.browse import locate_cell as viewing
from reportscraper.browse.pages.archive import CELL, HEADERS, PICTURE_HEADERS, sanitize, sanitize_picture, sanitize_text

GONE = Markup("It is not to be seen on this page.")

HOSTILE = """<html><head><base href="http://evil.example/"><meta http-equiv="refresh" content="0;url=http://evil.example/">
<link rel="stylesheet" href="http://evil.example/a.css"><script>alert(1)</script><style>@import url(http://evil.example/)</style></head>
<body onload="alert(1)" background="http://evil.example/b.png"><form action="http://evil.example/"><table><tr>
<td onclick="alert(1)" style="background:url(http://evil.example/c.png)">12</td><td style="color:red">13<img src="x" alt="印章" onerror="alert(1)"></td>
</tr></table><input value="x"></form><a href="javascript:alert(1)">链接</a><a href="http://evil.example/">另一个</a>
<iframe src="http://evil.example/"></iframe>一<svg><script>alert(1)</script></svg>二<math><mtext><img src=x></mtext></math>
<xmp><script>alert(1)</script></xmp><noscript><p title="</noscript><img src=x onerror=alert(1)>">n</p></noscript><o:p>三</o:p>
<p style="position:fixed;top:0">四</p><object data="x"></object><custom-tag onfocus="alert(1)" contenteditable>五</custom-tag></body></html>"""


def shown(text: str, place: viewing.FigurePlace | None = None) -> str:
    """A page as the browser gets it."""
    page = viewing.locate_cell(text.encode(), "text/html; charset=utf-8", place)
    assert isinstance(page, viewing.Markup)
    return str(sanitize(page.root, page.cell, not_seen=GONE if place else None))


def test_nothing_that_runs_loads_or_leads_away_is_left() -> None:
    made = shown(HOSTILE)
    body = html.document_fromstring(made).find("body")
    assert body is not None
    elements = [each for each in body.iter() if isinstance(each.tag, str)]
    assert {each.tag for each in elements} <= {"body", "div", "table", "tbody", "tr", "td", "a", "p", "span"}
    assert {name for each in elements for name in each.attrib} <= {"style"}
    assert [each.get("style") for each in elements if each.get("style")] == ["color:red"]
    for word in ("script", "evil.example", "alert", "http-equiv", "onload", "url("):
        assert word not in made.partition("<body>")[2], word


def test_the_words_stay() -> None:
    text = html.document_fromstring(shown(HOSTILE)).text_content()
    assert [
        word for word in ("12", "13[图 印章]", "链接", "另一个", "一二", "三", "四", "五") if word not in text
    ] == []


@given(st.text("<>/\"'= abcstyleimgonrp!-&;", max_size=80))
def test_no_markup_at_all_gets_through(text: str) -> None:
    page = viewing.locate_cell(f"<p>{text}</p>".encode(), None, None)
    if not isinstance(page, viewing.Markup):
        return
    body = html.document_fromstring(str(sanitize(page.root, None))).find("body")
    assert body is not None
    elements = [each for each in body.iter() if isinstance(each.tag, str)]
    assert all(not name.startswith("on") and name not in {"href", "src"} for each in elements for name in each.attrib)
    assert not {"script", "img", "style", "iframe", "svg"} & {each.tag for each in elements}


def test_the_page_is_served_in_a_sandbox() -> None:
    policy = HEADERS["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "form-action 'none'", "base-uri 'none'"} <= set(policy)
    assert not any("script" in rule for rule in policy)


def test_a_cell_is_framed_and_named() -> None:
    made = shown("<body><table><tr><td rowspan=2>a<td>b<tr><td>c</table></body>", viewing.FigurePlace(1, 2, 2))
    (cell,) = html.document_fromstring(made).xpath(f"//*[@id='{CELL}']")
    assert cell.text == "c"


@pytest.mark.parametrize("place", [(2, 1, 1), (1, 9, 1), (1, 1, 9), (0, 1, 1)])
def test_a_cell_that_is_not_there_is_said_so(place: tuple[int, int, int]) -> None:
    made = shown("<body><table><tr><td>a</table></body>", viewing.FigurePlace(*place))
    (notice,) = html.document_fromstring(made).xpath(f"//*[@id='{CELL}']")
    assert notice.text == str(GONE)


def test_a_cell_in_what_was_left_out_is_said_so() -> None:
    made = shown("<body><button><table><tr><td>a</table></button></body>", viewing.FigurePlace(1, 1, 1))
    assert str(GONE) in made


def test_text_without_markup_stays_text() -> None:
    made = sanitize_text("申请 | 7 件 & 1 < 2\x01")
    assert "<pre>申请 | 7 件 &amp; 1 &lt; 2�</pre>" in made
    assert CELL not in made.partition("<body>")[2]


TEXT = "一、总体情况\n规章 | <3> | 7\n三、办理"


def test_a_line_of_text_is_marked_with_its_cell() -> None:
    made = sanitize_text(TEXT, line=(7, 19), cell=(12, 15), not_seen=GONE)
    assert made.partition("<pre>")[2].startswith(
        f'一、总体情况\n<b>规章 | <mark id="{CELL}">&lt;3&gt;</mark> | 7</b>三、办理</pre>'
    )


def test_a_blank_cell_has_its_line_marked() -> None:
    made = sanitize_text(TEXT, line=(7, 19), not_seen=GONE)
    assert f'<b id="{CELL}">规章 | &lt;3&gt; | 7</b>三、办理' in made


def test_a_line_of_text_that_is_not_there_is_said_so() -> None:
    assert str(GONE) in sanitize_text(TEXT, not_seen=GONE)


def test_a_drawn_page_has_its_box_framed() -> None:
    made = sanitize_picture(
        b"png", "image/png", (200, 400), label="Page 3 of the file", frame=(50, 100, 100, 120), not_seen=GONE
    )
    root = html.document_fromstring(made)
    (picture,) = root.iter("img")
    assert picture.get("src") == "data:image/png;base64,cG5n"
    (cell,) = root.xpath(f"//*[@id='{CELL}']")
    assert cell.get("style") == "left:25.000%;top:25.000%;width:25.000%;height:5.000%"
    assert "Page 3 of the file" in root.text_content()
    assert "img-src data:" in PICTURE_HEADERS["Content-Security-Policy"].split("; ")
    assert "img-src" not in HEADERS["Content-Security-Policy"]


def test_a_drawn_page_without_the_box_says_so() -> None:
    assert str(GONE) in sanitize_picture(b"png", "image/png", (2, 4), label="Page 1", frame=None, not_seen=GONE)
    assert "not to be seen" not in sanitize_picture(b"png", "image/png", (2, 4), label="Page 1", frame=None)
