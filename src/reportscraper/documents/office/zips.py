"""Zip containers (docx, xlsx, odt), looked through before anything of them is inflated.

A docx of 128 KB can hold ten million paragraphs and cost a gigabyte; the directory at the end of the file tells beforehand.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from reportscraper.documents import limits
from reportscraper.errors import DocumentError

_ENCRYPTED = 0x1
_NESTED = re.compile(r"\.(?:zip|rar|7z|gz|tar|jar)$", re.IGNORECASE)
_MARKUP = re.compile(r"\.(?:xml|rels)$", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_TYPES = "[Content_Types].xml"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_OTHER_MAIN = re.compile(
    rb"application/vnd\.(?:ms-word\.(?:document|template)\.macroEnabled(?:Template)?"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
_CHUNK = 1 << 20
_OVERLAP = 16


def open_container(data: bytes) -> zipfile.ZipFile:
    """The container, once it is known to be harmless. Raises DocumentError that names the limit it breaks."""
    container = open_directory(data)
    entries = container.infolist()
    if len(entries) > limits.ENTRIES:
        raise DocumentError(f"the zip container holds {len(entries)} entries; {limits.ENTRIES} are read")
    expanded = sum(entry.file_size for entry in entries)
    if expanded > limits.EXPANDED:
        raise DocumentError(f"the zip container would expand to {expanded} bytes; {limits.EXPANDED} are read")
    if expanded > len(data) * limits.RATIO:
        raise DocumentError(f"the zip container expands more than {limits.RATIO} times")
    if len({entry.filename for entry in entries}) != len(entries):
        raise DocumentError("the zip container holds an entry twice; which of them counts cannot be told")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise DocumentError("the zip container is encrypted")
        parts = entry.filename.replace("\\", "/").split("/")
        if not parts[0] or ".." in parts or ":" in parts[0] or "\x00" in entry.filename:
            raise DocumentError("the zip container names an entry outside itself")
        if _NESTED.search(entry.filename):
            raise DocumentError("the zip container holds another archive")
    for entry in entries:
        _check_entry(container, entry)
    return container


def as_usual(container: zipfile.ZipFile, data: bytes) -> bytes:
    """A Word file or a workbook under the names that the readers know: those that are strict or hold macros, and templates, have others."""
    types = container.read(_TYPES) if _TYPES in container.namelist() else b""
    is_strict = any(_STRICT.search(container.read(name)) for name in container.namelist() if name == "_rels/.rels")
    if not is_strict and not _OTHER_MAIN.search(types):
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for entry in container.infolist():
            content = container.read(entry)
            if entry.filename == _TYPES:
                content = _OTHER_MAIN.sub(
                    rb"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", content
                )
            if _MARKUP.search(entry.filename):
                content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", content)
            made.writestr(entry.filename, content)
    return out.getvalue()


def open_directory(data: bytes) -> zipfile.ZipFile:
    """The container, of which nothing but its directory is looked at. Raises DocumentError where that is damaged."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"the zip container is damaged: {error}") from error


def _check_entry(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Inflate an entry in pieces: its sum must be right, its size as declared, and its markup without DOCTYPE."""
    markup = _MARKUP.search(entry.filename) is not None
    before = b""
    size = 0
    try:
        with container.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                if size > limits.EXPANDED:
                    raise DocumentError(f"an entry expands to more than {limits.EXPANDED} bytes")
                if markup and _DOCTYPE.search((before + piece).replace(b"\x00", b"")):
                    raise DocumentError("a part of the file declares a DOCTYPE")
                before = piece[-_OVERLAP:]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise DocumentError(f"an entry of the zip container is damaged: {error}") from error
