"""Ways to print a figure in a Word file or a workbook so that what stands in the file and what a reader sees may be two things."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side


class WordKind(Struct, frozen=True):
    """One way: its name and the content of a cell (``{n}`` the figure, ``{a}`` and ``{b}`` its halves, ``{x}`` another digit)."""

    name: str
    content: str
    cell: str = ""
    """Properties of the cell."""
    row: str = ""
    """Properties of its row."""
    styles: str = ""


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _line(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def _beside(name: str, properties: str, styles: str = "") -> WordKind:
    return WordKind(name, _line(_run("{n}"), _run("{x}", properties)), styles=styles)


def _style(name: str, properties: str, kind: str = "character", more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{more}<w:rPr>{properties}</w:rPr></w:style>'


WORD_KINDS = (
    WordKind("plain", _line(_run("{n}"))),
    WordKind("halves", _line(_run("{a}", "<w:b/>"), _run("{b}"))),
    _beside("vanish", "<w:vanish/>"),
    _beside("vanish switched off", '<w:vanish w:val="0"/>'),
    _beside("vanish by style", '<w:rStyle w:val="K1"/>', _style("K1", "<w:vanish/>")),
    _beside("vanish by base", '<w:rStyle w:val="K3"/>', _style("K2", "<w:vanish/>") + _style("K3", "", more='<w:basedOn w:val="K2"/>')),
    WordKind(
        "vanish by the paragraph's style", _line(_run("{x}"), properties='<w:pStyle w:val="K4"/>') + _line(_run("{n}")),
        styles=_style("K4", "<w:vanish/>", "paragraph"),
    ),
    _beside("white", '<w:color w:val="FFFFFF"/>'),
    _beside("white by theme", '<w:color w:val="FFFFFF" w:themeColor="background1"/>'),
    _beside("white by style", '<w:rStyle w:val="K5"/>', _style("K5", '<w:color w:val="FFFFFF"/>')),
    _beside("black on black", '<w:shd w:val="clear" w:color="auto" w:fill="000000"/><w:color w:val="000000"/>'),
    _beside("highlighted in its colour", '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>'),
    WordKind("white on a black cell", _line(_run("{n}", '<w:color w:val="FFFFFF"/>')), '<w:shd w:val="clear" w:fill="000000"/>'),
    WordKind("black on a black cell", _line(_run("{n}", '<w:color w:val="000000"/>')), '<w:shd w:val="clear" w:fill="000000"/>'),
    _beside("one point", '<w:sz w:val="2"/>'),
    _beside("raised", '<w:vertAlign w:val="superscript"/>'),
    _beside("lowered", '<w:vertAlign w:val="subscript"/>'),
    _beside("raised by position", '<w:position w:val="12"/>'),
    _beside("smaller", '<w:sz w:val="12"/>'),
    _beside("white by default style", '<w:rStyle w:val="K6"/>', _style("K6", '<w:color w:val="FEFEFE"/>')),
    WordKind("struck", _line(_run("{x}", "<w:strike/>"), _run("{n}"))),
    WordKind("struck twice", _line(_run("{x}", "<w:dstrike/>"), _run("{n}"))),
    WordKind("struck by style", _line(_run("{x}", '<w:rStyle w:val="K7"/>'), _run("{n}")), styles=_style("K7", "<w:strike/>")),
    WordKind("struck whole", _line(_run("{n}", "<w:strike/>"))),
    WordKind("indented far to the left", _line(_run("{n}"), properties='<w:ind w:left="-6000"/>')),
    WordKind("hanging far out", _line(_run("{n}"), properties='<w:ind w:left="0" w:firstLine="-6000"/>')),
    WordKind("exact line of one point", _line(_run("{n}"), properties='<w:spacing w:line="20" w:lineRule="exact"/>')),
    WordKind("lowered out of an exact row", _line(_run("{n}"), properties='<w:spacing w:before="2000"/>'), row='<w:trHeight w:val="300" w:hRule="exact"/>'),
    WordKind("second line of an exact row", _line() + _line(_run("{n}")), row='<w:trHeight w:val="260" w:hRule="exact"/>'),
    WordKind("flat row", _line(_run("{n}")), row='<w:trHeight w:val="60" w:hRule="exact"/>'),
    WordKind("two paragraphs", _line(_run("{n}")) + _line(_run("{x}"))),
    WordKind("line break", _line(_run("{n}"), "<w:r><w:br/></w:r>", _run("{x}"))),
    WordKind("deleted", _line(_run("{n}"), '<w:del w:id="7" w:author="A"><w:r><w:delText>{x}</w:delText></w:r></w:del>')),
    WordKind("inserted", _line(_run("{a}"), '<w:ins w:id="7" w:author="A"><w:r><w:t>{b}</w:t></w:r></w:ins>')),
    WordKind(
        "field code", _line('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE {n}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', _run("{n}"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    ),
    WordKind("content control", _line(f"<w:sdt><w:sdtContent>{_run('{n}')}</w:sdtContent></w:sdt>")),
    WordKind("right to left", _line(_run("{n}", "<w:rtl/>"))),
    WordKind("far spread", _line(_run("{n}", '<w:spacing w:val="400"/>'))),
    WordKind("capitals", _line(_run("{n}", "<w:caps/>"))),
    WordKind("outlined", _line(_run("{n}", "<w:outline/>"))),
    WordKind("soft hyphen", _line(_run("{a}"), "<w:r><w:softHyphen/></w:r>", _run("{b}"))),
    WordKind("hyphen that holds", _line(_run("{a}"), "<w:r><w:noBreakHyphen/></w:r>", _run("{b}"))),
    WordKind("symbol", _line(_run("{n}"), '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')),
    WordKind("table within", "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>" + _line(_run("{x}")) + "</w:tc></w:tr></w:tbl>" + _line(_run("{n}"))),
)  # fmt: skip
"""Kinds of Word files."""

Edit = Callable[[Any, str, str], None]
"""What is done to a cell that holds a figure: the cell, the figure, another digit."""


class BookKind(Struct, frozen=True):
    """One way to print a figure in a workbook."""

    name: str
    edit: Edit


def _set(**properties: Any) -> Edit:
    def edit(cell: Any, _figure: str, _digit: str) -> None:
        for name, value in properties.items():
            setattr(cell, name, value)

    return edit


def _rich(*fonts: InlineFont | None) -> Edit:
    """The figure, and another digit beside it, each in a font of its own."""

    def edit(cell: Any, figure: str, digit: str) -> None:
        cell.value = CellRichText(
            *(TextBlock(font or InlineFont(sz=11), text) for font, text in zip(fonts, (figure, digit), strict=True))
        )

    return edit


def _conditional(rule: Callable[[], Any]) -> Edit:
    def edit(cell: Any, _figure: str, _digit: str) -> None:
        cell.parent.conditional_formatting.add(cell.coordinate, rule())

    return edit


def _narrow(cell: Any, figure: str, _digit: str) -> None:
    """A text of digits that its column cuts off."""
    cell.value = f"{figure}" * 12


def _when(**style: Any) -> Callable[[], Any]:
    return lambda: FormulaRule(formula=["TRUE"], **style)


_WHITE, _BLACK = "FFFFFFFF", "FF000000"
BOOK_KINDS = (
    BookKind("plain", _set()),
    BookKind("white", _set(font=Font(color=_WHITE))),
    BookKind("white by theme", _set(font=Font(color=Color(theme=0)))),
    BookKind("nearly white", _set(font=Font(color="FFFDFDFD"))),
    BookKind("white tint", _set(font=Font(color=Color(theme=1, tint=1.0)))),
    BookKind("black on black", _set(fill=PatternFill("solid", fgColor=_BLACK))),
    BookKind("white on black", _set(font=Font(color=_WHITE), fill=PatternFill("solid", fgColor=_BLACK))),
    BookKind("struck", _set(font=Font(strike=True))),
    BookKind("raised", _set(font=Font(vertAlign="superscript"))),
    BookKind("one point", _set(font=Font(sz=1))),
    BookKind("nothing by format", _set(number_format=";;;")),
    BookKind("divided by format", _set(number_format="0!.0000")),
    BookKind("thousands", _set(number_format="#,##0,")),
    BookKind("per cent", _set(number_format="0%")),
    BookKind("grouped", _set(number_format="#,##0")),
    BookKind("two places", _set(number_format="0.00")),
    BookKind("word behind", _set(number_format='0"件"')),
    BookKind("digit behind", _set(number_format='0"7"')),
    BookKind("constant", _set(number_format='"7"')),
    BookKind("date", _set(number_format="yyyy-mm-dd")),
    BookKind("power", _set(number_format="0.0E+00")),
    BookKind("condition", _set(number_format="[<100000]0;0,")),
    BookKind("zeros before", _set(number_format="00000")),
    BookKind("white by format", _set(number_format="[White]0")),
    BookKind("struck by condition", _conditional(_when(font=Font(strike=True)))),
    BookKind("white by condition", _conditional(_when(font=Font(color=_WHITE)))),
    BookKind("black ground by condition", _conditional(_when(fill=PatternFill(bgColor=_BLACK, fgColor=_BLACK, fill_type="solid")))),
    BookKind("format by condition", _conditional(lambda: CellIsRule(operator="greaterThan", formula=["-1"], font=Font(color=_WHITE)))),
    BookKind("turned", _set(alignment=Alignment(textRotation=90))),
    BookKind("shrunk", _set(alignment=Alignment(shrink_to_fit=True))),
    BookKind("filled", _set(alignment=Alignment(horizontal="fill"))),
    BookKind("crossed", _set(border=Border(diagonal=Side("thin"), diagonalUp=True))),
    BookKind("rich plain", _rich(None, None)),
    BookKind("rich struck", _rich(None, InlineFont(strike=True, sz=11))),
    BookKind("rich raised", _rich(None, InlineFont(vertAlign="superscript", sz=11))),
    BookKind("rich white", _rich(None, InlineFont(color=_WHITE, sz=11))),
    BookKind("rich smaller", _rich(None, InlineFont(sz=5))),
    BookKind("cut off", _narrow),
)  # fmt: skip
"""Kinds of workbooks."""
