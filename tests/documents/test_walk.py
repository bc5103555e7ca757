"""The walk over a page: what is hidden, in prose as in cells, what links and headings hold, and markup nested without bound."""

from __future__ import annotations

import pytest
from lxml import etree
from lxml.etree import _Element

from reportscraper.documents.html.blocks import BlockWalk, walk
from reportscraper.documents.html.css import UNSTYLED
from reportscraper.documents.html.elements import text_in
from reportscraper.documents.html.grid import lay_out


def tree(markup: str) -> _Element:
    return etree.fromstring(
        f"<html><body>{markup}</body></html>".encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True)
    )


def walked(markup: str) -> BlockWalk:
    return walk(tree(markup))


def shown(markup: str) -> list[str]:
    return [placed.block.text for placed in walked(markup).blocks if not placed.hidden]


ATTRIBUTES = {
    "hidden": True,
    'hidden="hidden"': True,
    'style="display:none"': True,
    'style="color:red; DISPLAY : none !important"': True,
    'style="visibility:hidden"': True,
    'style="\nvisibility: collapse"': True,
    "": False,
    'class="hidden"': False,
    'style="display:inline;visibility:visible"': False,
    'style="mso-display:none"': False,
    'style="overflow:hidden"': False,
}


@pytest.mark.parametrize(("attribute", "hidden"), ATTRIBUTES.items())
def test_prose_and_cells_hide_alike(attribute: str, hidden: bool) -> None:
    root = tree(f"<p {attribute}>受理申请七件</p>")
    paragraph = root.find(".//p")
    assert paragraph is not None
    assert UNSTYLED.hides(paragraph) is hidden
    assert [placed.hidden for placed in walk(root).blocks] == [hidden]
    assert [placed.hidden for placed in walked(f"<div {attribute}>甲<p>乙</p></div>").blocks] == [hidden, hidden]
    seen = "" if hidden else "9"
    assert shown(f"<p>受理3<span {attribute}>9</span>件</p>") == [f"受理3{seen}件"]
    assert shown(f"<p>受理3<a href='x' {attribute}>9</a>件</p>") == [f"受理3{seen}件"]
    table = tree(f"<table><tr><td>3<b {attribute}>9</b></td><td {attribute}>5</td></tr></table>").find(".//table")
    assert table is not None
    assert [(cell.text, cell.hidden) for cell in lay_out(table, 1).cells] == [(f"3{seen}", False), ("5", hidden)]


def test_a_hidden_piece_is_kept_apart_not_lost() -> None:
    found = walked("<h2>一、总体<i hidden>二十</i>情况</h2><p>收到<b style='display:none'>九<div>十</div></b>八件</p>")
    assert [(placed.block.text, placed.hidden, placed.block.heading) for placed in found.blocks] == [
        ("二十", True, False),
        ("一、总体情况", False, True),
        ("九", True, False),
        ("十", True, False),
        ("收到八件", False, False),
    ]


def test_links_count_for_the_line_they_stand_in() -> None:
    found = walked(
        "<p>附件：<a href='/a.pdf'>年报</a><a href='/b.pdf' title='另一份'><img></a><a hidden href='#'>上</a></p>"
    )
    assert found.links == [("/a.pdf", "年报"), ("/b.pdf", "另一份"), ("#", "上")]
    assert [(placed.block.text, placed.linked) for placed in found.blocks] == [("上", 1), ("附件：年报", 2)]


def test_bold_ends_with_its_element() -> None:
    found = walked(
        "<p><b>一、总体情况</b></p><p><span style='font-weight:700'>二、</span>主动公开</p><h3>三</h3><p>四</p>"
    )
    assert [(placed.block.text, placed.block.bold, placed.block.heading) for placed in found.blocks] == [
        ("一、总体情况", True, False),
        ("二、主动公开", False, False),
        ("三", True, True),
        ("四", False, False),
    ]


def test_containers_are_named_and_hold_their_blocks_and_links() -> None:
    found = walked(
        "<div id='zoom' class='a  b'><p>甲</p><a href='x'>乙</a></div><ucapcontent><p>丙</p></ucapcontent><br>"
    )
    assert [(span.name, span.start, span.end, span.link_start, span.link_end) for span in found.spans] == [
        ("#zoom .a .b div", 0, 2, 0, 1),
        ("# . ucapcontent", 2, 3, 1, 1),
    ]


@pytest.mark.parametrize("tag", ["div", "font", "b", "a", "section"])
def test_markup_is_walked_however_deep_it_nests(tag: str) -> None:
    root = etree.Element("body")
    deepest = root
    for _ in range(1_900):
        deepest = etree.SubElement(deepest, tag)
        deepest.tail = "尾"
    deepest.text = "深处"
    text = "".join(placed.block.text for placed in walk(root).blocks)
    assert text == "深处" + "尾" * 1_900


def test_tables_that_a_lost_tag_put_into_each_other_are_all_read() -> None:
    rows = "".join(f"<tr><td>{number}</td><td>{number}</td></tr>" for number in range(4))
    depth = 120
    found = walked(f"<table>{rows}<tr><td>" * depth + "末" + "</td></tr></table>尾" * depth)
    assert [placed.block.grid.number for placed in found.blocks if placed.block.grid] == list(range(1, depth + 1))
    assert found.blocks[-1].block.text == "尾"


@pytest.mark.parametrize("markup", ["<p>3</p>", "<p>3<b>4</b><br>5</p>6", "<p><i>1</i>\n2<!-- 9 -->3</p>", "<p></p>"])
def test_text_in_is_all_text_but_comments(markup: str) -> None:
    paragraph = tree(markup).find(".//p")
    assert paragraph is not None
    assert text_in(paragraph) == str(paragraph.xpath("string()"))


@pytest.mark.parametrize(
    "inner",
    [
        '3<i style="float:right">3</i>',
        '3<i style="display:inline-block;margin-left:30px">3</i>',
        "3<img src=a.png>",
        "<img src=a.png>3",
        "3<script>document.write(3)</script>",
        "3<canvas>3</canvas>",
        "3<svg><text>3</text></svg>",
        "<math><mfrac><mn>3</mn><mn>3</mn></mfrac></math>",
    ],
)
def test_a_number_of_prose_beside_something_drawn_or_set_apart_is_not_read(inner: str) -> None:
    [line] = shown(f"<p>收到申请{inner}件</p>")
    assert "\ufffc" in line


@pytest.mark.parametrize(
    ("inner", "seen"),
    [
        ("<math><mn>33</mn></math>", "收到申请33件"),
        ("33<script>var a=1</script>", "收到申请33件"),
        ("33<img src=a.png style='display:none'>", "收到申请33件"),
        ("33<img src=a.png width=1 height=1>", "收到申请33件"),
        ("<i style='float:left'>33</i>", "收到申请33件"),
        ("33<input type=hidden value=1>", "收到申请33件"),
        ("<img src=a.png> 33", "收到申请 33件"),
    ],
)
def test_a_number_of_prose_beside_what_is_not_seen_is_read(inner: str, seen: str) -> None:
    assert shown(f"<p>收到申请{inner}件</p>") == [seen]
