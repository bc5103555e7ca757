"""The digits of a Word paragraph as a reader sees them."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from reportscraper.documents.office.docx import read_docx
from reportscraper.documents.office.docx_numbers import Numbers
from reportscraper.documents.office.docx_styles import RunStyles
from reportscraper.documents.office.docx_tables import cells_of
from reportscraper.documents.office.docx_text import text_of
from reportscraper.documents.office.wordml import WordStyles, whole

from .samples import container, entries_of, word_file

OPAQUE = "\ufffc"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
STYLES = etree.fromstring(
    f"<w:styles {SPACES}><w:style w:styleId='sized'><w:rPr><w:sz w:val='20'/></w:rPr></w:style><w:style w:styleId='gone'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:styleId='heir'><w:basedOn w:val='gone'/></w:style>"
    "<w:style w:styleId='own'><w:basedOn w:val='own'/><w:rPr><w:b/></w:rPr></w:style></w:styles>"
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


CELL_STYLES = (
    "<w:style w:type='table' w:styleId='veiled'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:type='table' w:styleId='banded'><w:tblStylePr w:type='band1Horz'><w:rPr><w:strike/></w:rPr></w:tblStylePr></w:style>"
    "<w:style w:type='table' w:styleId='heir'><w:basedOn w:val='banded'/></w:style>"
    "<w:style w:type='table' w:styleId='bold'><w:tblStylePr w:type='firstRow'><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>"
    "<w:style w:type='table' w:styleId='white'><w:rPr><w:color w:val='FFFFFF'/></w:rPr></w:style>"
    "<w:style w:type='table' w:styleId='dots'><w:rPr><w:sz w:val='2'/></w:rPr></w:style>"
    "<w:style w:type='table' w:styleId='last'><w:tblStylePr w:type='lastCol'><w:rPr><w:color w:val='FFFFFF'/></w:rPr></w:tblStylePr></w:style>"
    "<w:style w:type='table' w:styleId='dark'><w:tblStylePr w:type='firstRow'><w:rPr><w:color w:val='FFFFFF'/></w:rPr>"
    "<w:tcPr><w:shd w:val='clear' w:fill='000000'/></w:tcPr></w:tblStylePr></w:style>"
    "<w:style w:type='table' w:styleId='pushed'><w:pPr><w:ind w:left='20000'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='out'><w:pPr><w:ind w:left='-4000'/></w:pPr></w:style>"
)


def cell_text(
    content: str,
    *,
    style: str = "",
    row: str = "",
    cell: str = "",
    table: str = "",
    styles: str = CELL_STYLES,
    defaults: str = "",
) -> str:
    """What is read of a table's only cell."""
    told = etree.fromstring(
        f"<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault></w:docDefaults>{styles}</w:styles>"
    )
    named = f"<w:tblStyle w:val='{style}'/>" if style else ""
    table = etree.fromstring(
        f"<w:tbl {SPACES}><w:tblPr>{named}{table}</w:tblPr><w:tr><w:trPr>{row}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr>{content}</w:tc></w:tr></w:tbl>"
    )
    return cells_of(table, Numbers(None, WordStyles()), RunStyles(WordStyles(told)))[0].text


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def tabbed(stop: str) -> str:
    return para("60", f"<w:tabs>{stop}</w:tabs>").replace("<w:r>", "<w:r><w:tab/></w:r><w:r>")


