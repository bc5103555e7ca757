"""Pages saved in one file, whatever their parts are encoded in, and files of Office programs that are one XML."""

from __future__ import annotations

import base64
import quopri

import pytest

from reportscraper.documents.file_type import sniff_type
from reportscraper.documents.files import read_file
from reportscraper.errors import DocumentError
from reportscraper.model import Document
from reportscraper.report.page import open_document

HEAD = b"From: <Saved by a browser>\r\nSubject: =?gb2312?B?sajq?=\r\nMIME-Version: 1.0\r\n"
PAGE = "<html><head><title>云溪县水利局年报</title></head><body><p>政府信息公开{}</p><table><tr><td>规章<td>12</table></body></html>"


def part(content: bytes, kind: str, location: str = "", encoding: str = "base64") -> bytes:
    body = base64.encodebytes(content) if encoding == "base64" else quopri.encodestring(content)
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Location: {location}\r\n\r\n"
    return head.encode() + body


def single_file(*parts: bytes, head: bytes = HEAD) -> bytes:
    mark = b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----=_Next"\r\n\r\nnote\r\n'
    return head + mark + b"".join(b"------=_Next\r\n" + each + b"\r\n" for each in parts) + b"------=_Next--\r\n"


def cells(document: Document) -> list[str]:
    return [cell.text for block in document.blocks if block.grid for cell in block.grid.cells]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030"])
@pytest.mark.parametrize("said", [True, False])
def test_a_page_saved_in_one_file(encoding: str, charset: str, said: bool) -> None:
    kind = f'text/html; charset="{charset}"' if said else "text/html"
    data = single_file(part(PAGE.format("").encode(charset), kind, "file:///C:/a/report.htm", encoding))
    assert sniff_type(data) == "mhtml"
    document = read_file(data)
    assert cells(document) == ["规章", "12"]
    assert document.titles == (("title", "云溪县水利局年报"),)
    opened = open_document(data).document
    assert opened is not None
    assert ("title", "云溪县水利局年报") in opened.titles


def test_a_page_that_is_the_whole_mail() -> None:
    kind = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    data = b"MIME-Version: 1.0\r\n" + kind + quopri.encodestring(PAGE.format("").encode())
    assert cells(read_file(data)) == ["规章", "12"]


def test_sheets_of_style_that_were_saved_along_hide() -> None:
    page = PAGE.format("").replace("12", "1<b class=gone>9</b>2").encode()
    style = part(b".gone{display:none}", "text/css", "https://a.example/main.css")
    assert cells(read_file(single_file(part(page, "text/html"), style))) == ["规章", "12"]


@pytest.mark.parametrize(("name", "seen"), [("main", "12"), ("other", "1\ufffc2")])
def test_of_sheets_that_were_not_saved_along_nothing_is_known(name: str, seen: str) -> None:
    page = PAGE.format("").replace("12", "1<b class=q>2</b>")
    link = f'<link rel="stylesheet" href="https://a.example/{name}.css">'
    style = part(b".gone{display:none}", "text/css", "https://a.example/main.css")
    assert cells(read_file(single_file(part((link + page).encode(), "text/html"), style))) == ["规章", seen]


def test_the_sheets_of_a_workbook_saved_as_a_page() -> None:
    listed = "".join(
        f"<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetOptions>{options}</x:WorksheetOptions>"
        f"<x:WorksheetSource HRef=3D'a.files/{source}'/></x:ExcelWorksheet>".replace("3D", "")
        for name, options, source in (
            ("2020年", "", "sheet001.htm"),
            ("底稿", "<x:Visible>SheetHidden</x:Visible>", "sheet002.htm"),
            ("2021年", "", "sheet003.htm"),
        )
    )
    frames = f"<html><head><xml>{listed}</xml></head><frameset><frame src='a.files/sheet001.htm'></frameset></html>"
    sheets = [
        part(
            PAGE.format("").replace("12", str(number)).encode(), "text/html", f"file:///C:/a.files/sheet00{number}.htm"
        )
        for number in (1, 2, 3)
    ]
    document = read_file(single_file(part(frames.encode(), "text/html", "file:///C:/a.htm"), *sheets))
    assert cells(document) == ["规章", "1", "规章", "3"]
    assert [block.text for block in document.blocks if block.heading] == ["2020年", "2021年"]
    assert [block.grid.number for block in document.blocks if block.grid] == [1, 2]


