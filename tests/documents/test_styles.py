"""What a page's own styles make of digits: rules of every kind are resolved, or leave the digits unread."""

from __future__ import annotations

import pytest
from lxml import html

from reportscraper.documents.html.blocks import walk
from reportscraper.documents.html.document import read_html

from .test_shown import OPAQUE, cell_of, line_of

NOT_SEEN = [
    "color:rgb(255 255 255)", "color:rgb(0 0 0 / 0%)", "color:hwb(0 100% 0%)", "color:color(srgb 1 1 1)", "color:#0000", "zoom:0.01",
    "position:absolute;right:9999px", "position:absolute;inset:0 auto auto -9999px", "position:absolute;inset-inline-start:-9999px",
    "display:inline-block;transform:scale3d(0,0,0)", "display:inline-block;transform:matrix(0,0,0,0,0,0)",
    "display:inline-block;width:0;overflow-x:hidden", "display:inline-block;width:0;contain:paint", "display:none;display:foo",
    "position:absolute;clip:rect(1px,1px,1px,1px)", "color:canvas", "color:Window", "display:inline-block;height:0;overflow:hidden auto",
    "display:block;height:0;overflow:auto", "visibility:collapse", "display:inline-block;scale:0 1",
]  # fmt: skip

UNSURE = [
    "color:lab(100% 0 0)", "color:var(--a,#fff)", "color:color-mix(in srgb,white,white)", "font-size:calc(1px*0)", "opacity:var(--o)",
    "mix-blend-mode:screen", "-webkit-mask-image:linear-gradient(transparent,transparent)", "text-security:disc", "writing-mode:vertical-rl",
    "font-feature-settings:'sups'", "font-variant-position:super", "font-family:Wingdings", "background:linear-gradient(#000,#000)",
    "background:currentColor", "text-combine-upright:all", "all:unset", "animation:gone 1s", "order:2", "margin-inline-start:-9px",
    "content:url(a.png)", "font-family:zz", "display:list-item;list-style:decimal inside", "perspective:1px", "rotate:180deg",
    "order:1", "translate:100%", "outline:12px solid #fff", "box-shadow:0 0 0 12px #fff", "text-shadow:40px 0 #000", "color:#0000;text-shadow:0 0 #000",
    "-webkit-text-stroke:9px #fff", "color:rgb(from white r g b)", "color:highlight", "font-size-adjust:.01",
]  # fmt: skip

APART = [
    "border-left:30px solid transparent", "margin-inline-start:30px", "padding-inline:2em", "word-spacing:40px", "padding:10px",
    "display:table", "display:list-item", "float:inline-end",
]  # fmt: skip


@pytest.mark.parametrize("style", NOT_SEEN)
def test_more_that_is_not_seen(style: str) -> None:
    assert cell_of(f'60<span style="{style}">9</span>') == "60"
    assert cell_of('60<span class="q">9</span>', f"<style>.q{{{style}}}</style>") == "60"
    assert line_of(f'收到60<span style="{style}">9</span>件') == "收到60件"


@pytest.mark.parametrize("style", UNSURE)
def test_more_that_cannot_be_told(style: str) -> None:
    face = "<style>@font-face{font-family:zz;src:url(a.woff)}</style>"
    assert OPAQUE in cell_of(f'60<span style="{style}">9</span>', face)
    assert OPAQUE in cell_of('60<span class="q">9</span>', f"{face}<style>td .q{{{style}}}</style>")
    assert OPAQUE in line_of(f'收到60<span style="{style}">9</span>件', face)


@pytest.mark.parametrize("style", APART)
def test_more_that_stands_apart(style: str) -> None:
    assert cell_of(f'12<span style="{style}">3</span>').split() == ["12", "3"]


