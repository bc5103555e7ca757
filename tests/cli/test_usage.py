"""A wrong command line is told in the language that is chosen."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from reportscraper.cli import main
from reportscraper.cli.usage import in_chinese

WRONG = {
    "nosuch": "没有命令“nosuch”",
    "report": "缺少参数“BODY”",
    "report 教育局 abcd": "“YEAR”的值有误：“abcd”不是整数",
    "compare x --nope": "没有选项“--nope”",
    "compare x --csvv": "没有选项“--csvv”，是否指 --csv？",
    "findings --severity grave": "“--severity”的值有误：“grave”不在可选值之中",
    "findings --year": "选项“--year”须带值",
    "browse --public=1": "选项“--public”不带值",
    "diff 教育局 2022 2023 2024": "多余的参数：2024",
    "browse --port 99999": "“--port”的值有误：99999 超出范围",
    "extract /nowhere/at-all": "“/nowhere/at-all”不存在",
}


@pytest.mark.parametrize("line", WRONG)
def test_usage_errors_are_told_in_chinese(line: str) -> None:
    told = CliRunner().invoke(main, ["--lang", "zh", *line.split()])
    assert told.exit_code == 2
    assert WRONG[line] in told.stderr
    assert "Error" not in told.stderr
    both = CliRunner().invoke(main, line.split(), env={"LC_ALL": "C", "REPORTSCRAPER_LANG": ""})
    assert "Error: " in both.stderr
    assert WRONG[line] in both.stderr


def test_usage_errors_in_english_are_those_of_click() -> None:
    told = CliRunner().invoke(main, ["--lang", "en", "report"])
    assert told.exit_code == 2
    assert re.search("Try 'main report --help' for help.\n\nError: Missing argument 'BODY'.\n$", told.stderr)


def test_what_is_not_known_stays_as_it_is() -> None:
    assert in_chinese("Something else went wrong.") == ""
