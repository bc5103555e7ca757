"""The lexicon: every wording names one measure, every verb has one class, and the patterns prefer the longest word."""

from __future__ import annotations

import re

from reportscraper.forms import catalogue
from reportscraper.report.prose.lexicon import any_of, lexicon, measures_by_noun, verb_classes


def test_verbs_have_one_class() -> None:
    classes = verb_classes()
    assert [classes[verb] for verb in ("收到", "办结", "废止", "清理", "制定", "公开", "推送", "办理", "完成")] == [
        "receive",
        "reply",
        "repeal",
        "sort",
        "make",
        "disclose",
        "publish",
        "handle",
        "complete",
    ]


def test_a_noun_names_its_measures_in_the_order_of_the_file() -> None:
    found = [(each.indicator, sorted(each.verbs), each.needs_subject) for each in measures_by_noun()["申请"]]
    assert found == [("requests_new", ["receive"], True), ("result_total", ["reply"], True)]
    assert [each.indicator for each in measures_by_noun()["规范性文件"]] == [
        "ch2_normative_issued",
        "ch2_normative_repealed",
        None,
    ]
    assert "工作动态" not in measures_by_noun()


def test_what_needs_a_subject_is_about_something() -> None:
    assert [each.name for each in lexicon().measure if each.needs_subject and not each.about] == []


def test_indicators_are_those_of_the_forms() -> None:
    known = {each.id for each in catalogue()}
    said = {each.indicator for each in lexicon().measure if each.indicator}
    assert {each for each in said - known if not each.startswith("n_")} == set()


def test_the_longest_word_is_matched_and_a_miss_is_none() -> None:
    pattern = re.compile(any_of(["政府", "政府信息", "政", "信息公开"]))
    assert [match[0] for match in pattern.finditer("政府信息公开的政策")] == ["政府信息", "政"]
    assert re.compile(any_of(["a.b", "a"])).match("axb") is not None
    assert re.compile(any_of(["a.b"])).match("axb") is None
