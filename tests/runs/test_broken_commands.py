"""Every call to the disk of a command that reads, publishes, copies or brings up what is there fails once, or from then on.

After each the command has said so and ended with its code; what stood before stands still, or what comes after it does, and the same
command again makes of it what it makes without faults. ``REPORTSCRAPER_EVERY_CALL=1`` tries every call instead of some, ``=5`` every fifth.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reportscraper.errors import ReportscraperError
from reportscraper.store.hashes import table_hashes
from reportscraper.store.publish import verify as verify_snapshot
from reportscraper.store.writer import Store
from tests.runs.faulty_disk import WAYS, Disk
from tests.runs.small_site import serving_two_reports
from tests.runs.test_every_call import STEP, Faults
from tests.runs.test_every_disk_call import ask, crawl
from tests.store.test_store_schema import database_of_migration_1

Ended = tuple[int, str]
_ROOMS = (
    "reportscraper.runs.backup",
    "reportscraper.store.publish",
    "reportscraper.store.hashes",
    "reportscraper.store.lock",
)
_CHANGING = {"run", "table_seal"}
"""Tables that tell of runs, and not of what was read."""


def hashes(database: Path) -> dict[str, str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        return {name: made for name, made in table_hashes(connection).items() if name not in _CHANGING}


def command(*words: object) -> Ended:
    result = ask(*words)
    return result.exit_code, result.output + result.stderr


def parse(at: Path) -> Ended:
    return command("parse", "--all", "--data", at / "data")


def publish(at: Path) -> Ended:
    return command("publish", "--data", at / "data", "--to", at / "out/reports.db")


def back_up(at: Path) -> Ended:
    return command("backup", "--data", at / "data", "--to", at / "copy")


def restore(at: Path) -> Ended:
    return command("restore", "--data", at / "lost", "--from", at / "safe")


def bring_up(at: Path) -> Ended:
    try:
        Store.open(at / "old.db").close()
    except ReportscraperError as error:
        return 3, str(error)
    return 0, ""


def of_snapshot(at: Path) -> Any:
    target = at / "out/reports.db"
    return hashes(target) if target.exists() else None


def of_copy(at: Path) -> Any:
    """What a backup gives back, in a folder of its own."""
    if not (at / "copy/backup.json").exists():
        return None
    shutil.rmtree(at / "back", ignore_errors=True)
    assert command("restore", "--data", at / "back", "--from", at / "copy")[0] == 0
    return of_folder(at / "back")


def of_folder(folder: Path) -> Any:
    """The files and the rows of a data folder that has them all; None where some are still to come."""
    files = {each.name: each.read_bytes() for each in sorted(folder.glob("archive/*.gz"))}
    database = folder / "reports.db"
    return (hashes(database), files) if files and database.exists() else None


def of_old(at: Path) -> Any:
    """What the old database says of its figures, whichever of its migrations it has."""
    with closing(sqlite3.connect(at / "old.db")) as connection:  # to undo what was cut off takes writing
        assert connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        return connection.execute("SELECT version_id, indicator_id, applicant_id, value, kind FROM figure").fetchall()


COMMANDS: dict[str, tuple[Callable[[Path], Ended], Callable[[Path], Any]]] = {
    "parse": (parse, lambda at: hashes(at / "data/reports.db")),
    "publish": (publish, of_snapshot),
    "backup": (back_up, of_copy),
    "restore": (restore, lambda at: of_folder(at / "lost")),
    "migrations": (bring_up, of_old),
}
"""Each with what is to be seen of what it has made, None before it has made anything."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of two reports, a backup of it, and a database of the first version."""
    folder = tmp_path_factory.mktemp("crawled")
    with serving_two_reports(folder / "site") as site:
        assert crawl(site, folder / "data").exit_code in {0, 1}
    assert command("backup", "--data", folder / "data", "--to", folder / "safe")[0] == 0
    database_of_migration_1(folder / "old.db")
    return folder


class _Writing(io.FileIO):
    """A file whose every write may fail."""

    faults: Faults

    def write(self, data: Any, /) -> int:
        self.faults.tick("write")
        return super().write(data)


