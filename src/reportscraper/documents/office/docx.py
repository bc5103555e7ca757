"""Word files (docx): the document as it stands once all changes are accepted, text boxes and nested tables behind their place."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

import docx
from docx.opc.exceptions import OpcError
from lxml import etree
from lxml.etree import _Element
from msgspec.structs import replace

from reportscraper.documents import limits
from reportscraper.documents.charset import decode
from reportscraper.documents.file_type import sniff_type
from reportscraper.documents.html.document import read_document
from reportscraper.documents.layout import lay_out
from reportscraper.documents.office.docx_numbers import Numbers
from reportscraper.documents.office.docx_parts import bind_controls, looks_of, part_of, root_of
from reportscraper.documents.office.docx_styles import RunStyles
from reportscraper.documents.office.docx_tables import cells_of, is_layout_table, reach_of_shapes
from reportscraper.documents.office.docx_text import ALTERNATIVES, boxes_in, is_bold, shown_branch, text_of
from reportscraper.documents.office.package import Package
from reportscraper.documents.office.wordml import W, WordStyles
from reportscraper.documents.office.zips import as_usual, open_container, open_directory
from reportscraper.errors import DocumentError
from reportscraper.model import Block, Document
from reportscraper.text import tidy

_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LINE = 20.0
"""Points that a line of print takes."""
_LOOKED_THROUGH = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body", "txbxContent")
)


def read_docx(data: bytes) -> Document:
    """The document in a Word file. Raises DocumentError for files that are damaged or larger than any report."""
    with open_container(data) as container:
        data = as_usual(container, data)
    with open_directory(data) as container:
        package = Package(container, data)
    try:
        opened = docx.Document(io.BytesIO(package.data))
    except (OpcError, KeyError, ValueError, SyntaxError) as error:
        raise DocumentError(f"the Word file is damaged: {error}") from error
    bind_controls(opened.part)
    # Of the parts that the text itself names: its building blocks have styles and lists of their own.
    numbering, told = (root_of(part_of(opened.part, name)) for name in ("numbering", "styles"))
    styles = WordStyles(told)
    chunks = {
        name: each.target_part.blob
        for name, each in opened.part.rels.items()
        if each.reltype.endswith("/aFChunk") and not each.is_external
    }
    return document_of_body(
        opened.element.body,
        Numbers(numbering, styles),
        RunStyles(styles, looks_of(opened.part)),
        opened.core_properties.title,
        chunks=chunks,
        problem=package.problem,
    )


def document_of_body(
    body: _Element,
    numbers: Numbers,
    styles: RunStyles,
    title: str,
    *,
    chunks: Mapping[str, bytes] | None = None,
    problem: str | None = None,
) -> Document:
    """The document whose paragraphs and tables an element holds; ``chunks`` are pages and files that it takes in whole, ``problem`` is
    what of the file is known not to be read.
    """
    # A text in which a remark stands is one text; lxml ends it there.
    etree.strip_tags(body, etree.Comment, etree.ProcessingInstruction)
    reader = _WordReader(numbers, styles, chunks or {})
    reader.problems.extend([problem] if problem else [])
    blocks = tuple(reader.blocks(body))
    if not blocks:
        raise DocumentError("the Word file holds no text")
    sheets = sum(1 for each in body.iter(_OLE) if each.get("ProgID", "").startswith(("Excel", "ET.", "Word", "WPS.")))
    if sheets:
        reader.problems.append(f"{sheets} embedded documents or sheets are not read")
    return Document(
        problem="; ".join(reader.problems) or None,
        blocks=blocks,
        titles=(("title", title),) if title.strip() else (),
        text_length=sum(len(block.text) for block in blocks),
    )


class _WordReader:
    def __init__(self, numbers: Numbers, styles: RunStyles, chunks: Mapping[str, bytes]) -> None:
        self._numbers, self._chunks = numbers, chunks
        self.problems: list[str] = []
        self._styles = styles
        self._tables = 0
        self._reach = 0.0
        """How many points below the last paragraph something that floats over it reaches."""
        self._blocks = 0

    def blocks(self, parent: _Element) -> Iterator[Block]:
        """Paragraphs and tables in reading order."""
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._read_paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._read_table(element)
            elif element.tag == f"{W}altChunk":
                yield from self._read_chunk(self._chunks.get(element.get(_RELATION, ""), b""))
            elif element.tag == ALTERNATIVES:
                for branch in shown_branch(element):
                    yield from self.blocks(branch)
            elif element.tag in _LOOKED_THROUGH:
                yield from self.blocks(element)

    def _read_chunk(self, data: bytes) -> Iterator[Block]:
        """What a page or a file holds that Word shows as a part of this one."""
        kind = sniff_type(data)
        try:
            found = read_document(decode(data).text) if kind == "html" else read_docx(data) if kind == "zip" else None
        except DocumentError:
            found = None
        if found is None:
            self.problems.append("a part that was taken in whole is not read")
            return
        for block in found.blocks:
            self._tables += block.grid is not None
            yield block if block.grid is None else replace(block, grid=replace(block.grid, number=self._tables))

    def _read_paragraph(self, paragraph: _Element) -> Iterator[Block]:
        self._blocks += 1
        if self._blocks > limits.BLOCKS:
            raise DocumentError(f"the Word file has more than {limits.BLOCKS} paragraphs")
        # An empty numbered paragraph counts on, so the number is asked for first.
        number = self._numbers.before(paragraph)
        self._reach = max(self._reach, reach_of_shapes(paragraph) or 0.0) - _LINE
        bold = is_bold(paragraph)
        printed = text_of(paragraph, self._styles)
        for index, line in enumerate(printed.split("\n")):
            text = tidy((number if index == 0 else "") + line) if line.strip() else ""
            if text:
                yield Block(text=text, bold=bold, heading=bold)
        for box in boxes_in(paragraph):
            yield from self.blocks(box)

    def _read_table(self, table: _Element) -> Iterator[Block]:
        if is_layout_table(table):
            for cell in table.iterfind(f"{W}tr/{W}tc"):
                yield from self.blocks(cell)
            return
        self._tables += 1
        cells = cells_of(table, self._numbers, self._styles, covered=self._reach > _LINE)
        self._reach -= _LINE * max((cell.row for cell in cells), default=0)
        yield Block(grid=lay_out(cells, self._tables))
        for cell in table.iterfind(f"{W}tr/{W}tc"):
            for inner in cell.iterfind(f"{W}tbl"):
                yield from self._read_table(inner)