USUAL = "<w:style w:type='paragraph' w:default='1' w:styleId='usual'><w:rPr><w:{}/></w:rPr></w:style>"
EXACT = "<w:trHeight w:val='{}' w:hRule='exact'/>"


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ({"style": "veiled"}, OPAQUE),
        ({"style": "banded"}, "60" + OPAQUE),
        ({"style": "heir"}, "60" + OPAQUE),
        ({"style": "bold"}, "60"),
        ({"defaults": "<w:strike/>"}, "60" + OPAQUE),
        ({"defaults": "<w:sz w:val='44'/>"}, "60"),
        ({"styles": USUAL.format("vanish")}, OPAQUE),
        ({"styles": USUAL.format("b")}, "60"),
        # Of two usual styles the last counts, as LibreOffice paints it.
        ({"styles": USUAL.format("vanish") + USUAL.format("b").replace("usual", "other")}, "60"),
        ({"styles": USUAL.format("b") + USUAL.format("vanish").replace("usual", "other")}, OPAQUE),
        ({"row": EXACT.format(60)}, "60" + OPAQUE),
        ({"defaults": "<w:sz w:val='2'/>"}, OPAQUE),
        ({"defaults": "<w:rFonts w:ascii='Wingdings'/>"}, "60" + OPAQUE),
        ({"style": "white"}, OPAQUE),
        ({"style": "last"}, "60" + OPAQUE),
        ({"style": "dark"}, "60"),
        ({"style": "dots"}, OPAQUE),
        ({"style": "pushed"}, "60" + OPAQUE),
        ({"cell": "<w:tcBorders><w:tl2br w:val='single'/></w:tcBorders>"}, "60" + OPAQUE),
        ({"cell": "<w:tcBorders><w:tl2br w:val='nil'/></w:tcBorders>"}, "60"),
        ({"cell": "<w:shd w:val='solid' w:color='auto' w:fill='auto'/>"}, "60"),
        ({"row": EXACT.format(300)}, "60"),
        ({"cell": "<w:tcMar><w:left w:w='20000' w:type='dxa'/></w:tcMar>"}, "60" + OPAQUE),
        ({"cell": "<w:tcMar><w:start w:w='20000' w:type='dxa'/></w:tcMar>"}, "60" + OPAQUE),
        ({"cell": "<w:tcMar><w:left w:w='108' w:type='dxa'/></w:tcMar>"}, "60"),
        ({"cell": "<w:tcMar><w:top w:w='3000' w:type='dxa'/></w:tcMar>", "row": EXACT.format(400)}, "60" + OPAQUE),
        ({"cell": "<w:hMerge w:val='continue'/>"}, "60" + OPAQUE),
        ({"cell": "<w:hMerge/>"}, "60" + OPAQUE),
        ({"cell": "<w:hMerge w:val='restart'/>"}, "60"),
        ({"table": "<w:tblCellMar><w:left w:w='20000' w:type='dxa'/></w:tblCellMar>"}, "60" + OPAQUE),
        ({"table": "<w:tblInd w:w='-20000' w:type='dxa'/>"}, "60" + OPAQUE),
        ({"table": "<w:tblInd w:w='-108' w:type='dxa'/>"}, "60"),
        ({"table": "<w:tblpPr w:horzAnchor='page' w:tblpX='-20000' w:tblpY='1'/>"}, "60" + OPAQUE),
        ({"table": "<w:tblpPr w:vertAnchor='page' w:tblpXSpec='center' w:tblpY='2461'/>"}, "60"),
    ],
)
def test_what_styles_of_tables_and_defaults_do_to_a_figure(told: dict[str, str], seen: str) -> None:
    assert cell_text(para("60"), **told) == seen


def test_a_figure_that_is_struck_stands_no_more_where_another_stands_below_it() -> None:
    struck = f"<w:p>{run('9', '<w:strike/>')}</w:p>"
    assert cell_text(struck + para("60")) == "60"
    assert cell_text(struck + para("")) == "9" + OPAQUE
    assert cell_text(struck + para("60") + para("7")) == "60\n7"


def test_a_paragraph_for_newer_programs_is_kept_once() -> None:
    assert cell_text(both(para("60"), para("60"))) == "60"
    assert cell_text(both(para("9"), para("60"), needs="zz")) == "60"


