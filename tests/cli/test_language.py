"""The language of the command line: which one is spoken, that every text exists in both, and that none is mixed."""

from __future__ import annotations

import ast
import io
import json
import re
import string
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import reportscraper
from reportscraper.cli import main
from reportscraper.cli.language import languages, let_through_chinese, pick, say
from reportscraper.forms.rules import rules
from reportscraper.messages import Counted, Messages

from .conftest import Invoke

PACKAGE = Path(reportscraper.__file__).parent
HAN = re.compile("[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3,}")
SAME = {"reportscraper", "sha", "json", "csv", "agreement", "two", "text", "joined", "change", "again"}
"""What is called the same in Chinese."""
SAID = re.compile(r"\b(?:say|words)\(\s*f?[\"']([a-z_]+)\.([a-z_]*)")


def texts(language: str) -> dict[str, str]:
    """Every text by its key; both wordings of one that counts."""
    return {
        f"{group}.{name}": f"{text.one} {text.many}" if isinstance(text, Counted) else text
        for group, entries in Messages(f"cli/messages/{language}.toml").groups.items()
        for name, text in entries.items()
    }


EN, ZH = texts("en"), texts("zh")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_is_in_both_languages_with_the_same_fields() -> None:
    assert EN.keys() == ZH.keys()
    assert [key for key in EN if not fields(ZH[key]) <= fields(EN[key]) <= fields(ZH[key]) | {"n"}] == []


def test_no_text_is_mixed() -> None:
    assert [key for key, text in EN.items() if HAN.search(text)] == []
    plain = {key: re.sub(r"\{\w+\}", "", text) for key, text in ZH.items()}
    assert {key: found for key, text in plain.items() if (found := set(LATIN.findall(text)) - SAME)} == {}


def test_every_text_is_said_and_what_is_said_is_there() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (PACKAGE / "cli").glob("*.py"))
    constants = {
        node.value
        for path in (PACKAGE / "cli").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    groups_by_name = set(re.findall(r"say\(f?[\"']([a-z_]+)\.(?:\{|[\"'] ?\+|[a-z]+_\{)", sources))
    groups_by_name |= set(re.findall(r"called\([\"']([a-z_]+)[\"']", sources))
    assert [key for key in EN if key not in constants and key.partition(".")[0] not in groups_by_name] == []
    said = {f"{group}.{name}" for group, name in SAID.findall(sources) if name and not name.endswith("_")}
    assert said - EN.keys() == set()


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, ("en", "zh")),
        ({"LANG": "C.UTF-8"}, ("en", "zh")),
        ({"LANG": "POSIX"}, ("en", "zh")),
        ({"LANG": "en_GB.UTF-8"}, ("en",)),
        ({"LANG": "de_DE.UTF-8"}, ("en",)),
        ({"LANG": "zh_CN.UTF-8"}, ("zh",)),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, ("zh",)),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, ("en",)),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, ("zh",)),
        ({"LANG": "zh_CN.UTF-8", "REPORTSCRAPER_LANG": "en"}, ("en",)),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8", "REPORTSCRAPER_LANG": "zh"}, ("zh",)),
    ],
)
def test_the_language_is_that_of_the_environment(
    environment: dict[str, str], spoken: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REPORTSCRAPER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, environment.get(name, ""))
    assert languages() == spoken
    assert say("findings.found", n=1) == " ".join({"en": "1 finding", "zh": "1 条核查发现"}[each] for each in spoken)
    assert pick("only English", "") == "only English"


@pytest.mark.parametrize("words", [("--lang", "zh", "status"), ("status", "--lang", "zh")])
def test_the_option_stands_before_or_behind_the_command(words: tuple[str, ...], data: Path) -> None:
    shown = CliRunner().invoke(main, [*words, "--data", str(data)]).output
    assert "单位数" in shown
    assert "bodies" not in shown


def test_a_language_that_is_not_spoken_is_wrong_usage(data: Path) -> None:
    for words, variables in ((["--lang", "fr"], {}), ([], {"REPORTSCRAPER_LANG": "fr"})):
        result = CliRunner(env=variables).invoke(main, [*words, "status", "--data", str(data)])
        assert (result.exit_code, "--lang" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    "command",
    [
        ("findings",),
        ("missing",),
        ("status", "--county", "云溪县"),
        ("compare", "requests_received"),
        ("compare", "disclosed_pieces"),
        ("report", "教育局", 2022),
        ("diff", "教育局", 2021, 2022),
        ("diff", "教育局", 2022),
        ("search", "申请"),
        ("report", "教育局", 2015),
        ("compare", "no_such_figure"),
    ],
    ids=lambda words: " ".join(map(str, words)),
)
def test_nothing_english_is_left_in_chinese(invoke: Invoke, command: tuple[object, ...]) -> None:
    told = invoke(*command, "--lang", "zh").output
    told = re.sub(r"https?://\S+|\S+\.gz|\b[0-9a-f]{16,}\b|2023-\S+Z|\[bold\]|no_such_figure|可用：.*", "", told)
    assert set(LATIN.findall(told)) - SAME == set()


