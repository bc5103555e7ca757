"""Every case in which libraries were seen to lose or garble text."""

import pytest

from reportscraper.documents.charset import decode, unmarked_utf16
from reportscraper.documents.file_type import sniff_type

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


ROW = "<tr><td>规章</td><td>无</td><td>3</td></tr>"
BAR = "<ul><li>政务公开</li><li><a href='/a'>首页</a></li><li>无</li></ul>"
TRADITIONAL = "<p>總體情況：主動公開政府信息，收到申請。</p>"


@pytest.mark.parametrize(
    ("parts", "encoding"),
    [
        ((("utf-8", TEXT + ROW), ("gbk", BAR)), "utf-8"),
        ((("gbk", BAR), ("utf-8", ROW + TEXT)), "utf-8"),
        ((("gbk", TEXT.replace("镕", "容")), ("utf-8", ROW), ("gbk", ROW)), "gb18030"),
        ((("utf-8", TEXT), ("gbk", "<td>规章</td>"), ("utf-8", "<td>无</td>"), ("gbk", "<td>无</td>")), "utf-8"),
        ((("utf-8", TEXT + "<p>来源："), ("gbk", "公开办</p>")), "utf-8"),
        ((("gbk", "<p>来源："), ("utf-8", "公开办公室</p>" + TEXT)), "utf-8"),
        ((("ascii", "<meta charset=big5>"), ("big5", TRADITIONAL * 3), ("utf-8", TEXT)), "utf-8"),
        ((("ascii", "<meta charset=big5>"), ("big5", TRADITIONAL * 30), ("utf-8", ROW)), "big5hkscs"),
    ],
)
def test_pieces_in_several_charsets_are_read_each_by_its_own(parts: tuple[tuple[str, str], ...], encoding: str) -> None:
    decoded = decode(b"".join(text.encode(charset) for charset, text in parts))
    assert decoded.text == "".join(text for _, text in parts)
    assert (decoded.encoding, decoded.evidence, decoded.replacements) == (encoding, "mixed", 0)


def test_a_mark_of_utf_8_before_a_page_in_gbk() -> None:
    decoded = decode(b"\xef\xbb\xbf" + page("gb18030", "utf-8"))
    assert TEXT in decoded.text
    assert decoded.encoding == "gb18030"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_title_cut_inside_a_character_costs_that_character(encoding: str) -> None:
    listed = "<li>云溪县水利局政府信息公".encode(encoding)[:-1] + b"</li><td>12</td>"
    decoded = decode(page(encoding, None) + listed)
    assert decoded.text.endswith("云溪县水利局政府信息�</li><td>12</td>")
    assert (decoded.encoding, decoded.replacements) == (encoding, 1)


def test_a_page_declared_big5_with_one_cut_character_stays_big5() -> None:
    decoded = decode(b"<meta charset=big5>" + (TRADITIONAL * 3).encode("big5") + "主動公".encode("big5")[:-1])
    assert decoded.text.startswith("<meta charset=big5>" + TRADITIONAL * 3)
    assert (decoded.encoding, decoded.replacements) == ("big5hkscs", 1)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("start", ["<!DOCTYPE html>", "\r\n <html>", "<p>"])
def test_utf16_without_a_mark_is_known_by_its_first_sign(encoding: str, start: str) -> None:
    text = start + "<p>收到申请60件</p>"
    data = text.encode(encoding)
    assert decode(data).text == text
    assert decode(data, "text/html; charset=utf-8").encoding == encoding
    assert sniff_type(data) == "html"


def test_bytes_that_begin_with_zeros_are_no_text() -> None:
    assert unmarked_utf16(b"\0\0\0\x18ftyp") is None
    assert unmarked_utf16(b"<p>") is None
