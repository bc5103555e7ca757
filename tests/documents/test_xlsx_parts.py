"""What the parts beside a sheet's cells do to a figure: theme, palette, styles of tables, newer conditions, drawings, controls."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Color, Font, GradientFill, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from reportscraper.documents.file_type import container_kind
from reportscraper.documents.office.number_format import colour_said, shown_words
from reportscraper.documents.office.zips import open_container

from .samples import container, entries_of, middle_cell, nine_cells

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl says what it passes over.
OPAQUE = "\ufffc"
Parts = dict[str, bytes]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
FAINT = "<font><color theme='0'/></font>"
STRUCK = "<font><strike/></font>"
RED = "<font><color rgb='FFFF0000'/></font>"


def cell_read(
    *,
    value: object = 12,
    font: Font | None = None,
    fill: PatternFill | GradientFill | None = None,
    number_format: str = "General",
    rule: DifferentialStyle | None = None,
    edit: Callable[[Parts], object] | None = None,
) -> str:
    """What is read of the middle cell of nine."""
    book, sheet = nine_cells(value, number_format, font)
    if fill is not None:
        sheet.cell(2, 2).fill = fill
    if rule is not None:
        sheet.conditional_formatting.add("B2", Rule(type="expression", dxf=rule, formula=["TRUE"]))
    held = io.BytesIO()
    book.save(held)
    parts = entries_of(held.getvalue())
    if edit is not None:
        edit(parts)
    return middle_cell(container(parts))


def put(parts: Parts, name: str, pattern: str, new: str) -> None:
    told, count = re.subn(pattern, new, parts[name].decode(), count=1, flags=re.DOTALL)
    assert count, (name, pattern)
    parts[name] = told.encode()


def add(parts: Parts, name: str, content: str, relation: str) -> None:
    """Add a part that the sheet names."""
    parts[name] = content.encode()
    source = "xl/worksheets/_rels/sheet1.xml.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    told = parts.setdefault(source, empty).decode()
    new = f'<Relationship Id="r{len(parts)}" Type="{OFFICE}/{relation}" Target="/{name}"/></Relationships>'
    parts[source] = told.replace("</Relationships>", new).encode()


def theme(name: str, colour: str) -> Callable[[Parts], object]:
    new = f"<a:{name}><a:srgbClr val='{colour}'/></a:{name}>"
    return lambda parts: put(parts, "xl/theme/theme1.xml", f"<a:{name}>.*?</a:{name}>", new)


def palette(parts: Parts) -> None:
    colours = "<colors><indexedColors>" + "<rgbColor rgb='00FFFFFF'/>" * 56 + "</indexedColors></colors></styleSheet>"
    put(parts, STYLES, "(?:<colors>.*?</colors>)?</styleSheet>", colours)


def signs(parts: Parts) -> None:
    put(parts, "xl/theme/theme1.xml", r'(<a:minorFont>\s*<a:latin typeface=)"[^"]*', r'\1"Wingdings')


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ({"font": Font(color=Color(indexed=26))}, OPAQUE),
        ({"font": Font(color=Color(indexed=10))}, "12"),
        ({"font": Font(color=Color(indexed=10)), "edit": palette}, OPAQUE),
        ({"font": Font(color=Color(theme=4))}, "12"),
        ({"font": Font(color=Color(theme=4)), "edit": theme("accent1", "FFFFFF")}, OPAQUE),
        ({"font": Font(color=Color(theme=4, tint=0.9))}, OPAQUE),
        ({"font": Font(color=Color(theme=0)), "edit": theme("lt1", "000000")}, "12"),
        ({"font": Font(color="FFFFFF00"), "fill": PatternFill("solid", fgColor=Color(indexed=13))}, OPAQUE),
        ({"fill": GradientFill(stop=("000000", "000000"))}, OPAQUE),
        ({"fill": GradientFill(stop=("FFFFFF", "DDEEFF"))}, "12"),
        ({"fill": PatternFill("darkGrid", fgColor="FF000000", bgColor="FF000000")}, OPAQUE),
        ({"fill": PatternFill("gray125")}, "12"),
        ({"font": Font(name="Foo", charset=2)}, "12" + OPAQUE),
        ({"font": Font(name="Foo", charset=134)}, "12"),
        ({"font": Font(name="Calibri", scheme="minor"), "edit": signs}, "12" + OPAQUE),
        ({"number_format": "[Color19]0"}, OPAQUE),
        ({"number_format": "[Color10]0"}, "12"),
        ({"number_format": "[Red]0", "fill": PatternFill("solid", fgColor="FFFF0000")}, OPAQUE),
        ({"value": "12_x000D_"}, "12"),
        ({"font": Font(color="FFFFFF00")}, "12" + OPAQUE),
        ({"font": Font(color="FF00B050")}, "12"),
        ({"number_format": "[Cyan]0"}, "12" + OPAQUE),
        (
            {"font": Font(color="FFFF0000"), "rule": DifferentialStyle(fill=PatternFill(bgColor="FFFF0000"))},
            "12" + OPAQUE,
        ),
        ({"rule": DifferentialStyle(fill=GradientFill(stop=("000000", "000000")))}, "12" + OPAQUE),
        ({"rule": DifferentialStyle(border=Border(diagonal=Side("thin"), diagonalUp=True))}, "12" + OPAQUE),
        (
            {"rule": DifferentialStyle(font=Font(color="FFFFFFFF"), fill=PatternFill(bgColor="FF000000"))},
            "12",
        ),
        (
            {
                "fill": PatternFill("solid", fgColor="FFFFFF00"),
                "rule": DifferentialStyle(font=Font(color="FFFFFF00")),
            },
            "12" + OPAQUE,
        ),
    ],
)
def test_print_is_seen_by_its_colours_and_fonts(told: dict[str, object], seen: str) -> None:
    assert cell_read(**told) == seen  # type: ignore[arg-type]


@pytest.mark.parametrize(("form", "seen"), [(FAINT, "12" + OPAQUE), (STRUCK, "12" + OPAQUE), (RED, "12")])
@pytest.mark.parametrize("way", ["table", "condition"])
def test_formats_that_lie_over_a_cell_may_hide_its_figure(way: str, form: str, seen: str) -> None:
    def edit(parts: Parts) -> None:
        if way == "condition":
            newer = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
            rule = f"<n:cfRule type='expression'><n:dxf>{form}</n:dxf></n:cfRule>"
            area = "<m:sqref xmlns:m='http://schemas.microsoft.com/office/excel/2006/main'>B2</m:sqref>"
            told = f"<extLst><ext uri='a' xmlns:n='{newer}'><n:conditionalFormattings><n:conditionalFormatting>{rule}{area}"
            put(
                parts,
                SHEET,
                "</worksheet>",
                told + "</n:conditionalFormatting></n:conditionalFormattings></ext></extLst></worksheet>",
            )
            return
        own = "<tableStyles><tableStyle name='own'><tableStyleElement type='wholeTable' dxfId='0'/></tableStyle></tableStyles>"
        put(parts, STYLES, "<tableStyles[^>]*/>", f"<dxfs count='1'><dxf>{form}</dxf></dxfs>{own}")
        columns = "".join(f"<tableColumn id='{n}' name='{name}'/>" for n, name in enumerate("abc", 1))
        named = f"<tableColumns count='3'>{columns}</tableColumns><tableStyleInfo name='own'/>"
        table = f"<table xmlns='{MAIN}' id='1' displayName='T' ref='A1:C3'>{named}</table>"
        add(parts, "xl/tables/table1.xml", table, "table")

    assert cell_read(edit=edit) == seen


SPACES = (
    "xmlns:d='http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing' "
    "xmlns:v='urn:schemas-microsoft-com:vml' xmlns:x='urn:schemas-microsoft-com:office:excel'"
)
SHAPE = "<d:sp><d:nvSpPr><d:cNvPr id='2' name='a'/><d:cNvSpPr/></d:nvSpPr><d:spPr/></d:sp><d:clientData/>"

HIDDEN = SHAPE.replace("name='a'", "name='a' hidden='1'")


def corner(name: str, column: int, row: int) -> str:
    return (
        f"<d:{name}><d:col>{column}</d:col><d:colOff>0</d:colOff><d:row>{row}</d:row><d:rowOff>0</d:rowOff></d:{name}>"
    )


def control(kind: str, more: str = "", anchor: str = "1, 0, 1, 0, 2, 0, 2, 0") -> str:
    return f"<x:ClientData ObjectType='{kind}'><x:Anchor>{anchor}</x:Anchor>{more}</x:ClientData>"


@pytest.mark.parametrize(
    ("kind", "inner", "seen"),
    [
        ("drawing", f"<d:oneCellAnchor>{corner('from', 0, 0)}<d:ext cx='2000000' cy='900000'/>{SHAPE}</d:oneCellAnchor>", "12" + OPAQUE),
        ("drawing", f"<d:oneCellAnchor>{corner('from', 0, 0)}<d:ext cx='200000' cy='900000'/>{SHAPE}</d:oneCellAnchor>", "12"),
        ("drawing", f"<d:absoluteAnchor><d:pos x='0' y='0'/><d:ext cx='2000000' cy='900000'/>{SHAPE}</d:absoluteAnchor>", "12" + OPAQUE),
        ("drawing", f"<d:absoluteAnchor><d:pos x='9000000' y='0'/><d:ext cx='20' cy='90'/>{SHAPE}</d:absoluteAnchor>", "12"),
        ("drawing", f"<d:twoCellAnchor>{corner('from', 1, 1)}{corner('to', 2, 2)}{SHAPE}</d:twoCellAnchor>", "12" + OPAQUE),
        ("drawing", f"<d:twoCellAnchor>{corner('from', 1, 1)}{corner('to', 2, 2)}{HIDDEN}</d:twoCellAnchor>", "12"),
        ("vmlDrawing", control("Drop"), "12" + OPAQUE),
        ("vmlDrawing", control("Button", anchor="4, 0, 1, 0, 5, 0, 2, 0"), "12"),
        ("vmlDrawing", control("Note"), "12"),
        ("vmlDrawing", control("Note", "<x:Visible/>"), "12" + OPAQUE),
    ],
)  # fmt: skip
def test_what_lies_over_a_figure_may_cover_it(kind: str, inner: str, seen: str) -> None:
    name = "xl/shapes/any.xml"
    assert cell_read(edit=lambda parts: add(parts, name, f"<d:wsDr {SPACES}>{inner}</d:wsDr>", kind)) == seen


@pytest.mark.parametrize(
    ("columns", "rows", "seen"),
    [((0, 2), (1, 2), OPAQUE), ((1, 2), (1, 2), OPAQUE), ((2, 3), (1, 2), ""), ((0, 2), (0, 3), OPAQUE)],
)
def test_a_blank_beside_others_may_be_printed_by_a_drawing(
    columns: tuple[int, int], rows: tuple[int, int], seen: str
) -> None:
    places = corner("from", columns[0], rows[0]) + corner("to", columns[1], rows[1])
    drawing = f"<d:wsDr {SPACES}><d:twoCellAnchor>{places}{SHAPE}</d:twoCellAnchor></d:wsDr>"
    assert cell_read(value=None, edit=lambda parts: add(parts, "xl/d.xml", drawing, "drawing")) == seen


@pytest.mark.parametrize(
    ("number_format", "seen"),
    [("@", "规章"), ("0.00", "规章"), ('@"（上年）"', "规章（上年）"), (";;;", "规章"), ('0;0;0;"其他"', "其他")],
)
def test_a_label_is_read_as_its_format_shows_it(number_format: str, seen: str) -> None:
    assert shown_words("规章", number_format) == seen


def test_a_curve_drawn_in_a_blank_may_be_what_is_printed_there() -> None:
    newer = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    area = "<m:sqref xmlns:m='http://schemas.microsoft.com/office/excel/2006/main'>B2</m:sqref>"
    told = f"<extLst><ext uri='a' xmlns:n='{newer}'><n:sparkline>{area}</n:sparkline></ext></extLst></worksheet>"
    assert cell_read(value=None, edit=lambda parts: put(parts, SHEET, "</worksheet>", told)) == OPAQUE


def strict(parts: Parts) -> None:
    for name in parts:
        if name.endswith((".xml", ".rels")):
            usual = rb"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument|drawingml)/2006/"
            parts[name] = re.sub(usual, rb"http://purl.oclc.org/ooxml/\1/", parts[name])


def renamed(parts: Parts) -> None:
    parts["xl/book.xml"] = parts.pop("xl/workbook.xml")
    parts["xl/_rels/book.xml.rels"] = parts.pop("xl/_rels/workbook.xml.rels")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        parts[name] = parts[name].replace(b"xl/workbook.xml", b"xl/book.xml")


@pytest.mark.parametrize("change", [strict, renamed])
def test_workbooks_of_other_names_are_read(change: Callable[[Parts], object]) -> None:
    def edit(parts: Parts) -> None:
        add(
            parts,
            "xl/d.xml",
            f"<d:wsDr {SPACES}><d:twoCellAnchor>{corner('from', 1, 1)}{corner('to', 2, 2)}{SHAPE}</d:twoCellAnchor></d:wsDr>",
            "drawing",
        )
        change(parts)
        assert container_kind(open_container(container(parts))) == "xlsx"

    assert cell_read(edit=change) == "12"
    assert cell_read(edit=edit) == "12" + OPAQUE


@pytest.mark.parametrize(
    ("value", "number_format", "colour"),
    [(1, "[Red]0", "FF0000"), (-1, "0;[Blue]-0", "0000FF"), (0, "0;0;[Color 5]0", "5"), ("a", "0;0;0;[Green]@", "00FF00"), (1, "0", None)],
)  # fmt: skip
def test_the_colour_that_a_format_prints_in(value: object, number_format: str, colour: str | None) -> None:
    assert colour_said(value, number_format) == colour
