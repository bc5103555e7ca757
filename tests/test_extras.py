"""A missing extra is told with the command that fits the installation."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from reportscraper import extras

ROOT = Path(__file__).parents[1]
WHEEL = {"url": "file:///tmp/a%20b/reportscraper-1.0.0-py3-none-any.whl", "archive_info": {}}
VCS = {"url": "https://a.org/r", "vcs_info": {"vcs": "git", "commit_id": "0"}}


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    """Pretends that the package was installed from somewhere, by some tool, into ``tmp_path/venv``."""

    def pretend(origin: object, *, pip: bool = True, marker: str = "") -> Path:
        venv = tmp_path / "venv"
        venv.mkdir()
        if marker:
            (venv / marker).touch()
        told = json.dumps(origin) if origin else None
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "prefix", str(venv))
        monkeypatch.setattr(sys, "executable", str(venv / "bin/python"))
        monkeypatch.setattr(extras, "distribution", lambda _: SimpleNamespace(read_text=lambda _: told))
        monkeypatch.setattr(extras, "find_spec", lambda name: True if pip or name != "pip" else None)
        return tmp_path

    return pretend


@pytest.mark.parametrize(
    ("origin", "how", "command"),
    [
        (None, {}, "venv/bin/python -m pip install 'reportscraper[browse]'"),
        (WHEEL, {}, f"venv/bin/python -m pip install 'reportscraper[browse] @ {WHEEL['url']}'"),
        (VCS, {}, "venv/bin/python -m pip install 'reportscraper[browse] @ git+https://a.org/r'"),
        (None, {"pip": False}, "uv pip install --python venv 'reportscraper[browse]'"),
        (None, {"marker": "pipx_metadata.json"}, "pipx install --force 'reportscraper[browse]'"),
        (None, {"marker": "uv-receipt.toml"}, "uv tool install --force 'reportscraper[browse]'"),
    ],
)
def test_the_command_fits_how_it_was_installed(origin: object, how: dict, command: str, installed) -> None:  # type: ignore[no-untyped-def,type-arg]
    installed(origin, **how)
    assert extras.how_to_add("browse") == command


def test_a_checkout_is_named_as_it_lies(installed) -> None:  # type: ignore[no-untyped-def]
    origin: dict[str, object] = {"dir_info": {"editable": True}}
    here = installed(origin | {"url": "file:///elsewhere"})
    assert extras.how_to_add("ocr") == "venv/bin/python -m pip install -e '/elsewhere[ocr]'"
    assert here


def test_the_checkout_that_one_stands_in_is_a_dot(installed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    installed({"url": tmp_path.as_uri(), "dir_info": {"editable": True}})
    assert extras.how_to_add("export") == "venv/bin/python -m pip install -e '.[export]'"


def test_every_extra_of_the_package_is_known() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(extras.MODULES) == set(project["optional-dependencies"])


def test_no_other_place_names_the_command() -> None:
    source = ROOT / "src/reportscraper"
    found = [path.name for path in source.rglob("*.py") if "pip install" in path.read_text("utf-8")]
    assert found == ["extras.py"]
