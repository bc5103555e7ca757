from __future__ import annotations

import io
import zipfile

import pytest

from reportscraper.documents import is_file
from reportscraper.documents.file_type import NAMES, FileKind, container_kind, sniff_type

from .samples import container

_BEGINNINGS: list[tuple[bytes, FileKind]] = [
    (b"%PDF-1.7\n", "pdf"),
    (b"\xef\xbb\xbf%PDF-1.4", "pdf"),
    (b"junk" * 200 + b"%PDF-1.4", "pdf"),
    (b"<p>%PDF-1.4</p>", "html"),
    (b"x" * 2000 + b"%PDF-1.4", "html"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf1\\ansi", "rtf"),
    (b"II*\x00", "picture"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07\x00", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff\xe0", "picture"),
    (b"GIF89a", "picture"),
    (b"BM\x36\x03\x00\x00\x00\x00\x00\x00\x36\x00", "picture"),
    (b"BMW 320 of the county office", "html"),
    (b'{"data":[]}', "json"),
    (b" [1]", "json"),
    (b'{"file": "%PDF-1.4"}', "json"),
    (b'jQuery12.cb_3( {"a":1})', "json"),
    (b"function (a) {}", "html"),
    (b"cb(function(){})", "html"),
    (b"<?xml version='1.0'?><datastore>", "xml"),
    (b"<datastore>", "xml"),
    (b"<?xml version='1.0'?><!DOCTYPE html><html>", "html"),
    (b"\xef\xbb\xbf<html>", "html"),
    (b"<!DOCTYPE html>", "html"),
    (b"From: <Saved by a browser>\r\nContent-Type: multipart/related; boundary=a", "mhtml"),
    (b"MIME-Version: 1.0\nContent-Type: text/html", "mhtml"),
    (b"From: the office\nSubject: none of mail", "html"),
    (b"<!--a--><w:wordDocument xmlns:w='a'>", "word_xml"),
    (b"<pkg:package xmlns:pkg='a'>", "word_xml"),
    (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "excel_xml"),
    (b"<?xml version='1.0'?><Workbook>", "xml"),
    (b"<p>a\x00b</p>", "html"),
    ("<p>报告".encode("utf-16"), "html"),
    (b"plain words", "html"),
    (b"a stray zero \x00 is no binary", "html"),
    (b"\x00\x01\x02", "binary"),
    (b" \r\n", "empty"),
    ("报告".encode("gbk"), "html"),
    (b"", "empty"),
]


@pytest.mark.parametrize(("data", "kind"), _BEGINNINGS)
def test_the_beginning_tells(data: bytes, kind: FileKind) -> None:
    assert sniff_type(data) == kind
    assert is_file(data) == (kind not in {"html", "json", "xml", "empty"})
    assert NAMES[kind]


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("word/document.xml", "docx"),
        ("xl/workbook.xml", "xlsx"),
        ("OFD.xml", "ofd"),
        ("content.xml", "odt"),
        ("a", "zip"),
    ],
)
def test_a_part_tells(part: str, kind: FileKind) -> None:
    with zipfile.ZipFile(io.BytesIO(container({part: b"<a/>"}))) as opened:
        assert container_kind(opened) == kind
