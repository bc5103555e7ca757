"""The tokenizer: what numbers are worth in all their dresses, and what is no figure."""

from __future__ import annotations

import itertools
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportscraper
from reportscraper import parse_prose
from reportscraper.report.prose.tokens import Mark, Negation, Number, Year, flatten, sentences, tokens


def numbers(text: str) -> list[tuple[int | float, str, str]]:
    return [(t.value, t.unit, t.qualifier) for t in tokens(flatten(text)) if isinstance(t, Number)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("85条", (85, "条", "")),
        ("1,234件", (1234, "件", "")),
        ("１２３４条", (1234, "条", "")),
        ("1，234，567次", (1_234_567, "次", "")),
        ("1.2万条", (12_000, "条", "")),
        ("8.22万条", (82_200, "条", "")),
        ("452.7万个", (4_527_000, "个", "")),
        ("1.5亿次", (150_000_000, "次", "")),
        ("20余万条", (200_000, "条", "余")),
        ("18万余条", (180_000, "条", "余")),
        ("30多个", (30, "个", "多")),
        ("三千二百件", (3200, "件", "")),
        ("两次", (2, "次", "")),
        ("十余篇", (10, "篇", "余")),
        ("万余条", (10_000, "条", "余")),
        ("百分之八十", (80, "%", "")),
        ("百分之12.5", (12.5, "%", "")),
        ("66.9％", (66.9, "%", "")),
        ("2.5个百分点", (2.5, "个百分点", "")),
        ("3.5万元", (3.5, "万元", "")),
        ("802.3万元", (802.3, "万元", "")),
        ("三万余元", (3, "万元", "余")),
        ("1.2亿元", (1.2, "亿元", "")),
        ("3940元", (3940, "元", "")),
        ("148万余人次", (1_480_000, "人次", "余")),
        ("100件左右", (100, "件", "左右")),
        ("85%以上", (85, "%", "以上")),
        ("6 期", (6, "期", "")),
        ("共\u2060 1340 條", (1340, "条", "")),
        ("2230万左右", (22_300_000, "", "左右")),
        ("260余", (260, "", "余")),
        ("1 234条", (1234, "条", "")),
        ("12 345 678 余次", (12_345_678, "次", "余")),
    ],
)
def test_dresses(printed: str, expected: tuple[int | float, str, str]) -> None:
    assert numbers(printed) == [expected]


@pytest.mark.parametrize(
    "printed",
    [
        "第五十条",
        "第 12 条规定",
        "第七期",
        "〔2022〕40号",
        "[2019]60号",
        "2022年1月1日至12月31日",
        "2022年度",
        "3年",
        "1 23条",
        "1234 567条",
        "1 234",
        "1, 234条",
        "1,234 567条",
        "35 120 48",
        "2021-2022年",
        "2023-01-19",
        "10:20",
        "0575-83331234",
        "13800001234",
        "邮编312400",
        "A4纸、H5页、5G网",
        "abc123@163.com",
        "浙ICP备11041973号-1",
        "“五公开”",
        "《三年行动（2021）》",
        "三审六读",
        "两微一端",
        "一网通办",
        "12345热线",
        "三安全一稳定",
        "15个工作日",
        "六个方面",
        "二条",
        "一二三条",
        "一千二条",
        "五六次",
        "前3名",
        "3-5件",
        "10～20次",
        "2.15个",
        "1.2.3条",
        "12部门",
        "5处罚",
        "3条例",
        "123456789012345件",
    ],
)
def test_no_figures(printed: str) -> None:
    """A number without a unit is still handed on: whether it is a figure depends on the words before it."""
    assert [number for number in numbers(printed) if number[1]] == []


def test_tokens_of_a_sentence() -> None:
    flat = flatten("２０２２年，未收到申请、5件")
    assert [(type(t), flat[t.start : t.end]) for t in tokens(flat)] == [
        (Year, "2022年"),
        (Mark, ","),
        (Negation, "未"),
        (Mark, "、"),
        (Number, "5件"),
    ]


def test_thousands_and_lists_are_told_apart() -> None:
    assert numbers("新制定5,修改4") == [(5, "", ""), (4, "", "")]
    assert numbers("1,234,5件") == [(1234, "", ""), (5, "件", "")]


@pytest.mark.parametrize("word", ["无法公开", "未来", "未经复议", "没收违法所得", "无障碍", "没有现成信息"])
def test_words_that_only_look_negative(word: str) -> None:
    assert not [t for t in tokens(flatten(word)) if isinstance(t, Negation)]


def test_sentences_without_numerals_are_skipped() -> None:
    flat = flatten("加强学习。收到3件；狠抓落实！没有收费\n完善机制")
    assert [flat[start:end] for start, end in sentences(flat)] == ["收到3件", "没有收费"]


@given(st.text())
def test_flat_text_is_as_long_as_the_print(text: str) -> None:
    assert len(flatten(text)) == len(text)


@given(st.integers(0, 10**9))
def test_every_way_to_write_an_integer(value: int) -> None:
    wide = str(value).translate({ord(d): 0xFF10 + int(d) for d in "0123456789"})
    assert numbers(f"{value}件") == numbers(f"{value:,}件") == numbers(f"{wide}件") == [(value, "件", "")]


@given(st.text("0123456789余多万亿条件个,.一二两三十百千%至-第年月 ", max_size=60))
def test_tokens_never_overlap(text: str) -> None:
    found = list(tokens(flatten(text)))
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(isinstance(t.value, int | float) and t.value >= 0 for t in found if isinstance(t, Number))


@pytest.mark.parametrize(
    "alphabet", ["0123456789余", "1余", "12余万多", "一二三四五六七八九十百千万余", "1-", "1.", "A", "无未没"]
)
def test_time_is_linear(alphabet: str) -> None:
    """Ten times the text takes about ten times the time; four times that is left for a busy machine."""
    draw = random.Random(4)
    big = "".join(draw.choices(alphabet, k=300_000))
    small = big[:30_000]
    assert _seconds(big) < 40 * max(_seconds(small), 0.002)


def _seconds(text: str) -> float:
    started = time.process_time()
    for start, end in sentences(flat := flatten(text)):
        for _ in tokens(flat, start, end):
            pass
    return time.process_time() - started


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("主动公开信息456，123,条", 456_123, ""),
        ("主动公开信息123,121,，.条", 123_121, ""),
        ("主动公开信息7890 456 ,1条", 1, "条"),
        ("主动公开信息万456 7890 ,45  件条", 45, "件"),
    ],
)
def test_every_python_ends_a_broken_number_at_the_same_sign(text: str, value: int, unit: str) -> None:
    found = parse_prose(f"{text}，收到申请件。")
    assert [(each.value, each.unit) for each in found] == [(value, unit)]
    assert "," not in found[0].measure


def test_no_pattern_holds_a_possessive_group() -> None:
    """Before 3.11.5 Python lets such a group end in the middle of a turn, so that another number is read: atomic groups do not."""
    folder = Path(reportscraper.__file__).parent
    found = [
        path.name
        for path in folder.rglob("*.py")
        if re.search(r"\)(?:[*+?]|\{+[\d,]+\}+)\+(?![\",;])", path.read_text("utf-8"))
    ]
    assert found == []
