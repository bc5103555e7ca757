"""Fujian's own statistics (福建省附表), printed in the ways that counties print them: this year's figures and never the cumulative ones."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

import pytest

from reportscraper import parse_report
from reportscraper.forms.series import as_cell, points
from reportscraper.model import Tables
from reportscraper.report.tables.read_tables import read_tables

from .printed import blocks_of_html, rules

# Indicator, label as printed, unit, this year's figure; the cumulative one is 1000 more.
ROWS = [
    ("disclosed_info_total", "主动公开信息数", "条", 318),
    ("disclosed_via_website", "其中：1.网站公开数", "条", 296),
    ("disclosed_via_gazette", "2.政府公报公开数", "条", 17),
    ("applications_received", "受理依申请公开信息总数", "条", 21),
    ("applications_in_person", "其中：1.当面申请数", "条", 4),
    ("applications_fax", "2.传真申请数", "条", 1),
    ("applications_email", "3.电子邮件申请数", "条", 5),
    ("applications_online", "4.网上申请数", "条", 6),
    ("applications_letter", "5.信函申请数", "条", 3),
    ("applications_other_form", "6.其它形式申请数", "条", 2),
    ("replies_total", "对申请的答复数", "条", 20),
    ("reply_granted", "其中：1.同意公开答复数", "条", 12),
    ("reply_partly_granted", "2.同意部分公开答复数", "条", 3),
    ("a_reply_refused_broad", "3.否决公开答复数", "条", 1),
    ("reply_other_kind", "4.其他类型答复数", "条", 4),
    ("fees_waived", "政府信息公开收费减免金额", "元", 85),
    ("lawsuits_and_complaints", "接受行政诉讼、举报数", "件", 0),
    ("review_total", "行政复议数", "件", 2),
    ("litigation_all_total", "行政诉讼数", "件", 1),
    ("a_appeals", "行政申诉数", "件", 0),
]
TRUE = {indicator: figure for indicator, _, _, figure in ROWS}
HEAD = "指标名称|计量单位|2015年度|历年累计"
Line = Sequence[str]


def lines(
    head: str = HEAD, relabel: Callable[[str], str] = str, rows: Sequence[tuple[str, str, str, int]] = ROWS
) -> list[Line]:
    """The table as it is mostly printed."""
    return [
        head.split("|"),
        *((relabel(label), unit, str(figure), str(figure + 1000)) for _, label, unit, figure in rows),
    ]


def html(printed: Iterable[Line], spans: str = "") -> str:
    return f"<table>{spans}{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in line) + '</tr>' for line in printed)}</table>"


def read(text: str, year: int | None = 2015) -> Tables:
    return read_tables(blocks_of_html(text), year=year)


def values(found: Tables) -> dict[str, object]:
    return {figure.indicator: figure.value for figure in found.figures if figure.kind == "number"}


def columns(*order: int) -> list[Line]:
    return [[line[i] for i in order] for line in lines()]


def parts(*cuts: int) -> str:
    """Several small tables, each with the header."""
    at = [0, *cuts, len(ROWS)]
    return "<p>统计情况</p>".join(html(lines(rows=ROWS[i:j])) for i, j in itertools.pairwise(at))


def bare(label: str) -> str:
    return label.removeprefix("其中：").lstrip("123456.")


def numbered(marks: Sequence[str], between: str = "") -> Callable[[str], str]:
    def changed(label: str) -> str:
        plain = label.removeprefix("其中：")
        return label.replace(plain[:2], marks[int(plain[0]) - 1] + between) if plain[0].isdigit() else label

    return changed


def nested() -> str:
    """其中 in a column of its own, over the rows that it holds."""
    sizes = {1: 2, 4: 6, 11: 4}
    inner = {i for at, size in sizes.items() for i in range(at, at + size)}
    made = [f"<tr><td colspan='2'>指标名称</td>{''.join(f'<td>{each}</td>' for each in HEAD.split('|')[1:])}</tr>"]
    for i, (_, label, unit, figure) in enumerate(ROWS):
        head = f"<td rowspan='{sizes[i]}'>其中</td>" if i in sizes else ""
        name = f"{head}<td>{bare(label)}</td>" if i in inner else f"<td colspan='2'>{label}</td>"
        made.append(f"<tr>{name}<td>{unit}</td><td>{figure}</td><td>{figure + 1000}</td></tr>")
    return f"<table>{''.join(made)}</table>"


def two_headers() -> str:
    top = "<tr><td rowspan='2'>指标名称</td><td rowspan='2'>计量单位</td><td colspan='2'>统计数</td></tr>"
    return html(lines()[1:], f"{top}<tr><td>2015年度</td><td>历年累计</td></tr>")


def side_by_side() -> str:
    head, *rest = lines()
    return html([[*head, *head], *([*rest[i], *rest[i + 10]] for i in range(10))])


LAYOUTS = {
    "as it is mostly printed": html(lines()),
    "units first": html(columns(1, 0, 2, 3)),
    "cumulative first": html(columns(0, 1, 3, 2)),
    "figures before units": html(columns(0, 2, 3, 1)),
    "no column of units": html(columns(0, 2, 3)),
    "this year alone": html(columns(0, 1, 2)),
    "the year-end statistics alone": html([("指标名称", "计量单位", "年末统计"), *columns(0, 1, 2)[1:]]),
    "the year in Chinese": html(lines("指标名称|计量单位|二〇一五年度|历年累计")),
    "the year as a number": html(lines("指标名称|计量单位|2015|累计")),
    "当年数": html(lines("指标名称|计量单位|当年数|累计总数")),
    "all the years in brackets": html(lines("指标名称|计量单位|2015年度|历年累计（2008-2015年）")),
    "unit with the figure": html([lines()[0], *((a, b, f"{c}{b}", f"{d}{b}") for a, b, c, d in lines()[1:])]),
    "the year and its end": html(lines("指标名称|计量单位|2015年末统计|截至2015年底累计")),
    "the year and its months": html(lines("指标名称|计量单位|2015年1-12月|历年累计")),
    "a row of letters": html([lines()[0], ("甲", "乙", "1", "2"), *lines()[1:]]),
    "本年度": html(lines("指标|单位|本年度|历年累计")),
    "the year in brackets behind": html(lines("指标名称|单位|2015年度（条、件）|历年累计（条、件）")),
    "this year and the last": html(
        [("指标名称", "单位", "2014年度", "2015年度"), *((a, b, d, c) for a, b, c, d in lines()[1:])]
    ),
    "cumulative by its dates": html(lines("指标名称|计量单位|2015年度|2008年以来累计数")),
    "nested": nested(),
    "two rows of header": two_headers(),
    "numbered 1、": html(lines(relabel=numbered(["1、", "2、", "3、", "4、", "5、", "6、"]))),
    "numbered （1）": html(lines(relabel=numbered(["（1）", "（2）", "（3）", "（4）", "（5）", "（6）"]))),
    "numbered ①": html(lines(relabel=numbered("①②③④⑤⑥"))),
    "numbered ① with a stop": html(lines(relabel=numbered("①②③④⑤⑥", "、"))),
    "not numbered": html(lines(relabel=bare)),
    "a column of numbers before": html(
        [("序号", *HEAD.split("|")), *((str(i), *line) for i, line in enumerate(lines()[1:], 1))]
    ),
    "two tables": parts(10),
    "four small tables": parts(3, 10, 15),
    "four small tables without headers": parts(3, 10, 15).replace(
        f"<p>统计情况</p><table>{html(lines()[:1])[7:-8]}", "<p>统计情况</p><table>"
    ),
    "side by side": side_by_side(),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_row_is_read_and_nothing_cumulative(name: str) -> None:
    found = read(LAYOUTS[name])
    assert found.form == "2009-fujian"
    assert values(found) == TRUE
    assumed = {"unit_assumed": 1} if name == "no column of units" else {}
    assert rules(found) == assumed


VARIANTS = {
    "disclosed_info_total": ["主动公开文件数", "主动公开政府信息数"],
    "disclosed_via_website": ["其中：1.政府网站公开数", "网站公开", "（1）政府网站公开", "1.政府网站"],
    "disclosed_via_gazette": ["2.政府公报公开", "公报公开数", "2.政府公报"],
    "applications_received": ["受理依申请公开信息数", "受理依申请公开政府信息总数"],
    "applications_online": ["4.网络申请数"],
    "applications_other_form": ["6.其他形式申请数"],
    "replies_total": ["答复总数", "本年度对申请的答复总数"],
    "reply_granted": ["1.同意公开", "①同意公开数"],
    "reply_partly_granted": ["2.同意部分公开"],
    "a_reply_refused_broad": ["3.否决公开", "3.不予公开答复数", "3.不予公开数"],
    "reply_other_kind": ["4.其它类型答复数"],
    "fees_waived": ["收费减免金额"],
    "lawsuits_and_complaints": ["接受行政申诉、举报数"],
}


@pytest.mark.parametrize(("indicator", "label"), [(key, label) for key, labels in VARIANTS.items() for label in labels])
def test_a_variant_of_a_label_is_the_same_row(indicator: str, label: str) -> None:
    changed = [(key, label if key == indicator else usual, *rest) for key, usual, *rest in ROWS]
    found = read(html(lines(rows=changed)))
    assert values(found) == TRUE
    assert not rules(found)


@pytest.mark.parametrize(
    ("indicator", "label"),
    [
        ("disclosed_info_total", "未主动公开信息数"),
        ("disclosed_info_total", "全文电子化的主动公开信息数"),
        ("disclosed_via_website", "1.非网站公开数"),
        ("applications_received", "未受理依申请公开信息总数"),
        ("applications_received", "上年受理依申请公开信息总数"),
        ("applications_letter", "5.信函及传真件数"),
        ("replies_total", "未答复总数"),
        ("reply_granted", "1.不同意公开数"),
        ("a_reply_refused_broad", "3.部分否决公开答复数"),
        ("reply_other_kind", "4.其他部门答复数"),
        ("fees_waived", "政府信息公开收费金额"),
        ("review_total", "行政复议纠错数"),
    ],
)
def test_a_label_that_only_looks_alike_is_another_row(indicator: str, label: str) -> None:
    changed = [(key, label if key == indicator else usual, *rest) for key, usual, *rest in ROWS]
    found = read(html(lines(rows=changed)))
    assert indicator not in values(found)
    assert rules(found)["unmapped_label"] == 1


def test_letters_and_faxes_in_one_row_are_neither() -> None:
    rows = [row for row in ROWS if row[0] not in ("applications_fax", "applications_letter")]
    rows.insert(5, ("applications_letter_fax", "2.信函、传真申请数", "条", 4))
    found = values(read(html(lines(rows=rows))))
    assert found["applications_letter_fax"] == 4
    assert "applications_letter" not in found
    assert "applications_fax" not in found


@pytest.mark.parametrize(
    "head",
    [
        "指标名称|计量单位|2014年度|历年累计",
        "指标名称|计量单位|历年累计|上年",
        "指标名称|计量单位|历年累计|累计数量合计",
    ],
)
def test_without_a_column_of_this_year_nothing_is_read(head: str) -> None:
    found = read(html(lines(head)))
    assert values(found) == {}
    assert rules(found)["misaligned_columns"] == len(ROWS)


def test_a_page_of_the_cumulative_figures_alone_gives_none() -> None:
    for head in ("历年累计", "历年累计数", "2008年以来累计", "截至2015年底累计", "截至2015年底数", "2014年末统计"):
        found = read(html([("指标名称", "计量单位", head), *columns(0, 1, 3)[1:]]))
        assert values(found) == {}
        assert rules(found)["misaligned_columns"] == len(ROWS)


def test_two_years_without_the_reports_own_known_give_no_figure() -> None:
    head = "指标名称|计量单位|2014年度|2015年度"
    assert values(read(html(lines(head)), year=None)) == {}
    assert values(read(html(lines(head)), year=2014)) == TRUE


@pytest.mark.parametrize("form", ["2008", "2014"])
@pytest.mark.parametrize(
    "head", ["历年累计数", "2008年以来累计", "截止2010年底", "上年统计", "同比", "一季度", "2009年"]
)
def test_no_list_takes_another_span_of_time_for_its_year(form: str, head: str) -> None:
    labels = {
        "2008": ["申请总数", "现场接待人数", "网上咨询数", "咨询电话接听数"],
        "2014": ["收到申请数", "申请办结数", "按时办结数", "延期办结数"],
    }[form]
    rows = [(label, "件", str(i), str(i + 1000)) for i, label in enumerate(labels, 5)]
    alone = read(html([("统计指标", "单位", head), *(row[:3] for row in rows)]), year=2010)
    assert (alone.form, values(alone)) == (form, {})
    for own in ("2010年", "数量"):
        both = read(html([("统计指标", "单位", head, own), *rows]), year=2010)
        assert sorted(values(both).values()) == [1005, 1006, 1007, 1008]


def test_money_of_the_table_is_in_its_unit() -> None:
    changed = [(key, label, "万元" if key == "fees_waived" else unit, figure) for key, label, unit, figure in ROWS]
    assert values(read(html(lines(rows=changed))))["fees_waived"] == 850_000


PAGE = "<html><body><h1>榕溪县2015年政府信息公开工作年度报告</h1><p>一、概述</p><p>{text}</p><p>附表</p>{table}</body></html>"


def page(text: str = "", table: str = LAYOUTS["as it is mostly printed"]) -> bytes:
    return PAGE.format(text=text, table=table).encode()


def test_a_page_is_a_report_of_that_form_and_its_sums_are_checked() -> None:
    report = parse_report(page("2015年，全县主动公开政府信息318条，受理政府信息公开申请21件。"))
    assert (report.is_report, report.form, report.year) == (True, "2009-fujian", 2015)
    assert [each.rule for each in report.findings if each.severity == "error"] == []
    wrong = page(table=LAYOUTS["as it is mostly printed"].replace("<td>12</td>", "<td>13</td>"))
    assert [each.rule for each in parse_report(wrong).findings if each.severity == "error"] == ["fujian_replies"]


def test_the_form_is_no_matter_of_place_or_notice() -> None:
    """Neither a body of the province nor a notice makes it one, and no report of it breaks the nation's notice."""
    rules_told = {each.rule for each in parse_report(page("根据国办发〔2014〕32号要求编制。")).findings}
    assert not rules_told & {"form_notice_mismatch", "form_year_mismatch"}
    head = "统计指标|单位|统计数"
    table = html([head.split("|"), ("收到申请数", "件", "3"), ("申请办结数", "件", "3"), ("按时办结数", "件", "3")])
    report = parse_report(PAGE.format(text="福建省", table=table).replace("榕溪县", "福建省榕溪县").encode())
    assert report.form == "2014"


