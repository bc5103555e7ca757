"""A number is read only as it is seen: what styles, scripts and markup do to the digits of a cell and of a line."""

from __future__ import annotations

import pytest
from lxml import html

from reportscraper.documents.html.blocks import walk

OPAQUE = "\ufffc"


def cell_of(inner: str, head: str = "", attributes: str = "") -> str:
    """What is read of a cell in a table that holds another one beside it."""
    page = (
        f"<html><head>{head}</head><body><table><tr><td>x</td><td {attributes}>{inner}</td></tr>"
        + "<tr><td>1<td>2</tr>" * 8
    )
    blocks = walk(html.document_fromstring(page + "</table></body></html>")).blocks
    grid = next(placed.block.grid for placed in blocks if placed.block.grid is not None)
    cell = grid.slots[0][1]
    assert cell is not None
    return "" if cell.hidden else cell.text


def line_of(inner: str, head: str = "") -> str:
    """What is read of a paragraph."""
    root = html.document_fromstring(f"<html><head>{head}</head><body><p>{inner}</p></body></html>")
    return "".join(placed.block.text for placed in walk(root).blocks if not placed.hidden)


NOT_SEEN = [
    "display:none", "DISPLAY : NONE !important", "display:/**/none", "disp\\6c ay:none", "visibility:hidden", "opacity:0", "opacity:.05",
    "font-size:0", "font-size:1px", "font:0/0 a", "font-size:1pt", "font-size:5%", "color:#fff", "color:white", "color:rgb(255,255,255)",
    "color:rgba(0,0,0,0)", "color:transparent", "position:absolute;left:-9999px", "display:inline-block;text-indent:-999em", "margin-left:-5000px",
    "height:0;overflow:hidden;display:inline-block", "clip:rect(0 0 0 0);position:absolute", "display:inline-block;transform:scale(0)",
    "display:inline-block;content-visibility:hidden", "color:#123456;background:#123456", "display:inline-block;transform:translateX(-9999px)",
    "display:inline-block;translate:0 -2000px", "display:inline-block;clip-path:inset(50%)", "clip-path:polygon(0 0,0 0,0 0)",
    "display:inline-block;transform:rotateX(90deg)",
]  # fmt: skip


@pytest.mark.parametrize("style", NOT_SEEN)
def test_what_is_not_seen_is_not_read(style: str) -> None:
    assert cell_of(f'60<span style="{style}">9</span>') == "60"
    assert cell_of('60<span class="q">9</span>', f"<style>.q{{{style}}}</style>") == "60"
    assert line_of(f'收到60<span style="{style}">9</span>件') == "收到60件"


@pytest.mark.parametrize(("opacity", "seen"), [(".4", "60" + "9" + OPAQUE), (".2", "60"), (".9", "609")])
def test_what_lets_its_ground_through_adds_up(opacity: str, seen: str) -> None:
    assert cell_of("60<i class=q><b class=q>9</b></i>", f"<style>.q{{opacity:{opacity}}}</style>") == seen
    assert cell_of(f'60<i style="opacity:{opacity}"><b style="opacity:{opacity}">9</b></i>') == seen


@pytest.mark.parametrize(
    "link", ['<a href="note.html">1</a>', '<a href="x"><u>1</u></a>', '<a class=n href="#1">1</a>']
)
def test_a_digit_that_is_a_link_beside_others_may_be_the_mark_of_a_note(link: str) -> None:
    assert OPAQUE in cell_of("60" + link) or cell_of("60" + link) == "60"
    assert cell_of('<a href="x.html">60</a>') == "60"
    assert cell_of('<a name="_Toc1"></a>6<a name="b">0</a>') == "60"


APART = [
    "float:right", "display:block", "display:inline-block", "margin-left:3em", "padding-left:40px", "margin:0 20px", "display:flex",
]  # fmt: skip


@pytest.mark.parametrize("style", APART)
def test_what_stands_apart_is_no_part_of_the_number(style: str) -> None:
    assert cell_of(f'12<span style="{style}">3</span>').split() == ["12", "3"]


SMALLER = ["font-size:60%", "font-size:.7em", "font:.5em serif"]


@pytest.mark.parametrize("style", SMALLER)
def test_print_much_smaller_than_what_stands_beside_it_is_no_part_of_the_number(style: str) -> None:
    assert OPAQUE in cell_of(f'12<span style="{style}">3</span>')
    assert OPAQUE in line_of(f'12<span style="{style}">3</span>')
    assert cell_of(f'<span style="{style}">12</span><b style="{style}">3</b>') == "123"


@pytest.mark.parametrize(
    "style", ["display:flex;flex-direction:row-reverse", "display:flex;flex-flow:row-reverse wrap"]
)
def test_what_a_rule_turns_around_is_not_read(style: str) -> None:
    assert OPAQUE in cell_of(f'<div style="{style}"><i>1</i><i>2</i></div>')
    assert OPAQUE in cell_of('<div style="display:flex"><i style="order:2">1</i><i>2</i></div>')
    assert OPAQUE not in cell_of('<div style="border:1px solid;order:0">12</div>')


