"""How every command ends that does not end by itself: interrupted, told to stop, or by a fault of ours."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from reportscraper.cli.language import pick, say

REFUSED, FAULT, INTERRUPTED, READ_ENOUGH, TERMINATED = 3, 70, 130, 141, 143
DATA_KEY = "reportscraper.data"
"""Where a command's context keeps its data folder, whose log takes the trace of a fault."""
_WIDEST = 300
_OF_THE_PLACE = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENOTDIR,
    errno.EISDIR, errno.EEXIST, errno.EFBIG, errno.ENAMETOOLONG, errno.EMFILE, errno.ENFILE,
}  # fmt: skip
"""Errors of the disk or folder, and not of this program."""


@contextmanager
def ending_in_order(context: click.Context) -> Iterator[None]:
    """Turn Ctrl-C, SIGTERM and faults of ours into one line and an exit code: 130, 143, 70; and what the disk or a
    folder refuses into 3.

    What is at work is unwound as by any error, so that transactions are undone, and children and servers ended.
    """
    terminated: list[int] = []

    def terminate(number: int, _: object) -> None:
        """As Ctrl-C does, which asyncio knows how to unwind."""
        terminated.append(number)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        signal.raise_signal(signal.SIGINT)

    is_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, terminate) if is_main else None
    held = is_main and signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if held:
        # In the background of a shell's script Ctrl-C means others: it is held back, not ignored, for `terminate` to use.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        try:
            yield
        finally:
            # What a full disk or a closed pipe refuses is told while errors still are, not met as the interpreter ends.
            if sys.stdout is not None:  # closed by the shell (`>&-`)
                sys.stdout.flush()
    except KeyboardInterrupt as stopped:
        for line in (
            *(pick(*note.partition("\n")[::2]) for note in getattr(stopped, "__notes__", ())),
            f"reportscraper: {say('run.stopped')}",
        ):
            click.echo(line, err=True)
        sys.exit(TERMINATED if terminated else INTERRUPTED)
    except SystemExit:
        if terminated:
            sys.exit(TERMINATED)
        raise
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:  # noqa: BLE001 (the boundary at main)
        if isinstance(error, OSError):
            _end_if_refused(error)
        said = " ".join(f"{type(error).__name__}: {error}".split())[:_WIDEST]
        place = _log_fault(context.meta.get(DATA_KEY))
        where = f"; {say('run.trace')} {place}" if place else ""
        click.echo(f"reportscraper: {say('run.fault')}: {said}{where}", err=True)
        sys.exit(FAULT)
    else:
        if terminated:
            sys.exit(TERMINATED)
    finally:
        if is_main:
            signal.signal(signal.SIGTERM, before)
        if held:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def _end_if_refused(error: OSError) -> None:
    """End where whoever reads, or the disk or folder, takes no more; what could not be printed is let go of."""
    if error.errno not in {errno.EPIPE, *_OF_THE_PLACE}:
        return
    if (printed := sys.__stdout__) is not None and printed is sys.stdout:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), printed.fileno())
    if error.errno == errno.EPIPE:
        # Whoever reads has read enough (`| head`): nobody is left to be told, and nothing went wrong.
        sys.exit(READ_ENOUGH)
    from reportscraper.forms.rules import in_chinese

    where = f"{error.filename}: " if error.filename else ""
    click.echo(f"reportscraper: {where}{pick(str(error.strerror), in_chinese(str(error.strerror)))}", err=True)
    sys.exit(REFUSED)


def _log_fault(data: Path | None) -> Path | None:
    """Log the error at hand: beside the data, else among the temporary files."""
    import structlog

    from reportscraper.logs import log_to
    from reportscraper.runs.data_folder import DataFolder

    beside = [DataFolder(data).log] if data is not None and data.is_dir() else []
    for path in (*beside, Path(tempfile.gettempdir()) / "reportscraper.log.jsonl"):
        try:
            with log_to(path):
                structlog.get_logger("reportscraper.cli").exception("fault", argv=sys.argv[1:])
        except OSError:
            continue
        return path
    return None