@pytest.mark.parametrize(
    ("rules", "seen"),
    [
        ("@media screen{.q{display:none}}", "60"),
        ("@media only screen and (min-width:100px){.q{display:none}}", "60"),
        ("@media not print{.q{display:none}}", "60"),
        ("@media print, screen{.q{display:none}}", "60"),
        ("@media (max-width:768px){.q{display:none}}", "609"),
        ("@media print{.q{display:none}}", "609"),
        ("@media (hover){.q{display:none}}", OPAQUE),
        ("@container (min-width:0){.q{display:none}}", OPAQUE),
        ("@scope (table){.q{display:none}}", OPAQUE),
        ("@layer a{.q{display:none}}", "60"),
        (".q{display:none}@layer a{td .q{display:inline}}", "60"),
        ("@layer b,a;@layer a{.q{display:none}}@layer b{.q{display:inline}}", OPAQUE),
        ("@layer a{.q{display:none!important}}.q{display:inline!important}", OPAQUE),
        ("@supports not (display:grid){.q{display:none}}", OPAQUE),
        ("td{color:red; & .q{display:none}}", OPAQUE),
        ("td{.q{display:none}}", OPAQUE),
        ("td :nth-of-type(1){display:none}", OPAQUE),
        ("td:has(.q) .q{display:none}", "60"),
        ("[class^=q]{display:none!important}", "60"),
        (".q{display:none}.q{display:inline}", "609"),
        (".q::after{content:'.';visibility:hidden;height:0;display:block}", "609"),
        ("td::before{content:'9'}", OPAQUE),
        ("@font-face{font-family:zz;src:url(a)}td{font-family:zz}", OPAQUE),
        ("@font-face{font-family:zz;src:url(a)}body{font-family:zz}", OPAQUE),
        ("td{display:flex;flex-direction:row-reverse}", OPAQUE),
    ],
)
def test_rules_of_sheets(rules: str, seen: str) -> None:
    found = cell_of('60<span class="q">9</span>', f"<style>{rules}</style>")
    assert found == seen or (seen == OPAQUE and OPAQUE in found)


def test_sheets_that_are_none_or_for_print_say_nothing() -> None:
    for head in (
        "<style media=print>.q{display:none}</style>",
        "<style type=text/template>.q{display:none}</style>",
        "<noscript><style>.q{display:none}</style></noscript>",
    ):
        assert cell_of('60<span class="q">9</span>', head) == "609"
    assert cell_of('60<span class="q">9</span>', "<style media='print,screen'>.q{display:none}</style>") == "60"


