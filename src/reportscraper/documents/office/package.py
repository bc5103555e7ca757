"""Word files and workbooks as packages of parts (Open Packaging Conventions): one that names a part it lost is read without, and says so."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element

from reportscraper.documents.office.plain_xml import parse_part

_RELATIONS = re.compile(r"(?P<folder>(?:.*/)?)_rels/(?P<part>[^/]*)\.rels")
_OF_PRINT = re.compile(r"(?:word|xl)/(?:worksheets/)?(?:styles|numbering|fontTable|sharedStrings|sheet\d+)\.xml")
"""Parts without which a text is shown otherwise, or not at all, wherever no relation leads to them."""
_OF_NO_TEXT = re.compile(r"image|thumbnail|printerSettings|attachedTemplate|customXml|calcChain|webSettings|hyperlink")
"""Kinds of parts whose loss changes no text."""
_SHEET, _CHART_SHEET = "/worksheet", "/chartsheet"
_NOWHERE = "lost"


class Package:
    """A package as its readers can open it.

    ``data`` are its bytes without the relations that lead nowhere and without its sheets of charts, which hold no text and stop the reader of
    workbooks; ``lost`` are the names of parts that are missing, or that nothing leads to, and that would change what is read.
    """

    def __init__(self, container: zipfile.ZipFile, data: bytes) -> None:
        self._container, self._names = container, frozenset(container.namelist())
        self.lost: list[str] = []
        self._led_to: set[str] = set()
        mended = dict(self._mended())
        # A part that nothing leads to is as lost as one that is missing.
        self.lost += sorted(name for name in self._names - self._led_to if _OF_PRINT.fullmatch(name))
        self.data = self._rewritten(mended) if mended else data

    @property
    def problem(self) -> str | None:
        """What is lost, in one line."""
        return f"parts of the file are lost: {', '.join(dict.fromkeys(self.lost))}" if self.lost else None

    def _mended(self) -> Iterator[tuple[str, bytes]]:
        """The lists of relations that had to be changed."""
        for name in sorted(self._names):
            place = _RELATIONS.fullmatch(name)
            root = parse_part(self._container.read(name)) if place else None
            if not place or root is None:
                continue
            changed = [self._is_changed(each, place["folder"]) for each in list(root)]
            if any(changed):
                yield name, etree.tostring(root)

    def _is_changed(self, relation: _Element, folder: str) -> bool:
        """Takes in where a relation leads; one that leads nowhere is taken out, one to a sheet is kept, for the workbook names it."""
        if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
            return False
        kind, target = relation.get("Type", ""), unquote(relation.get("Target", ""))
        name = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        self._led_to.add(name)
        if kind.endswith(_CHART_SHEET):
            relation.set("Target", _NOWHERE)
            return True
        if name in self._names or not target:
            return False
        if not _OF_NO_TEXT.search(kind):
            self.lost.append(name)
        parent = relation.getparent()
        if kind.endswith(_SHEET) or parent is None:
            return False
        parent.remove(relation)
        return True

    def _rewritten(self, mended: dict[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name in self._container.namelist():
                made.writestr(name, mended.get(name) or self._container.read(name))
        return out.getvalue()
