"""The one list of findings: both languages, every id in use and in the list, every field given, the page of docs."""

from __future__ import annotations

import ast
import itertools
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from scripts.data_pages import rules_page

import reportscraper
from reportscraper.check.engine import plausibility_rules as plausible_rules
from reportscraper.documents.file_type import NAMES, FileKind
from reportscraper.errors import InputError
from reportscraper.forms.identities import load_book
from reportscraper.forms.rules import Words, find_rule, finding, first_id, history_finding, phrase, rules, terms
from reportscraper.model import Outcome, SectionKind

SOURCE = Path(reportscraper.__file__).parent
DOCS = SOURCE.parents[1] / "docs" / "rules.md"
FAILURES = {"gone", "soft404", "oversize", "challenge", "blocked", "unreachable", "not_understood"}
"""The outcomes with which the crawler gives a page up."""
TEXTS = [(rule, wording, known.words(wording)) for rule, known in rules().items() for wording in ("", *known.wordings)]


@cache
def trees() -> dict[str, ast.Module]:
    """The package's modules, read when a test asks: every process of a test run collects all tests."""
    return {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}


def constants(node: ast.expr | None) -> list[str] | None:
    """The texts an argument may be, none when it is not given; None when only a run can tell."""
    match node:
        case None:
            return [""]
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=ast.Constant(value=str(one)), orelse=ast.Constant(value=str(other))):
            return [one, other]
    return None


def made() -> Iterator[tuple[str, list[str] | None, list[str] | None, set[str]]]:
    """Every call that makes a finding: where, the rules and wordings it may name, the fields it gives."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                named = {each.arg: each.value for each in node.keywords}
                given = {name for name in named if name is not None}
                if node.func.id in {"finding", "history_finding"} and path != "forms/rules.py":
                    if node.func.id == "history_finding":
                        given.add("year")
                    yield f"{path}:{node.lineno}", constants(node.args[0]), constants(named.get("wording")), given
                elif node.func.id == "_Note":
                    wording = node.args[1] if len(node.args) > 1 else None
                    given |= {"text", "unit", "usual"}
                    yield f"{path}:{node.lineno}", constants(node.args[0]), constants(wording), given


def said_by_data() -> set[tuple[str, str]]:
    identities = {(each.id, "") for each in load_book().identity if each.scope != "prose"}
    return {*identities, *((each.id, each.wording) for each in plausible_rules())}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("rule", "wording", "words"), TEXTS, ids=lambda each: each if isinstance(each, str) else "")
def test_both_languages_say_the_same_things(rule: str, wording: str, words: Words) -> None:
    assert words.en
    assert any("\u4e00" <= character <= "\u9fff" for character in words.zh)
    assert fields(words.en) == fields(words.zh)


def test_every_finding_that_code_makes_is_in_the_list_with_all_its_fields() -> None:
    for where, named, wordings, given in made():
        for rule, wording in itertools.product(named or [], wordings or []):
            assert rule in rules(), where
            words = rules()[rule].words(wording)
            assert fields(words.en) <= given, where


def test_every_rule_and_wording_of_the_list_is_used() -> None:
    texts = {text.value for tree in trees().values() for text in ast.walk(tree) if isinstance(text, ast.Constant)}
    used = {
        *said_by_data(),
        *((f"fetch_{outcome}", "") for outcome in FAILURES),
        *((rule, "") for rule in rules() if rule in texts),
        *(pair for _, named, wordings, _ in made() for pair in itertools.product(named or [], wordings or [])),
    }
    assert {(rule, wording) for rule, wording, _ in TEXTS} <= used
    assert set(get_args(Outcome)) >= FAILURES


def test_identities_and_limits_have_their_words_here() -> None:
    assert {rule for rule, _ in said_by_data()} <= rules().keys()
    for identity in load_book().identity:
        if identity.scope != "prose":
            assert (identity.strength == "hard") == (rules()[identity.id].severities[0] == "error")


def test_what_is_not_in_the_list_fails() -> None:
    with pytest.raises(InputError, match="no_such_rule"):
        finding("no_such_rule")
    with pytest.raises(InputError, match="year_short lacks 'least'"):
        finding("year_short", year=2022, count=3)
    with pytest.raises(InputError, match="year_disagrees lacks 'tea_leaves'"):
        finding("year_disagrees", wording="tea_leaves", year=2022, other=2021)
    with pytest.raises(InputError, match="never of severity error"):
        finding("year_missing", severity="error")
    with pytest.raises(InputError, match="no_such_phrase"):
        phrase("no_such_phrase")
    with pytest.raises(InputError, match="missing_year lacks 'around'"):
        history_finding("missing_year", "云溪县教育局", 2021)


def test_a_finding_says_the_same_in_both_languages() -> None:
    found = finding("missing_table", severity="info", table=3, title="主动公开政府信息情况")
    assert (found.rule, found.severity, found.table) == ("missing_table", "info", 3)
    assert found.message == "主动公开政府信息情况 was not found"
    assert found.message_zh == "未找到“主动公开政府信息情况”"


def test_a_field_may_have_its_own_words_in_each_language() -> None:
    found = history_finding(
        "jump", "云溪县教育局", 2020, name=Words("granted", "予以公开"), value=5, past="1, 2", peers=""
    )
    assert found.message == "granted is 5 in 2020; the years before had 1, 2."
    assert found.message_zh == "予以公开2020年为5，此前各年为1, 2。"


def test_an_old_id_is_that_of_one_rule_and_makes_the_fingerprint() -> None:
    aliases = [alias for rule in rules().values() for alias in rule.aliases]
    assert len(set(aliases)) == len(aliases)
    assert first_id("year_not_found") == "year_missing"
    assert first_id("year_missing") == "year_missing"
    assert first_id("of another program") == "of another program"


def test_the_docs_list_every_rule() -> None:
    assert DOCS.read_text("utf-8") == rules_page(), "python scripts/write_docs.py"


def test_words_of_ours_are_chinese_in_chinese() -> None:
    assert set(get_args(SectionKind)) <= terms().keys()
    told = finding("section_unlisted", heading="四、其它", kind="overview")
    assert told.message == "The heading “四、其它” is no listed wording; read as overview."
    assert told.message_zh == "标题“四、其它”不是规定的写法，按“总体情况”一章处理。"


def test_a_rule_goes_by_the_ids_that_it_once_had() -> None:
    assert find_rule("ch3_balance") == ("ch3_balance", None)
    renamed = [(alias, rule) for rule, known in rules().items() for alias in known.aliases if alias not in rules()]
    for alias, rule in renamed:
        found, note = find_rule(alias)
        assert (found, note and note.en) == (rule, f"{alias} is now {rule}")
    found, note = find_rule("year_missing")
    assert (found, note and note.en) == ("year_missing", "year_missing was once also what is now year_not_found")
    with pytest.raises(InputError, match=r"no rule 'ch3_balanse'; there is ch3_balance"):
        find_rule("ch3_balanse")
    with pytest.raises(InputError, match=r"no rule 'applicants'; there is ch3_row_sum"):
        find_rule("applicants")  # by a word of its title
    with pytest.raises(InputError, match="there is none of a similar name"):
        find_rule("sums")


@pytest.mark.parametrize("kind", ["picture", "zip", "archive", "ofd", "binary", "empty"])
def test_why_a_file_cannot_be_read_is_said_in_chinese(kind: FileKind) -> None:
    found = finding("attachment_unread", url="a.png", reason=f"unsupported file type: {NAMES[kind]}")
    assert "unsupported" in found.message
    assert "unsupported" not in found.message_zh
