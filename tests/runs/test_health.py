"""What `status --check` says of a data folder, in one line."""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportscraper.cli import main
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.health import health
from reportscraper.store.lock import WriterLock, writer_of
from tests.conftest import SampleCrawl


@pytest.fixture
def folder(sample_crawl: SampleCrawl, tmp_path: Path) -> DataFolder:
    return sample_crawl.copy(tmp_path / "data")


def change(folder: DataFolder, sql: str) -> None:
    with closing(sqlite3.connect(folder.database)) as connection:
        connection.execute(sql)
        connection.commit()


def check(folder: DataFolder, *more: str) -> Result:
    return CliRunner().invoke(main, ["status", "--check", "--data", str(folder.path), *more])


def test_all_is_well(folder: DataFolder) -> None:
    told = check(folder)
    assert (told.exit_code, told.stdout[:4], told.stdout.count("\n")) == (0, "OK: ", 1)
    assert "2 counties; " in told.stdout


def test_the_line_is_of_one_language_where_one_is_chosen(folder: DataFolder) -> None:
    english, chinese = (check(folder, "--lang", language).stdout for language in ("en", "zh"))
    assert english.isascii()
    assert chinese.startswith("正常：上次运行 2")
    assert not re.search("[a-su-z]{2}", chinese.replace("GB", ""))


def test_a_run_that_did_not_come_is_told(folder: DataFolder) -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=50)
    (wrong,) = health(folder, later, 36).wrong
    assert (wrong.en, wrong.zh) == ("no run for 50 h", "已 50 小时未运行")
    assert health(folder, later, 60).wrong == ()
    told = check(folder, "--within", "0")
    assert (told.exit_code, told.stdout.split()[0]) == (1, "LOOK:")


def test_a_run_of_the_future_is_told(folder: DataFolder) -> None:
    now = dt.datetime.now(dt.UTC)
    (wrong,) = health(folder, now - dt.timedelta(hours=400), 36).wrong
    assert wrong.en == "the last run is dated 400 h ahead: see to the clock"
    assert wrong.zh == "上次运行的时间超前 400 小时，请检查时钟"
    assert health(folder, now - dt.timedelta(minutes=30), 36).wrong == ()


def test_a_run_that_was_killed_is_told_and_one_at_work_is_not(folder: DataFolder) -> None:
    change(folder, "UPDATE run SET finished = NULL")
    assert "the last run was killed" in check(folder).stdout
    lock = WriterLock(folder.database)
    assert writer_of(folder.database) == os.getpid()
    assert check(folder).exit_code == 0
    lock.release(clean=True)
    assert writer_of(folder.database) is None


def test_a_lost_archive_is_told(folder: DataFolder) -> None:
    last = max(folder.archive.iterdir())
    last.write_bytes(last.read_bytes()[: last.stat().st_size // 2])
    assert "gone or cut" in check(folder).stdout
    last.unlink()
    assert check(folder).exit_code == 1


def test_a_database_that_never_ran_is_told(folder: DataFolder) -> None:
    change(folder, "UPDATE run SET command = 'parse --all'")
    assert "never run" in check(folder).stdout


@pytest.mark.parametrize("data", [None, b"no database"])
def test_without_a_database_it_is_one_line_too(folder: DataFolder, data: bytes | None) -> None:
    folder.database.unlink()
    if data is not None:
        folder.database.write_bytes(data)
    told = check(folder)
    assert (told.exit_code, told.stdout.count("\n"), told.stdout.split()[0]) == (3, 1, "LOOK:")


def test_a_full_disk_is_told(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportscraper.runs.doctor._BYTES", 10**18)
    assert "disk nearly full" in check(folder).stdout
