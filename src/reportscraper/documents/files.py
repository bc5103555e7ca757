"""The door of the room: which bytes are a file rather than a page, and the document that a file holds."""

from __future__ import annotations

import functools

from reportscraper.documents import limits
from reportscraper.documents.file_type import NAMES, TEXTS, FileKind, container_kind, sniff_type
from reportscraper.documents.office.convert import convert
from reportscraper.documents.office.zips import open_container
from reportscraper.documents.worker import read_in_subprocess
from reportscraper.errors import DocumentError
from reportscraper.extras import is_installed
from reportscraper.model import Document

_CONVERTED: frozenset[FileKind] = frozenset({"old_office", "rtf", "odt"})

_READ: frozenset[FileKind] = frozenset({"pdf", "docx", "xlsx", "mhtml", "word_xml", "excel_xml"})


def is_file(data: bytes) -> bool:
    """Whether bytes are a file rather than a page; told by their beginning, never by a name."""
    return sniff_type(data) not in TEXTS


def read_file(data: bytes, *, name: str = "") -> Document:
    """The document in a PDF, DOCX or XLSX file, in a single file web page, in Word or Excel 2003 XML, or in an older file where
    LibreOffice is installed to convert it.

    With the extra ``ocr`` also in a picture or a scanned PDF file; `Document.recognised` then says that it is a guess.
    The file is read in a process of its own with limits on memory and time. ``name`` is what the site calls the file; it is said
    in reasons and never used as a path. Raises DocumentError, which says why, for whatever cannot be read whole.
    """
    try:
        return _read(data)
    except DocumentError as error:
        raise DocumentError(f"{name}: {error}" if name else str(error)) from error


def _read(data: bytes) -> Document:
    if len(data) > limits.BYTES:
        raise DocumentError(f"the file has {len(data)} bytes; {limits.BYTES} are read")
    kind = _kind(data)
    if kind in _CONVERTED:
        data = convert(data, kind)
        kind = _kind(data)
    if kind == "picture" and can_recognise():
        return read_in_subprocess(data, kind)
    if kind not in _READ:
        raise DocumentError(f"unsupported file type: {NAMES[kind]}")
    document = read_in_subprocess(data, kind)
    if document.blocks:
        return document
    if not can_recognise():
        raise DocumentError("the file holds no text: its pages are pictures or empty")
    return read_in_subprocess(data, "scan")


def _kind(data: bytes) -> FileKind:
    kind = sniff_type(data)
    if kind != "zip":
        return kind
    with open_container(data) as container:
        return container_kind(container)


@functools.cache
def can_recognise() -> bool:
    """Whether the extra ``ocr`` is installed, with which text in pictures is recognised."""
    return is_installed("ocr")
