"""One writer at a time, kept by a lock file that the operating system releases when its holder dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TextIO

from reportscraper.errors import LockedError


class WriterLock:
    """Held from construction to `release`; raises `LockedError` at once when another process or Store holds it.

    While it is held, its file names the process; after an end as it should be, the database as it was left (``is_clean``): one that a
    writer did not close, or that somebody changed since, is looked through before it is written to.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".lock")
        self._file: TextIO = self.path.open("a+", encoding="ascii")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read(20).strip() or "unknown"
            self._file.close()
            raise LockedError(
                f"{database.name} is being written by another run (process {holder})",
                f"另一次运行（进程 {holder}）正在写入 {database.name}",
            ) from None
        self._database = database
        try:
            self._file.seek(0)
            self.is_clean = self._file.read() == _state_of(database)
            self._file.truncate(0)
            self._file.write(str(os.getpid()))
            self._file.flush()
        except BaseException:
            self._file.close()
            raise

    def release(self, *, clean: bool = False) -> None:
        """Let the next writer in. The file stays: removing it would let two writers lock two files of one name."""
        if clean and not self._file.closed:
            self._file.truncate(0)
            self._file.write(_state_of(self._database))
        self._file.close()


def writer_of(database: Path) -> int | None:
    """The process that writes to a database, as its lock says; None where that is no process, or there is none. Takes no lock."""
    try:
        process = int(database.with_name(database.name + ".lock").read_text("ascii"))
        os.kill(process, 0)
    except (OSError, ValueError) as error:
        return process if isinstance(error, PermissionError) else None
    return process


def _state_of(database: Path) -> str:
    """Size and time of a database whose log is merged; of any other nothing that its lock could say."""
    log = database.with_name(database.name + "-wal")
    if not database.exists() or (log.exists() and log.stat().st_size):
        return f"not clean {os.getpid()}"
    found = database.stat()
    return f"clean {found.st_size} {found.st_mtime_ns}"