def test_json_and_csv_are_the_same_in_every_language(invoke: Invoke) -> None:
    for command in (("findings",), ("missing",), ("compare", "requests_received"), ("diff", "教育局", 2022)):
        for form in ("--json", "--csv"):
            english, chinese = (invoke(*command, form, "--lang", each).stdout for each in ("en", "zh"))
            assert english == chinese
    assert json.loads(invoke("status", "--json", "--lang", "zh").stdout.splitlines()[0])["doubts_zh"]


def test_every_rule_has_a_short_title_in_both_languages() -> None:
    for rule, known in rules().items():
        assert 0 < len(known.title.en) <= 42, rule
        assert 0 < len(known.title.zh) <= 16, rule
        assert not HAN.search(known.title.en + "".join(known.words(each).en for each in ("", *known.wordings))), rule
        assert HAN.search(known.title.zh), rule


def test_a_rule_goes_by_its_title(invoke: Invoke) -> None:
    by_id, by_title, in_chinese = (
        invoke("findings", "--rule", name).stdout for name in ("missing_year", "report missing", "缺少年度报告")
    )
    assert by_id == by_title == in_chinese != ""


def complaints() -> list[tuple[str, ast.Call]]:
    """Every error of the caller that is raised, with its place."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "Error(" in text else ():
            call = node.exc if isinstance(node, ast.Raise) else None
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("InputError", "LockedError"):
                found.append((f"{path.relative_to(PACKAGE)}:{call.lineno}", call))
    return found


OURS = ("forms/", "resources.py")
"""Faults of packaged files, which only who changes them can meet."""


def test_what_a_caller_did_wrong_is_said_in_both_languages() -> None:
    known = complaints()
    assert len(known) > 70
    for place, call in known:
        if place.startswith(OURS) or any(isinstance(each, ast.Starred) for each in call.args):
            continue
        assert len(call.args) == 2, place
        en, zh = (
            "".join(
                node.value for node in ast.walk(each) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            )
            for each in call.args
        )
        assert not HAN.search(en), place
        assert HAN.search(zh) or not LATIN.search(en), place


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            ("year: 2022", "form: none recognised", "period: 2022-01-01 to 2022-12-31", "not a report: the page is"),
        ),
        ("zh", ("年度: 2022", "表式: 未识别", "统计期限: 2022-01-01 至 2022-12-31", "不是报告: 该网页是：")),
    ],
)
def test_a_report_is_printed_without_words_of_the_program(language: str, told: tuple[str, ...], tmp_path: Path) -> None:
    page, other = Path("tests/fixtures/lost-tables-2022.txt"), tmp_path / "other.html"
    other.write_text("<h1>今日要闻</h1><p>会议召开。</p>", "utf-8")
    answer = CliRunner().invoke(main, ["extract", "--lang", language, "--format", "text", str(page), str(other)])
    lines = answer.stdout.splitlines()
    assert [words for words in told if not any(line.strip().startswith(words) for line in lines)] == []
    assert [line for line in lines if "None" in line or "('" in line] == []


def test_units_are_listed_in_the_language_of_the_reader() -> None:
    listed = {
        language: CliRunner().invoke(main, ["sources", "list", "--province", "贵州", "--lang", language]).stdout
        for language in ("en", "zh")
    }
    assert "省级" in listed["zh"].splitlines()[1]
    assert "province" in listed["en"].splitlines()[1]
    shown = CliRunner().invoke(main, ["sources", "show", "嵊州市", "--lang", "zh"]).stdout
    assert "由程序核对" in shown
    assert "by machine" not in shown


@pytest.mark.parametrize(
    ("charset", "printed"),
    [
        ("ascii", "嵊州市𠮷 – ".encode()),
        ("latin-1", "嵊州市𠮷 – ".encode()),
        ("gbk", "嵊州市".encode("gbk") + b"\\U00020bb7 " + "– ".encode("gbk")),
        ("utf-8", "嵊州市𠮷 – ".encode()),
    ],
)
def test_what_a_locale_has_no_letters_for_is_printed_all_the_same(
    charset: str, printed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=charset))
    let_through_chinese()
    click.echo("嵊州市𠮷 – ", nl=False)
    assert written.getvalue() == printed
