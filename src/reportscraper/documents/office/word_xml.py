"""Word 2003 XML made what a docx holds, so that one reader reads both; a docx of one file (Flat OPC) is packed again."""

from __future__ import annotations

import re

from lxml.etree import _Element

from reportscraper.documents.office.docx import document_of_body, read_docx
from reportscraper.documents.office.docx_numbers import Numbers
from reportscraper.documents.office.docx_styles import RunStyles
from reportscraper.documents.office.plain_xml import PACKAGE, packed, parse_xml, title_in_properties
from reportscraper.documents.office.wordml import W, WordStyles
from reportscraper.errors import DocumentError
from reportscraper.model import Document

_AS_IN_DOCX = ("http://schemas.microsoft.com/office/word/2003/wordml", W.strip("{}"))
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
_WX = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_CHANGES = {"Word.Insertion": "ins", "Word.Deletion": "del"}
_AFTER_HYPHEN = re.compile(r"(?<=[a-z])-([a-z])")
_RENAMED = {
    f"{W}vmerge": f"{W}vMerge",
    f"{W}hmerge": f"{W}hMerge",
    f"{W}asianLayout": f"{W}eastAsianLayout",
    f"{W}hlink": f"{W}hyperlink",
    f"{W}ocx": f"{W}object",
    f"{W}applet": f"{W}object",
    f"{W}cfChange": f"{W}rPrChange",
    f"{_AML}content": f"{W}customXml",
    f"{_WX}sect": f"{W}customXml",
    f"{_WX}sub-section": f"{W}customXml",
    f"{_WX}pBdrGroup": f"{W}customXml",
    f"{W}footnote": f"{W}del",
    f"{W}endnote": f"{W}del",
}
_OWN = (W, _AML, _WX, "{urn:schemas-microsoft-com:")
_HELD = frozenset(f"{W}{name}" for name in ("r", "p", "tbl", "tr", "tc", "proofErr"))
"""What docx calls otherwise, or tells by other elements: notes stand where their mark stands, and are no part of the line."""


def read_word_xml(data: bytes) -> Document:
    """The document in a Word file of one XML. Raises DocumentError for files that are damaged or hold no text."""
    root = parse_xml(data, (_AS_IN_DOCX,))
    if root.tag == f"{PACKAGE}package":
        return read_docx(packed(root))
    for element in root.iter(f"{_AML}annotation"):
        kind = element.get(f"{W}type", "")
        # A comment, and what tells of a changed format, are no text.
        element.tag = f"{W}{_CHANGES.get(kind, 'rPrChange')}"
    for element in root.iter():
        # Where docx writes lineRule, Word 2003 writes line-rule.
        if "-" in str(element.tag) and element.tag.startswith(W):
            element.tag = _AFTER_HYPHEN.sub(lambda found: found[1].upper(), element.tag)
        for name, value in element.attrib.items():
            if "-" in (plain := str(name).removeprefix(W)) and plain != name:
                element.set(W + _AFTER_HYPHEN.sub(lambda found: found[1].upper(), plain), value)
        # Smart tags and elements of other schemas stand around runs and paragraphs as they are.
        tag, inner = str(element.tag), next(iter(element), None)
        if inner is not None and str(inner.tag) in _HELD and tag.startswith("{") and not tag.startswith(_OWN):
            element.tag = f"{W}customXml"
    for element in root.iter(*_RENAMED):
        element.tag = _RENAMED[str(element.tag)]
    for link in root.iter(f"{W}hyperlink"):
        link.set(f"{W}anchor", link.get(f"{W}bookmark", ""))
    body = root.find(f"{W}body")
    if body is None:
        raise DocumentError("the Word file holds no text")
    styles = WordStyles(root.find(f"{W}styles"))
    return document_of_body(body, _PrintedNumbers(None, styles), RunStyles(styles), title_in_properties(root))


class _PrintedNumbers(Numbers):
    """Word 2003 keeps each automatic number as it prints it."""

    def before(self, paragraph: _Element) -> str:
        """The number before a paragraph; a bullet is none."""
        hint = paragraph.find(f"{W}pPr/{W}listPr/{_WX}t")
        text = "" if hint is None else hint.get(f"{_WX}val", "")
        return text if any(map(str.isalnum, text)) else ""
