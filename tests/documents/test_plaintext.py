"""Pages saved as text: tables as programs write them, with the spans lost."""

from __future__ import annotations

import re

import pytest
from lxml import html

from reportscraper import parse_report
from reportscraper.documents.plaintext import read_lines
from tests.made import render
from tests.made.counties import counties
from tests.made.truth import make_history


def saved(page: str, *, cell_a_line: bool) -> str:
    """A page as programs save it: a row a line padded with pipes for lost spans, or a cell a line after a lone pipe."""
    lines: list[str] = []
    for element in html.document_fromstring(page).iter("h1", "p", "tr"):
        if element.tag != "tr":
            if not any(ancestor.tag == "table" for ancestor in element.iterancestors()):
                lines.append(_text(element))
            continue
        cells = [_text(cell) for cell in element.iterchildren("td", "th")]
        width = max(
            sum(int(cell.get("colspan") or 1) for cell in row) for row in element.getparent().iterchildren("tr")
        )
        padding = "|" * (width - len(cells))
        if cell_a_line:
            lines += ["|", *(f"{cell} |" if cell else "|" for cell in cells[:-1]), f"{cells[-1]} | {padding}".strip()]
        else:
            lines.append(" | ".join(cells) + f" | {padding}")
    return "\n".join(lines)


def _text(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


@pytest.mark.parametrize("cell_a_line", [False, True], ids=["row a line", "cell a line"])
@pytest.mark.parametrize("style", [render.PLAIN, render.WORD], ids=lambda style: style.name)
@pytest.mark.parametrize("year", [2016, 2020, 2023])
def test_every_cell_of_a_saved_page_is_read(year: int, style: render.Style, cell_a_line: bool) -> None:
    county = counties()[0]
    for body in county.bodies:
        report = make_history("plaintext", county, body, (year - 1, year))[-1]
        read = parse_report(saved(render.page(report, style), cell_a_line=cell_a_line).encode())
        got = {(figure.indicator, figure.applicant): (figure.value, figure.kind) for figure in read.figures}
        assert got == {key: (figure.value, figure.kind) for key, figure in report.figures.items()}
        assert (read.body, read.year, read.form) == (body.name, year, report.form)


def grids(text: str) -> list[list[list[str]]]:
    return [
        [[cell.text if cell else "" for cell in row] for row in block.grid.slots]
        for block in read_lines(text)
        if block.grid
    ]


HEADERS = "（勾稽关系） | 申请人情况 | ||\n自然人 | 法人或其他组织 | 总计 | ||\n商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | ||\n"


def test_spans_come_back_only_under_the_headers_of_the_official_forms() -> None:
    (rows,) = grids(HEADERS + "一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21 | ||")
    assert rows[0] == ["（勾稽关系）", "", "", "申请人情况", "", "", "", "", "", ""]
    assert rows[1] == ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"]
    assert rows[3] == ["一、本年新收政府信息公开申请数量", "", "", "1", "2", "3", "4", "5", "6", "21"]


@pytest.mark.parametrize(
    "row",
    [
        "一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 |",
        "一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21 | 8 |",
        "一、本年新收政府信息公开申请数量 | 0 | | | | | | | ||",
        "甲 | 乙 | 丙 | 丁 | 1 | 2 | 3 | 4 | 5 | 6 | 21 |",
    ],
)
def test_rows_that_do_not_fit_the_form_stay_as_they_are(row: str) -> None:
    (rows,) = grids(HEADERS + row)
    given = [cell.strip() for cell in row.strip().removesuffix("|").split("|")]
    assert rows[3][: len(given)] == given


def test_rules_and_prose_between_tables() -> None:
    blocks = read_lines("引言。\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n正文一段。\n末行 | |||")
    assert [block.text or len(block.grid.cells) for block in blocks if block.text or block.grid] == [
        "引言。", 4, "正文一段。", "末行",
    ]  # fmt: skip