@contextlib.contextmanager
def failing(faults: Faults) -> Iterator[None]:
    """The calls to the disk that copying and publishing make of themselves, beside those of SQLite, tick."""

    def ticking(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*words: Any, **named: Any) -> Any:
            if sys._getframe(1).f_globals["__name__"] not in _ROOMS:
                return call(*words, **named)
            faults.tick(name)
            if name != "open" or "wb" not in words:
                return call(*words, **named)
            raw = _Writing(words[0], "wb")
            raw.faults = faults
            return io.BufferedWriter(raw)

        return called

    with pytest.MonkeyPatch.context() as patch:
        for name in ("open", "stat", "mkdir", "unlink", "glob", "replace", "chmod", "read_bytes", "write_bytes"):
            patch.setattr(Path, name, ticking(name, getattr(Path, name)))
        for name in ("fsync", "open", "replace", "rename"):
            patch.setattr(os, name, ticking(f"os.{name}", getattr(os, name)))
        yield


def fail_at(crawled: Path, at: Path, name: str, fault: Disk | Faults, expected: Any) -> bool:
    """Run the command with a call failing, look, run it again, look. Whether there was such a call."""
    shutil.copytree(crawled, at)
    act, made = COMMANDS[name]
    before, data = made(at), of_folder(at / "data")
    with fault.installed() if isinstance(fault, Disk) else failing(fault):
        code, said = act(at)
    told = f"{fault.at}{' and later' * fault.lasting}: exit {code} {said[-300:]} {getattr(fault, 'met', '')}"
    if not fault.met:
        return False
    assert "Traceback" not in said, told
    after = made(at)
    assert code in ({0, 1, 3, 70} if getattr(fault, "kind", "") == "memory" else {0, 1, 3}), told
    assert code != 0 or after == expected, told
    assert after in (before, expected) or (name == "backup" and code), told
    assert of_folder(at / "data") == data, told
    code, said = act(at)
    assert code == 0, (told, code, said)
    assert made(at) == expected, told
    left = [each.name for each in at.rglob("*") if each.name.endswith((".tmp", "-journal", ".damaged"))]
    assert left == [], told
    if name == "publish":
        verify_snapshot(at / "out/reports.db")
    shutil.rmtree(at)
    return True


def without_faults(crawled: Path, at: Path, name: str, fault: Disk | Faults) -> Any:
    shutil.copytree(crawled, at)
    act, made = COMMANDS[name]
    with fault.installed() if isinstance(fault, Disk) else failing(fault):
        assert act(at)[0] == 0
    return made(at)


def all_that_go_wrong(
    crawled: Path, tmp_path: Path, name: str, make: Callable[..., Disk | Faults], most: int
) -> list[str]:
    counted = make()
    expected = without_faults(crawled, tmp_path / "counted", name, counted)
    broken = []
    for number in range(1, counted.calls + 1, STEP or max(1, -(-counted.calls // most))):
        for lasting in (False, True) if STEP else (bool(number % 2),):
            try:
                fail_at(crawled, tmp_path / f"{number}-{lasting}", name, make(number, lasting=lasting), expected)
            except Exception as error:  # noqa: BLE001 - all that go wrong are told, not the first alone
                broken.append(f"{number} {lasting}: {type(error).__name__} {str(error)[:500]}")
    return broken


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS if STEP else ["torn", "full", "sync", "open", "delete"])
@pytest.mark.parametrize("name", ["parse", "publish", "migrations"])
def test_the_nth_call_of_sqlite_fails(crawled: Path, tmp_path: Path, name: str, way: str) -> None:
    assert all_that_go_wrong(crawled, tmp_path, name, lambda *at, **how: Disk(way, *at, **how), 1) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["disk", "memory"])
@pytest.mark.parametrize("name", ["publish", "backup", "restore"])
def test_the_nth_call_to_a_file_fails(crawled: Path, tmp_path: Path, name: str, kind: str) -> None:
    assert all_that_go_wrong(crawled, tmp_path, name, lambda *at, **how: Faults(kind, *at, **how), 4) == []
