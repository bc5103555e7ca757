"""Archived pages are harmless, and the framed cell is the one a figure was read from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from reportscraper import viewing
from reportscraper.browse.archived import CELL, HEADERS, harmless, harmless_text
from reportscraper.errors import ArchiveError
from reportscraper.model import Capture
from reportscraper.reading import parse_report
from reportscraper.text import nfkc

FIXTURES = Path(__file__).parent.parent / "fixtures"

HOSTILE = """<html><head><base href="http://evil.example/"><meta http-equiv="refresh" content="0;url=http://evil.example/">
<link rel="stylesheet" href="http://evil.example/a.css"><script>alert(1)</script><style>@import url(http://evil.example/)</style></head>
<body onload="alert(1)" background="http://evil.example/b.png"><form action="http://evil.example/"><table><tr>
<td onclick="alert(1)" style="background:url(http://evil.example/c.png)">12</td><td style="color:red">13<img src="x" alt="印章" onerror="alert(1)"></td>
</tr></table><input value="x"></form><a href="javascript:alert(1)">链接</a><a href="http://evil.example/">另一个</a>
<iframe src="http://evil.example/"></iframe>一<svg><script>alert(1)</script></svg>二<math><mtext><img src=x></mtext></math>
<xmp><script>alert(1)</script></xmp><noscript><p title="</noscript><img src=x onerror=alert(1)>">n</p></noscript><o:p>三</o:p>
<p style="position:fixed;top:0">四</p><object data="x"></object><custom-tag onfocus="alert(1)" contenteditable>五</custom-tag></body></html>"""


def shown(text: str, place: viewing.Place | None = None) -> str:
    """A page as the browser gets it."""
    page = viewing.read_page(text.encode(), "text/html; charset=utf-8", place)
    assert page.root is not None
    return str(harmless(page.root, page.cell, wanted="It" if place else ""))


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
    page = viewing.read_page(f"<p>{text}</p>".encode(), None, None)
    if page.root is None:
        return
    body = html.document_fromstring(str(harmless(page.root, None))).find("body")
    assert body is not None
    elements = [each for each in body.iter() if isinstance(each.tag, str)]
    assert all(not name.startswith("on") and name not in {"href", "src"} for each in elements for name in each.attrib)
    assert not {"script", "img", "style", "iframe", "svg"} & {each.tag for each in elements}


def test_the_page_is_served_in_a_sandbox() -> None:
    policy = HEADERS["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "form-action 'none'", "base-uri 'none'"} <= set(policy)
    assert not any("script" in rule for rule in policy)


def test_a_cell_is_framed_and_named() -> None:
    made = shown("<body><table><tr><td rowspan=2>a<td>b<tr><td>c</table></body>", viewing.Place(1, 2, 2))
    (cell,) = html.document_fromstring(made).xpath(f"//*[@id='{CELL}']")
    assert cell.text == "c"


@pytest.mark.parametrize("place", [(2, 1, 1), (1, 9, 1), (1, 1, 9), (0, 1, 1)])
def test_a_cell_that_is_not_there_is_said_so(place: tuple[int, int, int]) -> None:
    made = shown("<body><table><tr><td>a</table></body>", viewing.Place(*place))
    (notice,) = html.document_fromstring(made).xpath(f"//*[@id='{CELL}']")
    assert notice.text == "It is not to be seen on this page."


def test_a_cell_in_what_was_left_out_is_said_so() -> None:
    made = shown("<body><button><table><tr><td>a</table></button></body>", viewing.Place(1, 1, 1))
    assert "It is not to be seen on this page." in made


def test_nested_tables_keep_their_own_cells() -> None:
    text = "<body><table><tr><td><table><tr><td>in</td></tr></table></td><td>out</td></tr></table></body>"
    assert [_text_at(text, *place) for place in ((1, 1, 2), (2, 1, 1))] == ["out", "in"]


def _text_at(text: str, table: int, row: int, column: int) -> str:
    page = viewing.read_page(text.encode(), "text/html; charset=utf-8", viewing.Place(table, row, column))
    assert page.cell is not None
    return str(page.cell.text_content()).strip()


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.html")), ids=lambda path: path.stem)
def test_every_figure_of_a_page_is_found_in_the_cell_it_was_read_from(path: Path) -> None:
    data = path.read_bytes()
    report = parse_report(data)
    assert len(report.figures) > 50
    for figure in report.figures:
        if figure.kind == "missing":
            continue
        page = viewing.read_page(data, None, viewing.Place(figure.table, figure.row, figure.column))
        assert page.cell is not None, figure
        assert "".join(nfkc(page.cell.text_content()).split()) == "".join(nfkc(figure.raw).split()), figure


def test_text_without_markup_stays_text() -> None:
    page = viewing.read_page("申请 | 7 件 & 1 < 2\x00".encode(), "text/plain", viewing.Place(1, 1, 1))
    assert (page.root, page.cell, page.encoding) == (None, None, "utf-8")
    assert "<pre>申请 | 7 件 &amp; 1 &lt; 2�</pre>" in harmless_text(page.text)


def test_only_plain_names_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    for name in ("../secret", "/etc/passwd", "", ".hidden", "a/b"):
        capture = Capture("u", "u", "GET", 200, None, "2026-01-01T00:00:00Z", "0" * 64, 1, name, 0, 1)
        with pytest.raises(ArchiveError, match="not the name of an archive file"):
            viewing.archived_bytes(tmp_path / "archive", capture)
