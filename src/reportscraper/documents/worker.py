"""The process in which a file is read: what goes wrong in it, or costs too much, ends there.

Run as ``python -m reportscraper.documents ORDER``: the order as JSON, the file's bytes on standard input, a JSON object on
standard output that holds either what was asked for or ``error``.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import sys

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reportscraper.documents import limits
from reportscraper.documents.file_type import NAMES, FileKind
from reportscraper.documents.layout import lay_out
from reportscraper.errors import DocumentError
from reportscraper.model import Document, Grid

RECOGNISED: frozenset[FileKind] = frozenset({"picture", "scan"})
"""Kinds whose text is recognised: it takes more memory and time."""


class Order(Struct, frozen=True, omit_defaults=True):
    """What the process shall do: read a file of a kind, or draw a ``page`` of it, ``scale`` pixels a point."""

    kind: FileKind
    page: int | None = None
    scale: float = 1


class Drawn(Struct, frozen=True):
    """A page as PNG, and how many pixels a point it was drawn with: large pages are drawn smaller than was asked for."""

    png: bytes
    scale: float


class Answer(Struct, frozen=True, omit_defaults=True):
    """What the process says: the document or the picture, or why there is none."""

    document: Document | None = None
    picture: Drawn | None = None
    error: str = ""


def read_apart(data: bytes, kind: FileKind, *, seconds: float | None = None) -> Document:
    """The document in a PDF, DOCX or XLSX file, read in a process of its own.

    Raises DocumentError when the process says so, takes longer than ``seconds``, needs more memory than allowed, or dies.
    """
    document = _carried_out(
        Order(kind), data, seconds or (limits.PICTURE_SECONDS if kind in RECOGNISED else limits.SECONDS)
    ).document
    if document is None:
        raise DocumentError(f"{NAMES[kind]} that was not read")
    return _with_grids(document, whole=True)


def picture_of(data: bytes, page: int, *, scale: float = 2, seconds: float = limits.SECONDS) -> Drawn:
    """A page of a PDF file (1-based), ``scale`` pixels a point unless it is large; drawn in a process of its own.

    Raises DocumentError as `read_apart` does, and when the file has no such page.
    """
    picture = _carried_out(Order("pdf", page, scale), data, seconds).picture
    if picture is None:
        raise DocumentError(f"{NAMES['pdf']} that was not drawn")
    return picture


def _carried_out(order: Order, data: bytes, seconds: float) -> Answer:
    command = [sys.executable, "-m", "reportscraper.documents", msgspec.json.encode(order).decode()]
    name = NAMES[order.kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise DocumentError(f"{name} that takes longer than {seconds:g} seconds to read") from error
    try:
        answer = msgspec.json.decode(done.stdout, type=Answer)
    except msgspec.DecodeError as error:
        raise DocumentError(f"{name} that ended its reader (exit code {done.returncode})") from error
    if answer.error:
        raise DocumentError(answer.error)
    return answer


def _with_grids(document: Document, *, whole: bool) -> Document:
    """The document with the slots of its grids laid out, or left out for the way: a slot must hold the very cell of its grid."""
    blocks = (
        block
        if block.grid is None
        else replace(block, grid=_laid_out(block.grid) if whole else replace(block.grid, slots=()))
        for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


def _laid_out(grid: Grid) -> Grid:
    return lay_out(grid.cells, grid.number)


def read_here(data: bytes, kind: FileKind) -> Document:
    """The document in a file, read in this process. Libraries are loaded by kind: each costs a second."""
    if kind == "pdf":
        from reportscraper.documents.pdf.document import read_pdf

        return read_pdf(data)
    if kind == "docx":
        from reportscraper.documents.office.docx import read_docx

        return read_docx(data)
    if kind in RECOGNISED:
        from reportscraper.documents.ocr.document import read_picture, read_scan

        return read_picture(data) if kind == "picture" else read_scan(data)
    from reportscraper.documents.office.xlsx import read_xlsx

    return read_xlsx(data)


def answer_to(data: bytes, order: Order) -> Answer:
    """What was asked for, or the reason why there is none; nothing a library raises escapes."""
    kind = order.kind
    try:
        if order.page is None:
            return Answer(_with_grids(read_here(data, kind), whole=False))
        from reportscraper.documents.pdf.pages import draw_page

        return Answer(picture=draw_page(data, order.page, order.scale))
    except DocumentError as error:
        return Answer(error=str(error))
    except MemoryError:
        return Answer(error=f"{NAMES[kind]} that needs more than {limits.MEMORY >> 20} MB of memory to read")
    except RecursionError:
        return Answer(error=f"{NAMES[kind]} that is nested too deeply")
    except Exception as error:  # noqa: BLE001
        # The one boundary of the process: readers of foreign formats raise whatever damaged bytes lead them to.
        return Answer(error=f"{NAMES[kind]} that is damaged: {type(error).__name__} {error}".strip()[:300])


def limit_resources(memory: int = limits.MEMORY, seconds: int = limits.SECONDS) -> None:
    """Cap heap, processor time and files of this process, where the system can."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for what, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def main() -> None:
    """Read standard input, answer on standard output."""
    order = msgspec.json.decode(sys.argv[1], type=Order)
    if order.kind in RECOGNISED:
        limit_resources(limits.PICTURE_MEMORY, limits.PICTURE_SECONDS)
    else:
        limit_resources()
    logging.disable()
    answer = answer_to(sys.stdin.buffer.read(), order)
    sys.stdout.buffer.write(msgspec.json.encode(answer))
