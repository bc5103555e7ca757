"""Years in headings, captions and sheet names: which part of a page is of the report's own year."""

from __future__ import annotations

import pytest

from reportscraper.report.tables.read_tables import read_tables
from reportscraper.report.tables.years import year_opened, years_named, years_of_caption

from .printed import RULES, blocks_of_html, figure, finding, rules


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