@pytest.mark.parametrize(
    ("content", "row", "seen"),
    [
        (para("60", "<w:ind w:left='-4000'/>"), "", OPAQUE),
        (para("60", "<w:ind w:left='0' w:hanging='4000'/>"), "", OPAQUE),
        (para("60", "<w:ind w:start='-4000'/>"), "", OPAQUE),
        (para("60", "<w:pStyle w:val='out'/>"), "", OPAQUE),
        (para("60", "<w:ind w:left='420' w:hanging='420'/>"), "", "60"),
        (para("60", "<w:ind w:left='-105'/>"), "", "60"),
        (para("60", "<w:ind w:left='3000'/>"), "", OPAQUE),
        (para("60", "<w:spacing w:line='20' w:lineRule='exact'/>"), "", OPAQUE),
        (para("60", "<w:spacing w:line='300' w:lineRule='exact'/>"), "", "60"),
        (para("60", "<w:spacing w:before='2000'/>"), EXACT.format(300), OPAQUE),
        (para("") + para("60"), EXACT.format(260), OPAQUE),
        (para("60") + para(""), EXACT.format(260), "60"),
        (para("6" * 30), EXACT.format(260), OPAQUE),
        (para("6" * 30), "", "6" * 30),
        (para("60") + para(""), "<w:trHeight w:val='100'/>", "60"),
        (para("60", "<w:framePr w:w='10' w:x='9000'/>"), "", OPAQUE),
        (para("60", "<w:ind w:leftChars='-3000' w:left='0'/>"), "", OPAQUE),
        (para("60", "<w:ind w:firstLineChars='200' w:firstLine='9999'/>"), "", "60"),
        (para("60", "<w:ind w:right='3000'/>"), "", OPAQUE),
        (tabbed("<w:tab w:val='left' w:pos='20000'/>"), "", OPAQUE),
        (tabbed("<w:tab w:val='left' w:pos='900' w:leader='hyphen'/>"), "", OPAQUE),
        (tabbed("<w:tab w:val='left' w:pos='900'/>"), "", "60"),
        (para("60", "<w:tabs><w:tab w:val='left' w:pos='20000'/></w:tabs>"), "", "60"),
        (para("60", "<w:ind w:right='-6000'/><w:jc w:val='right'/>"), "", OPAQUE),
        (para("60", "<w:ind w:right='-108'/><w:jc w:val='center'/>"), "", "60"),
    ],
)
def test_print_that_is_pushed_out_of_its_cell_is_not_read(content: str, row: str, seen: str) -> None:
    found = cell_text(content, row=row, cell="<w:tcW w:w='2000' w:type='dxa'/>")
    assert found == seen or (seen == OPAQUE and OPAQUE in found)


def field(code: str, result: str) -> str:
    kinds = ("begin", "separate", "end")
    begin, separate, end = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in kinds)
    return f"{begin}<w:r><w:instrText>{code}</w:instrText><w:t>{code}</w:t></w:r>{separate}{run(result)}{end}"


def code(text: str) -> str:
    begin, end = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "end"))
    return f"{begin}<w:r><w:instrText>{text}</w:instrText></w:r>{end}"


def both(newer: str, older: str, needs: str = "w14") -> str:
    choice = f"<mc:Choice Requires='{needs}'>{newer}</mc:Choice><mc:Fallback>{older}</mc:Fallback>"
    return f"<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>{choice}</mc:AlternateContent>"


def ruby(above: str, base: str) -> str:
    return f"<w:r><w:ruby><w:rt>{run(above)}</w:rt><w:rubyBase>{run(base)}</w:rubyBase></w:ruby></w:r>"