@pytest.mark.parametrize(
    ("inner", "attributes", "seen"),
    [
        ("<font color=yellow>9</font>60", "bgcolor=yellow", "60"),
        ("<font color=eeeeee>9</font>60", "bgcolor=#eeeeee", "60"),
        ("", "background=60.png", OPAQUE),
        ("", 'style="background:url(60.png)"', OPAQUE),
        ("<i style='background-image:url(60.png)'>&nbsp;</i>", "", OPAQUE),
        ("<input placeholder=60>", "", OPAQUE),
        ("<input value=6099 size=2>", "", OPAQUE),
        ("<input value=6099 style='border:0;width:1ch'>", "", OPAQUE),
        ("<input value=60 size=4 style='width:99%'>", "", "60"),
        ("<div style='position:relative;top:-30px'>60</div>", "", OPAQUE),
        ("60<hr style='margin-top:-10px'>", "", OPAQUE),
        ("<ul style='list-style:decimal'><li>60</li></ul>", "", OPAQUE),
        ("<ul style='list-style-type:\"7\"'><li>60</li></ul>", "", OPAQUE),
        ("<ul style='list-style:square inside'><li>60</li></ul>", "", "60"),
        ("<div style='overflow:hidden;height:1%'>60</div>", "", "60"),
        ("<span style='color:windowtext'>60</span>", "", "60"),
        ("60<dialog>9</dialog>", "", "60"),
        ("60<dialog open>9</dialog>", "", OPAQUE),
        ("60<span popover>9</span>", "", "60"),
        ("<ruby>60<rtc>9</rtc></ruby>", "", "60"),
        ("60<font size=1>9</font>", "", OPAQUE),
        ("60<font size=-7>9</font>", "", OPAQUE),
        ("<div style='width:10px;overflow:hidden'>6099</div>", "", OPAQUE),
        ("<div style='width:100px;overflow:hidden'>60</div>", "", "60"),
        ("<div style='width:13px;overflow:hidden'>60</div>", "", OPAQUE),
        ("<b style='display:inline-block;width:.7em;overflow:auto'>60</b>", "", OPAQUE),
        ("<div style='height:6px;overflow:hidden'>60</div>", "", OPAQUE),
        ("<div style='line-height:0;overflow:hidden'>60</div>", "", OPAQUE),
        ("<div style='height:18px;overflow:hidden'><br>60</div>", "", OPAQUE),
        ("<div style='height:18px;overflow:hidden'><i style='padding-top:20px'>60</i></div>", "", OPAQUE),
        ("<div style='height:18px;overflow:hidden'><b>60</b></div>", "", "60"),
        ("<p style='text-indent:-9px;overflow:hidden'>60</p>", "", OPAQUE),
        ("<p style='text-indent:-60px'>60</p>", "", OPAQUE),
        ("<p style='text-indent:-21pt;margin-left:21pt'>60</p>", "", "60"),
        ("60", "bgcolor=#000000", OPAQUE),
        ('<q style=\'quotes:"7" "7"\'>60</q>', "", OPAQUE),
        (
            "<b style='position:relative'>60<i style='position:absolute;right:0;width:.6em;background:#fff'></i></b>",
            "",
            OPAQUE,
        ),
        ("60<i style='display:inline-block;margin-left:-.6em;width:.6em;background:#fff'></i>", "", OPAQUE),
        ("<div>60<hr style='position:absolute;top:8px'></div>", "", OPAQUE),
        ("<b style='position:relative'>60</b>", "", "60"),
        ("<s>9<b style='display:inline-block'>60</b></s>", "", "60"),
        ("<s>9<b style='float:left'>8</b></s>60", "", "8 60"),
        ("<s><input value=8></s>60", "", "8 60"),
        ("<s>无此项</s>", "", OPAQUE),
        ("<div style='display:flex'><b style='order:2'>6</b><b>0</b></div>", "", OPAQUE),
        ("<div style='display:grid'><b>6</b><b>0</b></div>", "", "6\n\n0"),
        ("<b style='font-size:14px'>60</b>", "style='font-size:0'", "60"),
        ("9<b style='visibility:visible'>60</b>", "style='visibility:hidden'", "60"),
        ("<b style='color:#000'>60</b>", "style='color:transparent'", "60"),
    ],
)
def test_cells_of_other_kinds(inner: str, attributes: str, seen: str) -> None:
    found = cell_of(inner, attributes=attributes)
    assert found.split() == seen.split() or (seen == OPAQUE and OPAQUE in found)


@pytest.mark.parametrize(
    "script",
    [
        "document.querySelector('td .q').textContent='60'",
        "q.innerHTML = 60",
        "document.getElementById('q').style.display='none'",
        "document.getElementById('q').remove()",
        "$('#q').hide()",
        "q.value = 60; q.innerHTML = q.value",
    ],
)
def test_scripts_that_write_or_hide(script: str) -> None:
    assert OPAQUE in cell_of("6<span class=q id=q>9</span>", f"<script>{script}</script>")


def test_what_moves_with_its_table_is_read() -> None:
    page = "<div style='position:absolute;left:10px'><div style='animation:in 1s'><table><tr><td>a<td>{}</tr>{}</table></div></div>"
    text = page.format("6<b>0</b>", "<tr><td>1<td>2</tr>" * 8)
    [grid] = [placed.block.grid for placed in walk(html.document_fromstring(text)).blocks if placed.block.grid]
    assert grid.cells[1].text == "60"


