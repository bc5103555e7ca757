"""The guide for contributors names what is there: files, rooms in their order, tables of the schema."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from pathlib import Path

from reportscraper.store import Store

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_every_file_it_names_is_there() -> None:
    named = re.findall(r"`((?:src|tests|docs|data)/[\w./-]+|CHANGELOG\.md)`", GUIDE)
    named += re.findall(r"\]\(([^)]+)\)", GUIDE)
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_rooms_stand_in_the_order_of_the_layers() -> None:
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0][
        "layers"
    ]
    table = GUIDE.split("## The rooms")[1].split("## Recipes")[0]
    first, *rooms = re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
    expected = [layer.removeprefix("reportscraper.") for layer in reversed(layers)]
    assert [room.strip("`") for room in rooms] == expected[2:]
    assert set(re.findall(r"`(\w+)`", first)) == {*re.findall(r"reportscraper\.(\w+)", layers[-1]), expected[1]}


def test_the_drawing_has_every_table(tmp_path: Path) -> None:
    with Store.open(tmp_path / "reports.db"):
        pass
    with sqlite3.connect(tmp_path / "reports.db") as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    tables = {name for name in names if not re.match(r"sqlite_|_sqlite|section_fts", name)}
    drawn = set(re.findall(r"^  (\w+) [|}]", GUIDE, re.MULTILINE)) | set(re.findall(r"-- ?\S* (\w+) :", GUIDE))
    drawn |= set(re.findall(r"[{|o] (\w+) :", GUIDE))
    assert tables - drawn == {"coverage", "measures", "page_file"}, "said in the data dictionary alone"
    assert drawn <= tables
