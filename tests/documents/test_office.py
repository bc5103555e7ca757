"""Conversion by LibreOffice, played by small programs: LibreOffice itself is not needed by any test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reportscraper.documents.office.convert import convert
from reportscraper.errors import DocumentError

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_BOOK = _OLD + "Workbook".encode("utf-16-le") + bytes(20)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Writes what was asked for to the folder it was given."""
    path = tmp_path / "soffice"
    path.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys\n"
        "arguments = sys.argv[1:]\n"
        "kind = arguments[arguments.index('--convert-to') + 1]\n"
        "folder = pathlib.Path(arguments[arguments.index('--outdir') + 1])\n"
        "source = pathlib.Path(arguments[-1])\n"
        "folder.mkdir()\n"
        "(folder / f'{source.stem}.{kind}').write_bytes(kind.encode() + source.read_bytes())\n"
    )
    path.chmod(0o755)
    return path


def failing(tmp_path: Path, code: str) -> str:
    path = tmp_path / "failing"
    path.write_text(f"#!{sys.executable}\n{code}\n")
    path.chmod(0o755)
    return str(path)


def test_a_document_becomes_docx(program: Path) -> None:
    assert convert(_OLD, "old_office", program=str(program)) == b"docx" + _OLD
    assert convert(b"{\\rtf1}", "rtf", program=str(program)) == b"docx{\\rtf1}"


def test_a_workbook_becomes_xlsx(program: Path) -> None:
    assert convert(_BOOK, "old_office", program=str(program)) == b"xlsx" + _BOOK


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(DocumentError, match="an RTF file; LibreOffice, which converts it, is not installed"):
        convert(b"{\\rtf1}", "rtf")


def test_a_program_that_fails(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"could not convert \(exit code 3\)"):
        convert(_OLD, "old_office", program=failing(tmp_path, "raise SystemExit(3)"))


def test_a_program_that_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"could not convert \(exit code 0\)"):
        convert(_OLD, "old_office", program=failing(tmp_path, "pass"))


def test_a_program_that_hangs(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="timed out"):
        convert(_OLD, "old_office", program=failing(tmp_path, "import time; time.sleep(30)"), seconds=0.5)
