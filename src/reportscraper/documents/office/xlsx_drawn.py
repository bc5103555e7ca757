"""What is drawn over the cells of a workbook's sheets: pictures, text boxes, shapes, charts."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element
from openpyxl.utils import range_boundaries

from reportscraper.documents import limits

Area = tuple[int, int, int, int]
"""First and last row, first and last column, from 1."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_NEWER = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_NAMED = "{http://schemas.microsoft.com/office/excel/2006/main}"
_EDGE = 50_000
"""A cell that a drawing reaches into by less, in 12,700ths of a point, is not covered."""


def drawn_over(container: zipfile.ZipFile) -> dict[str, list[Area]]:
    """The areas that drawings cover, by the name of the sheet. Nothing for parts that are missing or damaged."""
    found: dict[str, list[Area]] = {}
    name = next(iter(_targets_of(container, "", "officeDocument").values()), "xl/workbook.xml")
    book, targets = _parse_part(container, name), _targets_of(container, name)
    for sheet in [] if book is None else book.iter(f"{_MAIN}sheet"):
        part = targets.get(sheet.get(_RELATION, ""), "")
        drawings = _targets_of(container, part, "drawing").values()
        areas = [area for path in drawings for area in _covered_areas(_parse_part(container, path))]
        found[sheet.get("name", "")] = [*areas, *_bars_alone(container, part)]
    return found


def _bars_alone(container: zipfile.ZipFile, part: str) -> Iterator[Area]:
    """The areas in which newer programs show bars or signs in place of numbers; openpyxl passes over them."""
    if part not in container.namelist() or b'showValue="0"' not in container.read(part):
        return
    sheet = _parse_part(container, part)
    for form in [] if sheet is None else sheet.iter(f"{_NEWER}conditionalFormatting"):
        if any(each.get("showValue") == "0" for each in form.iter()):
            for name in (form.findtext(f"{_NAMED}sqref") or "").split():
                left, top, right, bottom = range_boundaries(name)
                yield top or 1, bottom or limits.ROWS, left or 1, right or limits.COLUMNS


def _parse_part(container: zipfile.ZipFile, path: str) -> _Element | None:
    try:
        return etree.fromstring(container.read(path), etree.XMLParser(resolve_entities=False, no_network=True))
    except (KeyError, etree.XMLSyntaxError):
        return None


def _targets_of(container: zipfile.ZipFile, part: str, kind: str = "") -> dict[str, str]:
    """Paths of the parts that a part names, or of those of a kind, by their ids; the file names its own parts as "" does."""
    folder, name = posixpath.split(part)
    told = _parse_part(container, f"{folder}/_rels/{name}.rels".lstrip("/"))
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        for each in (() if told is None else told)
        if each.get("Type", "").endswith(f"/{kind}" if kind else "")
    }


def _covered_areas(drawing: _Element | None) -> Iterator[Area]:
    for anchor in [] if drawing is None else drawing.iter(f"{_DRAWING}twoCellAnchor", f"{_DRAWING}oneCellAnchor"):
        first = _corner_at(anchor.find(f"{_DRAWING}from"))
        last = _corner_at(anchor.find(f"{_DRAWING}to")) if anchor.tag.endswith("twoCellAnchor") else None
        if first is not None:
            (row, _), (column, _) = first
            end, side = ((row, 0), (column, 0)) if last is None else last
            yield row, max(row, end[0] - (end[1] < _EDGE)), column, max(column, side[0] - (side[1] < _EDGE))


def _corner_at(place: _Element | None) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Row and column, from 1, each with how far into it a corner lies."""
    if place is None:
        return None
    row, down, column, across = (
        int(place.findtext(f"{_DRAWING}{name}") or 0) for name in ("row", "rowOff", "col", "colOff")
    )
    return (row + 1, down), (column + 1, across)
