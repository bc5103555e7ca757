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
