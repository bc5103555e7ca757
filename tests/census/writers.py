"""Markup of cells and tables: writers of a cell, and rewrites of the finished HTML into what editors and sites make of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from tests.made import markup
from tests.made.tables import TableCell

CellWriter = markup.CellWriter
Inner = Callable[[str], str]
Rewrite = Callable[[str], str]

_TABLE = re.compile(r"<table[^>]*>\s*<tbody>|</tbody>\s*</table>")
_OPEN_CELL = re.compile(r"<td\b")
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)


def inside(inner: Inner) -> CellWriter:
    """Plain cells whose text is written by ``inner``, which gets it unescaped; line feeds in labels become `<br>`."""

    def write(cell: TableCell) -> str:
        return f"<td{markup.spans_of(cell)}>{inner(cell.text)}</td>"

    return write


def lines(text: str) -> str:
    """Escaped text with `<br/>` for line feeds."""
    return escape(text).replace("\n", "<br/>")


def blank_as(filler: str) -> CellWriter:
    """Blank cells with something invisible in them."""
    return inside(lambda text: lines(text) or filler)


def digit_spans(text: str) -> str:
    """Every character of a number in a `<span>` of its own, labels in two."""
    if text.isascii() and text:
        return "".join(f'<span lang="EN-US">{escape(character)}</span>' for character in text)
    middle = len(text) // 2
    return f"<font>{lines(text[:middle])}</font><font>{lines(text[middle:])}</font>"


def commented(text: str) -> str:
    """Comments before, behind and inside the text, with figures in them."""
    middle = (len(text) + 1) // 2
    return f"<!-- 17 -->{lines(text[:middle])}<!--[if !supportEmptyParas]-->{lines(text[middle:])}<!-- 99 --><!--[endif]-->"


def hidden_pieces(text: str) -> str:
    """Hidden pieces of text beside what is shown."""
    return f'<span style="display:none">88</span>{lines(text)}<i hidden>5</i><b style="DISPLAY: none;">3</b>'


def deep(text: str) -> str:
    """A paragraph in a division in a division."""
    return f'<div><div align="center"><p style="margin:0">{lines(text) or "<br/>"}</p></div></div>'


def emphasised(text: str) -> str:
    """Bold and underlined, with white space of the source around."""
    return f"\n      <strong><u>\n        {lines(text)}\n      </u></strong>\n    "


def linked(text: str) -> str:
    """Figures as links."""
    return f'<a href="#f">{lines(text)}</a>' if text.isdigit() else lines(text)


def word_lines(cell: TableCell) -> str:
    """Word paste, with labels broken by `<br>` where they hold line feeds."""
    return markup.word_cell(cell).replace("\n", "<br>")


def struck_out(text: str) -> str:
    """An older figure struck out before the one that counts."""
    return f"<s>7</s>{text}" if text.isascii() and text.isdigit() else lines(text)


def footnoted(text: str) -> str:
    """A footnote mark as a superscript digit behind the figure."""
    return f"{text}<sup>1</sup>" if text.isascii() and text.isdigit() else lines(text)


def pictured(text: str) -> str:
    """Figures as pictures."""
    return f'<img src="n{text}.gif">' if text.isascii() and text.isdigit() else lines(text)


def fielded(text: str) -> str:
    """Figures as the values of form fields."""
    return f'<input value="{text}">' if text.isascii() and text.isdigit() else lines(text)


# --- rewrites of the article


def without_tbody(article: str) -> str:
    """Rows straight below `<table>`."""
    return re.sub(r"</?tbody>\n?", "", article)


def headed(article: str) -> str:
    """The first rows of every table in a `<thead>`, as many as the first cell spans."""

    def head(match: re.Match[str]) -> str:
        span = re.search(r'rowspan="(\d+)"', match[0].split("</tr>")[0])
        rows = match[0].split("</tr>\n")
        cut = int(span[1]) if span else 1
        top = "</tr>\n".join(rows[:cut]).removeprefix("<tbody>\n")
        return f"<thead>\n{top}</tr>\n</thead>\n<tbody>\n" + "</tr>\n".join(rows[cut:])

    return re.sub(r"<tbody>.*?</tbody>", head, article, flags=re.DOTALL)


def rows_outside(article: str) -> str:
    """The row group closed right after it is opened: rows stand outside."""
    return article.replace("<tbody>\n", "<tbody></tbody>\n").replace("</tbody>\n</table>", "</table>")


def unclosed(*tags: str) -> Rewrite:
    """Closing tags left out."""
    return lambda article: re.sub(f"</(?:{'|'.join(tags)})>", "", article)


def upper_case(article: str) -> str:
    """Tags and attributes in capitals, values without quotes where they are plain."""
    shouted = re.sub(r"<(/?)(table|tbody|tr|td|p)\b", lambda m: f"<{m[1]}{m[2].upper()}", article)
    return re.sub(r'\b(rowspan|colspan)="(\d+)"', lambda m: f"{m[1].upper()}={m[2]}", shouted)


def wrapped(article: str) -> str:
    """Every table inside two tables that only lay it out."""
    opened = re.sub(
        r"(<table[^>]*>\s*<tbody>)", r'<table width="100%"><tr><td><table><tr><td align="center">\1', article
    )
    return re.sub(r"(</tbody>\s*</table>)", r"\1</td></tr></table></td></tr></table>", opened)


def scrolled(article: str) -> str:
    """Every table in a scrolling division with a `<colgroup>`."""
    opened = re.sub(
        r"(<table[^>]*>)\s*<tbody>",
        r'<div style="overflow-x:auto">\1<colgroup><col width="64"><col span="9"></colgroup><tbody>',
        article,
    )
    return opened.replace("</table>", "</table></div>")


def hidden_cells(article: str) -> str:
    """A hidden cell with a figure in front of every row and one behind it."""
    return article.replace("<tr>", '<tr><td style="display: none">41</td>').replace("</tr>", "<td hidden>6</td></tr>")


def hidden_rows(article: str) -> str:
    """A hidden copy of every row of figures right below it, with other figures."""

    def doubled(match: re.Match[str]) -> str:
        row = match[0]
        if "rowspan" in row:
            return row
        return row + row.replace("<tr>", '<tr style="display:none">').replace("0", "8")

    return _ROW.sub(doubled, article)


def commented_rows(article: str) -> str:
    """Rows of an earlier draft in comments."""
    return article.replace("</tr>\n", "</tr>\n<!-- <tr><td>规章</td><td>9</td><td>9</td><td>9</td></tr> -->\n")


def junk_spans(article: str) -> str:
    """Span attributes that say nothing: 0, 1, words, signs; and real ones with junk behind the number."""
    junk = ('colspan="1"', 'colspan="0"', 'rowspan="x"', 'colspan="-2"', 'rowspan=""', 'rowspan="1"')
    places = iter(range(10**6))
    cleaned = re.sub(
        r"<td(?![^>]*span)",
        lambda m: f"{m[0]} {junk[next(places) % len(junk)]}",
        article,
    )
    return re.sub(r'span="([2-9]|\d\d)"', r'span=" \1px"', cleaned)


def sizing_rows(article: str) -> str:
    """Word's rows that only set widths: blank cells without spans at the end of every table."""
    blank = "".join('<td width="64" style="border:none"></td>' for _ in range(10))
    return article.replace("</tbody>", f'<tr height="0">{blank}</tr></tbody>')


def windows_lines(article: str) -> str:
    """Windows line ends and tabs."""
    return article.replace("\n", "\r\n\t\t").replace("</td><td", "</td>\r\n\t\t\t<td")


def one_table(article: str) -> str:
    """The whole article in one table: prose in rows of one cell, the rows of all tables between them."""
    pieces = _TABLE.split(article)
    rows = [piece if place % 2 else f'<tr><td colspan="12">{piece}</td></tr>' for place, piece in enumerate(pieces)]
    return f'<table border="1" width="100%"><tbody>{"".join(rows)}</tbody></table>'


def header_cells(article: str) -> str:
    """`<th>` for every cell without a figure."""
    return re.sub(r"<td([^>]*)>([^<]*[\u4e00-\u9fff][^<]*)</td>", r'<th\1 scope="col">\2</th>', article)


def heavy(article: str) -> str:
    """Long inline styles in every cell, as Word writes them."""
    style = "mso-border-alt:solid windowtext .5pt;mso-yfti-tbllook:1184;mso-padding-alt:0cm 5.4pt 0cm 5.4pt;" * 9
    return _OPEN_CELL.sub(f'<td data-mso="{style}"', article)
