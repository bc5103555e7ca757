"""Both readmes name every command, the same ones, and files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click import Context

from reportscraper.cli import main

ROOT = Path(__file__).parents[1]
README, CHINESE = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))


def commands(text: str) -> set[str]:
    """The commands in the first column of the table of commands."""
    rows = re.findall(r"^\| (`reportscraper .+?) \|", text, re.MULTILINE)
    return {found for row in rows for found in re.findall(r"`reportscraper (\w+)", row)}


@pytest.mark.parametrize("text", [README, CHINESE], ids=["English", "Chinese"])
def test_every_command_is_named(text: str) -> None:
    assert commands(text) == set(main.list_commands(Context(main)))


@pytest.mark.parametrize("text", [README, CHINESE], ids=["English", "Chinese"])
def test_every_file_it_leads_to_is_there(text: str) -> None:
    named = re.findall(r"\]\(([^)]+)\)", text)
    assert len(named) > 4
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_both_say_the_same_commands_to_type() -> None:
    def typed(text: str) -> list[str]:
        return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)

    assert typed(CHINESE) == typed(README)
    assert len(typed(CHINESE)) == 3
