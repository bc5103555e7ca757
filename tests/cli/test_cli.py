"""Every command: its help, its exit codes, what it prints for good and bad input."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from reportscraper.cli import main

README = Path(__file__).parents[2] / "README.md"
FIXTURES = Path(__file__).parents[1] / "fixtures"


def invoke(*args: object) -> Result:
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exc_info
    return result


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found, context = [], click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found += commands(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_has_help_and_stands_in_the_readme(command: tuple[str, ...]) -> None:
    result = invoke(*command, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()[2].strip()) > 20
    assert f"reportscraper {' '.join(command)}" in README.read_text("utf-8")


def test_every_option_has_help() -> None:
    for path in commands():
        command: click.Command = main
        for name in path:
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), name)
            assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name != "form":
                assert parameter.help, f"{' '.join(path)} --{parameter.name}"


def test_exit_codes_are_documented() -> None:
    assert re.search(r"Exit codes: 0 done", invoke("--help").output)


@pytest.mark.slow
def test_demo_twice_and_later(tmp_path: Path) -> None:
    first = invoke("demo", "--data", tmp_path)
    assert first.exit_code == 0, first.output
    assert (tmp_path / "reports.db").stat().st_size > 100_000
    totals = dict(zip(_heading(first), _totals(first), strict=True))
    assert (totals["bodies"], totals["reports"], totals["new"], totals["failed"]) == ("14", "116", "116", "0")
    assert "browse" in first.output
    second = invoke("demo", "--data", tmp_path)
    assert second.exit_code == 0
    totals = dict(zip(_heading(second), _totals(second), strict=True))
    assert (totals["new"], totals["revised"], totals["unchanged"]) == ("0", "0", "116")
    later = invoke("demo", "--data", tmp_path, "--edition", 2)
    totals = dict(zip(_heading(later), _totals(later), strict=True))
    assert (totals["new"], totals["revised"], totals["unchanged"]) == ("1", "1", "115")
    assert later.exit_code == 0


def _heading(result: Result) -> list[str]:
    return _columns(next(line for line in result.stdout.splitlines() if "bodies" in line))


def _totals(result: Result) -> list[str]:
    return _columns(next(line for line in result.stdout.splitlines() if line.strip().startswith("all sites")))


def _columns(line: str) -> list[str]:
    return re.split(r"\s{2,}", line.strip())


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.html", b"", "empty"),
        ("blank.txt", b" \r\n\t", "empty"),
        ("report.pdf", b"%PDF-1.4 ...", "PDF"),
        ("report.docx", b"PK\x03\x04....", "zip container"),
        ("report.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        ("binary.html", bytes(range(16)) * 300, "no known kind"),
        ("deep.html", b"<html><body>" + b"<div>" * 3000 + b"<p>x</p>", "deeper"),
        (
            "news.html",
            "<html><body><h1>县长调研水利工作</h1><p>今日县长到水库调研。</p></body></html>".encode(),
            "not a report",
        ),
    ],
)
def test_bad_input_is_no_report_with_a_reason(
    tmp_path: Path, name: str, data: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)  # an old Office file would be converted
    path = tmp_path / name
    path.write_bytes(data)
    result = invoke("extract", path)
    assert result.exit_code == 3
    printed = json.loads(result.stdout)
    assert printed["is_report"] is False
    assert reason in printed["reason"]
    assert printed["source"] == str(path)


def test_a_missing_file_is_wrong_usage() -> None:
    result = invoke("extract", "no/such/file.html")
    assert result.exit_code == 2
    assert "no/such/file.html" in result.stderr


def test_run_needs_counties_and_a_contact(tmp_path: Path) -> None:
    assert invoke("run", "--data", tmp_path, "--contact", "x@example.org").exit_code == 2
    counties = tmp_path / "counties"
    counties.mkdir()
    (counties / "330683.toml").write_text(
        'code = "330683"\nname = "嵊州市"\nprovince = "浙江省"\nhome = "https://www.example.gov.cn/"\n', "utf-8"
    )
    result = invoke("run", "--data", tmp_path)
    assert result.exit_code == 2
    assert "--contact" in result.stderr
    (counties / "330683.toml").write_text('code = "330683"\nnam = "嵊州市"\n', "utf-8")
    result = invoke("run", "--data", tmp_path, "--contact", "x@example.org")
    assert result.exit_code == 2
    assert "330683.toml:2" in result.stderr


def test_browse_without_a_database_is_an_error(tmp_path: Path) -> None:
    result = invoke("browse", "--data", tmp_path)
    assert result.exit_code in {2, 3}
    assert "reports.db" in result.stderr
