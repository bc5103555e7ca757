"""The digits of a Word paragraph as a reader sees them."""

from __future__ import annotations

import pytest
from lxml import etree

from reportscraper.documents.office.docx_text import RunStyles, text_of

OPAQUE = "\ufffc"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
STYLES = etree.fromstring(
    f"<w:styles {SPACES}><w:style w:styleId='gone'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:styleId='heir'><w:basedOn w:val='gone'/></w:style>"
    "<w:style w:styleId='own'><w:basedOn w:val='own'/><w:rPr><w:b/></w:rPr></w:style></w:styles>"
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(code: str, result: str) -> str:
    kinds = ("begin", "separate", "end")
    begin, separate, end = (f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in kinds)
    return f"{begin}<w:r><w:instrText>{code}</w:instrText><w:t>{code}</w:t></w:r>{separate}{run(result)}{end}"


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
        ("<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>", "12"),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>", OPAQUE),
    ],
)
def test_runs_of_a_paragraph(inner: str, seen: str) -> None:
    assert text_of(etree.fromstring(f"<w:p {SPACES}>{inner}</w:p>"), RunStyles(STYLES)) == seen
