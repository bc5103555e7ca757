"""Office files of one XML each: Word and Excel 2003 XML, and the parts of a docx in one file (Flat OPC); often named .doc and .xls."""

from __future__ import annotations

import base64
import io
import re
import zipfile

from lxml import etree
from lxml.etree import _Element

from reportscraper.documents.charset import decode
from reportscraper.errors import DocumentError

PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_TITLE = "{urn:schemas-microsoft-com:office:office}Title"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def parse_xml(data: bytes, replaced: tuple[tuple[str, str], ...] = ()) -> _Element:
    """The root of a file, pairs of texts ``replaced`` beforehand. Raises DocumentError for files that are damaged or declare a DOCTYPE.

    Nothing is loaded and no entity is expanded.
    """
    text = _DECLARATION.sub("", decode(data).text)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise DocumentError("the file declares a DOCTYPE")
    for old, new in replaced:
        text = text.replace(old, new)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, huge_tree=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"the file is damaged: {error}") from error


def parse_part(data: bytes, *, recover: bool = False) -> _Element | None:
    """The root of a part of a container, None where it is damaged and not to be read as far as it goes (``recover``)."""
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, recover=recover))
    except etree.XMLSyntaxError:
        return None


def title_in_properties(root: _Element) -> str:
    """The title among a file's properties, empty when there is none."""
    return root.findtext(f".//{_TITLE}") or ""


def packed(package: _Element) -> bytes:
    """The docx or xlsx whose parts stand in one file."""
    out, types = io.BytesIO(), etree.Element(f"{_TYPES}Types")
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(types, f"{_TYPES}Default", Extension="rels", ContentType=relations)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for part in package.iterfind(f"{PACKAGE}part"):
            name, kind = part.get(f"{PACKAGE}name", ""), part.get(f"{PACKAGE}contentType", "")
            if not name.endswith(".rels"):
                etree.SubElement(types, f"{_TYPES}Override", PartName=name, ContentType=kind)
            held = part.find(f"{PACKAGE}xmlData/*")
            binary = part.findtext(f"{PACKAGE}binaryData")
            content = etree.tostring(held) if held is not None else base64.b64decode(binary or "")
            if inner := name.lstrip("/"):
                container.writestr(inner, content)
        container.writestr("[Content_Types].xml", etree.tostring(types))
    return out.getvalue()
