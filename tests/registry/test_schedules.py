"""The ready-made files for scheduled runs name commands and options that exist."""

from __future__ import annotations

import re
from configparser import RawConfigParser
from pathlib import Path

import click
import pytest

from reportscraper.cli import main

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def calls(text: str) -> list[list[str]]:
    return [call.split() for call in re.findall(r"(?:bin/|uv run )reportscraper ((?:[\w./-]+ ?)+)", text)]


@pytest.mark.parametrize("name", ["reportscraper.service", "reportscraper.cron", "github-actions.yml"])
def test_every_call_is_one_the_command_line_knows(name: str) -> None:
    found = calls((EXAMPLES / name).read_text(encoding="utf-8"))
    assert found
    for verb, *rest in found:
        command = main.get_command(click.Context(main), verb)
        assert command is not None
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= options
        assert isinstance(command, click.Command)


def section(name: str, part: str) -> list[tuple[str, str]]:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(EXAMPLES / name, encoding="utf-8")
    return parser.items(part)


def test_the_service_runs_without_privileges() -> None:
    settings = dict(section("reportscraper.service", "Service"))
    wanted = {
        "User": "reportscraper",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
        "SuccessExitStatus": "1 143",
    }
    assert {key: settings[key] for key in wanted} == wanted


def test_the_timer_makes_up_for_lost_nights() -> None:
    settings = dict(section("reportscraper.timer", "Timer"))
    assert settings["Persistent"] == "yes"
    assert "RandomizedDelaySec" in settings