def test_a_page_in_a_frame() -> None:
    frame = part(
        b"<frameset><frame src='top.htm'><frame src=\"main.htm\"></frameset>", "text/html", "http://a.example/"
    )
    main = part(PAGE.format("").encode(), "text/html", "http://a.example/x/main.htm")
    assert cells(read_file(single_file(frame, main))) == ["规章", "12"]


def test_too_many_parts_and_none() -> None:
    with pytest.raises(DocumentError, match="2000 parts"):
        read_file(single_file(*[part(b"", "image/png")] * 2_001))
    with pytest.raises(DocumentError, match="no page"):
        read_file(single_file(part(b"a", "image/png")))


def test_parts_within_parts_without_end() -> None:
    inner = part(PAGE.format("").encode(), "text/html")
    for number in range(3_000):
        inner = f'Content-Type: multipart/related; boundary="b{number}"\r\n\r\n--b{number}\r\n'.encode() + inner
    with pytest.raises(DocumentError, match="nested too deeply"):
        read_file(HEAD + inner)


WORD = """<?xml version="1.0" encoding="{encoding}" standalone="yes"?>
<?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core"
 xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:o="urn:schemas-microsoft-com:office:office">
<o:DocumentProperties><o:Title>云溪县水利局年报</o:Title></o:DocumentProperties>
<w:styles><w:style w:type="character" w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>
<w:body><wx:sect><w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr></w:pPr>
<w:r><w:t>总体情况</w:t></w:r></w:p>
<wx:sub-section><w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc>
<w:tc><w:p>{cell}</w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl></wx:sub-section>
</wx:sect></w:body></w:wordDocument>"""


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("<w:r><w:t>12</w:t></w:r>", "12"),
        ('<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>9</w:delText></w:r></aml:content></aml:annotation><aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>12</w:t></w:r></aml:content></aml:annotation>', "12"),
        ('<w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:rStyle w:val="gone"/></w:rPr><w:t>9</w:t></w:r>', "12"),
        ('<w:r><w:t>12</w:t></w:r><aml:annotation w:type="Word.Comment"><aml:content><w:p><w:r><w:t>9</w:t></w:r></w:p></aml:content></aml:annotation>', "12"),
        ('</w:p><wx:pBdrGroup><wx:borders/><w:p><w:r><w:t>12</w:t></w:r></w:p></wx:pBdrGroup><w:p>', "12"),
        ("<w:r><w:t>12</w:t></w:r><w:r><w:footnote><w:p><w:r><w:t>9</w:t></w:r></w:p></w:footnote></w:r>", "12"),
        ("<w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r>", "12"),
        ('<w:pPr><w:listPr><wx:t wx:val="1"/></w:listPr></w:pPr><w:r><w:t>2</w:t></w:r>', "1\ufffc2"),
        ('<w:pPr><w:listPr><wx:t wx:val="12"/></w:listPr></w:pPr>', "12\ufffc"),
        ('<w:r><w:t>12</w:t></w:r><w:hlink w:bookmark="_ftn1"><w:r><w:t>1</w:t></w:r></w:hlink>', "12"),
        ('<w:r><w:t>12</w:t></w:r><w:hlink w:dest="http://a/9"><w:r><w:t>1</w:t></w:r></w:hlink>', "121"),
        ('<w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:cs/><w:sz-cs w:val="2"/></w:rPr><w:t>9</w:t></w:r>', "12"),
        ('<w:r><w:rPr><w:asianLayout w:combine="on"/></w:rPr><w:t>12</w:t></w:r>', "12\ufffc"),
        ('<w:r><w:rPr><w:rFonts w:h-ansi="Wingdings"/></w:rPr><w:t>12</w:t></w:r>', "12\ufffc"),
        ('<w:pPr><w:spacing w:line="20" w:line-rule="exact"/></w:pPr><w:r><w:t>12</w:t></w:r>', "12\ufffc"),
        ('<w:pPr><w:ind w:first-line="-6000"/></w:pPr><w:r><w:t>12</w:t></w:r>', "12\ufffc"),
        ('<w:pPr><w:ind w:first-line="420" w:first-line-chars="200"/></w:pPr><w:r><w:t>12</w:t></w:r>', "12"),
        ("<w:r><w:t>12</w:t></w:r><w:r><w:ocx/></w:r>", "12\ufffc"),
    ],
)  # fmt: skip
def test_word_2003_xml(cell: str, seen: str) -> None:
    data = WORD.format(encoding="UTF-8", cell=cell).encode()
    assert sniff_type(data) == "word_xml"
    document = read_file(data)
    assert cells(document) == ["规章", seen, "3"]
    assert document.blocks[0].text == "一、总体情况"
    assert document.titles == (("title", "云溪县水利局年报"),)