def test_a_figure_in_a_table_of_its_own_is_not_blank() -> None:
    assert cell_of("<table><tr><td>12</td></tr></table>") == "12"
    assert cell_of("<table><tr><td>1<td>2</tr></table>") == OPAQUE
    assert cell_of("3<table><tr><td>12</td></tr></table>").split() == ["3", "12"]
    assert cell_of("<table><tr><td>　</td></tr></table>") == ""


UNSURE = [
    "transform:rotate(180deg)", "transform:scaleX(-1)", "rotate:180deg", "direction:rtl;unicode-bidi:bidi-override", "position:absolute",
    "position:relative;left:-1em", "filter:blur(9px)", "opacity:.2", "margin-left:-8px", "letter-spacing:40px", "clip-path:inset(30%)",
    "-webkit-text-security:disc", "zoom:.1",
]  # fmt: skip


@pytest.mark.parametrize("style", UNSURE)
def test_what_is_seen_otherwise_is_not_read_as_it_stands(style: str) -> None:
    assert OPAQUE in cell_of(f'60<span style="{style}">9</span>')
    assert OPAQUE in cell_of('60<span class="q">9</span>', f"<style>td .q{{{style}}}</style>")
    assert OPAQUE in line_of(f'收到60<span style="{style}">9</span>件')


@pytest.mark.parametrize(
    "head",
    [
        '<style>.q:before{content:"9"}</style>',
        "<style>td > span::after { content: '9' }</style>",
        "<style>@media screen{.q::before{content:attr(title)}}</style>",
        "<style>.q:is(span, b:unheard-of(x)){display:none}</style>",
        "<script>document.getElementById('n').innerHTML='9'</script>",
        "<script>$('#n').text(60)</script>",
        "<script>document.querySelector('.q').textContent = 9</script>",
    ],
)
def test_what_sheets_and_scripts_write_is_said(head: str) -> None:
    assert OPAQUE in cell_of('<span class="q" id="n">60</span>', head)


@pytest.mark.parametrize(
    "head",
    [
        "<style>.q:before{content:''}</style>",
        "<style>.q{font-family:宋体;font-size:14px;color:#333;line-height:2}</style>",
        "<style>@media print{.q{display:none}}</style>",
        "<style>.other .q{display:none}</style>",
        "<style>.q:hover{display:none}</style>",
        "<style>.q{display:none}.q{display:inline}</style>",
        "<script>var n = 'q'; alert(n)</script>",
        "<script>document.getElementById('elsewhere').innerHTML='9'</script>",
    ],
)
def test_what_says_nothing_of_the_cell_leaves_it_alone(head: str) -> None:
    assert cell_of('<span class="q" id="n">60</span>', head) == "60"


