"""Units as they are printed: which texts name one, which declare some, and which of them a figure stands in."""

from __future__ import annotations

import pytest

from reportscraper.model import Tables
from reportscraper.report.tables.notes import (
    is_note,
    is_year_alone,
    unit_for,
    unit_named,
    units_declared,
    units_of_note,
    year_opened,
    years_named,
    years_of_caption,
)
from reportscraper.report.tables.read_tables import read_tables

from .printed import RULES, blocks_of_html, ch2, figure, finding, rules


@pytest.mark.parametrize(
    ("text", "kind", "factor"),
    [
        ("元", "money", 1), ("万元", "money", 10_000), ("亿元", "money", 10**8), ("¥", "money", 1), ("圆", "money", 1), ("CNY", "money", 1),
        ("人民币元", "money", 1), ("万圆", "money", 10_000), ("件", "count", 1), ("百件", "count", 100), ("万条", "count", 10_000),
        ("人次", "count", 1), ("人数", "count", 1), ("%", "other", 1), ("万", "other", 1), ("美元", "other", 1),
    ],
)  # fmt: skip
def test_names(text: str, kind: str, factor: int) -> None:
    unit = unit_named(text)
    assert unit is not None
    assert (unit.kind, unit.factor) == (kind, factor)


@pytest.mark.parametrize("text", ["", "单元", "元谋", "网上", "2021年", "公里", "件套"])
def test_no_names(text: str) -> None:
    assert unit_named(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("单位：万元", ["万元"]), ("（单位：件、万元）", ["件", "万元"]), ("注：金额单位为元", ["元"]), ("金额单位均为人民币元", ["元"]),
        ("数量单位：百件，金额单位：万元", ["百件", "万元"]), ("本表金额以元计", ["元"]), ("计量单位：人次", ["人次"]), ("单位:人民币（万元）", ["万元"]),
        ("單位：萬元", ["万元"]), ("填报单位：元谋县水利局", []), ("各单位要加强公开", []), ("12万元", []), ("", []),
    ],
)  # fmt: skip
def test_declared(text: str, names: list[str]) -> None:
    assert [unit.name for unit in units_declared(text)] == names


def test_a_note_is_of_units_only_when_it_says_nothing_else() -> None:
    assert [unit.name for unit in units_of_note("单位：万元")] == ["万元"]
    assert units_of_note("万元，不含税") == ()
    assert [is_note(text) for text in ("注：金额单位为元", "（单位：元）", "行政许可", "金额（元）", "4152")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("counted", "beside", "around", "factor"),
    [
        ("万元", ["元"], [], 1), ("万元", [], ["件", "元"], 1), ("万元", ["万元"], ["万元"], 10_000), ("万元", [], ["件"], None), ("件", [], [], None),
        ("件", ["件"], ["万元"], 1), ("件", [], ["百件"], 100), ("万元", ["件", "万元"], [], 10_000), ("人次", ["人"], [], 1),
    ],
)  # fmt: skip
def test_the_unit_of_a_figure(counted: str, beside: list[str], around: list[str], factor: int | None) -> None:
    near, far = ([unit for each in names if (unit := unit_named(each))] for names in (beside, around))
    unit = unit_for(counted, near, far)
    assert not isinstance(unit, tuple)
    assert (unit and unit.factor) == factor


@pytest.mark.parametrize(
    ("counted", "beside", "around"),
    [
        ("万元", ["元", "万元"], []), ("万元", ["万元"], ["元"]), ("件", ["万元"], []), ("件", ["%"], []), ("万元", [], ["美元"]), ("件", [], ["%"]),
        ("件", ["件"], ["百件"]), ("件", ["人"], []), ("万元", [], ["元", "万元"]),
    ],
)  # fmt: skip
def test_units_that_do_not_agree(counted: str, beside: list[str], around: list[str]) -> None:
    near, far = ([unit for each in names if (unit := unit_named(each))] for names in (beside, around))
    assert isinstance(unit_for(counted, near, far), tuple)