@pytest.mark.parametrize("encoding", ["gb2312", "utf-16", "utf-8-sig"])
def test_word_2003_xml_in_other_charsets(encoding: str) -> None:
    data = WORD.format(encoding=encoding, cell="<w:r><w:t>12</w:t></w:r>").encode(encoding)
    assert cells(read_file(data)) == ["规章", "12", "3"]


def test_a_docx_in_one_xml() -> None:
    w, kind = "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "application/vnd.openxmlformats-"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    data = f"""<?xml version="1.0"?><?mso-application progid="Word.Document"?>
<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">
<pkg:part pkg:name="/_rels/.rels" pkg:contentType="{kind}package.relationships+xml"><pkg:xmlData>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="a" Type="{relation}" Target="word/document.xml"/></Relationships></pkg:xmlData></pkg:part>
<pkg:part pkg:name="/word/document.xml" pkg:contentType="{kind}officedocument.wordprocessingml.document.main+xml"><pkg:xmlData>
<w:document xmlns:w="{w}"><w:body><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"""
    assert sniff_type(data.encode()) == "word_xml"
    assert [block.text for block in read_file(data.encode()).blocks] == ["规章"]


EXCEL = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40">
<Styles><Style ss:ID="Default"/><Style ss:ID="wan"><NumberFormat ss:Format="0!.0000"/></Style>
<Style ss:ID="out" ss:Parent="wan"><Font ss:StrikeThrough="1"/></Style>
<Style ss:ID="white"><Font ss:Color="#FFFFFF"/></Style>
<Style ss:ID="named"><Font ss:Color="White"/></Style><Style ss:ID="signs"><Font ss:FontName="Wingdings"/></Style>
<Style ss:ID="dark"><Interior ss:Color="#FFFFFF" ss:Pattern="Gray75" ss:PatternColor="#000000"/></Style>
<Style ss:ID="bold" ss:Parent="late"><Font ss:Bold="1"/></Style><Style ss:ID="late"><Font ss:StrikeThrough="1"/></Style>
<Style ss:ID="snow"><Font ss:Color="Snow"/></Style><Style ss:ID="symbols"><Font ss:FontName="Foo" x:CharSet="2"/></Style>
<Style ss:ID="uncrossed"><Borders><Border ss:Position="DiagonalLeft" ss:LineStyle="None"/></Borders></Style>
<Style ss:ID="unpainted"><Interior ss:Color="#000000"/></Style>
<Style ss:ID="full"><Alignment ss:Horizontal="Fill"/></Style>
<Style ss:ID="crossed"><Borders><Border ss:Position="DiagonalLeft" ss:LineStyle="Continuous"/></Borders></Style>
<Style ss:ID="head"><Font ss:Color="#FFFFFF"/><Interior ss:Color="#1F4E79" ss:Pattern="Solid"/></Style></Styles>
<Worksheet ss:Name="底稿"><Table><Row><Cell><Data ss:Type="Number">9</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
<Worksheet ss:Name="2021年"><Table><Column ss:Index="3" ss:Hidden="1"/>
<Row><Cell ss:StyleID="head" ss:MergeAcross="1"><Data ss:Type="String">信息内容</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="String">旧</Data></Cell><Cell><Data ss:Type="Number">8</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="String">规章</Data></Cell><Cell{style}>{data}</Cell>
<Cell><Data ss:Type="Number">7</Data></Cell></Row></Table></Worksheet></Workbook>"""


