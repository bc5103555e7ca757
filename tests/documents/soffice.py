"""A real LibreOffice, where one is installed: files converted by it, one after the other with one start."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def converted(source: Path, ending: str) -> bytes:
    """The file in another format."""
    return convert_all([source], ending)[0]


def convert_all(sources: Sequence[Path], ending: str) -> list[bytes]:
    """The files of one folder in another format."""
    folder = sources[0].parent
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [str(SOFFICE), "--headless", profile, "--convert-to", ending, "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=60 + 10 * len(sources))
    return [source.with_suffix(f".{ending}").read_bytes() for source in sources]


def ruled(data: bytes) -> bytes:
    """The Word file with rules around every cell."""
    document = docx.Document(io.BytesIO(data))
    rules = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES)
    for table in document.element.body.iter(qn("w:tbl")):
        table.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{rules}</w:tblBorders>"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
