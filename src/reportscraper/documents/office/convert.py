"""Files of older office programs (doc, wps, xls, et, rtf, odt), converted by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from reportscraper.documents import limits
from reportscraper.documents.file_type import NAMES, FileKind
from reportscraper.errors import DocumentError

_WORKBOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_SPREADSHEET = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def convert(data: bytes, kind: FileKind, *, program: str | None = None, seconds: float = limits.SECONDS) -> bytes:
    """The file as DOCX or XLSX. Raises DocumentError when LibreOffice is missing, fails or takes too long.

    ``program`` is the path of ``soffice``; without it the search path is asked.
    """
    soffice = program or find_program()
    if soffice is None:
        raise DocumentError(f"unsupported file type: {NAMES[kind]}; LibreOffice, which converts it, is not installed")
    wanted = "xlsx" if _is_workbook(data, kind) else "docx"
    with tempfile.TemporaryDirectory(prefix="reportscraper-") as name:
        folder = Path(name)
        source, out = folder / "source.bin", folder / "out"
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        options = ("--headless", "--norestore", profile, "--convert-to", wanted, "--outdir", out)
        try:
            done = subprocess.run([soffice, *options, source], capture_output=True, timeout=seconds, check=False)  # noqa: S603
        except (subprocess.TimeoutExpired, OSError) as error:
            raise DocumentError(f"{NAMES[kind]} that LibreOffice could not convert: {error}") from error
        result = out / f"source.{wanted}"
        if done.returncode or not result.is_file():
            raise DocumentError(f"{NAMES[kind]} that LibreOffice could not convert (exit code {done.returncode})")
        if result.stat().st_size > limits.BYTES:
            raise DocumentError(f"{NAMES[kind]} that becomes larger than {limits.BYTES} bytes when converted")
        return result.read_bytes()


def find_program() -> str | None:
    """Where LibreOffice is, as the search path finds it."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _is_workbook(data: bytes, kind: FileKind) -> bool:
    """Whether a file is a workbook: the directory of an old Office file names a stream Workbook (or Book), and an OpenDocument
    container begins with its media type.
    """
    if kind == "odt":
        return _SPREADSHEET in data[:200]
    return kind == "old_office" and any(name + b"\x00\x00" in data for name in _WORKBOOK)