@pytest.mark.parametrize(("year", "told"), [(2008, 1), (2009, 0), (2018, 0), (2019, 1)])
def test_it_is_usual_for_ten_years(year: int, told: int) -> None:
    found = read(LAYOUTS["本年度"], year=year)
    assert (found.form, rules(found)["form_year_mismatch"]) == ("2009-fujian", told)


def test_its_figures_join_the_series() -> None:
    values_ = {as_cell(indicator): value for indicator, value in TRUE.items()}
    assert len(list(points("2009-fujian", values_, ()))) == 9


def test_a_list_without_a_row_of_its_own_is_the_nations() -> None:
    """A county elsewhere prints rows that all lists have, in wordings that this one has as well."""
    common = ["主动公开信息数", "当面申请数", "答复总数", "同意公开数", "同意部分公开数", "不予公开数"]
    table = html([("指标名称", "计量单位", "数量"), *((label, "条", str(i)) for i, label in enumerate(common, 5))])
    assert read(table, year=2010).form == "2008"
    assert read(table, year=None).form == "2008"
    assert read(table, year=2016).form == "2008"
    assert len(values(read(table, year=2010))) == len(common)


def test_a_list_beside_the_nations_is_told() -> None:
    """Where a page prints both, the nation's has more cells; what the other says is not dropped in silence."""
    rows = [
        "收到申请数",
        "申请办结数",
        "按时办结数",
        "延期办结数",
        "申请答复数",
        "已主动公开数",
        "申请信息不存在数",
        "制发规范性文件总数",
    ]
    nation = html([("统计指标", "单位", "统计数"), *((label, "件", str(i)) for i, label in enumerate(rows, 5))])
    own = html(lines(rows=ROWS[3:7]))
    for text in (nation + own, own + nation):
        found = read(text)
        assert found.form == "2014"
        assert rules(found)["foreign_table"] == 1