@pytest.mark.parametrize(
    ("inner", "seen"),
    [
        (run("1") + run("2", "<w:b/><w:rFonts w:ascii='a'/><w:color w:val='FF0000'/><w:lang w:val='en-US'/>"), "12"),
        (run("9", "<w:vanish/>") + run("12"), "12"),
        (run("9", "<w:vanish w:val='0'/>") + run("12"), "912"),
        (run("12") + run("9", "<w:rStyle w:val='gone'/>"), "12"),
        (run("12") + run("9", "<w:rStyle w:val='heir'/>"), "12"),
        (run("12") + run("9", "<w:rStyle w:val='own'/>"), "129"),
        (run("41", "<w:strike/>") + run("52"), "52"),
        (run("41", "<w:dstrike/>"), "41" + OPAQUE),
        (run("12") + run("1", "<w:vertAlign w:val='superscript'/>"), "12"),
        (run("12") + run("1", "<w:position w:val='-8'/>"), "12"),
        (run("10") + run("4", "<w:vertAlign w:val='superscript'/>"), "104" + OPAQUE),
        (run("12") + run("9", "<w:sz w:val='2'/>"), "12"),
        (run("1", "<w:sz w:val='20'/>") + run("2", "<w:sz w:val='44'/>"), "1" + OPAQUE + "2"),
        (run("12") + run("9", "<w:color w:val='FFFFFF'/>"), "12"),
        (run("12") + run("9", "<w:color w:val='FFFFFF'/><w:shd w:fill='000000'/>"), "129"),
        (run("12", "<w:rtl/>"), "12" + OPAQUE),
        (run("12") + "<w:r><w:ptab/></w:r>" + run("34"), "12\t34"),
        (field("IF 9 = 9", "12"), "12"),
        (run("6") + field("EQ \\\\o(0,-)", ""), "6" + OPAQUE),
        (run("6") + code("AUTONUM"), "6" + OPAQUE),
        (run("6") + code("= SUM(ABOVE)"), "6"),
        (field("DOCVARIABLE a", "60").replace("'begin'", "'begin' w:dirty='true'"), OPAQUE + "60"),
        (field("DOCVARIABLE a", "60").replace("'begin'", "'begin' w:dirty='0'"), "60"),
        ("<w:fldSimple w:instr='DOCVARIABLE a' w:dirty='1'>" + run("60") + "</w:fldSimple>", OPAQUE),
        (run("9", "<w:color w:val='FFFF00'/>") + run("60"), "9" + OPAQUE + "60"),
        (run("6") + code(" FORMDROPDOWN "), "6" + OPAQUE),
        ("<w:pPr><w:pStyle w:val='heir'/></w:pPr>" + run("9"), ""),
        ("<w:pPr><w:pStyle w:val='heir'/></w:pPr>" + run("12", "<w:vanish w:val='0'/>"), "12"),
        ("<w:pPr><w:pStyle w:val='sized'/></w:pPr>" + run("1") + run("2", "<w:sz w:val='44'/>"), "1" + OPAQUE + "2"),
        ("<w:ins>" + run("12") + "</w:ins><w:del><w:r><w:delText>9</w:delText></w:r></w:del>", "12"),
        ("<w:moveFrom>" + run("9") + "</w:moveFrom><w:moveTo>" + run("12") + "</w:moveTo>", "12"),
        ("<w:sdt><w:sdtPr><w:alias w:val='9'/></w:sdtPr><w:sdtContent>" + run("12") + "</w:sdtContent></w:sdt>", "12"),
        ("<w:fldSimple w:instr='REF a'>" + run("12") + "</w:fldSimple>", "12"),
        ("<w:fldSimple w:instr=' PAGE '>" + run("12") + "</w:fldSimple>", OPAQUE),  # counted anew on every page
        (run("6") + field("PAGE", "3"), "6" + OPAQUE + "3"),
        (field(" NUMPAGES ", "12"), OPAQUE + "12"),
        (field("PAGEREF a", "12"), "12"),
        (run("12") + "<w:hyperlink w:anchor='_ftn1'>" + run("1") + "</w:hyperlink>", "12"),
        ("<w:hyperlink w:anchor='_Toc12'>" + run("120") + "</w:hyperlink>", "120"),
        (ruby("9", "60"), "60"),
        ("<w:bdo w:val='rtl'>" + run("16") + "</w:bdo>", "16" + OPAQUE),
        (run("12") + "<w:r><w:footnoteReference w:id='1'/></w:r>", "12"),
        (run("12") + "<w:r><w:pgNum/></w:r>", "12" + OPAQUE),
        (run("12") + "<w:r><w:sym w:font='Wingdings' w:char='F031'/></w:r>", "12" + OPAQUE),
        (run("12", "<w:rFonts w:ascii='Wingdings'/>"), "12" + OPAQUE),
        (run("12", "<w:spacing w:val='400'/>"), "12" + OPAQUE),
        (run("12", "<w:spacing w:val='-100'/>"), "12" + OPAQUE),
        (run("12", "<w:spacing w:val='20'/><w:w w:val='90'/>"), "12"),
        (run("12", "<w:w w:val='1'/>"), "12" + OPAQUE),
        (run("12") + run("9", "<w:color w:val='FF0000'/><w:highlight w:val='red'/>"), "12"),
        (run("12", "<w:color w:val='FF0000'/><w:highlight w:val='yellow'/>"), "12"),
        (run("12", "<w:highlight w:val='yellow'/>"), "12"),
        (run("12") + run("9", "<w:highlight w:val='black'/>"), "12"),
        (both(run("12"), run("12")), "12"),
        (both(run("12"), run("9")), "12" + OPAQUE),
        (both(run("12"), ""), "12"),
        (both(run("9"), run("12"), needs="zz"), "12" + OPAQUE),
        (both("", run("12"), needs="zz"), "12"),
        ("<w:pPr><w:shd w:val='clear' w:fill='1F4E79'/></w:pPr>" + run("12", "<w:color w:val='FFFFFF'/>"), "12"),
        ("<w:pPr><w:shd w:val='clear' w:fill='1F4E79'/></w:pPr>" + run("12", "<w:color w:val='1F4E79'/>"), ""),
        ("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>", "12"),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>", OPAQUE),
    ],
)
def test_runs_of_a_paragraph(inner: str, seen: str) -> None:
    assert text_of(etree.fromstring(f"<w:p {SPACES}>{inner}</w:p>"), RunStyles(WordStyles(STYLES))) == seen


