"""Whether all is well, in one line for whoever watches over many machines: `status --check`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from reportscraper.errors import ReportscraperError
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.doctor import enough_space
from reportscraper.store.lock import writer_of
from reportscraper.store.named_queries import page_queries
from reportscraper.store.reader import Reader

_LAST_RUN = "SELECT started, finished, counts FROM run WHERE command = 'run' ORDER BY id DESC LIMIT 1"
_ARCHIVE_END = 'SELECT file, "offset" + length AS "end" FROM capture ORDER BY file DESC, "offset" DESC LIMIT 1'


class Health(Struct, frozen=True):
    """What is wrong, and what else one would like to know; ``is_readable`` says whether there is a database to ask."""

    wrong: tuple[str, ...]
    told: tuple[str, ...] = ()
    is_readable: bool = True

    @property
    def line(self) -> str:
        """All of it in one line, what is wrong first."""
        return f"{'LOOK 需查看' if self.wrong else 'OK 正常'}: {'; '.join((*self.wrong, *self.told))}"


def health(folder: DataFolder, now: dt.datetime, hours: float) -> Health:
    """How a data folder is. The last run must have begun within so many ``hours`` and have been closed, the archive must reach as far
    as the database says, and there must be room on the disk. Nothing is written, no writer is disturbed.
    """
    try:
        with Reader.open(folder.database) as reader:
            last = next(iter(reader.select(_LAST_RUN).dicts()), None)
            end = next(iter(reader.select(_ARCHIVE_END).dicts()), None)
            counties = reader.select(page_queries()["counties"].sql).rows
            (reports,) = reader.select("SELECT count(*) FROM report").rows[0]
    except ReportscraperError as error:
        return Health((str(error),), is_readable=False)
    fits, free = enough_space(folder)
    wrong = [*_of_run(last, writer_of(folder.database), now, hours), *_of_archive(folder, end)]
    if not fits:
        wrong.append(f"disk nearly full, {free} left 磁盘将满")
    left = json.loads(last["counts"]).get("sites_left", 0) if last else 0
    told = [
        f"last run 上次运行 {last['started'] if last else 'none'}",
        f"{len(counties):,} counties",
        f"{reports:,} reports",
    ]
    return Health(tuple(wrong), (*told, *([f"{left:,} sites left for the next run"] if left else []), f"{free} free"))


def _of_run(last: dict[str, Any] | None, writer: int | None, now: dt.datetime, hours: float) -> Iterator[str]:
    if last is None:
        yield "never run 从未运行"
        return
    since = (now - dt.datetime.fromisoformat(last["started"])).total_seconds() / 3600
    if since > hours:
        yield f"no run for {since:,.0f} h 已多时未运行"
    if last["finished"] is None and writer is None:
        yield "the last run was killed 上次运行被强行终止"


def _of_archive(folder: DataFolder, end: dict[str, Any] | None) -> Iterator[str]:
    """A file that is gone or shorter than the database knows it; `verify` reads all of it."""
    if end is None:
        return
    file = folder.archive / end["file"]
    if not file.is_file() or file.stat().st_size < end["end"]:
        yield f"{file}: gone or cut, restore the archive 存档缺失或被截断"