SPAN = '<ss:Data ss:Type="String">12<html:Span html:Style="{}">9</html:Span></ss:Data>'


@pytest.mark.parametrize(
    ("style", "data", "seen"),
    [
        ("", '<Data ss:Type="Number">12</Data>', "12"),
        (' ss:StyleID="wan"', '<Data ss:Type="Number">3137700</Data>', "313.7700"),
        (' ss:StyleID="out"', '<Data ss:Type="Number">12</Data>', "0.0012\ufffc"),
        (' ss:StyleID="white"', '<Data ss:Type="Number">12</Data>', ""),
        (' ss:Formula="=SUM(R[-1]C)"', '<Data ss:Type="Number">12</Data>', "12"),
        (' ss:Formula="=SUM(R[-1]C)"', "", "\ufffc"),
        ("", '<ss:Data ss:Type="String">12<html:Sup>1</html:Sup></ss:Data>', "12"),
        ("", '<ss:Data ss:Type="String"><html:S>41</html:S>52</ss:Data>', "52"),
        ("", '<ss:Data ss:Type="String">12<html:Font html:Size="1">9</html:Font></ss:Data>', "12"),
        ("", '<ss:Data ss:Type="String">1<html:Font html:Face="Wingdings">2</html:Font></ss:Data>', "12\ufffc"),
        ("", '<Data ss:Type="Number">12x</Data>', "12x"),
        (' ss:StyleID="signs"', '<Data ss:Type="Number">12</Data>', "12\ufffc"),
        (' ss:StyleID="named"', '<Data ss:Type="Number">12</Data>', "\ufffc"),
        (' ss:StyleID="dark"', '<Data ss:Type="Number">12</Data>', "\ufffc"),
        (' ss:StyleID="full"', '<Data ss:Type="Number">12</Data>', "12\ufffc"),
        (' ss:StyleID="bold"', '<Data ss:Type="Number">12</Data>', "12\ufffc"),
        (' ss:StyleID="snow"', '<Data ss:Type="Number">12</Data>', "\ufffc"),
        (' ss:StyleID="symbols"', '<Data ss:Type="Number">12</Data>', "12\ufffc"),
        (' ss:StyleID="uncrossed"', '<Data ss:Type="Number">12</Data>', "12"),
        (' ss:StyleID="crossed"', '<Data ss:Type="Number">12</Data>', "12\ufffc"),
        (' ss:Formula="=IMAGE(&quot;a&quot;)"', '<Data ss:Type="Number">12</Data>', "\ufffc"),
        ("", '<ss:Data ss:Type="String"><html:Del>41</html:Del>52</ss:Data>', "52"),
        ("", SPAN.format("text-decoration:line-through"), "12"),
        ("", SPAN.format("display:none"), "12"),
        ("", SPAN.format("COLOR:#FFFFFF"), "12"),
        ("", SPAN.format("font-size:1pt"), "12"),
        ("", SPAN.format("vertical-align:super"), "12"),
        ("", SPAN.format("transform:rotate(9deg)"), "129\ufffc"),
        ("", SPAN.format("color:red"), "129"),
        ("", '<ss:Data ss:Type="String">1<html:Br/>2</ss:Data>', "1\n2"),
        (' ss:Formula="=SUM(R[-1]C)"', '<Data ss:Type="Number"></Data>', "\ufffc"),
        (' ss:StyleID="unpainted"', '<Data ss:Type="Number">12</Data>', "12"),
    ],
)
def test_excel_2003_xml(style: str, data: str, seen: str) -> None:
    text = EXCEL.format(style=style, data=data).encode()
    assert sniff_type(text) == "excel_xml"
    document = read_file(text)
    assert document.blocks[0].text == "2021年"
    assert cells(document)[-2:] == ["规章", seen] if seen else "12" not in str(document)
    assert not {"7", "8", "9"} & set(cells(document))


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        (('<Row ss:Index="4">', '<Row ss:Index="4" ss:Height="5">'), "12\ufffc"),
        (('<Row ss:Index="4">', '<Row ss:Index="4" ss:Height="15">'), "12"),
        (('<Column ss:Index="3"', '<Column ss:Index="2" ss:Width="4"/><Column ss:Index="3"'), "12\ufffc"),
        (('<Column ss:Index="3"', '<Column ss:Index="2" ss:Width="60"/><Column ss:Index="3"'), "12"),
        (
            ('<Worksheet ss:Name="2021年"><Table>', '<Worksheet ss:Name="2021年"><Table ss:DefaultRowHeight="3">'),
            "12\ufffc",
        ),
        (
            ('<Worksheet ss:Name="2021年"><Table>', '<Worksheet ss:Name="2021年"><Table ss:DefaultColumnWidth="3">'),
            "12\ufffc",
        ),
        (('<Column ss:Index="3"', '<Column ss:Index="2" ss:StyleID="signs"/><Column ss:Index="3"'), "12\ufffc"),
        (("</Table></Worksheet></Workbook>", "mso-number-format:0"), "12\ufffc"),
        (("</Table></Worksheet></Workbook>", "color:white"), "12\ufffc"),
        (("</Table></Worksheet></Workbook>", "text-line-through:single"), "12\ufffc"),
        (("</Table></Worksheet></Workbook>", "background:#000000"), "12\ufffc"),
        (("</Table></Worksheet></Workbook>", "mso-pattern:black solid"), "12\ufffc"),
        (("</Table></Worksheet></Workbook>", "color:#FF0000;background:#FFFF00"), "12"),
        (("</Table></Worksheet></Workbook>", "Equal 0"), "12"),
        (("</Table></Worksheet></Workbook>", "Greater 5"), "12\ufffc"),
        (("</Table></Worksheet></Workbook>", "Greater R1C1"), "12\ufffc"),
    ],
)
def test_low_rows_narrow_columns_and_conditions_of_excel_2003(told: tuple[str, str], seen: str) -> None:
    old, new = told
    if not new.startswith("<"):
        how, is_compared, value = new.partition(" ")
        held = f"<x:Format Style='{new}'/>"
        if is_compared and how.isalpha():
            held = f"<x:Qualifier>{how}</x:Qualifier><x:Value1>{value}</x:Value1><x:Format Style='color:white'/>"
        condition = f"<x:Range>R4C2</x:Range><x:Condition>{held}</x:Condition>"
        new = f"</Table><x:ConditionalFormatting>{condition}</x:ConditionalFormatting></Worksheet></Workbook>"
    text = EXCEL.format(style="", data='<Data ss:Type="Number">12</Data>').replace(old, new)
    assert cells(read_file(text.encode()))[-2:] == ["规章", seen]


@pytest.mark.parametrize("text", [WORD.format(encoding="UTF-8", cell=""), EXCEL.format(style="", data="")])
def test_entities_are_refused(text: str) -> None:
    hostile = text.replace("?>", '?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1).replace("规章", "&x;")
    with pytest.raises(DocumentError, match="DOCTYPE"):
        read_file(hostile.encode())


def test_a_sheet_that_is_too_far_away() -> None:
    far = EXCEL.format(style=' ss:Index="16384"', data='<Data ss:Type="Number">12</Data>')
    with pytest.raises(DocumentError, match="larger than"):
        read_file(far.encode())


def test_a_web_page_named_doc_is_a_page() -> None:
    page = (
        '<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><!--[if gte mso 9]><xml><w:WordDocument><w:View>Print'
        "</w:View></w:WordDocument></xml><![endif]--></head><body><p>a</p></body></html>"
    )
    assert sniff_type(page.encode()) == "html"