def fees(*rows: str, above: str = "") -> Tables:
    return read_tables(blocks_of_html(RULES + above + ch2(list(rows))), year=2022)


HEADER, FEE = "信息内容|本年收费金额", "行政事业性收费|48300"


@pytest.mark.parametrize(
    ("rows", "above"),
    [
        ((HEADER, "行政事业性收费（元）|48300"), ""),
        ((HEADER, "行政事业性收费（单位：元）|48300"), ""),
        ((HEADER, "行政事业性收费：元|48300"), ""),
        ((HEADER, "行政事业性收费|48300元"), ""),
        ((HEADER, "行政事业性收费|￥48,300"), ""),
        (("信息内容|本年收费金额（元）", FEE), ""),
        (("信息内容|本年收费金额【单位：人民币元】", FEE), ""),
        ((HEADER, FEE, "注：金额单位为元"), ""),
        (("单位：件、元", HEADER, FEE), ""),
        ((HEADER, FEE), "<p>（单位：元）</p>"),
        ((HEADER, FEE), "<p>第二十条第（八）项</p><p>金额单位：圆</p>"),
    ],
)
def test_money_is_read_in_the_unit_printed_anywhere_around_it(rows: tuple[str, ...], above: str) -> None:
    fee = figure(fees(*rows, above=above), "ch2_fee_amount")
    assert (fee.value, fee.unit) == (4.83, "万元")


@pytest.mark.parametrize(
    ("rows", "above"),
    [
        (("信息内容|本年收费金额（单位：万元）", "行政事业性收费（元）|48300"), ""),
        (("信息内容|本年收费金额（单位：万元）", FEE, "注：金额单位为元"), ""),
        ((HEADER, FEE), "<p>单位：美元</p>"),
        (("信息内容|本年收费金额（单位：万元）", "行政事业性收费|¥4.83"), ""),
        (("信息内容|本年收费金额（%）", FEE), ""),
        (("信息内容|本年收费金额（件）", FEE), ""),
    ],
)
def test_money_between_two_units_is_not_read(rows: tuple[str, ...], above: str) -> None:
    read = fees(*rows, above=above)
    assert figure(read, "ch2_fee_amount").kind == "unreadable"
    assert finding(read, "unit_conflict").cells == (("ch2_fee_amount", None),)


def test_counts_in_hundreds() -> None:
    read = fees("信息内容|本年处理决定数量（百件）", "行政许可|41.5", "行政处罚|")
    assert figure(read, "ch2_license_decisions").value == 4150
    assert finding(read, "unit_differs").cells == (("ch2_license_decisions", None),)
    assert (
        figure(
            fees("信息内容|本年处理决定数量", "行政许可|3", above="<p>单位：百件</p>"), "ch2_license_decisions"
        ).value
        == 300
    )


