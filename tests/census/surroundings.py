"""What stands around the article: decoy tables, copies for other devices, last year's tables; frames and encodings."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from tests.made import markup
from tests.made.render import Frame
from tests.made.tables import build_tables
from tests.made.truth import TrueReport

from .truths import true_report

Decoy = Callable[[TrueReport, str], str]
"""Puts something that is not the report's into its article: (report, article) → article."""

_TABLE = re.compile(r"<table[^>]*>[^<]*(?:<(?!/?table)[^<]*)*</table>", re.IGNORECASE)
"""A table without tables in it."""


def index_table(report: TrueReport, article: str) -> str:
    """The 索引号 table above the article."""
    facts = (
        ("索引号", f"000014348/{report.year}-00017", "发布机构", report.body.name),
        ("发文日期", report.published_on, "文号", f"云政办〔{report.year}〕12号"),
        ("公开方式", "主动公开", "浏览次数", "1842"),
    )
    rows = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in fact)}</tr>" for fact in facts)
    return f'<table class="bsxx" border="0">{rows}</table>\n{article}'


def related_links(report: TrueReport, article: str) -> str:
    """A table of links to the reports of other years below the article."""
    rows = "".join(
        f'<tr><td>{number}</td><td><a href="/art/{year}.html">{report.body.name}{year}年政府信息公开工作年度报告</a></td></tr>'
        for number, year in enumerate(range(report.year - 4, report.year), 1)
    )
    return f"{article}\n<p>相关链接</p><table><tr><td>序号</td><td>标题</td></tr>{rows}</table>"


def contact_table(_: TrueReport, article: str) -> str:
    """A table with a telephone number and a post code."""
    return f"{article}\n<table><tr><td>联系电话</td><td>0999-8120456</td></tr><tr><td>邮政编码</td><td>339921</td></tr></table>"


def copy_hidden(_: TrueReport, article: str) -> str:
    """A hidden copy of every table for small screens, right below it."""
    return _TABLE.sub(lambda m: f'{m[0]}<div class="mobile" style="display:none">{m[0]}</div>', article)


def copy_shown(_: TrueReport, article: str) -> str:
    """Every table printed twice, both visible."""
    return _TABLE.sub(lambda m: f"{m[0]}\n{m[0]}", article)


def last_year_captioned(report: TrueReport, article: str) -> str:
    """Last year's tables left in below the article, each under a caption with its year."""
    return article + "\n".join(
        f"<p>{report.year - 1}年度统计表</p>{table}" for table in _tables_of_year(report, report.year - 1)
    )


def last_year_first(report: TrueReport, article: str) -> str:
    """Last year's tables, captioned, before the article's own."""
    tables = "\n".join(
        f"<p>附：{report.year - 1}年度统计表</p>{table}" for table in _tables_of_year(report, report.year - 1)
    )
    return f"{tables}\n<p>{report.year}年度情况如下</p>{article}"


def last_year_hidden(report: TrueReport, article: str) -> str:
    """Last year's tables in a hidden division above the article."""
    tables = "".join(_tables_of_year(report, report.year - 1))
    return f'<div style="display:none">{tables}</div>\n{article}'


def last_year_unnamed(report: TrueReport, article: str) -> str:
    """Last year's tables left in without a word: which ones count cannot be told."""
    return article + "\n".join(_tables_of_year(report, report.year - 1))


def _tables_of_year(report: TrueReport, year: int) -> list[str]:
    other = true_report(report.form, f"{report.seed}/before", dense=True, year=year)
    tables = build_tables(other.form, other.figures, year)
    return [markup.table_html(table, markup.plain_cell, 'border="1"') for table in tables]


# --- frames


def titled_frame(title: str, article: str) -> str:
    """A page with a menu, meta tags and a footer whose numbers belong to nobody."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f'<meta name="ArticleTitle" content="{escape(title)}"><title>{escape(title)}</title></head><body>'
        '<div class="nav"><table><tr><td>首页</td><td>政务公开</td><td>12345热线</td></tr></table></div>'
        f'<div class="article"><h1>{escape(title)}</h1><div id="zoom" class="TRS_Editor">{article}</div></div>'
        '<div class="footer"><table><tr><td>网站标识码</td><td>3399210001</td></tr><tr><td>备案</td><td>12000345</td></tr>'
        "</table></div></body></html>"
    )


def stuffed(frame: Frame, kilobytes: int) -> Frame:
    """The frame with so many kilobytes of Word's style sheet in its head."""
    rules = "".join(
        f"p.MsoNormal{n}{{mso-style-name:x{n};margin:0cm;font-size:10.5pt;mso-font-kerning:1.0pt}}\n"
        for n in range(800)
    )

    def frame_with_styles(title: str, article: str) -> str:
        sheet = (rules * (kilobytes * 1024 // len(rules) + 1))[: kilobytes * 1024]
        return frame(title, article).replace("</head>", f"<style><!--\n{sheet}\n--></style></head>", 1)

    return frame_with_styles


def encode(page: str, encoding: str) -> bytes:
    """The page in an encoding that it declares; characters outside it become references."""
    declared = re.sub(r"charset=([\"']?)utf-8", rf"charset=\1{encoding}", page)
    return declared.encode("gb18030" if encoding == "gb2312" else encoding, "xmlcharrefreplace")
