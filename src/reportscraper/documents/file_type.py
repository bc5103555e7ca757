"""What a file is, told by its first bytes: names and Content-Type of attachments are wrong too often to be asked."""

from __future__ import annotations

import zipfile
from typing import Literal

FileKind = Literal[
    "pdf", "docx", "xlsx", "zip", "old_office", "rtf", "odt", "ofd", "picture", "scan", "archive", "text", "empty"
]

_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
)
_PDF_HEADER = 1_024
"""A PDF header may stand behind this many bytes of other matter."""

_PARTS: tuple[tuple[str, FileKind], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odt"),
)

NAMES: dict[FileKind, str] = {
    "pdf": "a PDF file",
    "docx": "a Word file (docx)",
    "xlsx": "a workbook (xlsx)",
    "zip": "a zip container of no known kind",
    "old_office": "an old Office file (doc, xls, wps, et)",
    "rtf": "an RTF file",
    "odt": "an OpenDocument file",
    "ofd": "an OFD file",
    "picture": "a picture",
    "scan": "a scanned PDF file",
    "archive": "a packed archive (rar, 7z, gzip)",
    "text": "text or markup",
    "empty": "an empty file",
}
"""Every kind in words, as reasons name it."""


def kind_of(data: bytes) -> FileKind:
    """The kind of a file. ``text`` is everything that is none of the others, HTML and binary rubbish included."""
    if not data.strip():
        return "empty"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    known = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if known is None and b"%PDF-" in data[:_PDF_HEADER] and not data.lstrip().startswith(b"<"):
        return "pdf"
    return known or "text"


def container_kind(container: zipfile.ZipFile) -> FileKind:
    """The kind of a zip container, told by the part that every file of the kind must hold."""
    names = set(container.namelist())
    return next((kind for part, kind in _PARTS if part in names), "zip")
