"""The main content, and what is printed around it."""

import pytest

from reportscraper.documents.html.document import read_document
from reportscraper.errors import DocumentError

PAGE = """<html><head><title>青岭县水务局2022年政府信息公开工作年度报告_青岭县人民政府</title>
<meta name="ArticleTitle" content="青岭县水务局2022年政府信息公开工作年度报告"><meta name="PubDate" content="2023-01-18 09:12">
</head><body><div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>
<div class="pos">当前位置：<a href="/">首页</a> &gt; <a href="/nb/">政府信息公开年报</a> &gt; 正文</div>
<table class="suoyin"><tr><td>索 引 号：</td><td>QL-2023-1</td><td>发布机构：</td><td>青岭县水务局</td></tr></table>
<h1>青岭县水务局2022年<br>政府信息公开工作年度报告</h1>
<p>发布时间：2023-01-18 来源：青岭县水务局 字号：大 中 小</p>
<div id="zoom"><p>导语一段，按要求编制。</p><p><strong>一、总体情况</strong></p>
<p>全年主动公开信息<span>1</span><span>2</span>条。<br/>另起一行。</p>
<table><tr><td>第二十条第（一）项</td><td>本年制发件数</td></tr><tr><td>规章</td><td>0</td></tr></table>
<p>六、其他需要报告的事项</p><p>无。</p><p>附件：<a href="./P02.pdf">水务局年报.pdf</a></p></div>
<div class="foot">主办单位：青岭县人民政府 网站标识码：0000000001</div></body></html>"""


def texts(page: str) -> list[str]:
    return [block.text for block in read_document(page).blocks if block.grid is None]


def test_main_content_is_the_container_that_holds_the_report() -> None:
    assert texts(PAGE) == [
        "导语一段，按要求编制。",
        "一、总体情况",
        "全年主动公开信息12条。",
        "另起一行。",
        "六、其他需要报告的事项",
        "无。",
        "附件：水务局年报.pdf",
    ]


def test_tables_stand_where_they_are_printed_and_are_numbered_over_the_page() -> None:
    document = read_document(PAGE)
    grids = [(index, block.grid) for index, block in enumerate(document.blocks) if block.grid]
    assert [(index, grid.number) for index, grid in grids] == [(4, 2)]
    assert grids[0][1].cells[3].text == "0"


def test_facts_titles_breadcrumb_and_links_are_collected() -> None:
    document = read_document(PAGE)
    assert ("发布机构", "青岭县水务局") in document.facts
    assert ("索引号", "QL-2023-1") in document.facts
    assert ("发布时间", "2023-01-18") in document.facts
    assert ("网站标识码", "0000000001") in document.facts
    assert ("来源", "青岭县水务局") in document.facts
    assert document.titles[0] == ("meta:articletitle", "青岭县水务局2022年政府信息公开工作年度报告")
    assert document.breadcrumb[:2] == ("首页", "政府信息公开年报")
    assert document.links == (("./P02.pdf", "水务局年报.pdf"),)
    assert document.problem is None


def test_bold_paragraphs_are_marked() -> None:
    bold = [block.text for block in read_document(PAGE).blocks if block.bold]
    assert bold == ["一、总体情况"]


def test_line_breaks_in_the_source_do_not_part_words() -> None:
    assert texts("<html><body><p>主动公开政府\n   信息 12 条，收到 apply\nform 一份。</p></body></html>") == [
        "主动公开政府信息 12 条，收到 apply form 一份。"
    ]


def test_a_page_in_nested_layout_tables_yields_its_paragraphs() -> None:
    page = (
        "<html><body><table><tr><td><table><tr><td>您当前的位置：首页</td></tr></table></td></tr><tr><td>"
        "<div id=zoom>一、总体情况 全年公开12条。<table><tr><td>规章</td><td>0</td></tr><tr><td>规范性文件</td><td>3</td></tr>"
        "</table>六、其他需要报告的事项 无。</div></td></tr></table></body></html>"
    )
    document = read_document(page)
    assert [block.text for block in document.blocks if not block.grid] == [
        "一、总体情况 全年公开12条。",
        "六、其他需要报告的事项 无。",
    ]
    assert [block.grid.number for block in document.blocks if block.grid] == [3]


