"""What a page's own scripts may fill, replace or hide is not read as it is printed, however they name it."""

from __future__ import annotations

import pytest
from lxml import html

from reportscraper.documents.html.blocks import walk

from .test_shown import OPAQUE, cell_of, line_of

LINK = '<link rel="stylesheet" href="/site.css">'


def texts_of(script: str, *, table: str = "<table id=t class=c>", row: str = "<tr>") -> list[str]:
    """The cells of a table's second row on a page with a script."""
    rows = f"<tr><td>事项名称<td>件数</tr>{row}<td>办结数量<td>60</tr>" + "<tr><td>1<td>2</tr>" * 8
    page = f"<html><body><div id=around>{table}{rows}</table></div><script>{script}</script></body></html>"
    [grid] = [placed.block.grid for placed in walk(html.document_fromstring(page)).blocks if placed.block.grid]
    return [cell.text for cell in grid.cells[2:4]]


@pytest.mark.parametrize(
    "script",
    [
        "document.getElementsByTagName('td')[3].innerHTML='9'",
        "var t=document.getElementsByTagName('td');\nfor(var i=0;i<t.length;i++){t[i].innerHTML='9'}",
        "document.querySelectorAll('table td').forEach(c => { if (c.textContent == '60') c.textContent = '9' })",
        "$('td').each(function(){ var k = 1; $(this).text(k) })",
        "$('tr:eq(1)').hide()",
        "document.querySelector('table').rows[1].cells[1].innerHTML='9'",
        "var t=document.querySelectorAll('table')[0]; var r=t.rows[1]; r.cells[1].textContent='9'",
        "document.getElementById('t').deleteRow(1)",
        "document.getElementsByTagName('tr')[1].style.display='none'",
        "var t=document.getElementById('t');t.innerHTML=t.innerHTML.replace('60','9')",
        "document.querySelector('.c').outerHTML=x",
        "document.body.innerHTML=document.body.innerHTML.replace('60','75')",
        "document.querySelector('#around').innerHTML='<table><tr><td>9</td></tr></table>'",
        "(function f(e){for(var c of e.childNodes){if(c.nodeType==3)c.nodeValue=c.nodeValue.replace('60','9');else f(c)}})(x)",
        "document.querySelector('tr:nth-child(2) > td:last-child').textContent='9'",
        "document.querySelectorAll('tbody')[0].remove()",
    ],
)
def test_tables_and_rows_that_a_script_writes_to_are_not_read_but_for_their_words(script: str) -> None:
    assert texts_of(script) == ["办结数量", "60" + OPAQUE]


@pytest.mark.parametrize(
    "script",
    [
        "function p(){var b=document.body.innerHTML;var s='<!--start-->';document.body.innerHTML=b;window.print()}",
        "document.getElementById('around').style.fontSize=size+'px'",
        "$('#around').html($('#around').html().replace(/&nbsp;/g,''))",
        "$('#around table').css('width','100%')",
        "$('td').each(function(){ if ($(this).text() == '') $(this).attr('x', 1) })",
        "$('#around table').wrap('<div></div>').attr('border', 1)",
        "$('#elsewhere td').text('9')",
        "document.getElementById('counter').innerHTML='9'",
    ],
)
def test_what_sites_do_to_every_page_leaves_its_figures(script: str) -> None:
    assert texts_of(script) == ["办结数量", "60"]


def test_a_row_that_a_script_writes_to_leaves_the_others() -> None:
    script = "var r = document.getElementById('r'); r.innerHTML = '<td>甲<td>9'"
    assert texts_of(script, row="<tr id=r>")[1] == "60" + OPAQUE
    assert texts_of(script)[1] == "60"


@pytest.mark.parametrize(
    ("inner", "script"),
    [
        ("<i id=f12>60</i>", "document.getElementById('f'+k).innerHTML='9'"),
        ("<i id=f12>60</i>", "document.getElementById(`f${k}`).innerHTML='9'"),
        ("<i id=a_n>60</i>", "document.getElementById(k + '_n').innerHTML='9'"),
        ("<i id=b>60</i>", "for(var k in m){document.getElementById(k).innerHTML=m[k]}"),
        ("<i class=zz>60</i>", "document.getElementsByClassName('zz')[0].innerHTML='9'"),
        ("<i name=zz>60</i>", "document.getElementsByName('zz')[0].innerHTML='9'"),
        ("<i id=zz>60</i>", "zz.firstChild.nodeValue='9'"),
        ("<i id=zz>60</i>", "document.getElementById('zz').hidden=true"),
        ("<i>60</i>", "document.querySelector('td > *').textContent='9'"),
        ("<i data-n=1>60</i>", "document.querySelector('[data-n]').textContent='9'"),
        ("<p>60</p>", "$('th,p').text('9')"),
        ("<p>60</p>", "document.querySelectorAll('td, p').forEach(c => c.textContent = '9')"),
        ("<p>60</p>", '$("td:nth-child(2),th").text(9)'),
        ("<i class=zz>60</i>", "$(\"i[class='zz']\").text(9)"),
        ("<i class=zz>60</i>", "document.querySelector('i[class=\"zz\"]').textContent = 9"),
        ("<i class=zz>60</i>", "$('td i[class^=\"z\"], #q').html('9')"),
        ("60<i class=zz>9</i>", "document.styleSheets[0].insertRule('.zz{display:none}')"),
        ("60<i class=zz>9</i>", "s=document.createElement('style');s.textContent='.zz{display:none}'"),
    ],
)
def test_cells_that_a_script_finds_in_other_ways(inner: str, script: str) -> None:
    assert OPAQUE in cell_of(inner, f"<script>{script}</script>")


