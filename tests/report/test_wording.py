"""Which words name a number: before it, after it, or of the whole that it is part of."""

from __future__ import annotations

import pytest

from reportscraper.report.prose.measures import UNNAMED, Context
from reportscraper.report.prose.wording import name_after, name_before, name_part

PIECES = Context(unit="条")


@pytest.mark.parametrize(
    ("flat", "words", "open_"),
    [
        ("全年共发布工作动态", "工作动态", False),
        ("机构职能、通知公告等信息共计", "信息", False),
        ("教育、医疗等领域信息共", "信息", False),
        ("日均", "日均", False),
        ("先后废止规范性文件", "废止规范性文件", False),
        ("累计发布", "发布", True),
        ("将", "", True),
        ("已将全县", "", True),
        ("抽查", "抽查", True),
        ("各乡镇共", "各乡镇", True),
        ("", "", True),
    ],
)
def test_words_before(flat: str, words: str, open_: bool) -> None:
    named = name_before(flat, 0, len(flat), PIECES)
    assert (named.words, named.open) == (words, open_)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("将", "专栏合并为", "专栏"),
        ("把", "乡镇和", "乡镇"),
        ("走访", "企业和群众", "企业和群众"),
        ("网站公开", "信息", "网站公开信息"),
        ("有", "单位未按时公开", "单位"),
        ("对", "信息予以公开", "信息"),
        ("发布", "", "发布"),
    ],
)
def test_words_after(before: str, after: str, words: str) -> None:
    flat = f"{before}3条{after}"
    named = name_before(flat, 0, len(before), PIECES)
    assert name_after(flat, len(before) + 2, len(flat), named, PIECES).words == words


def test_a_rise_names_nothing() -> None:
    flat = "较去年的30条增长"
    assert name_after(flat, 7, len(flat), UNNAMED, PIECES) is UNNAMED


def test_a_part_takes_the_noun_of_its_whole() -> None:
    whole = name_before("制定规范性文件", 0, 7, Context(unit="件"))
    part = name_before("废止", 0, 2, Context(unit="件"))
    named = name_part(part, whole, Context(unit="件"))
    assert (named.words, named.indicator, named.part) == ("废止规范性文件", "ch2_normative_repealed", True)
    whole = name_before("新制定", 0, 3, Context(unit="件"))
    assert name_part(part, whole, Context(unit="件")).words == "废止"