def test_a_column_out_of_sight() -> None:
    text = "<table><colgroup><col><col style='visibility:collapse'></colgroup>" + "<tr><td>a<td>1<td>2</tr>" * 8
    [grid] = [
        placed.block.grid for placed in walk(html.document_fromstring(text + "</table>")).blocks if placed.block.grid
    ]
    assert [cell.hidden for cell in grid.cells[:3]] == [False, True, False]


def test_a_paragraph_that_is_struck_or_white() -> None:
    assert OPAQUE in line_of("<del>收到60件</del>")
    root = html.document_fromstring(
        "<body><p style='text-decoration:line-through'>收到60件</p><p style='color:#fff'>9件</p></body>"
    )
    assert [placed.block.text for placed in walk(root).blocks if not placed.hidden] == ["收到60件" + OPAQUE]


@pytest.mark.parametrize(
    "rules",
    [
        "html{filter:grayscale(100%);-webkit-filter:grayscale(1);filter:gray}",
        "html{filter:progid:DXImageTransform.Microsoft.BasicImage(grayscale=1)}",
        "body{background:linear-gradient(#eef,#fff);color:var(--text);font-size:calc(14px + .1vw);margin:var(--room)}",
        "table{transform:translateZ(0);animation:in 1s;opacity:.99}",
        "body>*{transform:translate3d(0,0,0);position:absolute}",
    ],
)
def test_what_a_page_does_with_all_of_it_leaves_its_digits(rules: str) -> None:
    assert cell_of("6<b>0</b>", f"<style>{rules}</style>") == "60"


@pytest.mark.parametrize(
    "rules", ["table{transform:rotate(180deg)}", "body{transform:scaleX(-1)}", "html{filter:blur(9px)}"]
)
def test_a_page_that_is_turned_is_not_read(rules: str) -> None:
    assert OPAQUE in cell_of("60", f"<style>{rules}</style>")


@pytest.mark.parametrize("link", ["rel=stylesheet", "rel=preload as=style onload=\"this.rel='stylesheet'\""])
def test_a_digit_that_a_sheet_elsewhere_may_print(link: str) -> None:
    head = f"<link {link} href=a.css>"
    assert OPAQUE in cell_of('60<span class="q">9</span>', head)
    assert OPAQUE in cell_of('<i class="icon-6"></i>329', head)
    assert cell_of('<i class="icon-6"></i>', head) == ""
    assert cell_of('<i class="MsoNormal"></i>329', head) == "329"


OVER = "position:fixed;inset:0;background:#fff"


@pytest.mark.parametrize(
    ("head", "around", "is_covered"),
    [
        ("", f"{{}}<div style='{OVER}'>请登录</div>", True),
        ("<style>.o{position:fixed;top:0;left:0;width:100%;height:100vh;background:white}</style>", "{}<div class=o></div>", True),
        ("", f"<div style='{OVER};z-index:9'></div>{{}}", True),
        ("", "<div style='position:relative'>{}<b style='position:absolute;inset:0;background:#fff'></b></div>", True),
        (f"<style>body::before{{content:'';{OVER}}}</style>", "{}", True),
        ("<style>table::after{content:'';position:absolute;inset:0;background:#fff}</style>", "{}", True),
        ("", f"<div style='{OVER}'></div>{{}}", False),
        ("", f"{{}}<div style='{OVER};z-index:-1'></div>", False),
        ("", f"{{}}<div style='{OVER};display:none'></div>", False),
        ("", f"{{}}<div style='{OVER};left:100%'></div>", False),
        ("", "{}<div style='position:fixed;inset:0;background:rgba(0,0,0,.5)'></div>", False),
        ("", "{}<div style='position:fixed;top:0;left:0;width:100%;height:60px;background:#fff'></div>", False),
        ("", f"<div style='{OVER}'>{{}}</div>", False),
        ("", "{}<p><b style='position:absolute;inset:0;background:#fff'></b></p>", False),
        ("<style>body{display:none}</style>", "{}", True),
        ("<style>td{visibility:hidden}</style>", "{}", True),
    ],
)  # fmt: skip
def test_tables_that_the_page_covers_or_hides_are_marked(head: str, around: str, *, is_covered: bool) -> None:
    table = "<table>" + "<tr><td>a<td>1<td>2</tr>" * 8 + "</table>"
    found = read_html(
        f"<html><head>{head}</head><body><p>{'现将有关情况报告如下。' * 3}</p>{around.format(table)}</body></html>"
    )
    [grid] = [block.grid for block in found.blocks if block.grid]
    assert all(cell.hidden for cell in grid.cells) is is_covered


