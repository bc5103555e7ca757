"""What stands beside the text of a Word file and says how it is shown: its theme, its fonts, the data that content controls show."""

from __future__ import annotations

import re

from docx.opc.part import Part
from lxml import etree
from lxml.etree import _Element

from reportscraper.documents.html.faces import is_print_type
from reportscraper.documents.office.colours import Looks, theme_colours, theme_fonts
from reportscraper.documents.office.plain_xml import parse_part
from reportscraper.documents.office.wordml import W
from reportscraper.documents.pieces import SIGNS

_STORE = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID"
_BINDING = re.compile(r"\{[^}]*\}dataBinding")
_PATH = re.compile(r"(?:/[\w:.-]+(?:\[\d+\])?)+(?:/@[\w:.-]+)?")
_PREFIX = re.compile(r"xmlns:([\w.-]+)=(['\"])(.*?)\2")
_PROPERTIES = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "/core-properties",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "/extended-properties",
}
"""The stores that every file has, by the id under which controls name them."""
_SYMBOLS = "02"


def part_of(part: Part, name: str) -> Part | None:
    """The part that a part names as its styles, numbering, theme and so on."""
    found = (each for each in part.rels.values() if each.reltype.endswith(f"/{name}") and not each.is_external)
    return next((each.target_part for each in found), None)


def root_of(part: Part | None) -> _Element | None:
    """The markup of a part, whatever type the file gives it; None where there is none or it is damaged."""
    if part is None:
        return None
    held = getattr(part, "element", None)
    return held if held is not None else parse_part(part.blob)


def looks_of(document: Part) -> Looks:
    """What the theme, the table of fonts and the pages of a Word file say of its print."""
    theme, fonts = (root_of(part_of(document, name)) for name in ("theme", "fontTable"))
    signs = set()
    for font in () if fonts is None else fonts.iter(f"{W}font"):
        name, charset, other = font.get(f"{W}name", ""), font.find(f"{W}charset"), font.find(f"{W}altName")
        is_embedded = any(str(each.tag).startswith(f"{W}embed") for each in font) and not is_print_type(name)
        stands_for = "" if other is None else other.get(f"{W}val", "")
        has_symbols = charset is not None and charset.get(f"{W}val") == _SYMBOLS
        if has_symbols or is_embedded or SIGNS.search(stands_for):
            signs.add(name.lower())
    for place, name in theme_fonts(theme).items():
        if SIGNS.search(name) or name.lower() in signs:
            signs.update((f"{place}hansi", f"{place}ascii"))
    background = root_of(document)
    background = None if background is None else background.find(f"{W}background")
    colour = "" if background is None else background.get(f"{W}color", "").upper()
    return Looks(theme_colours(theme), frozenset(signs), colour)


def bind_controls(document: Part) -> None:
    """Mark content controls that are bound to other data than they hold: Word shows the data when it opens the file."""
    root = root_of(document)
    controls = [] if root is None else list(root.iter(f"{W}sdtPr"))
    bound = [(each, told) for each in controls for told in each if _BINDING.fullmatch(str(told.tag))]
    if not bound:
        return
    stores = {name: root_of(part_of(document.package, kind.lstrip("/"))) for name, kind in _PROPERTIES.items()}
    for each in document.rels.values():
        if each.reltype.endswith("/customXml") and not each.is_external:
            told = root_of(part_of(each.target_part, "customXmlProps"))
            stores["" if told is None else told.get(_STORE, "").upper()] = root_of(each.target_part)
    for control, binding in bound:
        content = control.find(f"../{W}sdtContent")
        shown = "" if content is None else "".join(each.text or "" for each in content.iter(f"{W}t"))
        kept = _kept_text(binding, stores)
        if kept is not None and kept.strip() != shown.strip():
            etree.SubElement(control, f"{W}showingPlcHdr")


def _kept_text(binding: _Element, stores: dict[str, _Element | None]) -> str | None:
    """The text of the data that a control is bound to; None where the file has no such data."""
    told = {etree.QName(str(name)).localname: str(value) for name, value in binding.attrib.items()}
    store, path = stores.get(told.get("storeItemID", "").upper()), told.get("xpath", "")
    if store is None or not _PATH.fullmatch(path):
        return None
    prefixes = {name: uri for name, _, uri in _PREFIX.findall(told.get("prefixMappings", ""))}
    try:
        found = store.getroottree().xpath(path, namespaces=prefixes)
    except etree.XPathError:
        return None
    first = found[0] if isinstance(found, list) and found else None
    return (
        "".join(map(str, first.itertext()))
        if isinstance(first, _Element)
        else first
        if isinstance(first, str)
        else None
    )
