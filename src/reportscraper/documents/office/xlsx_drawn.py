"""What is drawn over the cells of a workbook's sheets: pictures, text boxes, shapes, charts."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator

from lxml.etree import _Element
from openpyxl.utils import range_boundaries

from reportscraper.documents import limits
from reportscraper.documents.office.colours import hardly_differ
from reportscraper.documents.office.plain_xml import parse_part

Area = tuple[int, int, int, int]
"""First and last row, first and last column, from 1."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_NEWER = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_NAMED = "{http://schemas.microsoft.com/office/excel/2006/main}"
_CONTROL = "{urn:schemas-microsoft-com:office:excel}"
_PLACES, _REACH = 8, 4
"""Numbers that say where a control lies, and pixels by which it may reach into a cell without covering it."""
_POINT, _ROW, _COLUMN, _DIGIT_WIDTH = 12_700, 190_500, 609_600, 66_675
"""A point; a row and a column of usual size; a digit, by which widths of columns are told."""
_WHITE_OR_BLACK = {("0", ""): "FFFFFF", ("1", ""): "000000", ("", "9"): "FFFFFF", ("", "8"): "000000"}
_EDGE = 50_000
"""A cell that a drawing reaches into by less, in 12,700ths of a point, is not covered."""


def drawn_over(container: zipfile.ZipFile) -> dict[str, list[Area]]:
    """The areas that drawings cover, by the name of the sheet. Nothing for parts that are missing or damaged."""
    found: dict[str, list[Area]] = {}
    name = next(iter(_targets_of(container, "", "officeDocument").values()), "xl/workbook.xml")
    book, targets = _parse_part(container, name), _targets_of(container, name)
    hiding = _hiding_table_styles(container, name)
    for sheet in [] if book is None else book.iter(f"{_MAIN}sheet"):
        part = targets.get(sheet.get(_RELATION, ""), "")
        sheet_part = _parse_part(container, part)
        ruler = _Ruler(sheet_part)
        drawings = _targets_of(container, part, "drawing").values()
        areas = [area for path in drawings for area in _covered_areas(_parse_part(container, path), ruler)]
        for path in _targets_of(container, part, "vmlDrawing").values():
            areas.extend(_areas_of_controls(_parse_part(container, path, recover=True)))
        for path in _targets_of(container, part, "table").values():
            areas.extend(_areas_of_table(_parse_part(container, path), hiding))
        found[sheet.get("name", "")] = [*areas, *_bars_alone(sheet_part)]
    return found


def _bars_alone(sheet: _Element | None) -> Iterator[Area]:
    """The areas in which newer programs show curves, bars or signs in place of numbers, or formats that hide them; openpyxl passes over them."""
    if sheet is None:
        return
    for curve in sheet.iter(f"{_NEWER}sparkline"):
        yield _area_named(curve.findtext(f"{_NAMED}sqref") or "A1")
    for form in sheet.iter(f"{_NEWER}conditionalFormatting"):
        if any(each.get("showValue") == "0" for each in form.iter()) or any(map(_hides, form.iter(f"{_NEWER}dxf"))):
            for name in (form.findtext(f"{_NAMED}sqref") or "").split():
                yield _area_named(name)


def _area_named(name: str) -> Area:
    left, top, right, bottom = range_boundaries(name)
    return top or 1, bottom or limits.ROWS, left or 1, right or limits.COLUMNS


def _hides(form: _Element) -> bool:
    """Whether a format laid over a cell's own may hide its figure: another number format, struck, white print, a dark ground."""
    faint = {_plain_colour(each) for each in form.iterfind(f"{{*}}font/{_MAIN}color")}
    dark = {_plain_colour(each) for each in form.iter(f"{_MAIN}bgColor", f"{_MAIN}fgColor")}
    struck = any(each.get("val", "1") not in {"0", "false"} for each in form.iter(f"{_MAIN}strike"))
    return (
        struck
        or form.find(f"{_MAIN}numFmt") is not None
        or any(hardly_differ(each, ground) for each in faint for ground in dark or {"FFFFFF"})
        or (not faint and any(hardly_differ(each, "000000") for each in dark))
    )


def _plain_colour(element: _Element) -> str:
    """The colour that an element says by itself, or white or black by its place; else empty."""
    by_place = _WHITE_OR_BLACK.get((element.get("theme", ""), element.get("indexed", "")), "")
    return element.get("rgb", "")[-6:].upper() or ("" if element.get("tint") else by_place)


def _hiding_table_styles(container: zipfile.ZipFile, book: str) -> set[str]:
    """The names of a workbook's own styles of tables that hide figures of some rows or columns."""
    path = next(iter(_targets_of(container, book, "styles").values()), "")
    styles = _parse_part(container, path)
    if styles is None:
        return set()
    hiding = [_hides(each) for each in styles.iterfind(f"{_MAIN}dxfs/{_MAIN}dxf")]
    return {
        style.get("name", "")
        for style in styles.iter(f"{_MAIN}tableStyle")
        for each in style
        if each.get("dxfId", "").isdecimal() and any(hiding[int(each.get("dxfId", "")) :][:1])
    }


def _areas_of_table(table: _Element | None, hiding: set[str]) -> Iterator[Area]:
    style = None if table is None else table.find(f"{_MAIN}tableStyleInfo")
    if table is not None and style is not None and style.get("name") in hiding:
        yield _area_named(table.get("ref", ""))


def _areas_of_controls(shapes: _Element | None) -> Iterator[Area]:
    """The areas that form controls and remarks shown for good lie over."""
    for told in [] if shapes is None else shapes.iter(f"{_CONTROL}ClientData"):
        places = [
            int(each) for each in (told.findtext(f"{_CONTROL}Anchor") or "").split(",") if each.strip().isdecimal()
        ]
        is_hidden = told.get("ObjectType") == "Note" and told.find(f"{_CONTROL}Visible") is None
        if len(places) == _PLACES and not is_hidden:
            left, _, top, _, right, across, bottom, down = places
            yield top + 1, max(top + 1, bottom + (down > _REACH)), left + 1, max(left + 1, right + (across > _REACH))


class _Ruler:
    """How far the rows and columns of a sheet reach, in 12,700ths of a point."""

    def __init__(self, sheet: _Element | None) -> None:
        self._rows: dict[int, int] = {}
        self._columns: dict[int, int] = {}
        for row in () if sheet is None else sheet.iterfind(f"{_MAIN}sheetData/{_MAIN}row[@ht]"):
            self._rows[int(row.get("r", "0"))] = round(float(row.get("ht", "0")) * _POINT)
        for column in () if sheet is None else sheet.iterfind(f"{_MAIN}cols/{_MAIN}col[@width]"):
            for number in range(int(column.get("min", "1")), min(int(column.get("max", "1")), limits.COLUMNS) + 1):
                self._columns[number] = round(float(column.get("width", "0")) * _DIGIT_WIDTH)

    def end(self, first: tuple[int, int], length: int, *, down: bool) -> tuple[int, int]:
        """The row or column in which a drawing of some length ends, and how far into it; ``first`` is where it begins."""
        place, rest = first[0], first[1] + length
        sizes, usual = (self._rows, _ROW) if down else (self._columns, _COLUMN)
        while (size := sizes.get(place, usual)) < rest and place < limits.ROWS:
            place, rest = place + 1, rest - size
        return place, rest


def _parse_part(container: zipfile.ZipFile, path: str, *, recover: bool = False) -> _Element | None:
    try:
        content = container.read(path)
    except KeyError:
        return None
    return parse_part(content, recover=recover)


def _targets_of(container: zipfile.ZipFile, part: str, kind: str = "") -> dict[str, str]:
    """Paths of the parts that a part names, or of those of a kind, by their ids; the file names its own parts as "" does."""
    folder, name = posixpath.split(part)
    told = _parse_part(container, f"{folder}/_rels/{name}.rels".lstrip("/"))
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        for each in (() if told is None else told)
        if each.get("Type", "").endswith(f"/{kind}" if kind else "")
    }


def _covered_areas(drawing: _Element | None, ruler: _Ruler) -> Iterator[Area]:
    anchors = (f"{_DRAWING}{kind}Anchor" for kind in ("twoCell", "oneCell", "absolute"))
    for anchor in [] if drawing is None else drawing.iter(*anchors):
        shapes = list(anchor.iter(f"{_DRAWING}cNvPr"))
        if shapes and all(each.get("hidden") in {"1", "true"} for each in shapes):
            continue
        first, last = (_corner_at(anchor.find(f"{_DRAWING}{name}")) for name in ("from", "to"))
        ext, pos = anchor.find(f"{_DRAWING}ext"), anchor.find(f"{_DRAWING}pos")
        if pos is not None:
            first = (
                ruler.end((1, 0), int(pos.get("y", "0")), down=True),
                ruler.end((1, 0), int(pos.get("x", "0")), down=False),
            )
        if first is not None and last is None and ext is not None:
            down, across = int(ext.get("cy", "0")), int(ext.get("cx", "0"))
            last = ruler.end(first[0], down, down=True), ruler.end(first[1], across, down=False)
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