@pytest.mark.parametrize("header", ["本年处理决定数量（%）", "本年处理决定数量（人数）", "本年处理决定数量（万元）"])
def test_counts_of_something_else(header: str) -> None:
    read = fees(f"信息内容|{header}", "行政许可|41")
    assert figure(read, "ch2_license_decisions").kind == "unreadable"
    assert rules(read)["unit_conflict"] == 1


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2020年", {2020}), ("2020年度主动公开情况", {2020}), ("２０２０年", {2020}), ("二〇二〇年度", {2020}), ("二○二一年政府信息公开情况", {2021}),
        ("二零二零年", {2020}), ("2020", {2020}), ("（2020）", {2020}), ("2019-2020年", {2019, 2020}), ("2020年1月1日至2020年12月31日", {2020}),
        ("2021年1月19日", set()), ("国办公开办函〔2021〕30号", set()), ("120203年", set()), ("行政许可", set()), ("", set()),
    ],
)  # fmt: skip
def test_years_named(text: str, years: set[int]) -> None:
    assert years_named(text) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2020年主动公开政府信息情况", {2020}), ("2020年，我局主动公开政府信息情况如下：", {2020}), ("统计期限：2020年1月1日至2020年12月31日", {2020}),
        ("附：2020年度统计表", {2020}), ("2018年，我局将继续做好政府信息公开工作。", set()), ("2018年我局将做好以下工作：", set()),
        ("与2019年相比，新收申请增加3件", set()), ("2018年，我局工作平稳有序。", set()), ("发布日期：2022年1月19日", set()), ("2022年工作打算", set()),
    ],
)  # fmt: skip
def test_a_caption_tells_a_year_and_prose_does_not(text: str, years: set[int]) -> None:
    assert years_of_caption(text) == years


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2020年", 2020), ("2020年度", 2020), ("二〇二〇年", 2020), ("【2020】", 2020), ("云溪县水务局2020年政府信息公开工作年度报告", 2020),
        ("2020年政府信息公开情况统计表", 2020), ("一、2020年总体情况", None), ("2020年主动公开情况", None), ("上一篇：2020年政府信息公开年度报告", None),
        ("本报告根据2020年政府信息公开工作编制，年度报告全文如下。", None), ("2020年、2021年政府信息公开年报", None),
    ],
)  # fmt: skip
def test_titles_and_bare_years_open_a_year(text: str, year: int | None) -> None:
    assert year_opened(text) == year


OTHER = RULES.replace("<td>17</td>", "<td>15</td>")


CAPTIONS = [
    ("2020年主动公开情况", "2021年主动公开情况"),
    ("2020年", "2021年主动公开情况"),
    ("2020年1月1日至12月31日，主动公开情况如下：", "2021年1月1日至12月31日，主动公开情况如下："),
]
HEADINGS = [
    ("2020年", "2021年"),
    ("2020年度", "2021年度"),
    ("二〇二〇年", "二〇二一年"),
    ("2020", "2021"),
    ("2020年政府信息公开工作年度报告", "2021年政府信息公开工作年度报告"),
]
PROSE = "<p>一、总体情况</p><p>工作平稳。</p><p>公开目录按时更新。</p><p>未收到投诉。</p>"


@pytest.mark.parametrize(
    ("other", "own", "between"),
    [*((*pair, "") for pair in CAPTIONS + HEADINGS), *((*pair, PROSE) for pair in HEADINGS)],
)
def test_the_part_of_the_own_year_is_read(other: str, own: str, between: str) -> None:
    parts = [f"<p>{other}</p>{between}{OTHER}", f"<p>{own}</p>{between}{RULES}"]
    for text in ("".join(parts), "".join(reversed(parts))):
        read = read_tables(blocks_of_html(text), year=2021)
        assert figure(read, "ch2_normative_valid").value == 17
        assert "2020" in finding(read, "other_year_table").message


def test_a_part_of_another_year_behind_the_report_is_left_out() -> None:
    read = read_tables(blocks_of_html(f"{RULES}<p>2020年</p>{PROSE}{OTHER}"), year=2021)
    assert figure(read, "ch2_normative_valid").value == 17
    assert rules(read)["other_year_table"] == 1


def test_a_plan_for_the_next_year_is_no_caption() -> None:
    text = "<p>2018年，我局将继续做好政府信息公开工作，</p><p>2018年工作打算</p>"
    read = read_tables(blocks_of_html(text + RULES), year=2017)
    assert rules(read)["other_year_caption"] == 0


def test_a_list_of_reports_opens_no_year() -> None:
    links = "".join(f"<p>{year}年政府信息公开工作年度报告</p>" for year in (2021, 2020, 2019))
    read = read_tables(blocks_of_html(links + RULES), year=2021)
    assert rules(read)["other_year_caption"] == 0


