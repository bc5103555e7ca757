"""Whether all is well, in one line for whoever watches over many machines: `status --check`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from reportscraper.errors import ReportscraperError
from reportscraper.forms.rules import Words
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.doctor import enough_space
from reportscraper.store.lock import writer_of
from reportscraper.store.named_queries import page_queries
from reportscraper.store.reader import Reader

_LAST_RUN = "SELECT started, finished, counts FROM run WHERE command = 'run' ORDER BY id DESC LIMIT 1"
_ARCHIVE_END = 'SELECT file, "offset" + length AS "end" FROM capture ORDER BY file DESC, "offset" DESC LIMIT 1'


class Health(Struct, frozen=True):
    """What is wrong, and what else one would like to know; ``is_readable`` says whether there is a database to ask."""

    wrong: tuple[Words, ...]
    told: tuple[Words, ...] = ()
    is_readable: bool = True


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
        return Health((Words(error.en, error.zh or error.en),), is_readable=False)
    fits, free = enough_space(folder)
    wrong = [*_of_run(last, writer_of(folder.database), now, hours), *_of_archive(folder, end)]
    if not fits:
        wrong.append(Words(f"disk nearly full, {free} left", f"磁盘将满，剩余 {free}"))
    left = json.loads(last["counts"]).get("sites_left", 0) if last else 0
    told = [
        Words(f"last run {last['started'] if last else 'none'}", f"上次运行 {last['started'] if last else '无'}"),
        Words(f"{len(counties):,} counties", f"{len(counties):,} 个县"),
        Words(f"{reports:,} reports", f"{reports:,} 份报告"),
    ]
    if left:
        told.append(Words(f"{left:,} sites left for the next run", f"{left:,} 个站点留待下次运行"))
    return Health(tuple(wrong), (*told, Words(f"{free} free", f"磁盘剩余 {free}")))


def _of_run(last: dict[str, Any] | None, writer: int | None, now: dt.datetime, hours: float) -> Iterator[Words]:
    if last is None:
        yield Words("never run", "从未运行")
        return
    since = (now - dt.datetime.fromisoformat(last["started"])).total_seconds() / 3600
    if since < -1:
        # A clock ran ahead then, or is behind now: until the two agree nobody would hear of nights without a run.
        ahead = f"{-since:,.0f}"
        yield Words(
            f"the last run is dated {ahead} h ahead: see to the clock", f"上次运行的时间超前 {ahead} 小时，请检查时钟"
        )
    if since > hours:
        yield Words(f"no run for {since:,.0f} h", f"已 {since:,.0f} 小时未运行")
    if last["finished"] is None and writer is None:
        yield Words("the last run was killed", "上次运行被强行终止")


def _of_archive(folder: DataFolder, end: dict[str, Any] | None) -> Iterator[Words]:
    """A file that is gone or shorter than the database knows it; `verify` reads all of it."""
    if end is None:
        return
    file = folder.archive / end["file"]
    if not file.is_file() or file.stat().st_size < end["end"]:
        yield Words(f"{file}: gone or cut, restore the archive", f"{file}：存档缺失或被截断，请恢复存档")
