"""What the parts beside a Word file's text, its styles and its marks do to a figure."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from reportscraper.documents.file_type import container_kind
from reportscraper.documents.office.docx import read_docx
from reportscraper.documents.office.zips import open_container

from .samples import container, entries_of, word_file

OPAQUE = "\ufffc"
Parts = dict[str, bytes]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
STORE = "{AAAAAAAA-0000-0000-0000-000000000001}"
FIELD = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def para(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def cell_read(
    content: str, *, styles: str = "", tables: str = "", edit: Callable[[Parts], object] | None = None
) -> str:
    """What is read of the second cell of a table at the end of a Word file."""
    parts = entries_of(word_file())
    if not content.startswith(("<w:p>", "<w:sdt>")):
        content = para(content)
    rows = f"<w:tr><w:tc>{para(run('甲'))}</w:tc><w:tc>{content}</w:tc></w:tr><w:tr><w:tc>{para(run('乙'))}</w:tc><w:tc><w:p/></w:tc></w:tr>"
    put(parts, "word/document.xml", "<w:sectPr", f"<w:tbl><w:tblPr>{tables}</w:tblPr>{rows}</w:tbl><w:sectPr")
    put(parts, "word/styles.xml", "</w:styles>", styles + "</w:styles>")
    if edit is not None:
        edit(parts)
    grid = [block.grid for block in read_docx(container(parts)).blocks if block.grid is not None][-1]
    shown = grid.slots[0][1]
    assert shown is not None
    return shown.text


def put(parts: Parts, name: str, old: str, new: str) -> None:
    head, found, rest = parts[name].decode().rpartition(old)
    assert found, (name, old)
    parts[name] = (head + new + rest).encode()


def add(parts: Parts, name: str, content: str, kind: str, relation: str, source: str) -> None:
    parts[name] = content.encode()
    put(parts, "[Content_Types].xml", "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>')
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts.setdefault(source, empty.encode())
    told = f'<Relationship Id="rIdNew{len(parts)}" Type="{OFFICE}/relationships/{relation}" Target="/{name}"/>'
    put(parts, source, "</Relationships>", told + "</Relationships>")


def theme(pattern: str, new: str) -> Callable[[Parts], object]:
    def edit(parts: Parts) -> None:
        told, count = re.subn(pattern, new, parts["word/theme/theme1.xml"].decode(), count=1, flags=re.DOTALL)
        assert count
        parts["word/theme/theme1.xml"] = told.encode()

    return edit


def font(inner: str, name: str = "Foo") -> Callable[[Parts], object]:
    told = f"<w:font w:name='{name}'>{inner}</w:font></w:fonts>"
    return lambda parts: put(parts, "word/fontTable.xml", "</w:fonts>", told)


def styled(name: str, inner: str, kind: str = "character", base: str = "") -> str:
    base = base and f"<w:basedOn w:val='{base}'/>"
    return f"<w:style w:type='{kind}' w:styleId='{name}'>{base}{inner}</w:style>"


def of_table(inner: str) -> dict[str, str]:
    return {"styles": styled("tt", inner, "table"), "tables": "<w:tblStyle w:val='tt'/>"}


GONE = styled("gone", "<w:rPr><w:vanish/></w:rPr>")
GONE_BELOW = styled("below", "<w:rPr><w:vanish/></w:rPr>", "paragraph")
BLUE = "<w:color w:val='0000FF'/>"
BLUE_SHADE = "<w:shd w:val='clear' w:fill='0000FF'/>"
FOO = "<w:rFonts w:ascii='Foo' w:hAnsi='Foo'/>"
BY_THEME = "<w:rFonts w:asciiTheme='minorHAnsi' w:hAnsiTheme='minorHAnsi'/>"
EMBEDDED = "<w:embedRegular w:fontKey='{00014A78-CABC-4EF0-12AC-5CD89AEFDE00}'/>"
HOLDER = "<w:sdt><w:sdtPr><w:showingPlcHdr{}/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("content", "told", "seen"),
    [
        ("<w:r><w:t>1<!-- 9 -->2<?a b?>3</w:t></w:r>", {}, "123"),
        ("<z:w xmlns:z='urn:z'>" + run("9") + "</z:w>" + run("12"), {}, "9" + OPAQUE + "12"),
        ("<z:symEx xmlns:z='urn:z'/>" + run("2"), {}, OPAQUE + "2"),
        # A field that begins in one paragraph and ends in another; one whose result is kept for others.
        (
            para(FIELD.format("begin") + code("QUOTE"))
            + para(run("9") + FIELD.format("separate") + run("12") + FIELD.format("end")),
            {},
            "12",
        ),
        (
            FIELD.format("begin")
            + code(" SET a 9 ")
            + FIELD.format("separate")
            + run("9")
            + FIELD.format("end")
            + run("12"),
            {},
            "12",
        ),
        (HOLDER.format("", para(run("12"))), {}, "12" + OPAQUE),
        (HOLDER.format(" w:val='0'", para(run("12"))), {}, "12"),
        ("<m:oMath><m:r><w:rPr><w:strike/></w:rPr><m:t>12</m:t></m:r></m:oMath>", {}, OPAQUE),
        ("<m:oMath><m:r><w:rPr><w:i/></w:rPr><m:t>12</m:t></m:r></m:oMath>", {}, "12"),
        # Hidden by two styles is seen; what is hidden on the web is printed.
        (
            para(run("9", "<w:rStyle w:val='gone'/>"), "<w:pStyle w:val='below'/>"),
            {"styles": GONE + GONE_BELOW},
            "9" + OPAQUE,
        ),
        (run("9", "<w:webHidden/>") + run("12"), {}, "9" + OPAQUE + "12"),
        (run("9", "<w:rStyle w:val='gone'/>") + run("12"), {"styles": GONE}, "12"),
        (run("9", "<w:rStyle w:val='below'/>") + run("12"), {"styles": GONE_BELOW}, "912"),
        (run("12", "<w:position w:val='400'/>"), {}, "12" + OPAQUE),
        (run("9", "<w:cs/><w:szCs w:val='2'/>") + run("12"), {}, "12"),
        (run("9", "<w:sz w:val='1pt'/>") + run("12", "<w:sz w:val='10.5pt'/>"), {}, "12"),
        # What styles of tables say of some of their cells.
        (run("12"), of_table("<w:rPr><w:w w:val='1'/></w:rPr>"), "12" + OPAQUE),
        (run("12"), of_table("<w:rPr><w:spacing w:val='600'/></w:rPr>"), "12" + OPAQUE),
        (run("12"), of_table("<w:tblStylePr w:type='lastCol'><w:rPr><w:sz w:val='2'/></w:rPr></w:tblStylePr>"), "12" + OPAQUE),
        (run("12"), of_table("<w:tcPr><w:tcBorders><w:tl2br w:val='single'/></w:tcBorders></w:tcPr>"), "12" + OPAQUE),
        (run("12", BLUE), of_table(f"<w:tcPr>{BLUE_SHADE}</w:tcPr>"), "12" + OPAQUE),
        (run("12"), of_table(f"<w:tcPr>{BLUE_SHADE}</w:tcPr>"), "12"),
        (
            para(run("12", BLUE), "<w:pStyle w:val='on'/>"),
            {"styles": styled("on", f"<w:pPr>{BLUE_SHADE}</w:pPr>", "paragraph")},
            OPAQUE,
        ),
        # Colours and fonts of the theme, fonts that the file brings along or calls signs.
        (
            run("12", "<w:color w:val='4F81BD' w:themeColor='accent1'/>"),
            {"edit": theme("<a:accent1>.*?</a:accent1>", "<a:accent1><a:srgbClr val='FFFFFF'/></a:accent1>")},
            OPAQUE,
        ),
        (run("12", "<w:color w:val='4F81BD' w:themeColor='accent1'/>"), {}, "12"),
        (run("9", "<w:color w:val='000000' w:themeColor='text1' w:themeTint='01'/>") + run("12"), {}, "12"),
        (run("12", "<w:color w:val='FFFFFF' w:themeColor='background1' w:themeShade='10'/>"), {}, "12"),
        (
            run("12", "<w:color w:val='000000'/><w:shd w:val='clear' w:fill='auto' w:themeFill='text1'/>"),
            {},
            OPAQUE,
        ),
        (run("12", BY_THEME), {"edit": theme('(<a:minorFont>\\s*<a:latin typeface=)"[^"]*', r'\1"Wingdings')}, "12" + OPAQUE),
        (run("12", BY_THEME), {}, "12"),
        (run("12", FOO), {"edit": font("<w:charset w:val='02'/>")}, "12" + OPAQUE),
        (run("12", FOO), {"edit": font("<w:altName w:val='Webdings'/>")}, "12" + OPAQUE),
        (run("12", FOO), {"edit": font(EMBEDDED)}, "12" + OPAQUE),
        (run("12", FOO.replace("Foo", "仿宋_GB2312")), {"edit": font(EMBEDDED, "仿宋_GB2312")}, "12"),
        (run("12", FOO.replace("Foo", "IDAutomationHC39M")), {}, "12" + OPAQUE),
        (
            run("12", BLUE),
            {"edit": lambda parts: put(parts, "word/document.xml", "<w:body>", "<w:background w:color='0000FF'/><w:body>")},
            "12" + OPAQUE,
        ),
    ],
)  # fmt: skip
def test_what_is_said_elsewhere_of_a_figure(content: str, told: dict[str, str], seen: str) -> None:
    assert cell_read(content, **told) == seen  # type: ignore[arg-type]


LEVEL = "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='{}'/><w:lvlText w:val='{}'/></w:lvl>"
IN_LIST = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='77'/></w:numPr></w:pPr>"


@pytest.mark.parametrize(
    ("kind", "text", "properties", "styles", "seen"),
    [
        ("bullet", "9", "", IN_LIST, "9" + OPAQUE + "2"),
        ("bullet", "●", "", IN_LIST, "2"),
        ("bullet", "其中", "", IN_LIST, "其中" + OPAQUE + "2"),
        ("none", "%1", "", IN_LIST, "2"),
        ("decimal", "%1", "", IN_LIST, "1" + OPAQUE + "2"),
        ("decimal", "%1", "<w:numPr><w:ilvl w:val='0'/></w:numPr>", IN_LIST, "1" + OPAQUE + "2"),
        ("decimal", "%1", "<w:numPr><w:numId w:val='0'/></w:numPr>", IN_LIST, "2"),
        ("decimal", "%1", "", IN_LIST.replace("77", "78"), "1" + OPAQUE + "2"),
    ],
)
def test_a_list_of_a_style_counts(kind: str, text: str, properties: str, styles: str, seen: str) -> None:
    def edit(parts: Parts) -> None:
        level = LEVEL.format(kind, text)
        lists = f"<w:abstractNum w:abstractNumId='77'><w:styleLink w:val='ls'/>{level}</w:abstractNum>"
        lists += "<w:abstractNum w:abstractNumId='78'><w:numStyleLink w:val='ls'/></w:abstractNum>"
        nums = "".join(f"<w:num w:numId='{n}'><w:abstractNumId w:val='{n}'/></w:num>" for n in (77, 78))
        put(parts, "word/numbering.xml", "</w:numbering>", lists + nums + "</w:numbering>")

    told = styled("listed", styles, "paragraph") + styled("heir", "", "paragraph", "listed")
    inner = para(run("2"), f"<w:pStyle w:val='heir'/>{properties}")
    assert cell_read(inner, styles=told, edit=edit) == seen
    # Word prints the number of an empty cell too; whether it is a figure or counts the rows cannot be told.
    empty = cell_read(para("", f"<w:pStyle w:val='heir'/>{properties}"), styles=told, edit=edit)
    assert empty.replace(OPAQUE, "") == seen[:-1].replace(OPAQUE, "")
    assert (OPAQUE in empty) == any(map(str.isdigit, empty))


@pytest.mark.parametrize(("kept", "seen"), [("12", "12"), ("9", "12" + OPAQUE), (None, "12")])
def test_a_control_shows_the_data_that_it_is_bound_to(kept: str | None, seen: str) -> None:
    def edit(parts: Parts) -> None:
        if kept is not None:
            main = "word/_rels/document.xml.rels"
            add(
                parts,
                "customXml/item9.xml",
                f"<r xmlns='urn:r'><n>{kept}</n></r>",
                "application/xml",
                "customXml",
                main,
            )
            store = f"<d:datastoreItem d:itemID='{STORE}' xmlns:d='{OFFICE}/customXml'/>"
            kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
            source = "customXml/_rels/item9.xml.rels"
            add(parts, "customXml/itemProps9.xml", store, kind, "customXmlProps", source)

    binding = (
        f"""<w:dataBinding w:prefixMappings="xmlns:q='urn:r'" w:xpath="/q:r[1]/q:n[1]" w:storeItemID="{STORE}"/>"""
    )
    control = f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent>{run('12')}</w:sdtContent></w:sdt>"
    assert cell_read(para(control), edit=edit) == seen


def test_building_blocks_have_styles_of_their_own() -> None:
    def edit(parts: Parts) -> None:
        glossary = "word/glossary/document.xml"
        space = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
        main = "word/_rels/document.xml.rels"
        text = f"<w:glossaryDocument {space}/>"
        add(parts, glossary, text, f"{WORD}.document.glossary+xml", "glossaryDocument", main)
        styles = f"<w:styles {space}>{styled('gone', '<w:rPr><w:b/></w:rPr>')}</w:styles>"
        source = "word/glossary/_rels/document.xml.rels"
        add(parts, "word/glossary/styles.xml", styles, f"{WORD}.styles+xml", "styles", source)

    inner = run("9", "<w:rStyle w:val='gone'/>") + run("12")
    assert cell_read(inner, styles=GONE, edit=edit) == "12"


def strict(parts: Parts) -> None:
    for name in parts:
        if name.endswith((".xml", ".rels")):
            usual = rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/"
            parts[name] = re.sub(usual, rb"http://purl.oclc.org/ooxml/\1/", parts[name])


def with_macros(parts: Parts) -> None:
    put(
        parts,
        "[Content_Types].xml",
        f"{WORD}.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )


def renamed(parts: Parts) -> None:
    parts["word/text.xml"] = parts.pop("word/document.xml")
    parts["word/_rels/text.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        parts[name] = parts[name].replace(b"word/document.xml", b"word/text.xml")


@pytest.mark.parametrize("edit", [strict, with_macros, renamed])
def test_word_files_of_other_names_are_read(edit: Callable[[Parts], object]) -> None:
    assert cell_read(run("9", "<w:strike/>") + run("12"), edit=edit) == "12"
    parts = entries_of(word_file())
    edit(parts)
    assert container_kind(open_container(container(parts))) == "docx"


@pytest.mark.parametrize(
    ("widths", "cell", "seen"),
    [
        ((2_000, 2_000), "", "123456"),
        ((26_000, 2_000), "", "123456" + OPAQUE),
        ((2_000, 40), "", "123456" + OPAQUE),
        ((2_000, 100), "<w:noWrap/>", "123456" + OPAQUE),
        ((2_000, 900), "<w:noWrap/>", "123456"),
    ],
)
def test_columns_of_fixed_width_keep_figures_off(widths: tuple[int, int], cell: str, seen: str) -> None:
    def edit(parts: Parts) -> None:
        told = (f"<w:tcPr><w:tcW w:w='{width}' w:type='dxa'/>" for width in widths)
        old = f"<w:tc>{para(run('甲'))}</w:tc><w:tc>"
        new = f"<w:tc>{next(told)}</w:tcPr>{para(run('甲'))}</w:tc><w:tc>{next(told)}{cell}</w:tcPr>"
        put(parts, "word/document.xml", old, new)

    assert cell_read(run("123456"), tables="<w:tblLayout w:type='fixed'/>", edit=edit) == seen
