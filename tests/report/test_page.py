"""Bytes become a document, or a reason why there is none; a document becomes whose report it is, with its chapters."""

from __future__ import annotations

import pytest

from reportscraper.report.page import has_chapters, open_document, outline_of, refused
from tests.made import render

from ..documents.printed import true_report

TRUE = true_report("2021")
PAGE = render.page(TRUE, render.PLAIN)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t", "the file is empty"),
        (b"\x00\x01\x02\x03" * 400, "unsupported file type: bytes of no known kind"),
        (b"PK\x03\x04 no archive", None),
        (b"%PDF-1.4 cut", None),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str | None) -> None:
    opened = open_document(data)
    assert opened.document is None
    assert opened.reason
    assert reason in (None, opened.reason)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_page_is_read_in_the_charset_it_is_written_in(encoding: str) -> None:
    opened = open_document(PAGE.encode(encoding))
    assert opened.document is not None
    outline = outline_of(opened.document)
    assert (outline.identity.title, outline.identity.body, outline.identity.year) == (TRUE.title, TRUE.body.name, 2022)
    assert opened.findings == ()
    assert opened.encoding is not None


def test_what_could_not_be_decoded_is_counted() -> None:
    data = PAGE.encode()
    at = data.index("总体情况".encode())
    opened = open_document(data[:at] + b"\xff" + data[at:])
    assert [finding.rule for finding in opened.findings] == ["undecodable"]
    assert "1" in opened.findings[0].message


def test_chapters_make_a_report_and_a_sentence_makes_none() -> None:
    whole = open_document(PAGE.encode()).document
    cover = open_document(render.plain_page(TRUE.title, "<p>全文请见附件。</p>").encode()).document
    assert whole is not None
    assert cover is not None
    assert outline_of(whole).sections[0].kind == "lead"
    assert len(outline_of(whole).sections) == 7
    assert has_chapters(outline_of(whole).sections)
    assert not has_chapters(outline_of(cover).sections)


def test_what_was_refused_is_no_report_and_holds_nothing() -> None:
    report = refused("http://www.site.example/a", "the file is empty", "utf-8")
    assert (report.source, report.is_report, report.reason) == ("http://www.site.example/a", False, "the file is empty")
    assert (report.figures, report.sections, report.findings) == ((), (), ())


CHAPTERS = "<p>一、总体情况</p><p>主动公开{}条。</p><p>二、主动公开政府信息情况</p><p>甲</p><p>三、收到和处理政府信息公开申请情况</p><p>乙</p>"


@pytest.mark.parametrize(
    ("older", "own"),
    [
        ("2020年", "2021年"),
        ("望口区2020年政府信息公开工作年度报告", "望口区2021年政府信息公开工作年度报告"),
    ],
)
def test_the_chapters_of_another_years_report_on_the_page_are_left_out_and_told(older: str, own: str) -> None:
    parts = [f"<p>{older}</p>{CHAPTERS.format(777)}", f"<p>{own}</p>{CHAPTERS.format(940)}"]
    for text in ("".join(parts), "".join(reversed(parts))):
        page = f"<html><title>望口区2021年政府信息公开工作年度报告</title><body><div>{text}</div></body></html>"
        document = open_document(page.encode()).document
        assert document is not None
        outline = outline_of(document)
        assert [section.text for section in outline.sections if section.kind == "overview"] == ["主动公开940条。"]
        assert [f.rule for f in outline.findings] == ["other_year_text"]


@pytest.mark.parametrize("links", [("2020年",), ("2020年", "2019年"), ("望口区2020年政府信息公开工作年度报告",)])
def test_titles_of_other_years_without_chapters_take_nothing_away(links: tuple[str, ...]) -> None:
    text = "".join(f"<p>{link}</p>" for link in links) + CHAPTERS.format(940)
    page = f"<html><title>望口区2021年政府信息公开工作年度报告</title><body><div>{text}</div></body></html>"
    document = open_document(page.encode()).document
    assert document is not None
    outline = outline_of(document)
    assert "主动公开940条。" in [section.text for section in outline.sections]
    assert "other_year_text" not in [f.rule for f in outline.findings]
