"""Every case in which libraries were seen to lose or garble text."""

import pytest

from reportscraper.documents.charset import decode

TEXT = "<p>云溪县二〇二二年政府信息公开工作年度报告，经办人朱镕喆，全年主动公开政府信息三百条，收到申请十二件。</p>" * 5


def page(encoding: str, declared: str | None) -> bytes:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}</head><body>{TEXT}</body></html>".encode(encoding)


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", None, None),
        ("utf-8", "gb2312", "text/html; charset=gbk"),
        ("gb18030", "gb2312", None),
        ("gb18030", None, None),
        ("gb18030", "utf-8", "text/html; charset=UTF-8"),
        ("gb18030", "gb_2312-80", None),
        ("utf-8-sig", "gb2312", None),
        ("utf-16", None, None),
    ],
)
def test_text_is_exact_whatever_is_declared(encoding: str, declared: str | None, header: str | None) -> None:
    decoded = decode(page(encoding, declared), header)
    assert TEXT in decoded.text
    assert decoded.replacements == 0


def test_four_byte_gb18030_characters_survive() -> None:
    data = "<meta charset=gb2312><p>㙍村、䶮镇</p>".encode("gb18030")
    assert "㙍村、䶮镇" in decode(data).text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_bad_byte_costs_one_character(encoding: str) -> None:
    data = page(encoding, None)
    position = len(data) // 2
    while data[position] < 0x80:
        position += 1
    damaged = data[:position] + b"\xff" + data[position:]
    decoded = decode(damaged)
    assert decoded.encoding == encoding
    assert 1 <= decoded.replacements <= 4
    assert decoded.text.count("政府信息公开工作年度报告") >= 4
    assert decoded.evidence == "damaged"


def test_big5_only_when_declared() -> None:
    text = "<p>" + "總體情況：主動公開政府信息，收到申請。" * 4 + "</p>"
    declared = decode(b'<meta charset="big5">' + text.encode("big5"))
    assert text in declared.text
    assert declared.encoding == "big5hkscs"


def test_replacement_characters_of_the_source_are_counted() -> None:
    assert decode("<td>1�2</td>".encode()).replacements == 1
