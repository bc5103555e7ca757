"""A made-up report as HTML in many styles. A style is a set of switches; tests compose more of the same parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

import msgspec
from msgspec import Struct

from tests.made import markup
from tests.made.tables import Decorator, TableModel, build_tables, ragged_items, separate_blocks
from tests.made.truth import TrueReport

Arrange = Callable[[TableModel], tuple[TableModel, ...]]
Frame = Callable[[str, str], str]
"""Puts the article's inner HTML under its title into a whole page: (title, article) → page."""


def keep_whole(table: TableModel) -> tuple[TableModel, ...]:
    """The arrangement of most pages: every table stays one table."""
    return (table,)


def plain_page(title: str, article: str) -> str:
    """A page with the title in `<title>` and `<h1>` and the article in one `<div>`."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    body = f'<h1>{escape(title)}</h1>\n<div class="article_content">{article}</div>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{body}\n</body></html>\n"


def layout_page(title: str, article: str) -> str:
    """The old template: the whole page in nested layout tables, the article in one `<div id="zoom">`."""
    head = f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{escape(title)}</title>'
    inner = (
        '<table width="96%" border="0" cellspacing="0" cellpadding="0" align="center">'
        f'<tr><td class="title" align="center">{escape(title)}</td></tr>'
        f'<tr><td class="bt_content"><div id="zoom">{article}</div></td></tr>'
        '<tr><td align="right">打印本页 关闭窗口</td></tr></table>'
    )
    outer = (
        '<table width="1000" border="0" cellspacing="0" cellpadding="0" align="center">'
        '<tr><td height="30">您当前的位置：首页 &gt; 政府信息公开年报</td></tr>'
        f'<tr><td valign="top"><table width="100%" border="0"><tr><td>{inner}</td></tr></table></td></tr></table>'
    )
    return f"<html><head>{head}</head>\n<body>\n{outer}\n</body></html>\n"


class Style(Struct, frozen=True):
    """How a report is written. Tables are first arranged, then decorated in order, then written cell by cell."""

    name: str
    arrange: Arrange = keep_whole
    decorators: tuple[Decorator, ...] = ()
    cell: markup.CellWriter = markup.plain_cell
    paragraph: markup.ParagraphWriter = markup.plain_paragraph
    heading: markup.ParagraphWriter = markup.plain_heading
    table_attributes: str = 'border="1" cellspacing="0"'
    frame: Frame = plain_page


PLAIN = Style("plain")
BLOCKS = Style("blocks", arrange=separate_blocks, cell=markup.editor_cell)
RAGGED = Style("ragged", decorators=(ragged_items,), cell=markup.editor_cell)
WORD = Style(
    "word",
    cell=markup.word_cell,
    paragraph=markup.word_paragraph,
    heading=markup.word_heading,
    table_attributes='class="MsoNormalTable" border="0" cellspacing="0" style="border-collapse:collapse;border:none"',
)
RUN_ON = Style(
    "run_on",
    cell=markup.word_cell,
    paragraph=markup.run_on_paragraph,
    heading=markup.run_on_paragraph,
    table_attributes='class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0"',
    frame=layout_page,
)

STYLES = (PLAIN, BLOCKS, RAGGED, WORD, RUN_ON)


def without_tables(style: Style) -> Style:
    """The style for a page whose tables stand in a file."""
    return msgspec.structs.replace(style, arrange=lambda _table: ())


def report_tables(report: TrueReport, style: Style) -> tuple[TableModel, ...]:
    """The report's tables, arranged and decorated, in page order."""
    built = build_tables(report.form, report.figures, report.year)
    return tuple(_decorate(part, style) for table in built for part in style.arrange(table))


def _decorate(table: TableModel, style: Style) -> TableModel:
    for decorator in style.decorators:
        table = decorator(table)
    return table


def article(report: TrueReport, style: Style) -> str:
    """The inner HTML of the article: lead, chapters with their tables, annex."""
    return "\n".join(_parts(report, style))


def page(report: TrueReport, style: Style) -> str:
    """A whole page holding nothing but the report."""
    return style.frame(report.title, article(report, style))


def _parts(report: TrueReport, style: Style) -> Iterator[str]:
    tables = report_tables(report, style)
    for section in report.sections:
        if section.heading:
            yield style.heading(section.heading)
        yield from (style.paragraph(paragraph) for paragraph in section.paragraphs)
        yield from (_table(table, style) for table in tables if table.chapter == section.kind)
    for table in tables:
        if table.chapter == "annex":
            yield style.paragraph(f"附件：{table.caption}")
            yield _table(table, style)


def _table(table: TableModel, style: Style) -> str:
    return markup.table_html(table, style.cell, style.table_attributes)