def test_values_that_have_a_name_are_put_in_their_place() -> None:
    head = "<style>:root{--none:none;--ink:#333;--paper:var(--white);--white:#fff}.q{display:var(--none)}</style>"
    assert cell_of('60<b class="q">9</b>', head) == "60"
    assert cell_of('60<b style="color:var(--paper)">9</b>', head) == "60"
    assert cell_of("60", f"{head}<style>body,td{{color:var(--ink);background:var(--paper)}}</style>") == "60"
    assert line_of('收到<b style="color:var(--ink,red)">60</b>件', head) == "收到60件"
    assert cell_of('<b style="font-size:var(--articleFontsize)">60</b>') == "60"
    # A part of the page has a value of its own; without one the fallback counts, or what stands around.
    dark = "<style>.dark{--ink:#fff}:root{--ink:#333}.dim{--ink:initial}</style>"
    assert cell_of('<b style="color:var(--ink)">60</b>', dark) == "60"
    assert cell_of('60<b class="dark" style="color:var(--ink)">9</b>', dark) == "60"
    assert cell_of('60<b class="dim" style="color:var(--ink,#fff)">9</b>', dark) == "60"
    assert cell_of('60<b style="--ink:#fff;color:var(--ink)">9</b>') == "60"
    assert cell_of('<b style="color:var(--ink)">60</b>', "<style>.dark{--ink:#fff}</style>") == "60"
    # What depends on a condition that is not known here is not known, nor is a name without a value.
    odd = "<style>@supports (a:b){:root{--ink:#fff}}</style>"
    assert OPAQUE in cell_of('<b style="color:var(--ink)">60</b>', odd)
    sheet = "<link rel=stylesheet href=a.css><style>.dark{--ink:#fff}</style>"
    assert OPAQUE in cell_of('<b style="color:var(--ink)">60</b>', sheet)
    assert OPAQUE in cell_of('<b style="color:var(--ink)">60</b>')
    assert OPAQUE in cell_of('<b style="color:var(--a)">60</b>', "<style>:root{--a:var(--b);--b:var(--a)}</style>")


def test_fonts_that_a_page_names_without_bringing_them() -> None:
    office = "<style>@font-face{font-family:仿宋_GB2312;panose-1:2 1 6 9 3 1 1 1 1 1}</style>"
    assert cell_of('<span style="font-family:仿宋_GB2312">60</span>', office) == "60"
    brought = "<style>@font-face{font-family:num;src:url(a.woff)}</style>"
    assert OPAQUE in cell_of('<span style="font-family:num">60</span>', brought)
    assert OPAQUE in cell_of("60", "<style>body{font-family:Wingdings}</style>")


def test_a_rule_shows_what_an_attribute_hides() -> None:
    assert cell_of("60<b hidden class=q>9</b>", "<style>.q{display:inline}</style>") == "609"
    assert cell_of("60<b hidden class=q>9</b>", "<style>.q{color:red}</style>") == "60"


def test_names_that_a_word_processor_counts_tell_nothing() -> None:
    assert cell_of('<span class="15">6</span><span class="17">0</span>', "<link rel=stylesheet href=a.css>") == "60"