def test_a_table_in_parts_under_two_years_is_not_mixed() -> None:
    head, rest = RULES.split("<tr><td>行政规范性文件", 1)
    first, second = head + "</table>", "<table>" + head.split("</tr>", 1)[1] + "<tr><td>行政规范性文件" + rest
    text = f"<p>2020年</p>{first}<p>2021年</p>{second}"
    read = read_tables(blocks_of_html(text), year=2021)
    assert figure(read, "ch2_normative_valid").value == 17


def test_a_caption_of_another_year_names_the_figures_of_its_table() -> None:
    read = read_tables(blocks_of_html(f"<p>2020年度情况表</p>{RULES}"), year=2021)
    assert ("ch2_normative_valid", None) in finding(read, "other_year_caption").cells


RELATIVE = ["上年度", "上一年度数据", "（上年度）", "去年", "上年同期", "前一年度", "上年度主动公开情况"]


@pytest.mark.parametrize("caption", RELATIVE)
def test_last_year_without_a_number_is_another_year(caption: str) -> None:
    assert years_of_caption(caption, 2021) == {2020}
    assert years_of_caption(caption) == frozenset()
    for text in (f"<p>{caption}</p>{OTHER}<p>本年度</p>{RULES}", f"{RULES}<p>{caption}</p>{OTHER}"):
        read = read_tables(blocks_of_html(text), year=2021)
        assert figure(read, "ch2_normative_valid").value == 17
        assert "2020" in finding(read, "other_year_table").message
    alone = read_tables(blocks_of_html(f"<p>{caption}</p>{OTHER}"), year=2021)
    assert ("ch2_normative_valid", None) in finding(alone, "other_year_caption").cells


@pytest.mark.parametrize("caption", ["较上年度增加3件", "上年度结转情况", "上年末数据"])
def test_other_words_with_last_year_name_no_year(caption: str) -> None:
    assert years_of_caption(caption, 2021) == frozenset()


@pytest.mark.parametrize("caption", ["2020年度", "上年度"])
def test_a_year_in_the_first_row_of_a_grid_is_a_caption(caption: str) -> None:
    other = OTHER.replace("<tr>", f"<tr><td colspan=4>{caption}</td></tr><tr>", 1)
    read = read_tables(blocks_of_html(RULES + other), year=2021)
    assert figure(read, "ch2_normative_valid").value == 17
    assert "2020" in finding(read, "other_year_table").message


@pytest.mark.parametrize(
    "caption", ["填报示例", "（示例）", "附件：填报样例", "填表示例（供参考）", "样表", "以下为填写示例："]
)
def test_an_example_of_how_to_fill_the_form_in_is_no_report_data(caption: str) -> None:
    inside = OTHER.replace("<tr>", f"<tr><td colspan=4>{caption}</td></tr><tr>", 1)
    for example in (f"<p>{caption}</p>{OTHER}", inside):
        for text in (example + RULES, RULES + example):
            read = read_tables(blocks_of_html(text), year=2021)
            assert figure(read, "ch2_normative_valid").value == 17
            assert (rules(read)["example_table"], rules(read)["duplicate_table_differs"]) == (1, 0)
        alone = read_tables(blocks_of_html(example), year=2021)
        assert (alone.figures, rules(alone)["example_table"]) == ((), 1)
        assert rules(alone)["missing_table"] > 0


def test_models_for_others_are_no_example() -> None:
    read = read_tables(blocks_of_html(f"<p>打造公开范例</p>{RULES}"), year=2021)
    assert rules(read)["example_table"] == 0


@pytest.mark.parametrize("text", ["2020年", "2020年度数据", "二〇二〇年度统计表", "【2020年情况】"])
def test_a_year_alone_opens_what_follows(text: str) -> None:
    assert is_year_alone(text)
    assert year_opened(text, 2021) == 2020


@pytest.mark.parametrize("text", ["2020年政府信息公开年度报告", "截至2020年", "数据", "2020年计划"])
def test_a_year_with_other_words_is_not_alone(text: str) -> None:
    assert not is_year_alone(text)