def cell(properties: str, inner: str) -> str:
    table = etree.fromstring(
        f"<w:tbl {SPACES}><w:tr><w:tc>{properties}<w:p>{inner}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )
    return cells_of(table, Numbers(None, WordStyles()), RunStyles(WordStyles(STYLES)))[0].text


WHITE_FILL = (
    "<w14:textFill xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'>"
    "<w14:solidFill><w14:srgbClr w14:val='FFFFFF'/></w14:solidFill></w14:textFill>"
)


@pytest.mark.parametrize(
    ("properties", "inner", "seen"),
    [
        ("<w:tcPr><w:shd w:val='clear' w:fill='1F4E79'/></w:tcPr>", run("12", "<w:color w:val='FFFFFF'/>"), "12"),
        ("<w:tcPr><w:shd w:val='clear' w:fill='1F4E79'/></w:tcPr>", run("12", "<w:color w:val='1F4E79'/>"), OPAQUE),
        ("<w:tcPr><w:shd w:val='clear' w:fill='auto'/></w:tcPr>", run("12", "<w:color w:val='FFFFFF'/>"), OPAQUE),
        ("", run("12", "<w:color w:val='FEFEFE'/>"), OPAQUE),
        ("", run("12", "<w:vanish/>"), OPAQUE),
        ("", run("目录", "<w:vanish/>"), ""),
        ("", run("12") + run("9", "<w:color w:themeColor='background1'/>"), "12"),
        ("", run("12") + run("9", WHITE_FILL), "12"),
        ("", run("12") + run("9", "<w:color w:val='000000' w:themeColor='background1'/>"), "12"),
        ("", run("12", "<w:color w:val='FFFFFF' w:themeColor='text1'/>"), "12"),
        ("", run("12") + run("9", WHITE_FILL.replace("srgbClr w14:val='FFFFFF'", "schemeClr w14:val='bg1'")), "12"),
        ("", run("12", WHITE_FILL.replace("solidFill", "gradFill")), "12" + OPAQUE),
        ("<w:tcPr><w:shd w:val='solid' w:color='000000'/></w:tcPr>", run("12", "<w:color w:val='000000'/>"), OPAQUE),
        ("<w:tcPr><w:shd w:val='pct10' w:color='000000'/></w:tcPr>", run("12", "<w:color w:val='000000'/>"), "12"),
        (
            "",
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("12") + "</w:sdtContent></w:sdt>",
            "12" + OPAQUE,
        ),
        ("", "<w:sdt><w:sdtPr/><w:sdtContent>" + run("12") + "</w:sdtContent></w:sdt>", "12"),
        ("", "<w:fldSimple w:instr='=SUM(ABOVE)'/>", OPAQUE),
        ("", run("12") + "<w:fldSimple w:instr='PAGE'/>", "12" + OPAQUE),
        ("", "<w:r><w:drawing/></w:r>" + run("12件"), "12件" + OPAQUE),
        ("", run("12") + "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='2'/><w:t>1</w:t></w:r>", "12"),
        ("", code("= SUM(ABOVE)"), OPAQUE),
        ("", "<w:subDoc/>", OPAQUE),
        ("<w:altChunk/>", "", OPAQUE),
        ("", "<w:del><w:r><w:delText>12</w:delText></w:r></w:del>", OPAQUE),
        ("", "<w:del><w:r><w:delText>无</w:delText></w:r></w:del>", ""),
        ("", "<w:pPr><w:spacing w:line='20' w:lineRule='auto'/></w:pPr>" + run("12"), "12" + OPAQUE),
        ("", "<w:pPr><w:spacing w:line='20' w:lineRule='atLeast'/></w:pPr>" + run("12"), "12"),
        ("", "<w:pPr><w:spacing w:line='300'/></w:pPr>" + run("12"), "12"),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>60</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "", OPAQUE),
    ],
)
def test_print_and_ground_of_a_cell(properties: str, inner: str, seen: str) -> None:
    assert cell(properties, inner) == seen


