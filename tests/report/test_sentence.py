"""Numbers of a sentence as they are seen: pieces of print join in prose as they do in cells, whatever the format."""

from __future__ import annotations

import io
import zipfile

import pytest

from reportscraper import parse_report
from reportscraper.report.prose.read_prose import parse_prose

from ..documents import words
from ..documents.printed import true_report

TITLE = "云溪县教育局2022年政府信息公开工作年度报告"
OPAQUE = "\ufffc"


def page_with(sentence: str) -> bytes:
    text = f"<p>一、总体情况</p><p>{sentence}</p><p>二、主动公开政府信息情况</p><p>有序。</p><p>三、收到和处理政府信息公开申请情况</p>"
    return f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{text}</body></html>".encode()


def docx_with(runs: str) -> bytes:
    """A report whose overview ends with a paragraph of these runs."""
    data, out = words.write(true_report("2021"), words.HANDS[0]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                before, heading, after = part.decode().partition("二、主动公开政府信息情况")
                at = before.rindex("<w:p>") if before.rfind("<w:p>") > before.rfind("<w:p ") else before.rindex("<w:p ")
                part = f"{before[:at]}<w:p>{runs}</w:p>{before[at:]}{heading}{after}".encode()
            new.writestr(name, part)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def said(data: bytes) -> list[tuple[float, str]]:
    return [(each.value, each.unit) for each in parse_report(data).statements if each.section == "overview"]


@pytest.mark.parametrize(
    ("print_", "value"),
    [
        ("<s>4</s>3件", 3),
        ("<del>4</del>3件", 3),
        ("<strike>12</strike>9件", 9),
        ("<span style='text-decoration:line-through'>4</span>3件", 3),
        ("37<sup>2</sup>件", 37),
        ("37<sub>2</sub>件", 37),
        ("37<span style='vertical-align:super'>2</span>件", 37),
        ("37<a href='#_ftn2'>[2]</a>件", 37),
        ("37<span style='display:none'>2</span>件", 37),
        ("37<font style='font-size:0'>2</font>件", 37),
        ("1<b>2</b>件", 12),
        ("<span>1</span><font face='x'>2</font>件", 12),
    ],
)
def test_pieces_of_a_page(print_: str, value: int) -> None:
    assert said(page_with(f"收到政府信息公开申请{print_}。")) == [(value, "件")]


@pytest.mark.parametrize(
    ("runs", "value"),
    [
        (run("4", "<w:strike/>") + run("3"), 3),
        (run("37") + run("2", "<w:vertAlign w:val='superscript'/>"), 37),
        (run("37") + run("2", "<w:vertAlign w:val='subscript'/>"), 37),
        (run("37") + run("2", "<w:vanish/>"), 37),
        (run("37") + run("2", "<w:position w:val='10'/>"), 37),
        (run("1") + run("2", "<w:b/>"), 12),
        (run("1", "<w:lang w:val='en-US'/>") + run("2", "<w:rFonts w:ascii='x'/>"), 12),
    ],
)
def test_pieces_of_a_word_file(runs: str, value: int) -> None:
    assert said(docx_with(run("另有专栏") + runs + run("件。")))[-1] == (value, "件")


def test_a_word_file_whose_digits_cannot_be_told_says_no_number() -> None:
    whole = said(docx_with(run("另有专栏。")))
    sizes = run("1", "<w:sz w:val='20'/>") + run("2", "<w:sz w:val='44'/>")
    assert said(docx_with(run("另有专栏") + sizes + run("件。"))) == whole


@pytest.mark.parametrize("text", [f"专栏1{OPAQUE}2件", f"专栏12{OPAQUE}件", f"专栏{OPAQUE}2件", f"专栏1,{OPAQUE}200件"])
def test_a_number_beside_what_cannot_be_read_is_none(text: str) -> None:
    assert parse_prose(text) == []
