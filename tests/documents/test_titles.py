"""Titles as pages print them: cut over lines anywhere, below paths and columns, in metas and heads."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from reportscraper.documents.html.document import read_document
from reportscraper.places.title import parse_title

Layout = Callable[[tuple[str, ...]], str]


def _each(tag: str, attributes: str = "") -> Layout:
    return lambda lines: "".join(f"<{tag}{attributes}>{line}</{tag}>" for line in lines)


def _broken(tag: str, attributes: str = "") -> Layout:
    return lambda lines: f"<{tag}{attributes}>{'<br>'.join(lines)}</{tag}>"


LAYOUTS: dict[str, Layout] = {
    "two p": _each("p"),
    "two h1": _each("h1"),
    "p of one class": _each("p", ' class="MsoNormal" align="center"'),
    "bold spans": lambda lines: "".join(f"<p><strong><span>{line}</span></strong></p>" for line in lines),
    "divs": lambda lines: "<div>" + _each("div")(lines) + "</div>",
    "h1 broken": _broken("h1"),
    "h2 broken": _broken("h2"),
    "div broken": _broken("div"),
    "title broken": _broken("div", ' class="title"'),
    "p broken": lambda lines: "<p>" + "<br/>&nbsp;".join(lines) + "</p>",
    "table rows": lambda lines: "<table>" + "".join(f"<tr><td>{line}</td></tr>" for line in lines) + "</table>",
    "table rows with lines": lambda lines: (
        '<table border="1"><tbody>' + "".join(f'<tr><td colspan="2"><p>{line}</p></td></tr>' for line in lines) + "</tbody></table>"
    ),
}  # fmt: skip

WHOLE = [
    "望口区行政审批局2022年度政府信息公开工作年度报告",
    "文州市人民政府2016年政府信息公开工作年度报告",
    "民政局2020年政府信息公开工作年度报告",
    "望口区财政局关于2022年政府信息公开工作情况的报告",
    "望口区城市管理综合行政执法局政府信息公开2021年度报告",
    "2019年度望口区青山湖街道办事处政府信息公开年报",
    "白石沟镇人民政府2023年政府信息公开年度报告",
    "区文化广电和旅游局2021年政府信息公开工作年度报告",
    "中共望口区委机构编制委员会办公室2020年政府信息公开工作年度报告",
    "望口縣財政局2018年政府信息公開工作年度報告",
]
HEAD = "<title>望口区人民政府</title>"
AROUND = "<div>首页 &gt; 政务公开 &gt; 县市区信息公开年报</div>"
BEHIND = "<p>发布日期：2024-01-20　来源：望口区人民政府办公室</p><div id='zoom'><p>一、总体情况</p><p>甲</p></div>"


def titles(html: str, head: str = HEAD) -> list[tuple[str, str]]:
    document = read_document(f"<html><head>{head}</head><body>{html}{BEHIND}</body></html>")
    return [(source, "".join(text.split())) for source, text in document.titles if text != "望口区人民政府"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("whole", WHOLE)
def test_a_title_cut_into_two_lines_is_one_wherever_it_is_cut(whole: str, layout: str) -> None:
    expected = parse_title(whole)
    for at in range(1, len(whole)):
        html = AROUND + LAYOUTS[layout]((whole[:at], whole[at:]))
        found = [parse_title(title) for _, title in titles(html)]
        assert expected in found, (whole[:at], found)
        assert {parts.body for parts in found if parts.kind == "report"} == {expected.body}, (whole[:at], found)


@pytest.mark.parametrize("layout", ["two p", "h1 broken", "table rows"])
@pytest.mark.parametrize("whole", WHOLE)
def test_a_title_cut_into_three_lines_is_one(whole: str, layout: str) -> None:
    for first, second in itertools.combinations(range(1, len(whole), 4), 2):
        lines = (whole[:first], whole[first:second], whole[second:])
        assert parse_title(whole) in [parse_title(title) for _, title in titles(LAYOUTS[layout](lines))], lines


@pytest.mark.parametrize(
    "path",
    [
        "首页 > 政务公开 > 县市区信息公开年报",
        "首页 » 信息公开 » 各部门 » 政府信息公开年度报告",
        "当前位置：首页 > 望口区卫健委 > 信息公开年度报告",
        "您的位置：网站首页 / 望口区卫健委 / 政府信息公开年报",
        "政务公开 > 望口区卫健委 > 2019年政府信息公开年度报告",
        "首页→望口区卫健委→政府信息公开年报",
    ],
)
@pytest.mark.parametrize("tag", ["div", 'div class="title"', "p", "h1"])
def test_a_path_of_columns_is_no_title(path: str, tag: str) -> None:
    closed = tag.partition(" ")[0]
    found = titles(f"<{tag}>{path}</{closed}><h1>望丰县卫生健康委员会2022年政府信息公开工作年度报告</h1>")
    assert {title for _, title in found} == {"望丰县卫生健康委员会2022年政府信息公开工作年度报告"}


@pytest.mark.parametrize(
    "before",
    [
        "<div>望口区人民政府门户网站</div>",
        "<div class='logo'>望口区人民政府</div>",
        "<div>2023年</div><div>通知公告</div>",
        "<p>信息公开年报</p>",
        "<p>望口区民政局2019年政府信息公开工作年度报告</p>",
        "<p>望口区民政局</p>",
        "<ul><li><a href='/'>望口区</a></li></ul>",
        "<div>发布日期：2023-01-20</div>",
        "<p>（2023年1月）</p>",
        "<p>欢迎您。</p>",
    ],
)
def test_what_stands_above_a_whole_title_is_no_part_of_it(before: str) -> None:
    whole = "望口区水利局2022年政府信息公开工作年度报告"
    assert ("heading", whole) in titles(f"{before}<h1>{whole}</h1>")


def test_the_name_of_the_site_in_the_head_of_the_page_completes_no_title() -> None:
    html = "<div class='logo'>望口区人民政府</div><h1>2021年政府信息公开工作年度报告</h1>"
    assert titles(html) == [("heading", "2021年政府信息公开工作年度报告")]
    printed = "<h1>望口区人民政府</h1><h1>2021年政府信息公开工作年度报告</h1>"
    assert titles(printed) == [("heading", "望口区人民政府2021年政府信息公开工作年度报告")]


def test_two_columns_one_below_the_other_are_no_title() -> None:
    assert titles("<p>政府信息公开</p><p>年报</p>") == []
    assert titles("<p>依申请公开</p><p>政府信息公开年报</p>") == [("line", "政府信息公开年报")]


def test_a_part_of_a_title_gives_way_to_the_whole() -> None:
    html = "<div class='title'>望口区行政审</div><div class='title'>批局2022年政府信息公开工作年度报告</div>"
    whole = "望口区行政审批局2022年政府信息公开工作年度报告"
    assert titles(html) == [("line", whole)]
    meta = f'{HEAD}<meta name="ArticleTitle" content="批局2022年政府信息公开工作年度报告">'
    assert titles(html, meta) == [("line", whole)]


def test_the_rows_of_a_table_of_figures_are_no_title() -> None:
    rows = "<tr><td>望口区水利局</td><td>2022年</td></tr><tr><td>政府信息公开</td><td>年报</td></tr>"
    assert titles(f"<table>{rows}</table>") == []


@pytest.mark.parametrize(
    "line", ["附件：{}", "附件1：{}", "{}[2023-01-20]", "{}（2023年1月20日）", "{}（公开稿）", "{}全文", "《{}》的函"]
)
def test_what_stands_beside_a_title_in_its_line_hides_nothing(line: str) -> None:
    printed = line.format("望口区水利局2022年政府信息公开工作年度报告")
    assert [parse_title(title).body for _, title in titles(f"<p>{printed}</p>")] == ["望口区水利局"]


@pytest.mark.parametrize(
    "line",
    [
        "望口区民政局2021年政府信息公开工作年度报告.pdf",
        "(2021年)望口区民政局政府信息公开工作年度报告",
        "(1)望口区民政局2021年政府信息公开工作年度报告",
        "转发：望口区民政局2021年政府信息公开工作年度报告",
        "【转载】望口区民政局2021年政府信息公开工作年度报告",
        "望口区民政局：2021年政府信息公开工作年度报告",
        "原标题：望口区民政局2021年政府信息公开工作年度报告",
        "公示：望口区民政局2021年政府信息公开工作年度报告",
        "【置顶】望口区民政局2021年政府信息公开工作年度报告",
        "《望口区民政局2021年政府信息公开工作年度报告》",
        "望口区民政局2021年政府信息公开工作年度报告2022-01-20",
        "望口区民政局2021年政府信息公开工作年度报告正文",
        "望口区民政局政府信息公开年报2021",
        "2021年政府信息公开工作年度报告-望口区民政局",
        "关于印发《望口区民政局2021年政府信息公开工作年度报告》的通知",
    ],
)
def test_a_line_with_more_around_it_is_a_title(line: str) -> None:
    assert line in [text for _, text in titles(f"<div><p>{line}</p></div>")]


ARTICLE = "<p>一、总体情况</p><p>已完成。</p><p>六、其他需要报告的事项</p><p>无。</p>"


@pytest.mark.parametrize(
    ("inside", "behind", "name"),
    [
        ("<p>望口区民政局</p><p>2022年1月20日</p>", "", "望口区民政局"),
        ("<p>民政局二〇二二年一月二十日</p>", "", "民政局"),
        ("<p>（望口区民政局供稿）</p>", "", "望口区民政局"),
        ("", "<p>望口区民政局</p><p>2022-01-20</p>", "望口区民政局"),
        ("", "<p>望口区民政局</p>", None),
        ("<p>望口区民政局</p><p>望口区水利局</p>", "", None),
        ("<p>乡镇</p>", "", None),
    ],
)
def test_who_signs_an_article_is_a_fact(inside: str, behind: str, name: str | None) -> None:
    html = f"<html><body><div class=article>{ARTICLE}{inside}</div><div>{behind}</div></body></html>"
    assert dict(read_document(html).facts).get("落款") == name


@pytest.mark.parametrize("byline", ["望口区民政局", "（望口区民政局）", "望口区民政局 2022年1月20日"])
def test_a_line_right_below_a_title_signs_the_article(byline: str) -> None:
    title = "<h1>2021年政府信息公开工作年度报告</h1>"
    for html in (
        f"{title}<p>{byline}</p><div class=article>{ARTICLE}</div>",
        f"<div class=article>{title}<p>{byline}</p>{ARTICLE}</div>",
    ):
        assert dict(read_document(f"<html><body>{html}</body></html>").facts).get("落款") == "望口区民政局"
    other = f"<p>望口区民政局</p><p>已阅</p>{title}<p>已阅</p><div class=article>{ARTICLE}</div>"
    assert "落款" not in dict(read_document(f"<html><body>{other}</body></html>").facts)


def test_a_signature_stands_some_lines_below_the_pages_title_and_its_date_is_told() -> None:
    title = "<h1>2021年政府信息公开工作年度报告</h1>"
    head = "<p>望口区民政局</p><p>（2022年1月20日）</p><p>时间：</p>"
    facts = read_document(
        f"<html><body>{title}<p>时间：</p>{head}<div class=article>{ARTICLE}</div></body></html>"
    ).facts
    assert dict(facts) == {"落款": "望口区民政局", "落款日期": "(2022年1月20日)", "时间": ""}


def test_a_cut_title_and_a_path_of_dashes_begin_no_title_and_a_linked_heading_is_none() -> None:
    title = "望口区民政局2021年政府信息公开工作年度报告"
    for beside in (
        "<h1>望口区民政局202…</h1>",
        "<div>首页 - 政务公开 - 教育局 - 政府信息公开年报</div>",
        "<a href=a.html><h3>望口区教育局2021年政府信息公开工作年度报告</h3></a>",
    ):
        page = f"<html><body>{beside}<h1>{title}</h1><div class=article>{ARTICLE}</div></body></html>"
        assert read_document(page).titles == (("heading", title),)


@pytest.mark.parametrize("words", ["年度报告", "年政府信息公开工作公报", "年政府信息公开情况统计表"])
def test_other_words_for_a_report_are_a_title_where_no_line_names_one(words: str) -> None:
    html = f"<html><body><h1>望口区民政局2021{words}</h1><div class=article>{ARTICLE}</div></body></html>"
    assert read_document(html).titles == (("heading", f"望口区民政局2021{words}"),)


def test_a_layout_table_with_the_heading_of_the_page_is_a_frame_though_its_article_is_short() -> None:
    title = "望口区民政局2021年政府信息公开工作年度报告"
    rows = f"<tr><td>首页</td></tr><tr><td><h1>{title}</h1></td></tr><tr><td><p>一、总体情况</p><p>按时公开。</p></td></tr>"
    document = read_document(f"<html><body><table>{rows}</table></body></html>")
    assert ("heading", title) in document.titles
    assert [block.text for block in document.blocks][-2:] == ["一、总体情况", "按时公开。"]


@pytest.mark.parametrize(
    ("line", "label", "value"),
    [
        ("发布日期： 信息来源：望口区民政局 浏览次数：23", "信息来源", "望口区民政局"),
        ("来源：望口区民政局 责任编辑：张三", "来源", "望口区民政局"),
        ("时间：2022-01-20 10:22 字号：[大 中 小]", "时间", "2022-01-20 10:22"),
    ],
)
def test_a_value_ends_at_the_next_label_and_an_empty_one_hides_none(line: str, label: str, value: str) -> None:
    html = f"<html><body><p>{line}</p><div class=article>{ARTICLE}</div></body></html>"
    assert dict(read_document(html).facts)[label] == value


def test_a_whole_title_without_a_body_stays_behind_the_line_that_names_one() -> None:
    nameless = "2021年政府信息公开工作年度报告"
    found = titles(f"<h1>{nameless}</h1><div><p>望口区民政局{nameless}</p></div>")
    assert [text for _, text in found if nameless in text] == [f"望口区民政局{nameless}", nameless]


@pytest.mark.parametrize("layout", ["two p", "two h1", "h1 broken", "p broken", "table rows"])
def test_two_names_above_each_other_are_both_named(layout: str) -> None:
    whole = "望口区体育局2022年政府信息公开工作年度报告"
    found = [text for _, text in titles(LAYOUTS[layout](("望口区文化和旅游局", whole)))]
    assert whole in found
    assert f"望口区文化和旅游局、{whole}" in found
    assert [text for _, text in titles(LAYOUTS[layout](("望口区体育局", whole)))] == [whole]


@pytest.mark.parametrize(
    "heading",
    [
        "云溪县水利局2021年政府信息公开工作…",
        "云溪县水利局2021年政府信息公开工作年...",
        "云溪县水利局2021年年报",
        "云溪县水利局政府信息公开工作年度报告-2021",
        "云溪县水利局2021年政府信息公开工作年度报告 NEW",
        "2021年政府信息公开工作年度报告 云溪县水利局",
    ],
)
def test_a_heading_that_is_cut_or_has_something_behind_it_is_a_title(heading: str) -> None:
    page = f"<html><head><title>云溪县人民政府</title></head><body><h1>{heading}</h1><p>一、总体情况</p></body></html>"
    titles = read_document(page).titles
    found = [parse_title(text) for _, text in titles if text == heading]
    assert [(title.body, title.year) for title in found] == [("云溪县水利局", 2021)]