def test_prose_rows_of_a_one_table_layout_are_paragraphs() -> None:
    prose = (
        "全年主动公开政府信息一百二十条，其中规范性文件三件；收到申请两件，均已办结并依法答复申请人，没有收取任何费用。"
    )
    page = (
        f"<table><tr><td colspan=2>一、总体情况</td></tr><tr><td colspan=2>{prose}</td></tr>"
        + "".join(f"<tr><td>项目{n}</td><td>{n}</td></tr>" for n in range(9))
        + "</table>"
    )
    document = read_document(page)
    assert [block.text for block in document.blocks if not block.grid] == ["一、总体情况", prose]
    assert sum(block.grid is not None for block in document.blocks) == 1


def test_hidden_copies_are_left_out_but_a_wholly_hidden_report_is_read() -> None:
    copy = "<div style='display:none'><p>一、总体情况</p><p>隐藏的一份副本，不应重复读取，字数足够长。</p></div>"
    visible = "<div><p>一、总体情况</p><p>看得见的正文，全年公开十二条政府信息，均已发布。</p></div>"
    assert texts(f"<html><body>{visible}{copy}</body></html>") == [
        "一、总体情况",
        "看得见的正文，全年公开十二条政府信息，均已发布。",
    ]
    assert texts(f"<html><body>{copy}</body></html>")[0] == "一、总体情况"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("   \n ", "empty"),
        ("<html><body>" + "<div>" * 3000 + "<p>深处</p>", "deeper"),
    ],
)
def test_what_cannot_be_read_whole_is_refused(page: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read_document(page)


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("<html><body><p>一、总体情况</p><table><tr><td>1</td", "inside a tag"),
        ("<html><body><p>一、总体情况</p><!-- 导航 <p>被吞掉</p>", "inside a comment"),
        ("<html><body><p>一、总体情况</p><p>正文到此", "closing tags"),
        ("<div><p>一、总体情况</p></div>", None),
    ],
)
def test_a_cut_page_says_so(page: str, problem: str | None) -> None:
    found = read_document(page).problem
    assert (found is None) if problem is None else (problem in (found or ""))


def test_a_huge_text_node_is_kept_whole() -> None:
    document = read_document("<html><body><p>" + "公开" * 8_000_000 + "</p></body></html>")
    assert document.text_length == 16_000_000


def test_saved_text_with_pipes() -> None:
    document = read_document(
        "|| |\n青岭县2020年年度报告 | |||\n一、总体情况\n全年公开。\n|项目|数量|\n|---|---|\n|规章|0|\n打印本页 |||"
    )
    assert [block.text for block in document.blocks if not block.grid][:3] == [
        "青岭县2020年年度报告",
        "一、总体情况",
        "全年公开。",
    ]
    grid = next(block.grid for block in document.blocks if block.grid)
    assert [cell.text for cell in grid.cells] == ["项目", "数量", "规章", "0"]


def test_a_data_table_whose_end_was_lost_keeps_its_cells_and_the_tables_after_it() -> None:
    rows = "".join(f"<tr><td>项目{n}</td><td>{n}</td></tr>" for n in range(8))
    page = f"<html><body><table>{rows}<tr><td>末行</td><td>9<table><tr><td>联系人</td><td>某某</td></tr></table></body></html>"
    grids = [block.grid for block in read_document(page).blocks if block.grid]
    assert [grid.number for grid in grids] == [1, 2]
    assert [cell.text for cell in grids[0].cells][-2:] == ["末行", "9"]
    assert [cell.text for cell in grids[1].cells] == ["联系人", "某某"]
