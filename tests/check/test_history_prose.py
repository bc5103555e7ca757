"""Texts that are nearly those of another year or body."""

from __future__ import annotations

import random

import msgspec
import pytest

from reportscraper.check.history import check_history, thresholds
from reportscraper.check.history_prose import passages, shingles, similarity
from reportscraper.model import FormId, HistoryFinding, PastReport
from reportscraper.report.prose.read_prose import parse_prose

from .past import BODY, past

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


NEW = ("requests_new", "total")


def report(year: int, text: str = "", form: FormId = "2021", **values: int) -> PastReport:
    cells: dict[tuple[str, str | None], int | float] = {
        (indicator, "total"): value for indicator, value in values.items()
    }
    statements = tuple(parse_prose(text, section="requests", year=year))
    return msgspec.structs.replace(past(year, cells, form=form), statements=statements)


def growth(*reports: PastReport) -> list[HistoryFinding]:
    return [finding for finding in check_history(reports) if finding.rule == "growth_disagrees"]


def test_a_growth_that_the_tables_do_not_bear_out_is_named_with_both_figures() -> None:
    before = report(2021, requests_new=20)
    after = report(2022, "本年共收到政府信息公开申请30件，同比增长80%。", requests_new=30)
    (finding,) = growth(before, after)
    assert (finding.body, finding.year, finding.severity, finding.cells) == (BODY, 2022, "warning", (NEW,))
    assert finding.message == "Prose says 同比增长80%; 收到政府信息公开申请 is 30 in 2022 and 20 in 2021: +50 %."
    assert finding.message_zh == "文中称“同比增长80%”，但收到政府信息公开申请2022年为30、2021年为20，实际变化为+50 %。"


@pytest.mark.parametrize(
    ("text", "last", "new"),
    [
        ("收到政府信息公开申请30件，同比增长50%。", 20, 30),
        ("收到政府信息公开申请20件，较上年下降33.3%。", 30, 20),
        ("收到政府信息公开申请20件，比2021年下降33%。", 30, 20),
        ("收到政府信息公开申请20件，同比减少34%。", 30, 20),
        ("收到政府信息公开申请20件，比去年减少10件。", 30, 20),
        ("收到政府信息公开申请30件，比去年增加10件。", 20, 30),
        ("收到政府信息公开申请60件，同比增长2倍。", 20, 60),
        ("收到政府信息公开申请40件，同比增长2倍。", 20, 40),
        ("收到政府信息公开申请29件，同比增长近50%。", 20, 29),
        ("收到政府信息公开申请37件，同比增长超过50%。", 20, 37),
    ],
)
def test_what_the_tables_bear_out_is_no_finding(text: str, last: int, new: int) -> None:
    assert growth(report(2021, requests_new=last), report(2022, text, requests_new=new)) == []


@pytest.mark.parametrize(
    ("text", "last", "new", "change"),
    [
        ("收到政府信息公开申请20件，较上年下降30%。", 30, 20, "-33.3 %"),
        ("收到政府信息公开申请20件，同比增长33.3%。", 30, 20, "-33.3 %"),
        ("收到政府信息公开申请20件，比去年减少9件。", 30, 20, "-10件"),
        ("收到政府信息公开申请80件，同比增长2倍。", 20, 80, "+3倍"),
        ("收到政府信息公开申请20件，同比增长超过5%。", 30, 20, "-33.3 %"),
        ("收到政府信息公开申请40件，同比增长约50%。", 20, 40, "+100 %"),
        ("收到政府信息公开申请30件，同比增长50.5%。", 20, 30, "+50 %"),
    ],
)
def test_a_wrong_change_is_told_in_its_own_unit(text: str, last: int, new: int, change: str) -> None:
    (finding,) = growth(report(2021, requests_new=last), report(2022, text, requests_new=new))
    assert finding.message.endswith(f": {change}.")


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请30件，环比增长80%。",
        "收到政府信息公开申请30件，比2019年增长80%。",
        "收到政府信息公开申请30件，占比同比上升8个百分点。",
        "收到政府信息公开申请30件，增长80%。",
        "收到政府信息公开申请30余件，同比增长80%。",
        "收到政府信息公开申请28件，同比增长80%。",
        "同比增长80%。",
    ],
)
def test_other_changes_and_counts_the_tables_do_not_print_accuse_nobody(text: str) -> None:
    assert growth(report(2021, requests_new=20), report(2022, text, requests_new=30)) == []


def test_nothing_is_said_of_a_year_without_figures_or_with_none_to_grow_from() -> None:
    after = report(2022, "收到政府信息公开申请30件，同比增长80%。", requests_new=30)
    assert growth(after) == []
    assert growth(report(2020, requests_new=20), after) == []
    assert growth(report(2021, requests_new=0), after) == []
    assert growth(report(2021, requests_granted=3), after) == []


def test_requests_may_count_with_those_carried_in() -> None:
    before = report(2021, form="2019", requests_new=20, requests_carried_in=4)
    after = report(2022, "收到政府信息公开申请30件，同比增长25%。", requests_new=30, requests_carried_in=0)
    assert growth(before, after) == []


def test_texts_of_two_years_are_compared_by_their_words() -> None:
    before = report(2021, "召开吹风会8场。开设专栏3个。")
    assert growth(before, report(2022, "召开吹风会12场，比去年增加4场。")) == []
    (finding,) = growth(before, report(2022, "召开吹风会12场，比去年增加5场。"))
    assert (finding.severity, finding.cells) == ("info", ())
    assert "12 in 2022 and 8 in 2021: +4场" in finding.message
    assert growth(before, report(2022, "召开吹风会12次，比去年增加5次。")) == []
