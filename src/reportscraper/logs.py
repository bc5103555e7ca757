"""Logs: one JSON object a line, appended to a file beside the data, so that the terminal stays for people."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import TextIO, cast

import structlog


class _LogFile:
    """Writes lines to a file and drops what cannot be written: a full disk ends a run by the archive's word, not by the log's."""

    def __init__(self, file: FileIO) -> None:
        self._file = file

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._file.write(text.encode("utf-8", "replace"))

    def flush(self) -> None:
        """Nothing is held back."""


@contextmanager
def log_to(path: Path) -> Iterator[None]:
    """Write every log event to ``path`` until the end of the block: time in UTC, level, event and its fields."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab", buffering=0) as file:
        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.dict_tracebacks,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
            logger_factory=structlog.PrintLoggerFactory(cast("TextIO", _LogFile(file))),
            cache_logger_on_first_use=False,
        )
        try:
            yield
        finally:
            structlog.reset_defaults()
