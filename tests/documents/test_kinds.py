from __future__ import annotations

import io
import zipfile

import pytest

from reportscraper.documents import is_file
from reportscraper.documents.file_type import NAMES, FileKind, container_kind, kind_of

from .samples import container

_BEGINNINGS: list[tuple[bytes, FileKind]] = [
    (b"%PDF-1.7\n", "pdf"),
    (b"\xef\xbb\xbf%PDF-1.4", "pdf"),
    (b"junk" * 200 + b"%PDF-1.4", "pdf"),
    (b"<p>%PDF-1.4</p>", "text"),
    (b"x" * 2000 + b"%PDF-1.4", "text"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf1\\ansi", "rtf"),
    (b"II*\x00", "picture"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"<!DOCTYPE html>", "text"),
    ("报告".encode("gbk"), "text"),
    (b"", "empty"),
]


@pytest.mark.parametrize(("data", "kind"), _BEGINNINGS)
def test_the_beginning_tells(data: bytes, kind: FileKind) -> None:
    assert kind_of(data) == kind
    assert is_file(data) == (kind not in {"text", "empty"})
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