_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_FLOATS = "<w:r><w:pict><v:rect xmlns:v='urn:schemas-microsoft-com:vml' style='position:absolute;{}height:{}pt'>{}</v:rect></w:pict></w:r>"
_WRAPPED = "<x:wrap xmlns:x='urn:schemas-microsoft-com:office:word' type='square'/>"
_ANCHORED = (
    f"<w:r><w:drawing><d:anchor xmlns:d='{_DRAWN}' behindDoc='{{}}'><d:positionV><d:posOffset>{{}}</d:posOffset></d:positionV>"
    "<d:extent cx='900000' cy='900000'/>{}</d:anchor></w:drawing></w:r>"
)


@pytest.mark.parametrize(
    ("shape", "in_row", "below"),
    [
        (_FLOATS.format("", 400, ""), "60" + OPAQUE, "60" + OPAQUE),
        (_FLOATS.format("z-index:-1;", 400, ""), "60", "60"),
        (_FLOATS.format("", 400, _WRAPPED), "60", "60"),
        (_FLOATS.format("", 10, ""), "60" + OPAQUE, "60"),
        (_ANCHORED.format(0, 90000, ""), "60" + OPAQUE, "60" + OPAQUE),
        (_ANCHORED.format(1, 90000, ""), "60", "60"),
        (_ANCHORED.format(0, -9000000, ""), "60" + OPAQUE, "60"),
        (_ANCHORED.format(0, 90000, "<d:wrapTopAndBottom/>"), "60", "60"),
    ],
)
def test_what_floats_over_the_text_may_lie_over_the_figures_below_it(shape: str, in_row: str, below: str) -> None:
    row = "<w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>" + run("60") + "</w:p></w:tc></w:tr>"
    for before, inside, seen in (("", shape, in_row), (shape, "", below)):
        table = f"<w:p>{before}</w:p><w:tbl>{row.format(run('规章') + inside)}{row.format(run('件'))}</w:tbl>"
        parts = entries_of(word_file())
        body = f"<w:document {SPACES}><w:body>{table}</w:body></w:document>"
        parts["word/document.xml"] = body.encode()
        grid = next(block.grid for block in read_docx(container(parts)).blocks if block.grid is not None)
        assert grid.cells[1].text == seen


