"""Counties by code and by name, wherever a command asks for one; two counties of one name are never mixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportscraper.cli import main
from reportscraper.forms import catalogue
from reportscraper.model import Capture
from reportscraper.store import Store

from .conftest import figure, make

BODY = "鼓楼区教育局"
COUNTIES = {"320106": 3, "320302": 7, "339901": 9}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two counties of one name with bodies of one name, and a third county."""
    folder = tmp_path_factory.mktemp("counties")
    with Store.open(folder / "reports.db") as store:
        store.seed_indicators(catalogue())
        for code, count in COUNTIES.items():
            store.save_county(code, "云溪县" if code == "339901" else "鼓楼区")
            url = f"http://{code}.example/1.html"
            taken = Capture(
                url, url, "GET", 200, "text/html", "2023-02-01T08:00:00Z", code * 10 + "abcd", 9, code, 1, 1
            )
            capture = store.add_capture(taken)
            store.save_page(url, county_code=code, capture_id=capture, kind="report", outcome="new")
            report = make(BODY, 2022, figure("requests_new", count), text=f"全年受理{count}件培训。")
            store.save_report(report, capture_id=capture, county_code=code, parser_version="1")
    return folder


def ask(folder: Path, *words: object) -> Result:
    result = CliRunner().invoke(main, [*map(str, words), "--data", str(folder)])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exc_info
    return result


VERBS = (
    ("findings",),
    ("missing",),
    ("status",),
    ("compare", "requests_received"),
    ("search", "培训"),
    ("export", "--dataset", "figures"),
)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_a_county_is_taken_by_code_and_name_and_refused_by_what_it_is_not(
    verb: tuple[str, ...], folder: Path, tmp_path: Path
) -> None:
    to = ("--to", str(tmp_path)) if verb[0] == "export" else ()
    for words in ("320106", "云溪县", "南京市/鼓楼区"):
        assert ask(folder, *verb, *to, "--county", words).exit_code in {0, 1}, words
    several = ask(folder, *verb, *to, "--county", "鼓楼区")
    assert several.exit_code == 2
    assert "320106 南京市/鼓楼区, 320302 徐州市/鼓楼区" in several.stderr
    unknown = ask(folder, *verb, *to, "--county", "云西县")
    assert unknown.exit_code == 2
    assert "云溪县 339901" in unknown.stderr


@pytest.mark.parametrize(("words", "count"), [("320106", 3), ("徐州市/鼓楼区", 7)])
def test_counties_of_one_name_are_not_mixed(words: str, count: int, folder: Path, tmp_path: Path) -> None:
    compared = json.loads(ask(folder, "compare", "requests_new", "--county", words, "--json").stdout)
    assert [row["value"] for row in compared["values"]] == [count]
    compared = json.loads(ask(folder, "compare", "requests_new", f"{words} {BODY}", "--json").stdout)
    assert [row["value"] for row in compared["values"]] == [count]
    found = json.loads(ask(folder, "search", "培训", "--county", words, "--json").stdout)
    assert [f"受理{count}件" in row["excerpt"] for row in found] == [True]
    report = json.loads(ask(folder, "report", f"{words} {BODY}", 2022, "--json").stdout)
    assert [row["value"] for row in report["figures"]] == [count]
    assert len(report["sections"]) == len(report["statements"]) == 1
    (status,) = (json.loads(line) for line in ask(folder, "status", "--json", "--county", words).stdout.splitlines())
    assert status["reports"] == 1
    for name in ("figures", "figures_wide", "sections", "statements", "reports", "series"):
        ask(folder, "export", "--to", tmp_path, "--format", "jsonl", "--dataset", name, "--county", words)
        lines = (tmp_path / f"{name}.jsonl").read_text("utf-8").splitlines()
        assert lines, name
        assert all(json.loads(line)["county"] == "鼓楼区" for line in lines)
    (line,) = (tmp_path / "figures.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["value"] == count


def test_a_body_of_several_counties_is_refused_with_them(folder: Path) -> None:
    assert "南京市/鼓楼区 鼓楼区教育局、徐州市/鼓楼区 鼓楼区教育局" in ask(folder, "report", BODY, 2022).stderr


def test_run_takes_names_too(tmp_path: Path) -> None:
    counties = tmp_path / "counties"
    counties.mkdir()
    for code in ("320106", "320302"):
        text = f'code = "{code}"\nname = "鼓楼区"\nprovince = "江苏省"\nhome = "http://{code}.example/"\n'
        (counties / f"{code}.toml").write_text(text, "utf-8")
    assert "320106 南京市/鼓楼区" in ask(tmp_path, "run", "--contact", "t", "--county", "鼓楼区").stderr
    assert ask(tmp_path, "run", "--contact", "t", "--county", "999999").exit_code == 2