def test_what_frameworks_of_style_do_to_every_table_leaves_its_figures_seen() -> None:
    bootstrap = (
        ":root,[data-bs-theme=light]{--bs-body-color:#212529;--bs-body-bg:#fff}[data-bs-theme=dark]{--bs-body-color:#dee2e6}"
        "body{color:var(--bs-body-color);background-color:var(--bs-body-bg)}"
        "table{--bs-table-color-type:initial;--bs-table-color-state:initial;--bs-table-bg-state:initial;--bs-table-bg:var(--bs-body-bg)}"
        "td{color:var(--bs-table-color-state,var(--bs-table-color-type,var(--bs-body-color)));background-color:var(--bs-table-bg);"
        "box-shadow:inset 0 0 0 9999px var(--bs-table-bg-state,rgba(0,0,0,.05))}"
    )
    assert cell_of("60", f"<style>{bootstrap}</style>") == "60"
    for rules in [
        "@media (prefers-color-scheme:dark){body,td{color:#fff;background:#000}}",
        "@media (prefers-reduced-motion:reduce){*{animation:none 1s}}",
        "body{font-feature-settings:'kern','liga' 1, \"tnum\"}",
        "td{font-family:-apple-system,'Segoe UI',sans-serif,'Segoe UI Symbol','Noto Color Emoji'}",
        "::-webkit-scrollbar-thumb:vertical{display:none}",
        "a:focus-visible,*:focus-within{opacity:0}",
        "td,.x:-moz-focusring{color:#333}",
    ]:
        assert cell_of("60", f"<style>{rules}</style>") == "60"


@pytest.mark.parametrize(
    "rules",
    [
        "td{font-feature-settings:'sups'}",
        "td{font-family:Symbol,serif}",
        "td:not(:focus-within){opacity:.2}",
        "td{box-shadow:0 0 0 99px #fff}",
        "@media (prefers-color-scheme:light){td{opacity:.2}}",
    ],
)
def test_what_looks_like_a_framework_and_changes_figures(rules: str) -> None:
    assert OPAQUE in cell_of("60", f"<style>{rules}</style>")


def test_an_inner_shadow_is_a_ground() -> None:
    assert cell_of("60<b class=q>9</b>", "<style>.q{box-shadow:inset 0 0 0 99px #fff;color:#fff}</style>") == "60"
    assert cell_of("60<b class=q>9</b>", "<style>.q{box-shadow:inset 0 0 0 99px #000}</style>") == "60"
    assert cell_of("60<b class=q>9</b>", "<style>.q{box-shadow:inset 0 0 3px rgba(0,0,0,.1)}</style>") == "609"


@pytest.mark.parametrize(
    "head",
    [
        '<link rel=stylesheet href="data:text/css,.q{display:none}">',
        '<link rel=stylesheet href="data:text/css;charset=utf-8,.q%7Bdisplay%3Anone%7D">',
        '<link rel=stylesheet href="data:text/css;base64,LnF7ZGlzcGxheTpub25lfQ==">',
        "<style>@import url('data:text/css,.q{display:none}');</style>",
        '<style>@import "data:text/css;base64,LnF7ZGlzcGxheTpub25lfQ==" screen;</style>',
        '<style>.q{display:inline}</style><link rel=stylesheet href="data:text/css,.q{display:none}">',
    ],
)
def test_a_sheet_that_stands_in_its_own_address_is_read(head: str) -> None:
    assert cell_of("60<b class=q>9</b>", head) == "60"


@pytest.mark.parametrize(
    "head",
    [
        '<link rel=stylesheet media=print href="data:text/css,.q{display:none}">',
        '<link rel="alternate stylesheet" title=x href="data:text/css,.q{display:none}">',
        "<style>@import url('data:text/css,.q{display:none}') print;</style>",
        '<link rel=stylesheet href="data:text/css,.q{display:none}"><style>.q{display:inline}</style>',
    ],
)
def test_a_sheet_in_its_own_address_that_has_no_say(head: str) -> None:
    assert cell_of("60<b class=q>9</b>", head) == "609"