@pytest.mark.parametrize(
    ("properties", "rows"),
    [
        ("", 2),
        ("<w:hidden/>", 1),
        ("<w:hidden w:val='0'/>", 2),
        ("<w:trHeight w:val='20' w:hRule='exact'/>", 1),
        ("<w:trHeight w:val='20'/>", 2),
        ("<w:del/>", 1),
    ],
)
def test_rows_that_are_not_seen(properties: str, rows: int) -> None:
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr>"
    told = row.format(f"<w:trPr>{properties}</w:trPr>")
    table = etree.fromstring(f"<w:tbl {SPACES}>{row.format('')}{told}</w:tbl>")
    assert len(cells_of(table, Numbers(None, WordStyles()), RunStyles(WordStyles(STYLES)))) == rows


def test_a_page_that_a_file_takes_in_whole() -> None:
    parts = entries_of(word_file())
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    chunk = f'<w:altChunk xmlns:r="{relation}" r:id="rIdChunk"/>'.encode()
    parts["word/document.xml"] = re.sub(rb"(<w:body>)", rb"\1" + chunk, parts["word/document.xml"], count=1)
    told = f'<Relationship Id="rIdChunk" Type="{relation}/aFChunk" Target="chunk.htm"/></Relationships>'.encode()
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(b"</Relationships>", told)
    kind = b'<Default Extension="htm" ContentType="text/html"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", kind)
    parts["word/chunk.htm"] = "<html><body><p>附表</p><table><tr><td>规章<td>12</table></body></html>".encode("gbk")
    document = read_docx(container(parts))
    assert document.blocks[0].text == "附表"
    grid = document.blocks[1].grid
    assert grid is not None
    assert ([cell.text for cell in grid.cells], grid.number) == (["规章", "12"], 1)
    assert document.problem is None
    parts["word/chunk.htm"] = b"{\\rtf1 12}"
    assert "not read" in str(read_docx(container(parts)).problem)


@pytest.mark.parametrize(
    ("text", "number"),
    [("--5", 0), ("²", 0), ("٣", 0), ("-", 0), ("1.5", 0), ("", 0), (None, 0), ("-20", -20), ("600", 600)],
)
def test_what_is_no_whole_number_counts_as_not_said(text: str | None, number: int) -> None:
    assert whole(text) == number
    paragraph = etree.fromstring(f"<w:p {SPACES}>{run('7', '<w:sz/>')}</w:p>")
    paragraph[0][0][0].set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val", text or "")
    assert text_of(paragraph, RunStyles(WordStyles())) == "7"


def test_what_a_cell_holds_that_goes_on_is_not_lost() -> None:
    row = "<w:tr><w:tc><w:tcPr>{}</w:tcPr>{}</w:tc></w:tr>"
    rest = row.format("<w:vMerge/>", para("60"))
    table = etree.fromstring(f"<w:tbl {SPACES}>{row.format('', para('3'))}{rest}</w:tbl>")
    [found] = cells_of(table, Numbers(None, WordStyles()), RunStyles(WordStyles(STYLES)))
    assert (found.text, found.rowspan) == ("3" + OPAQUE, 2)
