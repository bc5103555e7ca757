"""What those who host the project themselves are given: workflows whose every command is there, a citation, a licence note."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from reportscraper.cli import main

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKFLOWS = [
    ROOT / ".github/workflows/ci.yml",
    ROOT / "docs/examples/github-actions.yml",
    ROOT / ".github/workflows/release.yml",
]
OF_THE_RUNNER = {"apt-get", "gh", "gzip", "pip", "python", "sha256sum", "sudo", "tar", "uv"}
"""What the machines of the workflows bring, or an earlier step of them installs."""
OF_THE_SHELL = {"cat", "cd", "date", "export", "git", "mkdir", "set", "test"}


def steps(file: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(file.read_text("utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def commands(file: Path) -> list[list[str]]:
    """Every command of every step, as words: without assignments, redirections, braces and what may fail."""
    found = []
    for step in steps(file):
        for line in step.get("run", "").splitlines():
            for part in re.split(r"&&|\|\||;", line):
                words = shlex.split(part, comments=True)
                while words and (words[0] in "{}" or re.match(r"\w+=", words[0])):
                    words = words[1:]
                found.append([word for word in words if word not in {"}", "sudo"}])
    return [words for words in found if words and words != ["true"]]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_command_of_a_workflow_is_there(file: Path) -> None:
    assert commands(file)
    for words in commands(file):
        program, *arguments = words[2:] if words[:2] == ["uv", "run"] else words
        name = Path(program).name
        if name == "reportscraper":
            command_is_there(arguments)
        elif words[:2] == ["uv", "run"]:
            assert (Path(sys.executable).parent / name).exists(), words
        else:
            assert name in OF_THE_RUNNER or (name in OF_THE_SHELL and shutil.which("bash")), words
        for argument in arguments:
            if argument.endswith((".lock", ".toml")):
                assert (ROOT / argument).is_file(), words


def command_is_there(arguments: list[str]) -> None:
    name, *rest = arguments
    command = main.get_command(click.Context(main), name)
    assert command is not None, arguments
    known = {option for each in command.params for option in each.opts}
    assert {word for word in rest if word.startswith("--")} <= known, arguments


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_has_what_its_host_reads(file: Path) -> None:
    told = yaml.safe_load(file.read_text("utf-8"))
    assert set(told) >= {"name", True, "permissions", "jobs"}, "YAML reads the key `on` as true"
    assert all("runs-on" in job and "timeout-minutes" in job for job in told["jobs"].values())
    assert all(("run" in step) != ("uses" in step) for step in steps(file))
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]) for step in steps(file) if "uses" in step)
    assert "--locked" not in file.read_text("utf-8"), "uv.lock is not in git"


def test_the_pythons_tested_are_those_promised() -> None:
    matrix = yaml.safe_load(WORKFLOWS[0].read_text("utf-8"))["jobs"]["tests"]["strategy"]["matrix"]["python"]
    assert matrix == ["3.11", "3.12", "3.13"]
    assert PROJECT["requires-python"] == ">=3.11"


def test_the_lock_of_the_example_has_every_dependency() -> None:
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["browse"]
    assert {re.split(r"[<>=\[]", each)[0] for each in wanted} <= locked


def test_the_citation_is_whole() -> None:
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert set(told) >= {"cff-version", "message", "title", "authors", "version", "license"}
    assert (told["cff-version"], told["type"]) == ("1.2.0", "software")
    assert (told["title"], told["version"], told["license"]) == (
        PROJECT["name"],
        PROJECT["version"],
        PROJECT["license"],
    )
    assert all(set(author) == {"name"} for author in told["authors"])


@pytest.mark.parametrize("name", ["ci.yml", "release.yml"])
def test_what_the_lock_names_is_audited(name: str) -> None:
    """`pip_audit` and the address of its advisories are had by the workflow only: where the tests run there may be no network."""
    audits = [words for words in commands(ROOT / ".github/workflows" / name) if "pip_audit" in words]
    assert audits == [["python", "-m", "pip_audit", "--require-hashes", "--disable-pip", "-r", "requirements.lock"]]
    assert (ROOT / "requirements.lock").is_file()
