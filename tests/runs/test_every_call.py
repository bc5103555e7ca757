"""Every call of archive and store that may fail does so once, as SQLite's own tests have it: the n-th call, n = 1, 2, 3 …

After each, nothing wrong is in the database, whatever ended the run says what it was, and the next run makes of it what a run without
faults makes. ``REPORTSCRAPER_EVERY_CALL=1`` tries every call instead of some, ``=5`` every fifth.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from reportscraper.archive import members, reader, writer
from reportscraper.archive.reader import Archived, scan
from reportscraper.errors import DiskError, ReportscraperError
from reportscraper.runs.verify import verify
from tests.crawl.dumps import dump
from tests.runs.small_site import SmallSite, serving_two_reports

STEP = int(os.environ.get("REPORTSCRAPER_EVERY_CALL", "0"))
Dump = dict[str, list[tuple[object, ...]]]
_SYSTEM = ("open", "write", "fsync", "ftruncate", "fstat")


class Faults:
    """Counts calls whose names hold ``named``; the one at ``at`` fails as ``kind`` says, once or from then on (``lasting``)."""

    def __init__(self, kind: str = "", at: int = 0, *, lasting: bool = False, named: str = "") -> None:
        self.kind, self.at, self.lasting, self.named, self.calls, self.met = kind, at, lasting, named, 0, ""

    def tick(self, name: str, of_sqlite: bool = False) -> None:
        self.calls += self.named in name
        if self.named not in name or not self.at or self.calls < self.at or (self.calls > self.at and not self.lasting):
            return
        self.met = self.met or name
        if self.kind == "memory":
            raise MemoryError
        if not of_sqlite:
            raise OSError(errno.EIO, "Input/output error")
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        raise error


class Connection(sqlite3.Connection):
    """Ticks before each statement."""

    faults: ClassVar[Faults] = Faults()

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if not sql.lstrip().upper().startswith(("ROLLBACK", "RELEASE")):
            self.faults.tick(f"execute {' '.join(sql.split())[:60]}", of_sqlite=True)
        return super().execute(sql, *values)

    def executemany(self, sql: str, values: Any) -> sqlite3.Cursor:
        self.faults.tick(f"executemany {' '.join(sql.split())[:60]}", of_sqlite=True)
        return super().executemany(sql, values)


def install(patch: pytest.MonkeyPatch, faults: Faults, *, store: bool) -> None:
    """Let the calls of the store, or else those of the archive, tick."""
    if store:
        connect = sqlite3.connect
        patch.setattr(Connection, "faults", faults)
        patch.setattr(sqlite3, "connect", lambda *words, **named: connect(*words, **({"factory": Connection} | named)))
        return

    def ticking(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*words: Any, **named: Any) -> Any:
            if sys._getframe(1).f_globals["__name__"].startswith("reportscraper.archive"):
                faults.tick(name)
            return call(*words, **named)

        return called

    for name in _SYSTEM:
        patch.setattr(os, name, ticking(name, getattr(os, name)))
    for name in ("open", "stat", "mkdir", "unlink", "glob"):
        patch.setattr(Path, name, ticking(name, getattr(Path, name)))
    for room, name in (
        (members, "pack"),
        (members, "unpack"),
        (reader.record, "exchange_in"),
        (writer.record, "encode"),
    ):
        patch.setattr(room, name, ticking(name, getattr(room, name)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    with serving_two_reports(tmp_path_factory.mktemp("site")) as running:
        yield running


def at(site: SmallSite, folder: Path) -> SmallSite:
    """The site, with its data in another folder."""
    again = SmallSite(folder)
    again.pages, again.port = site.pages, site.port
    return again


@pytest.fixture(scope="module")
def unbroken(site: SmallSite, tmp_path_factory: pytest.TempPathFactory) -> Dump:
    folder = tmp_path_factory.mktemp("unbroken")
    at(site, folder).run()
    found = dump(folder)
    assert len(found["version"]) == 2
    return found


def fail_at(
    site: SmallSite,
    folder: Path,
    unbroken: Dump,
    kind: str,
    number: int,
    *,
    store: bool,
    lasting: bool = False,
    named: str = "",
) -> str:
    """Run with the n-th call failing, look, run again, look; the name of the call, empty when there are not so many."""
    here = at(site, folder)
    faults = Faults(kind, number, lasting=lasting, named=named)
    with pytest.MonkeyPatch.context() as patch:
        install(patch, faults, store=store)
        reason: str | None = None
        try:
            here.run()
        except (ReportscraperError, OSError) as error:
            reason = str(error)
        except MemoryError:
            reason = kind if kind == "memory" else ""
    assert reason != "", faults.met
    if not faults.met:
        return ""
    told = f"{kind} at call {number}: {faults.met}"
    if here.folder.database.exists():
        _nothing_is_wrong(here, unbroken, told)
    here.run(refresh="due")
    again = here.run(refresh="due")
    found = dump(folder)
    for name, rows in unbroken.items():
        assert found[name] == rows, (told, name)
    assert verify(here.folder, []).problems == [], told
    assert again.counts["failed"] == 0, told
    return faults.met


def _nothing_is_wrong(here: SmallSite, unbroken: Dump, told: str) -> None:
    """What is there is what was printed, if not all of it; the archive hands out what was served, and damage as such."""
    try:
        found = dump(here.folder.path)
    except sqlite3.OperationalError as error:
        if "no such" not in str(error):
            raise
        found = {}  # it failed while the tables were made
    for name in ("figure", "section", "statement"):
        assert set(found.get(name, ())) <= set(unbroken[name]), (told, name)
    served = {page.body for page in here.pages.values()}
    for each in scan(here.folder.archive):
        if isinstance(each, Archived) and each.exchange.status == 200:
            assert each.exchange.body in served, told


def calls_of(site: SmallSite, folder: Path, *, store: bool) -> int:
    faults = Faults()
    with pytest.MonkeyPatch.context() as patch:
        install(patch, faults, store=store)
        at(site, folder).run()
    return faults.calls


@pytest.mark.slow
@pytest.mark.parametrize(
    "named",
    [
        "execute INSERT INTO figure",  # a page that could not be filed came first all the same
        "execute INSERT INTO visit (run_id, url",  # a record without a row in the database, before others that have one
        "execute SELECT id, sha256 FROM capture",
    ],
)
def test_want_of_memory_where_it_once_left_a_trace(site: SmallSite, unbroken: Dump, tmp_path: Path, named: str) -> None:
    for number in (1, 4):
        assert fail_at(site, tmp_path / str(number), unbroken, "memory", number, store=True, named=named)


@pytest.mark.parametrize(
    "named",
    [
        "execute UPDATE county SET open_run = coalesce",  # a run without a site that is known to be unfinished
        "execute INSERT OR REPLACE INTO walk",  # was said to be a fault of ours with the site
        "execute SELECT walked_at, found FROM walk",
    ],
)
def test_a_failing_disk_ends_the_run_and_what_it_left_is_known(site: SmallSite, tmp_path: Path, named: str) -> None:
    here, faults = at(site, tmp_path), Faults("disk", 1, named=named)
    with pytest.MonkeyPatch.context() as patch:
        install(patch, faults, store=True)
        with pytest.raises(DiskError):
            here.run()
    assert faults.met
    unfinished = here.rows("SELECT county FROM finding_list WHERE rule = 'site_unfinished'")
    assert len(here.rows("SELECT id FROM run")) == len(unfinished)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["disk", "memory"])
@pytest.mark.parametrize("room", ["archive", "store"])
def test_the_nth_call_fails(site: SmallSite, unbroken: Dump, tmp_path: Path, kind: str, room: str) -> None:
    is_store = room == "store"
    calls = calls_of(site, tmp_path / "counted", store=is_store)
    assert calls > (100 if is_store else 30)
    step = STEP or max(1, calls // 8)
    broken = []
    for number in range(1, calls + 1, step):
        try:
            fail_at(site, tmp_path / str(number), unbroken, kind, number, store=is_store, lasting=bool(number % 2))
        except Exception as error:  # noqa: BLE001 - all that go wrong are told, not the first alone
            broken.append(f"{number}: {type(error).__name__} {str(error)[:300]}")
    assert broken == []
