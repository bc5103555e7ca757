from __future__ import annotations

import lxml.html
import msgspec
import pytest

from reportscraper.model import FormId
from tests.made import markup
from tests.made.counties import counties
from tests.made.render import PLAIN, RUN_ON, STYLES, WORD, Style, article, page, report_tables
from tests.made.tables import TableCell
from tests.made.truth import TrueReport, make_report

FORMS: tuple[FormId, ...] = ("2008", "2014", "2019", "2021")


def report(form: FormId) -> TrueReport:
    county = counties()[1]
    return make_report("render", county, county.bodies[0], 2020, form)


def data_tables(html: str) -> list[lxml.html.HtmlElement]:
    """Tables that hold no other table, in document order."""
    return [table for table in lxml.html.document_fromstring(html).iter("table") if not table.xpath(".//table")]


def texts(table: lxml.html.HtmlElement) -> list[list[str]]:
    return [["".join(cell.text_content().split()) for cell in row.xpath("./td")] for row in table.iter("tr")]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@pytest.mark.parametrize("form", FORMS)
def test_every_cell_is_on_the_page_where_the_model_has_it(style: Style, form: FormId) -> None:
    truth = report(form)
    models = report_tables(truth, style)
    found = [texts(table) for table in data_tables(page(truth, style)) if table.get("border")][-len(models) :]
    for model, rows in zip(models, found, strict=True):
        assert rows == [["".join(cell.text.split()) for cell in row] for row in model.rows]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@pytest.mark.parametrize("form", FORMS)
def test_every_paragraph_and_heading_is_on_the_page(style: Style, form: FormId) -> None:
    truth = report(form)
    text = "".join(lxml.html.document_fromstring(page(truth, style)).text_content().split())
    assert truth.title in text
    for section in truth.sections:
        assert section.heading in text
        for paragraph in section.paragraphs:
            assert paragraph in text


def test_tables_stand_in_their_chapters() -> None:
    html = article(report("2021"), PLAIN)
    marks = (
        "二、主动公开",
        "本年制发件数",
        "三、收到和处理",
        "自然人",
        "四、政府信息公开行政复议",
        "未经复议直接起诉",
        "五、存在的主要问题",
    )
    places = [html.index(f">{mark}") if "、" not in mark else html.index(f"\u3000{mark}") for mark in marks]
    assert places == sorted(places)


def test_annex_stands_at_the_end_under_its_caption() -> None:
    html = article(report("2014"), PLAIN)
    assert html.index("附件：政府信息公开情况统计表（2020年度）") < html.index("<table") < html.index("统计指标")
    assert html.count("<table") == 1


def test_run_on_article_has_no_paragraph_outside_tables() -> None:
    document = lxml.html.document_fromstring(page(report("2021"), RUN_ON))
    zoom = document.get_element_by_id("zoom")
    assert [child.tag for child in zoom] == ["table", "table", "table"]
    assert len(zoom.xpath("ancestor::table")) == 3
    assert "一、总体情况" in (zoom.text or "")


def test_word_cells_split_numbers_over_spans() -> None:
    html = markup.word_cell(TableCell("821"))
    assert "821" not in html
    assert lxml.html.fragment_fromstring(html, create_parent="tr").text_content() == "821"
    assert '<span lang="EN-US"><o:p></o:p></span>' in html
    assert "<o:p>&nbsp;</o:p>" in markup.word_cell(TableCell(""))


def test_cells_carry_their_spans() -> None:
    cell = TableCell("甲<乙", 2, 3)
    assert markup.plain_cell(cell) == '<td rowspan="2" colspan="3">甲&lt;乙</td>'
    assert markup.editor_cell(TableCell("本年新制作数量")).count("<br />") == 1
    assert "&nbsp;" in markup.editor_cell(TableCell(""))


def test_styles_compose() -> None:
    def starred(cell: TableCell) -> str:
        return markup.plain_cell(TableCell(f"*{cell.text}", cell.rowspan, cell.colspan))

    style = msgspec.structs.replace(WORD, name="starred", cell=starred)
    assert "<td>*自然人</td>" not in article(report("2021"), style)
    assert '<td rowspan="2">*自然人</td>' in article(report("2021"), style)


def test_style_names_are_unique() -> None:
    assert [style.name for style in STYLES] == ["plain", "blocks", "ragged", "word", "run_on"]
