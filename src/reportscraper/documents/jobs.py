"""What the process that reads files is asked, what it answers, and its side of the work; see `worker`.

It runs as ``python -m reportscraper.documents MEMORY``. A question is two lengths, a `Job` and the file's bytes; an answer says whether the
process leaves now, whether the job failed, and for want of memory; then follow a length, and the result or the reason. Both are msgpack.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import math
import os
import signal
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reportscraper.documents import limits
from reportscraper.documents.file_type import NAMES, FileKind
from reportscraper.errors import DocumentError
from reportscraper.model import Document

QUESTION = struct.Struct("!II")
ANSWER = struct.Struct("!???Q")
_JOBS = {
    "pdf": "pdf.document:read_pdf",
    "docx": "office.docx:read_docx",
    "xlsx": "office.xlsx:read_xlsx",
    "mhtml": "html.single_file:read_single_file",
    "word_xml": "office.word_xml:read_word_xml",
    "excel_xml": "office.excel_xml:read_excel_xml",
    "picture": "ocr.document:read_picture",
    "scan": "ocr.document:read_scan",
    "draw": "pdf.pages:draw_page",
}
"""Each name with the function that does it, given the bytes and what else the job says. Libraries are loaded with the first of a kind."""


class Job(Struct, frozen=True, omit_defaults=True):
    """A function's name, what it is given beside the bytes, and the processor time it may take. ``kind`` is said in reasons."""

    name: str
    kind: FileKind
    arguments: tuple[Any, ...] = ()
    seconds: float = limits.SECONDS


class JobResult(Struct, frozen=True):
    """What was asked for, or why there is none. ``spent``: memory ran out, of which an earlier file may hold some."""

    result: Any = None
    error: str = ""
    spent: bool = False


class PageImage(Struct, frozen=True):
    """A page as PNG, and how many pixels a point it was drawn with: large pages are drawn smaller than was asked for."""

    png: bytes
    scale: float


def run_job(job: Job, data: bytes) -> JobResult:
    """What was asked for, or the reason why there is none; nothing a library raises escapes."""
    name = NAMES[job.kind]
    try:
        module, function = _JOBS[job.name].split(":")
        found: Callable[..., Any] = getattr(importlib.import_module(f"reportscraper.documents.{module}"), function)
        return JobResult(found(data, *job.arguments))
    except RecursionError:
        return JobResult(error=f"{name} that is nested too deeply")
    except Exception as error:  # noqa: BLE001
        # The one boundary of the process: readers of foreign formats raise whatever damaged bytes lead them to.
        if _is_of_memory(error):
            return JobResult(
                error=f"{name} that needs more than {limits.MEMORY >> 20} MB of memory to read", spent=True
            )
        if isinstance(error, DocumentError):
            return JobResult(error=str(error))
        return JobResult(error=f"{name} that is damaged: {type(error).__name__} {error}".strip()[:300])


def _is_of_memory(error: BaseException | None) -> bool:
    """Whether memory ran out somewhere below; libraries wrap what they catch in errors of their own."""
    return error is not None and (
        isinstance(error, MemoryError) or _is_of_memory(error.__cause__) or _is_of_memory(error.__context__)
    )


def limit_resources(memory: int = limits.MEMORY) -> None:
    """Cap heap and files of this process, where the system can."""
    _limit("RLIMIT_DATA", memory, memory)
    _limit("RLIMIT_FSIZE", 0, 0)
    _limit("RLIMIT_CORE", 0, 0)


def _limit(name: str, most: int, hard: int | None = None) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    what = getattr(resource, name)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(what, (most, resource.getrlimit(what)[1] if hard is None else hard))


def _heap() -> int:
    """Bytes of heap that this process holds; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def main() -> None:
    """Do jobs until no more come, the heap has grown, or there were many: what a library keeps of old files is not kept for ever."""
    memory = int(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that asks; its end ends this process.
    limit_resources(memory)
    logging.disable()
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # What a library prints must not get among the answers.
    for count in range(1, limits.FILES + 1):
        head = questions.read(QUESTION.size)
        if len(head) < QUESTION.size:
            return
        length, size = QUESTION.unpack(head)
        job = msgspec.msgpack.decode(questions.read(length), type=Job)
        _limit("RLIMIT_CPU", math.ceil(time.process_time() + job.seconds) + 1)
        answer, body = _encoded(job, questions.read(size))
        leaves = count == limits.FILES or _heap() > memory // 2
        answers.write(ANSWER.pack(leaves, bool(answer.error), answer.spent, len(body)) + body)
        answers.flush()
        if leaves:
            return


def _encoded(job: Job, data: bytes) -> tuple[JobResult, bytes]:
    """The answer, and what of it travels."""
    answer = run_job(job, data)
    try:
        result = _without_slots(answer.result) if isinstance(answer.result, Document) else answer.result
        return answer, msgspec.msgpack.encode(answer.error or result)
    except MemoryError:
        answer = JobResult(error=f"{NAMES[job.kind]} that holds too much", spent=True)
        return answer, msgspec.msgpack.encode(answer.error)


def _without_slots(document: Document) -> Document:
    """The document as it travels: a slot must hold the very cell of its grid, so the slots are laid out again."""
    blocks = (
        block if block.grid is None else replace(block, grid=replace(block.grid, slots=())) for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))