@pytest.mark.parametrize(
    ("inner", "seen"),
    [
        ("12<sup>1</sup>", "12"),
        ("12<sup>[1]</sup>", "12"),
        ("12<sub>①</sub>", "12"),
        ('12<span style="vertical-align:super">1</span>', "12"),
        ('12<span style="position:relative;top:-5px">1</span>', "12"),
        ('12<a href="#note">1</a>', "12"),
        ('<a href="#top">12</a>', "12"),
        ("<sup>12</sup>", "12"),
        ("<s>41</s>52", "52"),
        ('<span style="text-decoration:line-through">41</span>52', "52"),
        ("<s>41</s>", "41" + OPAQUE),
        ("10<sup>4</sup>", "104" + OPAQUE),
        ("1<sup>23456</sup>", "123456" + OPAQUE),
        ("1<s>9</s>2", "1" + OPAQUE + "2"),
        ("<ruby>60<rt>9</rt></ruby>", "60"),
        ("60<noscript>9</noscript>", "60"),
        ("60<template>9</template>", "60"),
        ("60<video>9</video>", "60" + OPAQUE),
        ("60<iframe>9</iframe>", "60" + OPAQUE),
        ("60<canvas>9</canvas>", "60" + OPAQUE),
        ("60<details><summary>注</summary>9</details>", "60\n注"),
        ("60<script>document.write(9)</script>", "60" + OPAQUE),
        ("60<script>var a = 9</script>", "60"),
        ("<math><mn>60</mn></math>", "60"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", OPAQUE),
        ("<ol><li>60</ol>", OPAQUE + "60"),
        ("<bdo dir=rtl>60</bdo>", "60" + OPAQUE),
        ("<font color=white>9</font>60", "60"),
        ("<font size=1>12</font>", "12"),
        ('<span style="font-size:10px">1</span><span style="font-size:20px">2</span>', "1" + OPAQUE + "2"),
        ('<span style="font-size:14px">1</span><span style="font-size:16px">2</span>', "12"),
        ('<span style="font-family:a">1</span><b>2</b><span lang=EN-US style="color:red">3</span>', "123"),
        ("<font face=a>1</font><font face=b color=red>2</font>", "12"),
    ],
)
def test_pieces_of_a_cell(inner: str, seen: str) -> None:
    assert cell_of(inner) == seen


@pytest.mark.parametrize("attribute", ['id="n"', 'class="a q"'])
def test_a_script_may_fill_the_cell_itself(attribute: str) -> None:
    head = "<script>document.getElementById('n').innerHTML = 9; $('.q').text(9)</script>"
    assert OPAQUE in cell_of("60", head, attribute)
    assert OPAQUE in cell_of("", head, attribute)


def test_print_as_white_as_the_page_by_its_font_alone() -> None:
    assert cell_of("<font color='#FFFFFF'>60</font>") == OPAQUE
    assert cell_of("<font color=red>60</font>") == "60"


def test_a_style_around_the_cell_is_its_own() -> None:
    assert cell_of("60", attributes='style="color:#fff"') == OPAQUE
    assert cell_of("60", attributes='style="background:#000;color:#fff"') == "60"
    assert cell_of("60", attributes='style="text-decoration:line-through"') == "60" + OPAQUE
    assert cell_of("60", attributes="hidden") == ""


@pytest.mark.parametrize(
    ("inner", "seen"),
    [
        ("解读37<sup>2</sup>篇", "解读37篇"),
        ("收到<s>4</s>3件", "收到3件"),
        ("收到<del>4件</del>3件", "收到3件"),
        ("收到<b>1</b>2件", "收到12件"),
        ("面积10<sup>4</sup>平方米", "面积104" + OPAQUE + "平方米"),
    ],
)
def test_prose_joins_pieces_as_cells_do(inner: str, seen: str) -> None:
    assert line_of(inner) == seen


@pytest.mark.parametrize(
    ("inner", "head", "seen"),
    [
        ('<span style="display:none">60</span>', "", ""),
        ('<span style="color:#fff">60</span>', "", OPAQUE),
        ('<span style="color:#fff">无此项</span>', "", ""),
        ('<span style="color:transparent;text-shadow:0 0 0 #000">60</span>', "", OPAQUE),
        ("60<xmp>9</xmp>", "", "60\n9"),
        ("60<noframes>9</noframes>", "", "60"),
        ("60<noembed>9</noembed>", "", "60"),
        ("60<span><template shadowrootmode=open>9</template></span>", "", "60" + OPAQUE),
        ("60<script type='math/tex'>9</script>", "", "60" + OPAQUE),
        ("60<script>document.currentScript.parentNode.firstChild.nodeValue = 9</script>", "", "60" + OPAQUE),
        ("<font face=Wingdings>60</font>", "", "60" + OPAQUE),
        ("<font face=宋体>60</font>", "", "60"),
        ("<i class=q>9</i>60", "<style>.q::marker{content:'1'}</style>", OPAQUE + "960"),
        (
            "<i class=q>9</i>60",
            "<style>.q:after{content:'';position:absolute;border-top:1px solid}</style>",
            OPAQUE + "960",
        ),
        ("<i class=q>9</i>60", "<style>.q:after{content:'';clear:both}</style>", "960"),
        ("<i style='text-underline-offset:-.5em'>9</i>60", "", "9" + OPAQUE + "60"),
    ],
)
def test_what_browsers_print_hide_and_strike_in_ways_of_their_own(inner: str, head: str, seen: str) -> None:
    assert cell_of(inner, head) == seen


def test_the_caption_of_a_table_stands_above_it() -> None:
    table = "<table><caption>2020年度<br>单位：元</caption>" + "<tr><td>1<td>2</tr>" * 8 + "</table>"
    blocks = walk(html.document_fromstring(f"<html><body><p>甲</p>{table}<p>乙</p></body></html>")).blocks
    assert [placed.block.text for placed in blocks] == ["甲", "2020年度", "单位：元", "", "乙"]


@pytest.mark.parametrize(
    "inner",
    [
        '<p class="MsoNormal" style="margin-left:-5.25pt;margin-right:-5.25pt;text-align:center">60</p>',
        '<div style="margin:0 -8px">60</div>',
        '<span style="position:absolute;right:-9999px">9</span>60',
        '60<i style="position:fixed;bottom:-9999px">9</i>',
        '60<i style="clip-path:circle(0)">9</i>',
        '60<i style="filter:opacity(0%)">9</i>',
        '60<a href="art_12.html#_ftn3">3</a>',
        '60<img src="blank.gif" width="1" height="1">',
    ],
)
def test_what_office_programs_and_sites_print_around_a_figure(inner: str) -> None:
    assert cell_of(inner) == "60"
    assert line_of(f"收到{inner}") == "收到60" or "<p" in inner or "<div" in inner or "<img" in inner


@pytest.mark.parametrize(
    "inner",
    [
        '<img src="a.gif" width="1" height="12">60',
        "60<small>9</small>",
        '60<span style="font-size:smaller">9</span>',
        '<span style="display:inline-block;margin-left:-8px">6</span>0',
        '<i v-text="n"></i>',
        '<span ng-bind="n">60</span>',
    ],
)
def test_digits_that_something_prints_cuts_or_shrinks(inner: str) -> None:
    assert OPAQUE in cell_of(inner)


def test_a_cell_that_a_framework_fills() -> None:
    assert OPAQUE in cell_of("60", attributes='data-bind="text: n"')