@pytest.mark.parametrize("binding", ["v-text=n", "v-show=n", "v-if=n", "v-else", "ng-hide=n", "x-show=n"])
def test_what_a_framework_may_fill_or_hide_is_told(binding: str) -> None:
    page = f"<html><body><table><tr><td>1<td>2<tr><td>甲<td {binding}>60<tr {binding}><td>乙<td>61<tr><td>丙<td>62</table></body></html>"
    source = page.encode()
    [grid] = [placed.block.grid for placed in walk(html.document_fromstring(page), source).blocks if placed.block.grid]
    assert [OPAQUE in cell.text for cell in grid.cells[3::2]] == [True, True, False]


BLANK_LINES = (
    "$('p').each(function(){ if(COND){ $(this).remove(); } });",
    "$('body p').each(function(){if(COND)$(this).hide()})",
)


@pytest.mark.parametrize("script", BLANK_LINES)
@pytest.mark.parametrize(
    "condition",
    ["$.trim($(this).text())==''", "$(this).html() == '&nbsp;'", "$(this).text().replace(/\\s/g,'') === \"\""],
)
def test_a_script_that_takes_out_blank_paragraphs_leaves_the_others(script: str, condition: str) -> None:
    assert cell_of("<p>60</p>", f"<script>{script.replace('COND', condition)}</script>") == "60"


def test_a_loop_over_blank_paragraphs_leaves_the_others() -> None:
    loop = "var p=document.querySelectorAll('p');for(var i=0;i<9;i++){if(p[i].innerHTML=='')p[i].style.display='none';}"
    assert cell_of("<p>60</p>", f"<script>{loop}</script>") == "60"


@pytest.mark.parametrize("script", BLANK_LINES)
@pytest.mark.parametrize(
    "condition",
    ["$(this).text() == '60'", "location.hash == ''", "$(this).text() == '' || k", "$(this).prev().text() == ''"],
)
def test_a_script_that_takes_out_other_paragraphs_is_told(script: str, condition: str) -> None:
    assert OPAQUE in cell_of("<p>60</p>", f"<script>{script.replace('COND', condition)}</script>")


def test_a_blank_cell_taken_out_moves_its_row() -> None:
    script = "$('td,p').each(function(){ if($(this).text()=='') $(this).remove() })"
    assert OPAQUE in cell_of("<p>60</p>", f"<script>{script}</script>")


def test_what_runs_without_a_script_element_and_what_writes_to_lines() -> None:
    page = "<body onload=\"document.getElementById('n').innerHTML=9\"><p>收到<b id=n>60</b>件</p></body>"
    assert OPAQUE in "".join(each.block.text for each in walk(html.document_fromstring(page)).blocks)
    script = "<script>document.getElementsByTagName('p')[0].innerHTML='收到9件'</script>"
    assert OPAQUE in line_of("收到60件", script)
    assert line_of("收到60件", "<script>document.getElementById('n').innerHTML=9</script>") == "收到60件"


@pytest.mark.parametrize(
    ("inner", "head", "seen"),
    [
        ('60<span class="q">9</span>', LINK, "60" + OPAQUE + "9"),
        ('<b id="q">60</b>9', LINK, "60" + OPAQUE + "9"),
        ('60<span class="q">9</span>', "<style>@import url(a.css);</style>", "60" + OPAQUE + "9"),
        ('<i class="q">6</i><i class="q"><b>0</b></i>', LINK, "60"),
        ('<i class="GramE">6</i><b class="font5">0</b><i class="MsoNormal">1</i>', LINK, "601"),
        ('<i class="q">6</i>0', LINK + "<style>.q{color:red}</style>", "60"),
        ('<i class="q">60</i>件', LINK, "60件"),
        ('60<span class="q">9</span>', LINK.replace("<link", "<link media=print"), "609"),
        ('60<span class="q">9</span>', "", "609"),
    ],
)
def test_digits_under_names_that_a_sheet_elsewhere_may_hide_are_no_sure_part_of_the_number(
    inner: str, head: str, seen: str
) -> None:
    assert cell_of(inner, head) == seen
    assert line_of(inner, head) == seen
