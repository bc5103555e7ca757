"""Zip archives in which sites hand out a report: the files in them, under the limits that hold for every zip container."""

from __future__ import annotations

import re
import zipfile
from urllib.parse import quote, unquote

from msgspec import Struct

from reportscraper.documents.file_type import container_kind, sniff_type
from reportscraper.documents.office.zips import open_container, open_directory
from reportscraper.errors import DocumentError

_UTF8_NAME = 0x800
_NO_FILE = re.compile(r"(?:^|/)(?:__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)|/$", re.IGNORECASE)
"""Folders, and what systems leave in archives."""


class PackedFile(Struct, frozen=True):
    """A file in a zip archive, by the name it has there."""

    name: str
    data: bytes


def is_packed(data: bytes) -> bool:
    """Whether bytes are a zip archive of files rather than an Office file, which is a zip container, too."""
    if sniff_type(data) != "zip":
        return False
    try:
        with open_directory(data) as container:
            return container_kind(container) == "zip"
    except DocumentError:
        return False


def read_members(data: bytes) -> tuple[PackedFile, ...]:
    """The files of a zip archive in order. Raises DocumentError that names the limit it breaks (size, ratio, number of entries)."""
    with open_container(data) as container:
        entries = [(_name(entry), entry) for entry in container.infolist()]
        return tuple(PackedFile(name, container.read(entry)) for name, entry in entries if not _NO_FILE.search(name))


def _name(entry: zipfile.ZipInfo) -> str:
    """The name in Chinese: programs here write it in GBK, which Python takes for the characters of an old IBM PC."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def member_address(url: str, name: str) -> str:
    """The address of a member: the archive's, with the name as its fragment (the crawler's addresses have none)."""
    return f"{url}#{quote(name)}"


def packed_in(url: str) -> tuple[str, str]:
    """The address that was fetched and the name of the member in it, which is empty for what is no member."""
    address, _, name = url.partition("#")
    return address, unquote(name)