NATION = [("统计指标", "单位", "统计数"), *((label, "件", str(i)) for i, label in enumerate([
    "收到申请数", "申请办结数", "按时办结数", "延期办结数", "申请答复数", "已主动公开数", "申请信息不存在数", "制发规范性文件总数", "主动公开政府信息数",
], 5))]  # fmt: skip


def test_the_nations_table_leads_and_takes_from_the_provinces_what_it_lacks() -> None:
    rows = [*ROWS[4:7], *ROWS[11:14]]
    own = html(lines(rows=rows))
    for text in (html(NATION) + own, own + html(NATION)):
        found = values(read(text))
        assert found["applications_received"] == 5
        assert (found["applications_in_person"], found["applications_fax"], found["reply_granted"]) == (4, 1, 12)
        assert rules(read(text))["other_form_differs"] == 0


def test_what_a_province_prints_against_the_nations_table_is_told() -> None:
    found = read(html(NATION) + html(lines(rows=ROWS[:7])))
    assert (found.form, values(found)["applications_received"]) == ("2014", 5)
    told = next(each for each in found.findings if each.rule == "other_form_differs")
    assert ("applications_received", None) in told.cells
    other = html(lines("指标名称|计量单位|2014年度|历年累计", rows=ROWS[:7]))
    assert rules(read(html(NATION) + f"<p>2014年度</p>{other}"))["other_form_differs"] == 0
