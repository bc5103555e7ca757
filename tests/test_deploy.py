"""What a server is set up with: the script below a DESTDIR, units that systemd understands, commands that are there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click import Context

from reportscraper.cli import main
from reportscraper.runs.operator import Operator, read_operator

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs/examples"
UNITS = sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in {".service", ".timer"})
OPERATOR = ("--contact", "you@example.org", "--about", "https://www.example.org/crawler")


def setup(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(ROOT / "deploy/setup"), "--no-program", *words]
    return subprocess.run(
        command, env=os.environ | {"DESTDIR": str(folder)}, capture_output=True, text=True, check=False
    )


def test_everything_is_put_where_it_belongs(tmp_path: Path) -> None:
    done = setup(tmp_path, *OPERATOR)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "etc/systemd/system").iterdir()) == UNITS
    assert (tmp_path / "etc/logrotate.d/reportscraper").is_file()
    state = tmp_path / "var/lib/reportscraper"
    assert (state.stat().st_mode & 0o777, (state / "counties").is_dir()) == (0o750, True)
    assert read_operator(state / "operator.toml") == Operator("you@example.org", "https://www.example.org/crawler")


def test_a_second_time_leaves_settings_alone(tmp_path: Path) -> None:
    setup(tmp_path, *OPERATOR)
    said = tmp_path / "var/lib/reportscraper/operator.toml"
    said.write_text('contact = "other@example.org"\n', "utf-8")
    assert setup(tmp_path).returncode == 0
    assert "other@" in said.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ((), "name --contact and --about"),
        (OPERATOR[:2], "name --contact"),
        (("--contact", 'a"b', *OPERATOR[2:]), "quotes"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_done(tmp_path: Path, words: tuple[str, ...], reason: str) -> None:
    done = setup(tmp_path, *words)
    assert (done.returncode, reason in done.stderr, list(tmp_path.iterdir())) == (1, True, []), done.stderr


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_the_commands_of_a_unit_are_there(name: str) -> None:
    text = (EXAMPLES / name).read_text("utf-8")
    lines = re.findall(r"^ExecStart(?:Post)?=/opt/reportscraper/bin/reportscraper (.+)$", text, re.MULTILINE)
    assert lines
    for line in lines:
        verb, *words = shlex.split(line)
        command = main.get_command(Context(main), verb)
        assert command is not None, line
        assert {word for word in words if word.startswith("--")} <= {
            opt for each in command.params for opt in each.opts
        }
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes"} <= set(text.splitlines())


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    program = tmp_path / "bin/reportscraper"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for name in UNITS:
        text = (EXAMPLES / name).read_text("utf-8").replace("/opt/reportscraper", str(tmp_path))
        (tmp_path / name).write_text(text, "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)]
    told = subprocess.run(
        command, env=os.environ | {"SYSTEMD_LOG_LEVEL": "warning"}, capture_output=True, text=True, check=False
    )
    assert [line for line in told.stderr.splitlines() if "reportscraper" in line] == []


def test_logs_are_rotated_and_nothing_else() -> None:
    text = (EXAMPLES / "reportscraper.logrotate").read_text("utf-8")
    files = re.findall(r"/var/lib/reportscraper/(\S+)", text)
    assert files == ["log.jsonl", "runs.jsonl", "runs.log"]
    assert text.count("{") == text.count("}") == 1
