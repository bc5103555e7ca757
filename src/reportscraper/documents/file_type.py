"""What bytes are, told by how they begin: names and Content-Type of pages and attachments are wrong too often to be asked."""

from __future__ import annotations

import codecs
import itertools
import re
import zipfile
from typing import Literal

from reportscraper.documents.charset import unmarked_utf16

FileKind = Literal[
    "pdf", "docx", "xlsx", "zip", "old_office", "rtf", "odt", "ofd", "picture", "scan", "archive", "binary",
    "mhtml", "word_xml", "excel_xml", "html", "json", "xml", "empty",
]  # fmt: skip

_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
)
_BMP = re.compile(rb"BM....\0\0\0\0", re.DOTALL)
_JSON = re.compile(rb"[{\[]|[\w$.]{1,60}\(\s*[{\[]")
"""Also within the call of a function (JSONP)."""
_XML = re.compile(rb"<\?xml|<datastore")
_MAIL_HEAD = re.compile(rb"(?:mime-version|content-type|from|subject|date|snapshot-content-location|x-[a-z-]+)\s*:")
"""The first line of a page that a browser or an Office program saved in one file."""
_BEFORE_ROOT = rb"(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!doctype[^\[>]*(?:\[.*?\]\s*)?>\s*)*"
_OFFICE_XML: tuple[tuple[re.Pattern[bytes], FileKind], ...] = (
    (re.compile(_BEFORE_ROOT + rb"<(?:\w+:worddocument|pkg:package)\s", re.DOTALL), "word_xml"),
    (
        re.compile(_BEFORE_ROOT + rb"<(?:\w+:)?workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL),
        "excel_xml",
    ),
)
_XML_HEAD = 4_096
_PDF_HEADER = 1_024
"""A PDF header may stand behind this many bytes of other matter."""
_HEAD = 512
_CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1f]")
_CONTROL_SHARE = 20
"""One control character among so many others or fewer is no text; pages hold a stray one."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
TEXTS: frozenset[FileKind] = frozenset({"html", "json", "xml", "empty"})
"""What is read as a page; everything else is a file."""

_TYPES = "[Content_Types].xml"
_KINDS: tuple[tuple[bytes, FileKind], ...] = (
    (b"wordprocessingml.document.main", "docx"),
    (b"spreadsheetml.sheet.main", "xlsx"),
)
"""What the list of parts says of files whose parts have other names."""
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
    "zip": "a zip archive; unpack it and give its files one by one",
    "old_office": "an old Office file (doc, xls, wps, et)",
    "rtf": "an RTF file",
    "odt": "an OpenDocument file",
    "ofd": "an OFD file",
    "picture": "a picture",
    "scan": "a scanned PDF file",
    "archive": "a packed archive (rar, 7z, gzip)",
    "binary": "bytes of no known kind",
    "mhtml": "a single file web page (mht)",
    "word_xml": "a Word file of one XML",
    "excel_xml": "a workbook of one XML",
    "html": "text or markup",
    "json": "JSON",
    "xml": "XML",
    "empty": "an empty file",
}
"""Every kind in words, as reasons name it."""


def sniff_type(data: bytes) -> FileKind:
    """What bytes are. ``html`` is all text that is nothing else; zip containers are told apart by `container_kind`."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if _BMP.match(data):
        return "picture"
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head.startswith((b"<", b"{", b"[")) and b"%PDF-" in data[:_PDF_HEADER]:
        return "pdf"
    if not head:
        return "html" if data.strip() else "empty"
    whole = data[:_XML_HEAD]
    if (encoding := "utf-16" if data.startswith(_UTF16) else unmarked_utf16(data)) is not None:
        whole = whole.decode(encoding, "ignore").encode()
    whole = whole.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _MAIL_HEAD.match(whole) and (b"mime-version" in whole or b"multipart/" in whole):
        return "mhtml"
    for pattern, kind in _OFFICE_XML if whole.startswith(b"<") else ():
        if pattern.match(whole):
            return kind
    is_utf16 = encoding is not None
    if _JSON.match(head):
        return "json"
    if _XML.match(head) and b"<html" not in head:
        return "xml"
    is_binary = not is_utf16 and not head.startswith(b"<") and _CONTROL_SHARE * len(_CONTROLS.findall(head)) > len(head)
    return "binary" if is_binary else "html"


def container_kind(container: zipfile.ZipFile) -> FileKind:
    """The kind of a zip container, told by the part that every file of the kind must hold."""
    names = set(container.namelist())
    types = container.read(_TYPES) if _TYPES in names else b""
    by_type = (kind for word, kind in _KINDS if word in types)
    return next(itertools.chain((kind for part, kind in _PARTS if part in names), by_type), "zip")
