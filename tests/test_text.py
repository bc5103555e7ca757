"""Widths, spaces, radicals, Han numerals and dates."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.text import find_date, han_number, nfkc, simplify, squeeze, tidy, unquote, utc

_NAMES = "零一二三四五六七八九"


def spell(number: int) -> str:
    """The standard spelling of a positive integer below 10**12, an independent reference for `han_number`."""
    groups = []
    for unit in ("", "万", "亿"):
        number, group = divmod(number, 10_000)
        groups.append((group, unit))
    text = ""
    for group, unit in reversed(groups):
        if not group:
            continue
        part = ""
        for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = group // step % 10
            if digit:
                part += _NAMES[digit] + name
            elif part and not part.endswith("零") and group % step:
                part += "零"
        if text and group < 1000:
            text += "零"
        text += part + unit
    return text[1:] if text.startswith("一十") else text


@given(st.integers(1, 10**12 - 1))
def test_every_standard_spelling_reads_back(number: int) -> None:
    assert han_number(spell(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0), ("〇", 0), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("三千二百", 3200),
        ("两千", 2000), ("两万三千", 23000), ("二〇一九", 2019), ("二○二二", 2022), ("一亿二千万", 120_000_000),
    ],
)  # fmt: skip
def test_spellings_seen_in_reports(text: str, value: int) -> None:
    assert han_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "五六", "一千二", "百二十", "十十", "零零", "一百零", "三〇", "万", "二两", "第三", "1", "一百百", "五零六千"],
)
def test_loose_spellings_are_not_numbers(text: str) -> None:
    assert han_number(text) is None


@given(st.text(alphabet="零一二三四五六七八九十百千万亿两〇", max_size=12))
def test_no_han_text_crashes_and_no_value_is_negative(text: str) -> None:
    value = han_number(text)
    assert value is None or value >= 0


@given(st.text())
def test_squeeze_leaves_no_space(text: str) -> None:
    once = squeeze(text)
    assert not any(character.isspace() for character in once)


@given(st.text(st.sampled_from("，（）：；！？％　①１ａ年éé\u0301\u0338ﾊﾞ⺠\u200b 公。"), max_size=60))
def test_nfkc_is_the_standard_s_form_without_radicals_and_invisible_characters(text: str) -> None:
    standard = unicodedata.normalize("NFKC", text)
    assert nfkc(text) == standard.replace("⺠", "民").replace("\u200b", "")


def test_radicals_that_nfkc_leaves() -> None:
    assert nfkc("⼈⺠政府⻅⻔⻛⻥") == "人民政府见门风鱼"


def test_full_width_and_invisible_characters() -> None:
    assert squeeze("１２\u200b３\u2060 ，\u3000４") == "123,4"


def test_traditional_text_keeps_its_length() -> None:
    text = "三、收到和處理政府信息公開申請情況"
    assert simplify(text) == "三、收到和处理政府信息公开申请情况"
    assert simplify("总体情况") == "总体情况"


@given(st.text(alphabet="開關報處總體後乾發髮麵裏隻公信息情况"))
def test_simplify_preserves_positions(text: str) -> None:
    assert len(simplify(text)) == len(text)


def test_quotes_and_white_space() -> None:
    assert unquote("危及“三安全一稳定”《条例》") == "危及三安全一稳定条例"
    assert tidy(" 一\n\t二\u3000三\u200b ") == "一 二 三"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("发布时间：2023-01-19 18:26", "2023-01-19"), ("2021-03-2918:26", "2021-03-29"), ("2023年1月9日", "2023-01-09"),
        ("二〇二三年一月十九日", "2023-01-19"), ("2017—04—12 21∶37", "2017-04-12"), ("［２０２６/０１/０２］", "2026-01-02"),
        ("2023.2.30 及 2023.2.28", "2023-02-28"), ("嵊政办〔2022〕40号", None), ("电话 12023-1-190", None), ("无日期", None),
    ],
)  # fmt: skip
def test_dates(text: str, date: str | None) -> None:
    assert find_date(text) == date


def test_a_moment_is_written_in_utc_and_whole_seconds() -> None:
    in_china = dt.datetime(2024, 2, 1, 7, 59, 59, 999_999, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert utc(in_china) == "2024-01-31T23:59:59Z"
