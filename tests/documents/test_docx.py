from __future__ import annotations

from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportscraper.documents import limits
from reportscraper.documents.office.docx import read_docx
from reportscraper.errors import DocumentError
from reportscraper.model import Document, FormId, Grid, Report

from . import words
from .printed import in_forms, true_report, wrong_cells, wrong_text
from .words import HANDS, Hand, save

_COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


@pytest.mark.parametrize(("hand", "form"), in_forms(HANDS, 1), ids=lambda value: getattr(value, "name", value))
def test_every_cell_and_chapter_in_every_hand(
    form: FormId, hand: Hand, read_report: Callable[[Document], Report]
) -> None:
    true = true_report(form)
    read = read_report(read_docx(words.write(true, hand)))
    assert wrong_cells(true, read) == {}
    assert wrong_text(true, read) == []
    assert (read.body, read.year, read.form, read.encoding) == (true.body.name, true.year, form, None)


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


def document(*elements: str) -> Document:
    word = docx.Document()
    for element in reversed(elements):
        word.element.body.insert(0, parse_xml(element.replace(">", f" {nsdecls('w')} {_COMPATIBLE}>", 1)))
    return read_docx(save(word))


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def texts(read: Document) -> list[str]:
    return [block.text for block in read.blocks]


def only_grid(read: Document) -> Grid:
    (grid,) = [block.grid for block in read.blocks if block.grid]
    return grid


def test_accepted_changes_are_what_is_read() -> None:
    moved = f'<w:moveFrom w:id="1" w:author="a">{run("旧位置")}</w:moveFrom>'
    deleted = '<w:del w:id="2" w:author="a"><w:r><w:delText>8</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="3" w:author="a">{run("6")}</w:ins>'
    assert texts(document(paragraph(run("受理") + deleted + inserted + run("件") + moved))) == ["受理6件"]


def test_breaks_tabs_and_hidden_runs() -> None:
    inner = run("甲") + "<w:r><w:tab/></w:r>" + run("乙") + run("丙", "<w:vanish/>") + "<w:r><w:br/></w:r>" + run("丁")
    assert texts(document(paragraph(inner))) == ["甲 乙", "丁"]


def test_a_run_not_hidden_after_all_is_read() -> None:
    assert texts(document(paragraph(run("丙", '<w:vanish w:val="0"/>')))) == ["丙"]


def test_bold_throughout_is_a_heading() -> None:
    read = document(paragraph(run("总体情况", "<w:b/>")), paragraph(run("半", "<w:b/>") + run("行")))
    assert [(block.bold, block.heading) for block in read.blocks] == [(True, True), (False, False)]


def test_a_text_box_counts_once_and_stands_behind_its_paragraph() -> None:
    box = paragraph(run("框内文字"))
    choice = f'<mc:Choice Requires="wps"><w:drawing><w:txbxContent>{box}</w:txbxContent></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><w:txbxContent>{box}</w:txbxContent></w:pict></mc:Fallback>"
    anchor = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    assert texts(document(paragraph(run("前文") + anchor + run("后文")))) == ["前文后文", "框内文字"]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else paragraph(run(text))}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_spans_across_and_down() -> None:
    wide = cell("合并", '<w:gridSpan w:val="2"/>')
    start, going = cell("组", '<w:vMerge w:val="restart"/>'), cell("", "<w:vMerge/>")
    grid = only_grid(document(table(wide + cell("尾"), start + cell("1") + cell("2"), going + cell("3") + cell("4"))))
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid.cells] == [
        ("合并", 1, 1, 1, 2),
        ("尾", 1, 3, 1, 1),
        ("组", 2, 1, 2, 1),
        ("1", 2, 2, 1, 1),
        ("2", 2, 3, 1, 1),
        ("3", 3, 2, 1, 1),
        ("4", 3, 3, 1, 1),
    ]
    assert grid.slots[2][0] is grid.cells[2]


def test_a_row_that_begins_later() -> None:
    late = f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("9")}'
    grid = only_grid(document(table(cell("甲") + cell("乙"), late)))
    assert grid.slots[1] == (None, grid.cells[2])


def test_a_going_cell_without_a_beginning_is_a_cell() -> None:
    grid = only_grid(document(table(cell("5", "<w:vMerge/>") + cell("6"))))
    assert [c.text for c in grid.cells] == ["5", "6"]


def test_a_nested_table_is_a_table_of_its_own() -> None:
    inner = table(cell("里1") + cell("里2"))
    rows = [cell(f"外{n}") + cell(paragraph(run("旁")) + inner if n == 1 else "值") for n in (1, 2, 3)]
    grids = [block.grid for block in document(table(*rows)).blocks if block.grid]
    assert [[c.text for c in grid.cells] for grid in grids] == [
        ["外1", "旁", "外2", "值", "外3", "值"],
        ["里1", "里2"],
    ]
    assert [grid.number for grid in grids] == [1, 2]


def test_a_picture_in_a_cell_is_not_blank() -> None:
    grid = only_grid(document(table(cell("规章") + cell("<w:p><w:r><w:drawing/></w:r></w:p>"))))
    assert [c.text for c in grid.cells] == ["规章", "\ufffc"]


def test_levels_of_automatic_numbers() -> None:
    word = docx.Document()
    levels = (
        '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2 "/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="l"/></w:lvl>'
    )
    root = word.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in ((0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (0, "戊"), (1, "己")):
        properties = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        word.add_paragraph(text)._p.get_or_add_pPr().append(parse_xml(properties))
    assert texts(read_docx(save(word))) == ["一、甲", "一.1 乙", "一.2 丙", "丁", "二、戊", "二.1 己"]


@pytest.mark.parametrize(
    ("number", "spelled"), [(1, "一、"), (10, "十、"), (12, "十二、"), (20, "二十、"), (35, "三十五、")]
)
def test_chinese_numbers(number: int, spelled: str) -> None:
    word = docx.Document()
    start = f'<w:start w:val="{number}"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/>'
    root = word.part.numbering_part.element
    kind = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="78"><w:lvl w:ilvl="0">{start}</w:lvl></w:abstractNum>'
    root.insert(0, parse_xml(kind))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="78"/></w:num>'))
    properties = f'<w:numPr {nsdecls("w")}><w:numId w:val="78"/></w:numPr>'
    word.add_paragraph("章")._p.get_or_add_pPr().append(parse_xml(properties))
    assert texts(read_docx(save(word))) == [f"{spelled}章"]


def test_the_title_property_is_a_candidate() -> None:
    word = docx.Document()
    word.add_paragraph("正文")
    word.core_properties.title = "某县年度报告"
    assert read_docx(save(word)).titles == (("title", "某县年度报告"),)


def test_too_many_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BLOCKS", 3)
    word = docx.Document()
    for _ in range(3):
        word.add_paragraph("段")
    assert len(read_docx(save(word)).blocks) == 3
    word.add_paragraph("段")
    with pytest.raises(DocumentError, match="more than 3 paragraphs"):
        read_docx(save(word))


def test_nothing_in_it() -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        read_docx(save(docx.Document()))
