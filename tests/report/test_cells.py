"""Listed spellings of cells: what is read, in which unit, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.report.tables.cells import (
    digit_runs,
    digits_apart,
    has_digits,
    is_approximate,
    is_change,
    read_value,
)
from reportscraper.report.tables.notes import unit_named

NUMBERS: list[tuple[str, int | float]] = [
    ("0", 0), ("7", 7), ("12", 12), ("821", 821), ("11398889", 11398889), ("999999999999999", 999999999999999),
    ("００", 0), ("１２３", 123), ("１２.5", 12.5), ("１，２３４", 1234), ("12．5", 12.5),
    ("1,234", 1234), ("1，234", 1234), ("12,345,678", 12345678), ("1,234.5", 1234.5), ("123,456", 123456),
    ("1 234", 1234), ("1\u00a0234", 1234), ("12\u2009345\u2009678", 12345678), ("100 000", 100000),
    (" 12 ", 12), ("\n12\n", 12), ("\u300012", 12), ("12\u00a0", 12), ("\t3", 3),
    ("1\u200b2", 12), ("\u206012\u2060", 12), ("\ufeff5", 5), ("1\u00ad0", 10), ("4\u200d4", 44), ("\u200e9", 9),
    ("12.0", 12), ("0.0", 0), ("0.00", 0), ("0.5", 0.5), ("3.14", 3.14), ("96171.6", 96171.6), ("59237.2449", 59237.2449),
    ("+12", 12), ("＋12", 12), ("+0", 0), ("+1036", 1036), ("-3", -3), ("－3", -3), ("−3", -3), ("﹣3", -3), ("- 3", -3),
    ("+ 5", 5), ("-0", 0), ("增3", 3), ("增加3", 3), ("增长3", 3), ("减2", -2), ("减少2", -2), ("减 2", -2), ("減2", -2),
    ("增0", 0), ("减0", 0), ("增0减0", 0), ("增3减0", 3), ("增0减2", -2), ("增0，减2", -2), ("增0/减0", 0), ("增:0 减:4", -4),
    ("增加0减少5", -5), ("增1,234", 1234), ("减少3项", -3), ("增加12件", 12),
    ("0件", 0), ("12件", 12), ("12 件", 12), ("12\n件", 12), ("3条", 3), ("1340條", 1340), ("5项", 5), ("5項", 5), ("2次", 2),
    ("1个", 1), ("1個", 1), ("9人", 9), ("120人次", 120), ("16篇", 16), ("8份", 8), ("1起", 1), ("2宗", 2), ("4期", 4),
    ("1场", 1), ("33条次", 33), ("6件次", 6), ("1,234件", 1234), ("１２件", 12), ("3部", 3), ("2例", 2),
    ("3万", 30000), ("1.2万", 12000), ("1.2万件", 12000), ("3萬", 30000), ("2亿", 200000000), ("0.5万", 5000),
    ("100余", 100), ("100餘", 100), ("100多", 100), ("约100", 100), ("約100", 100), ("近100", 100), ("超过100", 100),
    ("超100", 100), ("逾100", 100), ("100余件", 100), ("约 100", 100), ("100余条", 100), ("约1,200", 1200),
    ("零", 0), ("〇", 0), ("二", 2), ("两", 2), ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35), ("一百", 100),
    ("一百零三", 103), ("一千二百", 1200), ("两千", 2000), ("兩千", 2000), ("三万", 30000), ("二〇一九", 2019), ("三件", 3),
    ("十二件", 12), ("零件", 0), ("一件", 1), ("两千余", 2000), ("一万二千三百", 12300),
]  # fmt: skip

WORDS: list[tuple[str, str]] = [
    *(
        (text, "blank")
        for text in ("", " ", "\u00a0", "\u3000", "\u200b", "\n", "\u2060 \ufeff", "\u00ad", "\t \u3000")
    ),
    *(
        (text, "dash")
        for text in ("/", "／", "\\", "＼", "-", "--", "---", "－", "—", "——", "— —", "–", "−", "―", "─", " / ")
    ),
    *((text, "dash") for text in ("//", "－－", "一一", "N/A", "不涉及", "不适用", "无此项")),
    *((text, "none") for text in ("无", "無", " 无 ", "没有", "暂无", "无。", "\u3000无")),
]

REFUSED = [
    "1 2", "1\u30002\u30003", "2 0", "3 1", "007", "05", "0,123", "1.000", "12.500", "0 123", "1 234 5", "人民币3",
    "12 34", "12 3", "1 23", "0 5", "1\n2", "12\n34", "1\n234", "12、34", "3 0 0 1.5", "12,34", "1,23,456", "1234,567",
    ",123", "1,2345", "1, 234", "1.2.3", "12.", ".5", "1..2", "12-15", "12－15", "12～15", "12~15", "12至15", "3/4", "1/2",
    "12（其中3）", "12(3)", "(3)", "（3）", "12①", "①", "10²", "m²", "⑫", "½", "Ⅲ", "12*", "*12", "12注", "12#", "[1]", "12[1]",
    "12%", "12％", "3‰", "2022年", "5月", "12月31日", "第3", "第三", "No.3", "10^15", "1e5", "0x10", "1_000", "1000000000000000",
    "12345678901234567890", "—3", "--3", "+-3", "3-", "3+", "增3减2", "增减", "增", "减", "增3增2", "约100余", "余100",
    "一", "⼀", "一千二", "五六", "三五", "百", "万", "十百", "两", "�", "\ufffd3", "3\ufffd", "?3", "？1340條？", "O", "o", "l2", "1O",
    "\ue003", "３\ue000", "详见附件", "见附件", "若干", "数百", "几", "多", "余", "件", "元", "251000元", "3万元", "12元", "¥3",
    "$3", "共30条", "合计12", "12件3", "3人2次", "12 件 3", "true", "null", "nan", "inf", "-inf", "∞", "＝", "=1+1", "'12", '"12"',
    "٣", "१२", "𝟏", "1\u03002", "1\u0000 2", "增-3", "-增3", "减+2", "约-3-", "12..", "..", "…", "*", "×", "√", "_", "__", "#",
]  # fmt: skip
REFUSED.remove("两")

MONEY: list[tuple[str, int | float, str]] = [
    ("251000元", 25.1, "元"), ("1646.5万元", 1646.5, "万元"), ("3亿元", 30000, "亿元"), ("0元", 0, "元"), ("1元", 0.0001, "元"),
    ("8040", 8040, ""), ("0.00", 0, ""), ("1,234.56元", 0.123456, "元"), ("１２元", 0.0012, "元"), ("96171.6", 96171.6, ""),
    ("5千元", 0.5, "千元"), ("2百万元", 200, "百万元"), ("三万元", 3, "万元"), ("十二万元", 12, "万元"), ("380 元", 0.038, "元"),
    ("0.1万元", 0.1, "万元"), ("1,646.5 万元", 1646.5, "万元"), ("20.3萬元", 20.3, "万元"), ("0.07亿元", 700, "亿元"),
    ("¥251000", 25.1, "¥"), ("￥251,000元", 25.1, "元"), ("CNY 251000", 25.1, "¥"), ("251000圆", 25.1, "圆"), ("2.5萬圓", 2.5, "万圆"),
    ("人民币20.3万元", 20.3, "万元"), ("¥20.3万", 20.3, "¥"), ("人民币20.3", 20.3, ""), ("1.000", 1, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_numbers(text: str, value: int | float) -> None:
    read = read_value(text, unit="件")
    assert (read.kind, read.value, read.raw) == ("number", value, text)
    assert isinstance(read.value, int) == (value == int(value))


@pytest.mark.parametrize(("text", "kind"), WORDS)
def test_words(text: str, kind: str) -> None:
    read = read_value(text, unit="件")
    assert (read.kind, read.value, read.raw) == (kind, 0 if kind == "none" else None, text)


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    read = read_value(text, unit="件")
    assert (read.kind, read.value, read.raw) == ("unreadable", None, text)


def test_at_least_three_hundred_spellings_are_listed() -> None:
    listed = [*(text for text, _ in NUMBERS), *(text for text, _ in WORDS), *REFUSED]
    assert len(listed) == len(set(listed)) >= 300


@pytest.mark.parametrize(("text", "value", "unit"), MONEY)
def test_money_in_ten_thousands(text: str, value: int | float, unit: str) -> None:
    read = read_value(text, unit="万元")
    assert (read.kind, read.value, read.unit, read.raw) == ("number", value, unit, text)


@pytest.mark.parametrize(
    "text", ["12件", "3万", "1.2亿", "三", "3人", "12条", "5美元", "美元5", "3元5角", "05", "0,123"]
)
def test_what_is_no_amount_of_money(text: str) -> None:
    assert read_value(text, unit="万元").kind == "unreadable"


def test_units_of_money_are_converted_both_ways() -> None:
    assert read_value("3万元", unit="元").value == 30_000
    assert read_value("0.3元", unit="万元").value == 0.00003
    assert read_value("12345.67元", unit="万元").value == 1.234567


@pytest.mark.parametrize(
    ("text", "printed", "unit", "value"),
    [
        ("4.15", "千件", "件", 4150),
        ("41.52", "百件", "件", 4152),
        ("3", "件", "件", 3),
        ("3137700", "元", "万元", 313.77),
    ],
)
def test_a_unit_beside_the_cell_converts_exactly(text: str, printed: str, unit: str, value: float) -> None:
    read = read_value(text, unit=unit, printed=unit_named(printed))
    assert (read.value, read.raw, read.unit) == (value, text, "")
    assert read_value("2万元", unit="万元", printed=unit_named("元")).value == 2


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("3 1", "31"),
        ("１　２ 3", "123"),
        ("1 0", "10"),
        ("31", None),
        ("3 10", None),
        ("0 1", None),
        ("3\n1", None),
        ("3", None),
    ],
)
def test_digits_set_apart(text: str, joined: str | None) -> None:
    assert digits_apart(text) == joined


def test_unit_printed_in_a_count() -> None:
    assert read_value("12件", unit="件").unit == "件"
    assert read_value("1340條", unit="条").unit == "条"
    assert read_value("12", unit="件").unit == ""


@pytest.mark.parametrize(("text", "approximate"), [("100余", True), ("约100", True), ("100", False), ("多", False)])
def test_approximate(text: str, approximate: bool) -> None:
    assert is_approximate(read_value(text, unit="件")) is approximate


@pytest.mark.parametrize(
    ("text", "change"), [("增3", True), ("减少2", True), ("+3", True), ("＋3", True), ("-2", False), ("增减", False)]
)
def test_a_printed_change(text: str, change: bool) -> None:
    assert is_change(read_value(text, unit="项")) is change


def test_digits() -> None:
    assert has_digits("１2")
    assert not has_digits("三")
    assert digit_runs("12（其中3）") == 2


@given(st.integers(0, 10**15 - 1))
def test_every_print_of_an_integer_is_read_alike(number: int) -> None:
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (
        str(number),
        f"{number:,}",
        f"{number:,}".replace(",", "，"),
        wide,
        f" {number} ",
        "\u200b".join(str(number)),
    ):
        assert read_value(text, unit="件").value == number


@given(st.decimals(0, 10**9, places=4), st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_conversion_is_exact(amount: object, unit: str) -> None:
    read = read_value(f"{amount}{unit}", unit=unit)
    assert read.value == float(str(amount))


@given(st.text("0123456789０１，,.．+-－—/ \u3000\u200b\n①²余约万亿元件条一二三十百增减无（）()%\ufffd", max_size=8))
def test_whatever_is_printed_is_a_value_or_refused(text: str) -> None:
    read = read_value(text, unit="件")
    assert read.raw == text
    assert (read.value is None) == (read.kind not in ("number", "none"))


@given(
    st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["\n", "、", "；", "（", "/", "-", "~", "至", " | "])
)
def test_two_numbers_are_never_one(first: int, second: int, between: str) -> None:
    assert read_value(f"{first}{between}{second}", unit="件").kind == "unreadable"
