"""Texts that are nearly those of another year or body."""

from __future__ import annotations

import random

import pytest

from reportscraper.check.history import check_history, thresholds
from reportscraper.check.history_prose import passages, shingles, similarity
from reportscraper.model import HistoryFinding, PastReport

from .past import past

HAN = "公开信息申请政府工作单位群众平台栏目更新制度培训人员责任解读文件规范落实机制监督考核渠道服务标准目录流程审查发布窗口热线"


def text(seed: int, sentences: int = 20) -> str:
    """Sentences of made-up words; another seed gives other sentences."""
    dice = random.Random(seed)
    return "".join("".join(dice.choices(HAN, k=dice.randint(15, 30))) + "。" for _ in range(sentences))


def found(*reports: PastReport) -> list[HistoryFinding]:
    return [finding for finding in check_history(reports) if finding.rule.endswith("_prose")]


def test_the_text_of_the_year_before_is_found() -> None:
    (finding,) = found(past(2021, overview=text(1)), past(2022, overview=text(1)))
    assert (finding.rule, finding.severity, finding.year) == ("same_prose", "warning", 2022)
    assert finding.message.startswith("Chapter overview is that of 2021 (100 % alike): ")
    assert text(1)[:30] in finding.message
    assert "与2021年的报告几乎完全相同（相似度100%）" in finding.message_zh


def test_a_text_with_some_new_sentences_is_alike() -> None:
    sentences = text(1, 30).split("。")
    sentences[3:5] = text(2, 2).split("。")[:2]
    (finding,) = found(past(2021, overview=text(1, 30)), past(2022, overview="。".join(sentences)))
    assert (finding.rule, finding.severity) == ("similar_prose", "info")


def test_the_text_of_another_body_is_found_and_the_later_one_is_blamed() -> None:
    first = past(2022, overview=text(1), published_on="2023-01-05", body="云溪县民政局")
    second = past(2022, overview=text(1), published_on="2023-01-06")
    (finding,) = found(second, first)
    assert finding.body == "云溪县教育局"
    assert "云溪县民政局, 2022" in finding.message
    assert "云溪县民政局2022年" in finding.message_zh


def test_white_space_and_widths_do_not_hide_a_copy() -> None:
    spaced = "\n  ".join(text(1).split("。")).replace("\n", "。\n")
    assert len(found(past(2021, overview=text(1)), past(2022, overview=spaced))) == 1


@pytest.mark.parametrize(("one", "other"), [(text(1), text(2)), (text(1, 3), text(1, 3)), ("", "")])
def test_different_and_short_texts_are_not_alike(one: str, other: str) -> None:
    assert found(past(2021, overview=one), past(2022, overview=other)) == []


def test_many_different_texts_are_not_alike() -> None:
    assert found(*(past(2022, body=f"云溪县{number}局", overview=text(number)) for number in range(60))) == []


def test_a_copy_is_found_among_many() -> None:
    others = [
        past(2022, body=f"云溪县{number}局", overview=text(number), published_on="2023-01-05") for number in range(60)
    ]
    (finding,) = found(*others, past(2022, overview=text(33), published_on="2023-01-20"))
    assert "云溪县33局" in finding.message


def test_no_text_that_is_alike_is_missed() -> None:
    """Texts in whole and in part of one another, held against the comparison of each with all before it."""
    dice = random.Random(7)
    pool = [text(seed, 1) for seed in range(60)]
    reports = []
    for number in range(120):
        start = dice.randrange(40)
        kept = [each for each in pool[start : start + 20] if dice.random() > dice.choice((0, 0.05, 0.1, 0.2))]
        reports.append(past(2022, body=f"云溪县{number:03}局", overview="".join(kept)))
    limits, expected = thresholds().prose, []
    shingled = [shingles(each.prose["overview"], limits.shingle) for each in reports]
    for number, report in enumerate(reports):
        nearest = max((similarity(shingled[number], other) for other in shingled[:number]), default=0)
        if nearest >= limits.similar:
            expected.append((report.body, "same_prose" if nearest >= limits.same else "similar_prose"))
    assert [(each.body, each.rule) for each in found(*reports)] == expected
    assert 20 < len(expected) < 110


def test_similarity_is_the_share_of_common_shingles() -> None:
    assert similarity(frozenset({1, 2, 3}), frozenset({2, 3, 4})) == 0.5
    assert similarity(frozenset(), frozenset()) == 0


def test_passages_are_runs_of_common_sentences() -> None:
    one = "甲局全年公开信息一百余条。落实三审三校制度。新增栏目两个，群众可随时查阅。今年无申请。"
    other = "乙局去年也很努力。落实三审三校制度。新增栏目两个，群众可随时查阅。今年有申请。"
    assert passages(one, other, thresholds().prose) == ["落实三审三校制度。新增栏目两个，群众可随时查阅。"]
    assert passages(one, "无关。", thresholds().prose) == []
    long = text(5, 30)
    assert [len(each) for each in passages(long, long, thresholds().prose)] == [61]
