"""What is there of what the program uses, and what to do about what is not."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from reportscraper.cli import main
from reportscraper.documents.office import convert
from reportscraper.runs import doctor
from reportscraper.runs.data_folder import DataFolder


def look(folder: Path) -> dict[str, doctor.Diagnosis]:
    return {check.id: check for check in doctor.examine(DataFolder(folder))}


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "raise_limit", lambda: 4000)
    monkeypatch.delenv("REPORTSCRAPER_CONTACT", raising=False)
    monkeypatch.delenv("REPORTSCRAPER_ABOUT", raising=False)


def test_what_is_there_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    found = look(tmp_path / "data" / "deep")
    assert {found[name].state for name in ("python", "sqlite", "fts5", "data", "space", "open_files")} == {"ok"}
    assert found["sqlite"].found == sqlite3.sqlite_version
    assert [*tmp_path.iterdir()] == []
    assert all(bool(check.do and check.do_zh) == (check.state != "ok") for check in found.values())


def test_what_is_needed_and_not_there_must_be_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_SQLITE", (99, 0))
    monkeypatch.setattr(doctor, "raise_limit", lambda: 20)

    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**6))
    found = look(tmp_path)
    assert [name for name, check in found.items() if check.state == "wrong"] == ["sqlite", "space", "open_files"]
    assert "ulimit -n 4096" in found["open_files"].do


def test_what_one_may_do_without_is_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(doctor, "is_installed", lambda _: False)
    found = look(tmp_path)
    absent = {name for name, check in found.items() if check.state == "absent"}
    assert absent == {"operator", "browse", "export", "ocr", "cluster", "s3", "libreoffice", "fonts", "chromium"}
    assert "[ocr]" in found["ocr"].do
    assert convert.find_program() is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert look(tmp_path)["data"].state == "wrong"


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert look(tmp_path / "data")["data"].state == "wrong"


def test_who_asks_is_told_from_variables_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "operator.toml").write_text('about = "https://a.example.org/b"', encoding="utf-8")
    assert look(tmp_path)["operator"].state == "absent"
    monkeypatch.setenv("REPORTSCRAPER_CONTACT", "me@example.org")
    assert look(tmp_path)["operator"].found == "me@example.org https://a.example.org/b"
    (tmp_path / "operator.toml").write_text("x = 1", encoding="utf-8")
    assert "operator.toml" in look(tmp_path)["operator"].found


def test_the_command_tells_both_languages_and_its_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTSCRAPER_LANG", "")
    monkeypatch.setenv("LC_ALL", "C")
    told = CliRunner().invoke(main, ["doctor", "--data", str(tmp_path)])
    assert (told.exit_code, "All that is needed is there. 所需俱备。" in told.output) == (0, True)
    assert "SQLite full-text search (FTS5) SQLite 全文检索 FTS5" in told.output
    monkeypatch.setattr(doctor, "_PYTHON", (9, 0))
    told = CliRunner().invoke(main, ["doctor", "--data", str(tmp_path)])
    assert (told.exit_code, "To mend 须处理: python" in told.output) == (1, True)
    told = CliRunner().invoke(main, ["doctor", "--json", "--data", str(tmp_path)])
    answer = json.loads(told.output)
    assert (told.exit_code, answer["ok"], answer["checks"][0]["state"]) == (1, False, "wrong")


def test_the_python_that_is_needed_is_the_package_s() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">={}.{}".format(*doctor._PYTHON)
